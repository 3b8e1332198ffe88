"""What an institution confirmed, what is past its time, and what must not be erased."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment, Versioned
from console.institutions.scope import CompanyScoped, InstitutionScoped


class RetentionRule(Versioned, InstitutionScoped, Model):
    """How long the rows of a class are kept here, as an administrator confirmed it."""

    __tablename__ = "retention_rule"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(121), nullable=False)
    """Of the retention class, with its owner: `ch_fund.employees`."""
    months: Mapped[int] = mapped_column(Integer, nullable=False)
    ground: Mapped[str] = mapped_column(String(300), nullable=False)
    """The law, or another reason, in the administrator's words."""
    confirmed_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    confirmed_by: Mapped[str] = mapped_column(String(130), nullable=False)

    __table_args__ = (UniqueConstraint("institution_id", "key"),)


class RetentionProposal(InstitutionScoped, Model):
    """How many rows of a class are past their time, as the daily job counted; nothing is erased by it."""

    __tablename__ = "retention_proposal"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(121), nullable=False)
    before: Mapped[date] = mapped_column(Date, nullable=False)
    """Rows whose time began before this day."""
    count: Mapped[int] = mapped_column(Integer, nullable=False)
    counted_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (UniqueConstraint("institution_id", "key"),)


class LegalHold(CompanyScoped, Model):
    """A person or a dossier of which nothing is erased as long as it stands.

    Its company stays empty, so that the scope hides it from every company's people.
    """

    __tablename__ = "retention_hold"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int | None] = mapped_column(Integer)  # type: ignore[assignment]
    person_number: Mapped[str] = mapped_column(String(20), nullable=False, default="")
    """Without signs between; empty for a hold on a dossier."""
    dossier: Mapped[str] = mapped_column(String(14), nullable=False, default="")
    """The reference of the dossier; empty for a hold on a person."""
    reason: Mapped[str] = mapped_column(String(300), nullable=False)
    made_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    made_by: Mapped[str] = mapped_column(String(130), nullable=False)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    ended_by: Mapped[str] = mapped_column(String(130), nullable=False, default="")

    __table_args__ = (Index("ix_retention_hold_ended", "institution_id", "ended_at", "id"),)
