"""Messages, delegations, internal notes, and the counted folders."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment, Versioned
from console.institutions.scope import CompanyScoped
from console.institutions.search import Searchable

REQUEST, QUERY, COMPANY, REGISTERED = "request", "query", "company", "registered"
ASKED = (REQUEST, QUERY)
"""Origins of messages that the institution began."""
A_QUERY, A_NOTICE = "query", "notice"
"""The types that are no form's key."""


class Message(Versioned, Searchable, CompanyScoped, Model):
    """One exchange in one dossier: the request, its answer while it is written, and what became of it."""

    __tablename__ = "mail_message"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(14), nullable=False)
    dossier_id: Mapped[int | None] = mapped_column(Integer)
    """Empty for a draft that a company began and nobody else may know of yet."""
    theme: Mapped[str] = mapped_column(String(121), nullable=False)
    """With its plugin: `ch_fund.family_allowances`."""
    type: Mapped[str] = mapped_column(String(120), nullable=False)
    """The key of a form, `query` or `notice`."""
    origin: Mapped[str] = mapped_column(String(10), nullable=False)
    channel: Mapped[str] = mapped_column(String(9), nullable=False, default="")
    """How a registered message came: `post`, `telephone` or `email`."""
    subject: Mapped[str] = mapped_column(String(200), nullable=False)
    text: Mapped[str] = mapped_column(Text, nullable=False, default="")
    """What the institution asks or tells."""
    person_number: Mapped[str] = mapped_column(String(20), nullable=False, default="")
    person: Mapped[str] = mapped_column(String(120), nullable=False, default="")
    about_id: Mapped[int | None] = mapped_column(Integer)
    """The message a query is about."""
    is_delegable: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)

    state: Mapped[str] = mapped_column(String(9), nullable=False)
    moved_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    """Since when it is in its state."""
    desk: Mapped[str] = mapped_column(String(9), nullable=False)
    """The folder in which the institution sees it, empty where it sees none: its lists read this and never `state`."""
    desk_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    settled_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    settled_year: Mapped[str] = mapped_column(String(4), nullable=False, default="")
    """In UTC; empty until it is settled."""
    outcome: Mapped[str] = mapped_column(String(8), nullable=False, default="")
    """`accepted` or `refused`, once it is settled."""
    reason: Mapped[str] = mapped_column(String(500), nullable=False, default="")
    """Why it was refused or reopened."""

    due: Mapped[date | None] = mapped_column(Date)
    is_expired: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    is_recalled: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    is_withdrawn: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    """A request that the institution took back."""
    read_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    read_by: Mapped[str] = mapped_column(String(130), nullable=False, default="")
    taken_by: Mapped[str] = mapped_column(String(130), nullable=False, default="")
    """Who of the institution took it in hand first: from then on nobody can take it back."""
    assigned_to: Mapped[int | None] = mapped_column(Integer)

    prefill: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True)
    """What the institution filled in beforehand, as raw values of the revision."""
    prefill_language: Mapped[str] = mapped_column(String(2), nullable=False, default="")
    """In whose figures and days that is."""
    raw: Mapped[dict[str, Any] | None] = mapped_column(JSON, deferred=True)
    """What the company saved, as it was typed."""
    revision_id: Mapped[int | None] = mapped_column(Integer)
    language: Mapped[str] = mapped_column(String(2), nullable=False, default="")
    """In whose form figures and days were typed."""
    edition: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """Counts the saves: who saves names the one she saw."""
    saved_by: Mapped[str] = mapped_column(String(130), nullable=False, default="")
    saved_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    submission_id: Mapped[int | None] = mapped_column(Integer)
    """What the company sent, as long as it is not taken back."""
    send_key: Mapped[str | None] = mapped_column(String(64))
    """The one-time key of the page that saved or sent it last."""
    delegation_id: Mapped[int | None] = mapped_column(Integer)
    """The delegation that holds, or through which it was sent."""

    search_columns = ("subject", "person", "person_number", "reference")

    __table_args__ = (
        UniqueConstraint("institution_id", "reference"),
        UniqueConstraint("institution_id", "id"),
        UniqueConstraint("institution_id", "send_key"),
        ForeignKeyConstraint(
            ["institution_id", "dossier_id"], ["dossier_dossier.institution_id", "dossier_dossier.id"]
        ),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        ForeignKeyConstraint(
            ["institution_id", "about_id"], ["mail_message.institution_id", "mail_message.id"]
        ),
        ForeignKeyConstraint(
            ["institution_id", "revision_id"], ["form_revision.institution_id", "form_revision.id"]
        ),
        ForeignKeyConstraint(
            ["institution_id", "submission_id"], ["form_submission.institution_id", "form_submission.id"]
        ),
        Index("ix_mail_message_folder", "institution_id", "company_id", "theme", "state", "moved_at", "id"),
        Index("ix_mail_message_theme", "institution_id", "theme", "desk", "desk_at", "id"),
        Index("ix_mail_message_desk", "institution_id", "desk", "desk_at", "id", "theme"),
        Index("ix_mail_message_assigned", "institution_id", "assigned_to", "desk", "desk_at"),
        Index("ix_mail_message_person", "institution_id", "person_number", "desk_at"),
        Index("ix_mail_message_due", "institution_id", "state", "due"),
        Index("ix_mail_message_desk_due", "institution_id", "desk", "due", "id", "theme"),
        Index("ix_mail_message_dossier", "institution_id", "dossier_id", "id"),
    )


class Delegation(Versioned, CompanyScoped, Model):
    """A message, or the private part of one, in the hands of a person; what she enters is hers until she sends it."""

    __tablename__ = "mail_delegation"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    message_id: Mapped[int] = mapped_column(Integer, nullable=False)
    email: Mapped[str] = mapped_column(String(254), nullable=False)
    person_number: Mapped[str] = mapped_column(String(20), nullable=False, default="")
    person: Mapped[str] = mapped_column(String(120), nullable=False)
    agreed_by: Mapped[str] = mapped_column(String(120), nullable=False)
    """Who agreed that her part is asked for this way."""
    agreed_on: Mapped[date] = mapped_column(Date, nullable=False)
    origin: Mapped[str] = mapped_column(String(9), nullable=False)
    """The state to which the message falls back when it is withdrawn."""
    state: Mapped[str] = mapped_column(String(9), nullable=False)
    """`waiting`, `saved`, `sent`, `withdrawn` or `recalled`."""
    is_expired: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    is_bounced: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    expires_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    made_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    opened_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    saved_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    sent_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    __table_args__ = (
        UniqueConstraint("institution_id", "id"),
        ForeignKeyConstraint(
            ["institution_id", "message_id"], ["mail_message.institution_id", "mail_message.id"]
        ),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        Index("ix_mail_delegation_message", "institution_id", "message_id", "id"),
        Index("ix_mail_delegation_expires", "institution_id", "state", "expires_at"),
        Index("ix_mail_delegation_person", "institution_id", "person_number"),
    )


class PrivatePart(CompanyScoped, Model):
    """What a person enters through her delegation, and what she sent.

    Its company stays empty, so that the scope hides it from every company's people: also from a query that forgets to.
    """

    __tablename__ = "mail_private_part"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int | None] = mapped_column(Integer)  # type: ignore[assignment]
    delegation_id: Mapped[int] = mapped_column(Integer, nullable=False)
    raw: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False)
    """As she typed it."""
    revision_id: Mapped[int] = mapped_column(Integer, nullable=False)
    language: Mapped[str] = mapped_column(String(2), nullable=False)
    edition: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    saved_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    submission_id: Mapped[int | None] = mapped_column(Integer)
    """What she sent, as long as she does not take it back."""

    __table_args__ = (
        UniqueConstraint("institution_id", "delegation_id"),
        ForeignKeyConstraint(
            ["institution_id", "delegation_id"], ["mail_delegation.institution_id", "mail_delegation.id"]
        ),
        ForeignKeyConstraint(
            ["institution_id", "revision_id"], ["form_revision.institution_id", "form_revision.id"]
        ),
        ForeignKeyConstraint(
            ["institution_id", "submission_id"], ["form_submission.institution_id", "form_submission.id"]
        ),
    )


class DelegationLink(Model):
    """The way in of a person without an account. Deleting the row closes it at once.

    Not scoped: whoever follows a link has no institution before the link is found.
    """

    __tablename__ = "mail_link"

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    institution_id: Mapped[int] = mapped_column(Integer, nullable=False)
    delegation_id: Mapped[int] = mapped_column(Integer, nullable=False)

    __table_args__ = (
        ForeignKeyConstraint(
            ["institution_id", "delegation_id"],
            ["mail_delegation.institution_id", "mail_delegation.id"],
            ondelete="CASCADE",
        ),
        Index("ix_mail_link_delegation", "institution_id", "delegation_id"),
    )


class InternalNote(CompanyScoped, Model):
    """What the institution's staff tell each other about a message; as with private parts, its company stays empty."""

    __tablename__ = "mail_note"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int | None] = mapped_column(Integer)  # type: ignore[assignment]
    message_id: Mapped[int] = mapped_column(Integer, nullable=False)
    at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    user_id: Mapped[int] = mapped_column(Integer, nullable=False)
    by: Mapped[str] = mapped_column(String(130), nullable=False)
    text: Mapped[str] = mapped_column(Text, nullable=False)

    __table_args__ = (
        ForeignKeyConstraint(
            ["institution_id", "message_id"], ["mail_message.institution_id", "mail_message.id"]
        ),
        Index("ix_mail_note_message", "institution_id", "message_id", "id"),
    )


class Counter(CompanyScoped, Model):
    """How many messages lie in a folder: of a company by its state, or (company 0) on the institution's desk."""

    __tablename__ = "mail_counter"

    institution_id: Mapped[int] = mapped_column(Integer, ForeignKey("inst_institution.id"), primary_key=True)
    company_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    """0 for the institution as a whole, which no company's people see."""
    theme: Mapped[str] = mapped_column(String(121), primary_key=True)
    type: Mapped[str] = mapped_column(String(120), primary_key=True)
    folder: Mapped[str] = mapped_column(String(9), primary_key=True)
    year: Mapped[str] = mapped_column(String(4), primary_key=True)
    """The year of settling, so that what is long done can be left out; empty in all other folders."""
    count: Mapped[int] = mapped_column(Integer, nullable=False)

    # The rows of one reader lie side by side: with an index beside the rows SQLite needs three times as long.
    __table_args__ = ({"sqlite_with_rowid": False},)
