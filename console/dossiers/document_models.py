"""The documents of dossiers, who opened them, how companies receive them, and what was printed."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment, Versioned
from console.institutions.scope import CompanyScoped

PENDING, CLOSED = "pending", "closed"


class Document(Versioned, CompanyScoped, Model):
    """What the institution put into a dossier for its company."""

    __tablename__ = "dossier_document"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(14), nullable=False)
    dossier_id: Mapped[int] = mapped_column(Integer, nullable=False)
    theme: Mapped[str] = mapped_column(String(121), nullable=False)
    """That of its dossier."""
    kind: Mapped[str] = mapped_column(String(12), nullable=False)
    """A key of `kinds.KINDS`."""
    title: Mapped[str] = mapped_column(String(200), nullable=False)
    message: Mapped[str] = mapped_column(String(14), nullable=False, default="")
    """The reference of the message it answers, if it does."""
    file_reference: Mapped[str] = mapped_column(String(9), nullable=False)
    state: Mapped[str] = mapped_column(String(7), nullable=False, default=PENDING)
    """`pending` until the company has it in hand; one that asks for something, until that is done."""
    valid_until: Mapped[date | None] = mapped_column(Date)
    """Last day on which it holds."""
    made_available_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    made_available_by: Mapped[str] = mapped_column(String(130), nullable=False)
    notified_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    """When the company's people were told of it by e-mail."""
    opened_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    """When the first of the company's people opened it."""
    opened_by: Mapped[str] = mapped_column(String(130), nullable=False, default="")
    reminded_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    to_print: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    """It waits for a print run."""
    print_run_id: Mapped[int | None] = mapped_column(Integer)
    """The run in which it was printed."""
    posted_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    __table_args__ = (
        UniqueConstraint("institution_id", "reference"),
        UniqueConstraint("institution_id", "id"),
        ForeignKeyConstraint(
            ["institution_id", "dossier_id"], ["dossier_dossier.institution_id", "dossier_dossier.id"]
        ),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        ForeignKeyConstraint(
            ["institution_id", "file_reference"], ["doc_file.institution_id", "doc_file.reference"]
        ),
        ForeignKeyConstraint(
            ["institution_id", "print_run_id"], ["dossier_print_run.institution_id", "dossier_print_run.id"]
        ),
        Index("ix_dossier_document_dossier", "institution_id", "dossier_id", "id"),
        Index("ix_dossier_document_unopened", "institution_id", "company_id", "opened_at", "theme"),
        Index("ix_dossier_document_theme", "institution_id", "theme", "opened_at"),
        Index("ix_dossier_document_late", "institution_id", "kind", "opened_at", "made_available_at"),
        Index("ix_dossier_document_print", "institution_id", "to_print", "company_id", "id"),
        Index("ix_dossier_document_run", "institution_id", "print_run_id", "company_id", "id"),
    )


class Opening(CompanyScoped, Model):
    """That one of the company's people opened a document: her first time, added and never changed."""

    __tablename__ = "dossier_opening"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    document_id: Mapped[int] = mapped_column(Integer, nullable=False)
    user_id: Mapped[int] = mapped_column(Integer, nullable=False)
    by: Mapped[str] = mapped_column(String(130), nullable=False)
    at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (
        UniqueConstraint("institution_id", "document_id", "user_id"),
        ForeignKeyConstraint(
            ["institution_id", "document_id"], ["dossier_document.institution_id", "dossier_document.id"]
        ),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
    )


class ReceiptChoice(CompanyScoped, Model):
    """How a company receives a document type from a day on: added, never changed; the last one counts."""

    __tablename__ = "dossier_receipt"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kind: Mapped[str] = mapped_column(String(12), nullable=False)
    way: Mapped[str] = mapped_column(String(10), nullable=False)
    """`electronic` or `post`."""
    effective_from: Mapped[date] = mapped_column(Date, nullable=False)
    """In the institution's zone: the day after it was chosen."""
    chosen_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    chosen_by: Mapped[str] = mapped_column(String(130), nullable=False)

    __table_args__ = (
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        Index("ix_dossier_receipt_company", "institution_id", "company_id", "kind", "id"),
    )


class PrintRun(CompanyScoped, Model):
    """Documents that were printed together; its company stays empty, so that no company's people see it."""

    __tablename__ = "dossier_print_run"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    company_id: Mapped[int | None] = mapped_column(Integer)  # type: ignore[assignment]
    reference: Mapped[str] = mapped_column(String(14), nullable=False)
    themes: Mapped[list[str]] = mapped_column(JSON, nullable=False)
    """Those of its documents: only who works in all of them reads it."""
    documents: Mapped[int] = mapped_column(Integer, nullable=False)
    made_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    made_by: Mapped[str] = mapped_column(String(130), nullable=False)
    file_reference: Mapped[str] = mapped_column(String(9), nullable=False, default="")
    """The PDF, once it is made."""
    posted_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    posted_by: Mapped[str] = mapped_column(String(130), nullable=False, default="")

    __table_args__ = (
        UniqueConstraint("institution_id", "reference"),
        UniqueConstraint("institution_id", "id"),
        Index("ix_dossier_print_run_made", "institution_id", "made_at", "id"),
    )
