"""Frozen forms, what is being filled in, and what was sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment, Versioned
from console.institutions.scope import CompanyScoped, InstitutionScoped


class FormRevision(InstitutionScoped, Model):
    """A revision that somebody used: never changed, never deleted while a draft or a submission stands on it."""

    __tablename__ = "form_revision"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    form_key: Mapped[str] = mapped_column(String(120), nullable=False)
    digest: Mapped[str] = mapped_column(String(64), nullable=False)
    shape: Mapped[str] = mapped_column(String(64), nullable=False)
    content: Mapped[bytes] = mapped_column(LargeBinary, nullable=False)
    """Canonical JSON of declaration and texts (`console.forms.revisions`)."""
    created_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (
        UniqueConstraint("institution_id", "digest"),
        UniqueConstraint("institution_id", "id"),
    )


class OwnForm(Versioned, InstitutionScoped, Model):
    """A form of the institution itself, which no plugin brings, and its revision in use."""

    __tablename__ = "form_own"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    form_key: Mapped[str] = mapped_column(String(120), nullable=False)
    plugin: Mapped[str] = mapped_column(String(40), nullable=False)
    """Whose theme guards it."""
    revision_id: Mapped[int] = mapped_column(Integer, nullable=False)
    is_open: Mapped[bool] = mapped_column(Boolean, nullable=False, default=True)

    __table_args__ = (
        UniqueConstraint("institution_id", "form_key"),
        ForeignKeyConstraint(
            ["institution_id", "revision_id"], ["form_revision.institution_id", "form_revision.id"]
        ),
    )


class Draft(Versioned, CompanyScoped, Model):
    """What a person is filling in: raw values as they were typed, whatever they may be worth."""

    __tablename__ = "form_draft"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(14), nullable=False)
    """In its address; the submission keeps it, so that a draft is sent once."""
    user_id: Mapped[int] = mapped_column(Integer, nullable=False)
    company_id: Mapped[int | None] = mapped_column(Integer)  # type: ignore[assignment]
    """The company it is filled in for; empty for the institution's staff."""
    form_key: Mapped[str] = mapped_column(String(120), nullable=False)
    message: Mapped[str] = mapped_column(String(14), nullable=False, default="")
    """The reference of the message whose private working copy it is; empty before that was saved once."""
    edition: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """The edition of the message it was taken from."""
    channel: Mapped[str] = mapped_column(String(9), nullable=False, default="")
    """How it reached the institution, when the staff fill it in on behalf of the company."""
    revision_id: Mapped[int] = mapped_column(Integer, nullable=False)
    language: Mapped[str] = mapped_column(String(2), nullable=False)
    """In whose form figures and days were typed."""
    raw: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False)
    origins: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    """Where prefilled values came from, by key: `{"text", "origin", "day"}`."""
    visited: Mapped[list[str]] = mapped_column(JSON, nullable=False, default=list)
    """Sections that were left by the button, whose faults are therefore told."""
    created_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    changed_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (
        UniqueConstraint("institution_id", "reference"),
        ForeignKeyConstraint(
            ["institution_id", "revision_id"], ["form_revision.institution_id", "form_revision.id"]
        ),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        Index("ix_form_draft_user", "institution_id", "user_id", "changed_at"),
    )


class Submission(CompanyScoped, Model):
    """The values of one form revision, sent once and never changed."""

    __tablename__ = "form_submission"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(14), nullable=False)
    send_key: Mapped[str] = mapped_column(String(80), nullable=False)
    """What was sent under the same key is the same sending: a draft's reference, a row of an import, a caller's key."""
    user_id: Mapped[int] = mapped_column(Integer, nullable=False)
    user_name: Mapped[str] = mapped_column(String(130), nullable=False)
    company_id: Mapped[int | None] = mapped_column(Integer)  # type: ignore[assignment]
    form_key: Mapped[str] = mapped_column(String(120), nullable=False)
    revision_id: Mapped[int] = mapped_column(Integer, nullable=False)
    source: Mapped[str] = mapped_column(String(8), nullable=False)
    """`page`, `sheet` or `api`."""
    content: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False)
    """Canonical values (`console.forms.canonical`)."""
    digest: Mapped[str] = mapped_column(String(64), nullable=False)
    sent_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (
        UniqueConstraint("institution_id", "reference"),
        UniqueConstraint("institution_id", "id"),
        UniqueConstraint("institution_id", "send_key"),
        ForeignKeyConstraint(
            ["institution_id", "revision_id"], ["form_revision.institution_id", "form_revision.id"]
        ),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        Index("ix_form_submission_sent", "institution_id", "form_key", "sent_at"),
        Index("ix_form_submission_company", "institution_id", "company_id", "sent_at"),
    )
