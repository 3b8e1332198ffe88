"""The outbox: what is to leave, each attempt, and who works on it until when."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment
from console.institutions.scope import InstitutionScoped
from console.jobs.claims import Claim

WAITING, PARKED, GIVEN_UP, DELIVERED = "waiting", "parked", "given_up", "delivered"
BEGUN, UNKNOWN = "begun", "unknown"
"""Outcomes of an attempt whose answer is not there: it is under way, or nobody knows whether it arrived."""
LONGEST_REPLY = 500
_KEY = BigInteger().with_variant(Integer, "sqlite")


class Dispatch(InstitutionScoped, Model):
    """One envelope in the outbox and how far it is. Its state only moves forward; a person alone takes it back."""

    __tablename__ = "dispatch_envelope"

    id: Mapped[int] = mapped_column(_KEY, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(14), nullable=False)
    """The reference in its address, which a person can also read out."""
    channel: Mapped[str] = mapped_column(String(40), nullable=False)
    kind: Mapped[str] = mapped_column(String(121), nullable=False)
    """What it is, with its owner first: `console.invitation`."""
    target: Mapped[str] = mapped_column(String(254), nullable=False)
    payload: Mapped[str] = mapped_column(Text, nullable=False)
    """Canonical JSON; encrypted when `secret`, empty once a secret one is through."""
    secret: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    digest: Mapped[str] = mapped_column(String(64), nullable=False)
    """SHA-256 of the canonical payload as it was written."""
    key: Mapped[str] = mapped_column(String(120), nullable=False)
    priority: Mapped[int] = mapped_column(Integer, nullable=False)
    technical_by: Mapped[datetime | None] = mapped_column(UtcMoment)
    business_by: Mapped[datetime | None] = mapped_column(UtcMoment)
    conversation: Mapped[str] = mapped_column(String(120), nullable=False, default="")
    subject: Mapped[str] = mapped_column(String(80), nullable=False, default="")
    subject_id: Mapped[str] = mapped_column(String(80), nullable=False, default="")
    state: Mapped[str] = mapped_column(String(10), nullable=False, default=WAITING)
    why: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    """The last reason for not being through: a message id and the values of its placeholders."""
    attempts: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    tries: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """Failed attempts since a person last asked to try again."""
    created_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    next_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    """When it is tried next; empty when it is not."""
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)

    __table_args__ = (
        UniqueConstraint("institution_id", "id"),
        UniqueConstraint("institution_id", "public_id"),
        UniqueConstraint("institution_id", "key"),
        Index("ix_dispatch_envelope_state", "institution_id", "state", "created_at", "id"),
        Index("ix_dispatch_envelope_created", "institution_id", "created_at", "id"),
        Index("ix_dispatch_envelope_subject", "institution_id", "subject", "subject_id"),
    )


class DispatchAttempt(InstitutionScoped, Model):
    """One attempt. Its row is committed before the outside call: one without an end may have arrived."""

    __tablename__ = "dispatch_attempt"

    id: Mapped[int] = mapped_column(_KEY, primary_key=True)
    dispatch_id: Mapped[int] = mapped_column(_KEY, nullable=False)
    number: Mapped[int] = mapped_column(Integer, nullable=False)
    started_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    outcome: Mapped[str] = mapped_column(String(13), nullable=False, default=BEGUN)
    """`delivered`, `later`, `rejected`, `misconfigured`, or without an answer `begun`, `unknown`."""
    why: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    reply: Mapped[str] = mapped_column(String(LONGEST_REPLY), nullable=False, default="")
    """What the other system said, in its own words."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["institution_id", "dispatch_id"],
            ["dispatch_envelope.institution_id", "dispatch_envelope.id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("institution_id", "dispatch_id", "number"),
    )


class DispatchClaim(Claim, Model):
    """Who works on an envelope until when. It exists while the envelope may still leave, and says nothing of it.

    Not scoped: a worker looks for the next envelopes of all institutions, and enters the scope only to work on one.
    """

    __tablename__ = "dispatch_claim"

    dispatch_id: Mapped[int] = mapped_column(_KEY, primary_key=True, autoincrement=False)
    channel: Mapped[str] = mapped_column(String(40), nullable=False)
    lane: Mapped[str | None] = mapped_column(String(64))
    """The digest of the conversation, within which only the oldest claim is taken."""

    __table_args__ = (
        ForeignKeyConstraint(
            ["institution_id", "dispatch_id"],
            ["dispatch_envelope.institution_id", "dispatch_envelope.id"],
            ondelete="CASCADE",
        ),
        Index("ix_dispatch_claim_due", "priority", "due"),
        Index("ix_dispatch_claim_lane", "lane", "dispatch_id"),
    )
