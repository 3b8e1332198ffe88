"""An institution's own wording, and what its translators have brought in since the last release."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment
from console.institutions.scope import InstitutionScoped


class OwnText(InstitutionScoped, Model):
    """One text of one institution in one language; it wins over the shipped catalogue."""

    __tablename__ = "lang_text"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    language: Mapped[str] = mapped_column(String(2), nullable=False)
    owner: Mapped[str] = mapped_column(String(60), nullable=False)
    """`console` or the name of a plugin."""
    key: Mapped[str] = mapped_column(String(64), nullable=False)
    """Digest of context and message id, which may be longer than an index takes."""
    context: Mapped[str] = mapped_column(String(60), nullable=False, default="")
    msgid: Mapped[str] = mapped_column(Text, nullable=False)
    texts: Mapped[list[str]] = mapped_column(JSON, nullable=False)
    """One text, or one per plural form."""
    changed_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    changed_by: Mapped[str] = mapped_column(String(130), nullable=False, default="")

    __table_args__ = (UniqueConstraint("institution_id", "language", "owner", "key"),)
