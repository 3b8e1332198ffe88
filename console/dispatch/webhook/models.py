"""Who is told of news."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKeyConstraint, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment
from console.institutions.scope import InstitutionScoped

ACTIVE, PAUSED = "active", "paused"


class WebhookSubscription(InstitutionScoped, Model):
    """An address of another system that is told of news: of the whole institution, or of one company.

    Bound to the institution alone: an act of a company's person is told to the institution's own systems, too. Who
    reads or changes one says whose (`service.of`).
    """

    __tablename__ = "dispatch_webhook"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    reference: Mapped[str] = mapped_column(String(14), nullable=False)
    company_id: Mapped[int | None] = mapped_column(Integer)
    """Whose news alone; empty for all of the institution."""
    client: Mapped[str] = mapped_column(String(32), nullable=False, default="")
    """The system that made it (`ApiKey.client`): told what its key opens, nothing once that has ended. Empty: all."""
    url: Mapped[str] = mapped_column(String(254), nullable=False)
    events: Mapped[list[str]] = mapped_column(JSON, nullable=False)
    sealed: Mapped[str] = mapped_column(Text, nullable=False)
    """The secret, sealed."""
    previous: Mapped[str] = mapped_column(Text, nullable=False, default="")
    """The one before, sealed; it signs too until `previous_until`."""
    previous_until: Mapped[datetime | None] = mapped_column(UtcMoment)
    state: Mapped[str] = mapped_column(String(6), nullable=False, default=ACTIVE)
    """`active` or `paused`: nothing new is written for a paused one."""
    why: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    """Why it is paused: a message id and the values of its placeholders."""
    owner: Mapped[str] = mapped_column(String(254), nullable=False, default="")
    """The e-mail address that learns of a pause."""
    language: Mapped[str] = mapped_column(String(2), nullable=False, default="en")
    made_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    changed_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)

    __table_args__ = (
        ForeignKeyConstraint(
            ["institution_id", "company_id"],
            ["party_company.institution_id", "party_company.id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("institution_id", "reference"),
        Index("ix_dispatch_webhook_state", "institution_id", "state"),
    )
