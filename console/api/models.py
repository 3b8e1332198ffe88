"""Answers that are kept for repeats."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment
from console.institutions.scope import InstitutionScoped


class Repeat(InstitutionScoped, Model):
    """The answer to a request that a system marked with a key of its own, so that sending it again does nothing."""

    __tablename__ = "api_repeat"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    client: Mapped[str] = mapped_column(String(32), nullable=False)
    """Which system: a replaced API key keeps it."""
    key: Mapped[str] = mapped_column(String(64), nullable=False)
    """The SHA-256 of the key it sent, in hexadecimal."""
    request: Mapped[str] = mapped_column(String(64), nullable=False)
    """The SHA-256 of method, address and body."""
    status: Mapped[int] = mapped_column(Integer, nullable=False)
    headers: Mapped[dict[str, str]] = mapped_column(JSON, nullable=False)
    body: Mapped[str] = mapped_column(Text, nullable=False)
    """Sealed: it may hold data of persons, or a secret that is shown once."""
    at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (
        UniqueConstraint("institution_id", "client", "key"),
        Index("ix_api_repeat_at", "institution_id", "at"),
    )
