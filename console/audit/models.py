"""The journal of an institution. Lines are added, never changed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment
from console.institutions.scope import InstitutionScoped


class AuditEntry(InstitutionScoped, Model):
    """One line: an act, its subject, and the facts that its sentence needs."""

    __tablename__ = "audit_entry"

    id: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True)
    at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    actor_id: Mapped[int | None] = mapped_column(Integer)
    actor_name: Mapped[str] = mapped_column(String(130), nullable=False)
    action: Mapped[str] = mapped_column(String(80), nullable=False)
    subject: Mapped[str] = mapped_column(String(60), nullable=False, default="")
    """What kind of thing: a view key such as `ch_fund.employee`, or empty."""
    subject_id: Mapped[str] = mapped_column(String(60), nullable=False, default="")
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    request_id: Mapped[str] = mapped_column(String(36), nullable=False, default="")

    __table_args__ = (
        Index("ix_audit_entry_subject", "institution_id", "subject", "subject_id", "id"),
        Index("ix_audit_entry_at", "institution_id", "at", "id"),
    )
