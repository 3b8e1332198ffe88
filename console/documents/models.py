"""The files that people attach."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKeyConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment
from console.institutions.scope import CompanyScoped


class StoredFile(CompanyScoped, Model):
    """A file somebody added; its bytes lie in the data folder under their digest."""

    __tablename__ = "doc_file"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(9), nullable=False)
    """What addresses and submissions call it."""
    user_id: Mapped[int] = mapped_column(Integer, nullable=False)
    company_id: Mapped[int | None] = mapped_column(Integer)  # type: ignore[assignment]
    """The company it was added for; empty for the institution's staff."""
    name: Mapped[str] = mapped_column(String(150), nullable=False)
    """As sent, without folders and invisible signs."""
    media_type: Mapped[str] = mapped_column(String(100), nullable=False)
    """Told by the content, never by the browser."""
    size: Mapped[int] = mapped_column(Integer, nullable=False)
    """In bytes."""
    sha256: Mapped[str] = mapped_column(String(64), nullable=False)
    created_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    claimed_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    """When something that was sent took it; until then it is removed after a week."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        UniqueConstraint("institution_id", "reference"),
        Index("ix_doc_file_sha256", "institution_id", "sha256"),
    )
