"""The one table."""

from __future__ import annotations

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from console.plugin import InstitutionScoped, Model, Searchable, Versioned


class Note(Versioned, Searchable, InstitutionScoped, Model):
    """A note of one institution."""

    __tablename__ = "notes_note"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    title: Mapped[str] = mapped_column(String(80), nullable=False)
    text: Mapped[str] = mapped_column(String(500), nullable=False, default="")

    search_columns = ("title", "text")

    __table_args__ = (Index("ix_notes_note_title", "institution_id", "title", "id"),)

    def __repr__(self) -> str:
        return self.title
