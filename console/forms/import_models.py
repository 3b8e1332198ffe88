"""Sheets of entries between their check and their sending."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKeyConstraint, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment
from console.institutions.scope import CompanyScoped

CHECKING, REFUSED, CHECKED, SENDING, SENT = "checking", "refused", "checked", "sending", "sent"


class FormImport(CompanyScoped, Model):
    """A sheet that a person brought for a form: what its titles say, and how far it is. Removed after a week."""

    __tablename__ = "form_import"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(14), nullable=False)
    user_id: Mapped[int] = mapped_column(Integer, nullable=False)
    user_name: Mapped[str] = mapped_column(String(130), nullable=False)
    company_id: Mapped[int | None] = mapped_column(Integer)  # type: ignore[assignment]
    form_key: Mapped[str] = mapped_column(String(120), nullable=False)
    revision_id: Mapped[int] = mapped_column(Integer, nullable=False)
    language: Mapped[str] = mapped_column(String(2), nullable=False)
    """In whose form figures and days of text cells are read."""
    file_reference: Mapped[str] = mapped_column(String(14), nullable=False)
    """Of the stored file (`console.documents`)."""
    file_name: Mapped[str] = mapped_column(String(200), nullable=False)
    state: Mapped[str] = mapped_column(String(8), nullable=False, default=CHECKING)
    refusals: Mapped[list[dict[str, Any]]] = mapped_column(JSON, nullable=False, default=list)
    """Why the sheet as a whole is not read: `{"code", "params"}` of `console.forms.titles`."""
    sheet: Mapped[str] = mapped_column(String(40), nullable=False, default="")
    letters: Mapped[list[str]] = mapped_column(JSON, nullable=False, default=list)
    """Of each of the form's columns, empty where the sheet does not have it."""
    good: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    faulty: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    sent_pieces: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    sent: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    task: Mapped[str] = mapped_column(String(14), nullable=False, default="")
    """Reference of the long work that was last started for it."""
    created_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (
        UniqueConstraint("institution_id", "reference"),
        UniqueConstraint("institution_id", "id"),
        ForeignKeyConstraint(
            ["institution_id", "revision_id"], ["form_revision.institution_id", "form_revision.id"]
        ),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        Index("ix_form_import_created", "institution_id", "created_at"),
    )


class FormImportPiece(CompanyScoped, Model):
    """Some judged entries of a sheet; the pieces that are there say where its check goes on."""

    __tablename__ = "form_import_piece"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    import_id: Mapped[int] = mapped_column(Integer, nullable=False)
    company_id: Mapped[int | None] = mapped_column(Integer)  # type: ignore[assignment]
    number: Mapped[int] = mapped_column(Integer, nullable=False)
    """From 0."""
    last_row: Mapped[int] = mapped_column(Integer, nullable=False)
    explained: Mapped[int] = mapped_column(Integer, nullable=False)
    entries: Mapped[bytes] = mapped_column(LargeBinary, nullable=False)
    """JSON of the good entries (`console.forms.entries.Entry`)."""
    faults: Mapped[bytes] = mapped_column(LargeBinary, nullable=False)
    """JSON of the explained ones (`console.forms.entries.FaultyEntry`)."""

    __table_args__ = (
        UniqueConstraint("institution_id", "import_id", "number"),
        ForeignKeyConstraint(
            ["institution_id", "import_id"],
            ["form_import.institution_id", "form_import.id"],
            ondelete="CASCADE",
        ),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
    )
