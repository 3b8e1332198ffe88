"""What is to be told, what waits for whom, what each person has chosen, and when to look again."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    BigInteger,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment
from console.institutions.scope import InstitutionScoped
from console.notices.declarations import Pace

_KEY = BigInteger().with_variant(Integer, "sqlite")


class NoticeChoice(InstitutionScoped, Model):
    """How soon a person wants to be told of a theme, in one mandate; without a row the usual pace holds."""

    __tablename__ = "notice_choice"

    institution_id: Mapped[int] = mapped_column(Integer, ForeignKey("inst_institution.id"), primary_key=True)
    membership_id: Mapped[int] = mapped_column(
        ForeignKey("account_membership.id", ondelete="CASCADE"), primary_key=True
    )
    theme: Mapped[str] = mapped_column(String(121), primary_key=True)
    pace: Mapped[str] = mapped_column(String(7), nullable=False, default=Pace.AT_ONCE)


class NoticeNews(InstitutionScoped, Model):
    """One thing that happened, until a worker has found out whom it concerns. Names nobody it is about."""

    __tablename__ = "notice_news"

    id: Mapped[int] = mapped_column(_KEY, primary_key=True)
    company_id: Mapped[int | None] = mapped_column(Integer)
    theme: Mapped[str] = mapped_column(String(121), nullable=False)
    kind: Mapped[str] = mapped_column(String(10), nullable=False)
    reference: Mapped[str] = mapped_column(String(14), nullable=False, default="")
    due: Mapped[date | None] = mapped_column(Date)
    user_id: Mapped[int | None] = mapped_column(Integer)
    by_id: Mapped[int | None] = mapped_column(Integer)

    __table_args__ = (
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        Index("ix_notice_news_next", "institution_id", "id"),
    )


class NoticePending(InstitutionScoped, Model):
    """What waits to be told to a person in a theme, and when she was last told at once."""

    __tablename__ = "notice_pending"

    id: Mapped[int] = mapped_column(_KEY, primary_key=True)
    membership_id: Mapped[int] = mapped_column(
        ForeignKey("account_membership.id", ondelete="CASCADE"), nullable=False
    )
    user_id: Mapped[int] = mapped_column(Integer, nullable=False)
    theme: Mapped[str] = mapped_column(String(121), nullable=False)
    kind: Mapped[str] = mapped_column(String(10), nullable=False)
    count: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    reference: Mapped[str] = mapped_column(String(14), nullable=False, default="")
    """Of the one message that waits; empty for several."""
    due: Mapped[date | None] = mapped_column(Date)
    pace: Mapped[str] = mapped_column(String(7), nullable=False, default=Pace.AT_ONCE)
    leaves_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    """When the e-mail goes out; empty when nothing waits."""
    told_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    __table_args__ = (
        UniqueConstraint("institution_id", "membership_id", "theme"),
        Index("ix_notice_pending_leaves", "institution_id", "leaves_at", "user_id"),
        Index("ix_notice_pending_user", "institution_id", "user_id", "theme"),
    )


class NoticeClaim(Model):
    """When a worker has to look into an institution. Written with what is to be told, deleted with the look.

    Not scoped: a worker looks for the institutions in which something is due, and enters their scope only to work.
    """

    __tablename__ = "notice_claim"

    id: Mapped[int] = mapped_column(_KEY, primary_key=True)
    institution_id: Mapped[int] = mapped_column(ForeignKey("inst_institution.id"), nullable=False)
    due: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (Index("ix_notice_claim_due", "due", "institution_id"),)
