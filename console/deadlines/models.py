"""Rules as an institution confirmed them, when it is alerted, what was told already, and people's calendars."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    Boolean,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment, Versioned
from console.institutions.scope import CompanyScoped, InstitutionScoped

_KEY = BigInteger().with_variant(Integer, "sqlite")


class DeadlineLength(Versioned, InstitutionScoped, Model):
    """How long a rule lasts here, as an administrator confirmed it."""

    __tablename__ = "deadline_length"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(121), nullable=False)
    """Of the rule, with its owner: `ch_fund.training_confirmation`."""
    span: Mapped[str] = mapped_column(String(60), nullable=False)
    """As `console.base.calendar` writes it: `P10D working CH-VD`."""
    ground: Mapped[str] = mapped_column(String(300), nullable=False)
    """The law, or another reason, in the administrator's words."""
    confirmed_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    confirmed_by: Mapped[str] = mapped_column(String(130), nullable=False)

    __table_args__ = (UniqueConstraint("institution_id", "key"),)


class DeadlineOption(Versioned, InstitutionScoped, Model):
    """When people are alerted in a theme; a theme without a row has the usual alerts."""

    __tablename__ = "deadline_option"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    theme: Mapped[str] = mapped_column(String(121), nullable=False)
    before: Mapped[int | None] = mapped_column(Integer)
    """How many days before the last day; `None`: not at all."""
    on_day: Mapped[bool] = mapped_column(Boolean, nullable=False)
    after: Mapped[int | None] = mapped_column(Integer)
    """How many days after the last day; `None`: not at all."""
    escalate: Mapped[int | None] = mapped_column(Integer)
    """How many days after the last day the administrators are told; `None`: not at all."""

    __table_args__ = (UniqueConstraint("institution_id", "theme"),)


class DeadlineAlert(InstitutionScoped, Model):
    """That something was told of a deadline, so that it is told once. A moved deadline is another one."""

    __tablename__ = "deadline_alert"

    id: Mapped[int] = mapped_column(_KEY, primary_key=True)
    kind: Mapped[str] = mapped_column(String(10), nullable=False)
    """`answer`, `request`, `decision` or `duty`."""
    row: Mapped[int] = mapped_column(Integer, nullable=False)
    """The key of the message, dossier or duty."""
    due: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    stage: Mapped[str] = mapped_column(String(9), nullable=False)
    """`before`, `day`, `after` or `escalated`."""
    told_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (
        UniqueConstraint("institution_id", "kind", "row", "due", "stage"),
        Index("ix_deadline_alert_told", "institution_id", "told_at"),
    )


class DeadlineDuty(CompanyScoped, Model):
    """What a company owes by a moment, as a plugin said when it was last asked; it is gone once that is done."""

    __tablename__ = "deadline_duty"

    id: Mapped[int] = mapped_column(_KEY, primary_key=True)
    duty: Mapped[str] = mapped_column(String(121), nullable=False)
    """The declared duty, with its owner."""
    theme: Mapped[str] = mapped_column(String(121), nullable=False)
    company_id: Mapped[int] = mapped_column(Integer, nullable=False)
    key: Mapped[str] = mapped_column(String(40), nullable=False)
    due_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (
        UniqueConstraint("institution_id", "duty", "company_id", "key"),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        Index("ix_deadline_duty_due", "institution_id", "due_at", "id"),
        Index("ix_deadline_duty_company", "institution_id", "company_id", "due_at", "id"),
    )


class CalendarFeed(Model):
    """The secret address of a person's calendar in one mandate. Deleting the row closes it.

    Not scoped: a calendar program comes with the address alone, before anybody's institution is known.
    """

    __tablename__ = "account_calendar_feed"

    membership_id: Mapped[int] = mapped_column(
        ForeignKey("account_membership.id", ondelete="CASCADE"), primary_key=True
    )
    digest: Mapped[str] = mapped_column(String(64), nullable=False, unique=True)
    factor: Mapped[str] = mapped_column(String(12), nullable=False, default="")
    """The second factor she had passed when she made it: the calendar shows no more than she saw then."""
    made_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    read_at: Mapped[datetime | None] = mapped_column(UtcMoment)
