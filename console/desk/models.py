"""What the staff keep for their own work, beside the messages themselves."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    Boolean,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment, Versioned
from console.institutions.scope import CompanyScoped, InstitutionScoped


class StandardAnswer(Versioned, InstitutionScoped, Model):
    """A text that is written often, in one theme and one language."""

    __tablename__ = "desk_answer"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    theme: Mapped[str] = mapped_column(String(121), nullable=False)
    """With its plugin: `ch_fund.family_allowances`."""
    language: Mapped[str] = mapped_column(String(2), nullable=False)
    title: Mapped[str] = mapped_column(String(120), nullable=False)
    """By which the staff choose it; the company never reads it."""
    text: Mapped[str] = mapped_column(Text, nullable=False)

    __table_args__ = (UniqueConstraint("institution_id", "theme", "language", "title"),)


class Absence(InstitutionScoped, Model):
    """Days on which a colleague stands in for somebody; both days belong to it."""

    __tablename__ = "desk_absence"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[int] = mapped_column(Integer, nullable=False)
    first_day: Mapped[date] = mapped_column(Date, nullable=False)
    last_day: Mapped[date] = mapped_column(Date, nullable=False)
    substitute_id: Mapped[int] = mapped_column(Integer, nullable=False)

    __table_args__ = (
        Index("ix_desk_absence_user", "institution_id", "user_id", "last_day"),
        Index("ix_desk_absence_substitute", "institution_id", "substitute_id", "last_day"),
    )


class ThemeOption(Versioned, InstitutionScoped, Model):
    """How an institution works in one theme; a theme without a row has neither promise nor second person."""

    __tablename__ = "desk_theme_option"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    theme: Mapped[str] = mapped_column(String(121), nullable=False)
    needs_second: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    """Settling takes two people: one proposes, another confirms."""
    promised_days: Mapped[int | None] = mapped_column(Integer)
    """Within how many days of its receipt a message is to be settled."""
    working_days: Mapped[bool] = mapped_column(Boolean, nullable=False, default=True)
    """Whether the promise counts Monday to Friday only."""

    __table_args__ = (UniqueConstraint("institution_id", "theme"),)


class Proposal(CompanyScoped, Model):
    """How somebody proposes to settle a message, until a second person says the same.

    Its company stays empty, as that of an internal note, so that the scope hides it from every company's people.
    """

    __tablename__ = "desk_proposal"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int | None] = mapped_column(Integer)  # type: ignore[assignment]
    message_id: Mapped[int] = mapped_column(Integer, nullable=False)
    outcome: Mapped[str] = mapped_column(String(8), nullable=False)
    reason: Mapped[str] = mapped_column(String(500), nullable=False)
    """The text that the company will read."""
    user_id: Mapped[int] = mapped_column(Integer, nullable=False)
    by: Mapped[str] = mapped_column(String(130), nullable=False)
    at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (
        UniqueConstraint("institution_id", "message_id"),
        ForeignKeyConstraint(
            ["institution_id", "message_id"], ["mail_message.institution_id", "mail_message.id"]
        ),
        Index("ix_desk_proposal_user", "institution_id", "user_id"),
    )


class SpentKey(InstitutionScoped, Model):
    """The one-time key of a page whose act was done; `reference` is the message it led to."""

    __tablename__ = "desk_key"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), nullable=False)
    reference: Mapped[str] = mapped_column(String(14), nullable=False, default="")
    at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (
        UniqueConstraint("institution_id", "digest"),
        Index("ix_desk_key_at", "institution_id", "at"),
    )
