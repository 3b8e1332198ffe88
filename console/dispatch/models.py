"""The outbox: what is to leave, each attempt, who works on it until when, and what the other side answered."""

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
RECEIVED, ACCEPTED, REFUSED = "received", "accepted", "refused"
"""What the other side answers: its machine has it; its service takes it; its service does not take it."""
RANK = {"": 0, RECEIVED: 1, ACCEPTED: 2, REFUSED: 2}
"""How far an answer brings a dispatch. It only goes up, and of two of the same height the first one stays."""
LONGEST_REPLY = 500
_KEY = BigInteger().with_variant(Integer, "sqlite")


class Dispatch(InstitutionScoped, Model):
    """One envelope in the outbox and how far it is. Its state only moves forward; a person alone takes it back."""

    __tablename__ = "dispatch_envelope"

    id: Mapped[int] = mapped_column(_KEY, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(14), nullable=False)
    """The reference in its address, which a person can also read out."""
    channel: Mapped[str] = mapped_column(String(80), nullable=False)
    plugin: Mapped[str] = mapped_column(String(60), nullable=False)
    """Whose it is: the beginning of its kind. The hook `acknowledged` of this plugin hears what is answered."""
    kind: Mapped[str] = mapped_column(String(121), nullable=False)
    """What it is, with its owner first: `console.invitation`."""
    target: Mapped[str] = mapped_column(String(254), nullable=False)
    peer: Mapped[str] = mapped_column(String(120), nullable=False, default="")
    """The system that is called, as people name it: its host. Empty where the channel has but one."""
    payload: Mapped[str] = mapped_column(Text, nullable=False)
    """Canonical JSON; encrypted when `secret`, empty once a secret one is through."""
    secret: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    digest: Mapped[str] = mapped_column(String(64), nullable=False)
    """SHA-256 of the canonical payload as it was written."""
    key: Mapped[str] = mapped_column(String(120), nullable=False)
    priority: Mapped[int] = mapped_column(Integer, nullable=False)
    technical_by: Mapped[datetime | None] = mapped_column(UtcMoment)
    business_by: Mapped[datetime | None] = mapped_column(UtcMoment)
    reference: Mapped[str] = mapped_column(String(120), nullable=False, default="")
    """What the other side calls it, as far as it said so."""
    answer: Mapped[str] = mapped_column(String(8), nullable=False, default="")
    """`received`, `accepted`, `refused`, or empty as long as nothing was answered. Moves up only (`RANK`)."""
    technical_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    business_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    overdue: Mapped[str] = mapped_column(String(9), nullable=False, default="")
    """`technical` or `business` once that answer is late and somebody was told; empty when nothing is late."""
    conversation: Mapped[str] = mapped_column(String(120), nullable=False, default="")
    subject: Mapped[str] = mapped_column(String(80), nullable=False, default="")
    subject_id: Mapped[str] = mapped_column(String(80), nullable=False, default="")
    state: Mapped[str] = mapped_column(String(10), nullable=False, default=WAITING)
    why: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    """The last reason for not being through: a message id and the values of its placeholders."""
    attempts: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """The number of the last attempt that has ended: one under way is counted with its end."""
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
        Index("ix_dispatch_envelope_channel", "institution_id", "channel", "created_at", "id"),
        Index(
            "ix_dispatch_envelope_reference",
            "institution_id",
            "channel",
            "reference",
            postgresql_where=reference != "",
            sqlite_where=reference != "",
        ),
        Index(
            "ix_dispatch_envelope_technical",
            "institution_id",
            "answer",
            "technical_by",
            postgresql_where=technical_by.is_not(None),
            sqlite_where=technical_by.is_not(None),
        ),
        Index(
            "ix_dispatch_envelope_business",
            "institution_id",
            "answer",
            "business_by",
            postgresql_where=business_by.is_not(None),
            sqlite_where=business_by.is_not(None),
        ),
        Index(
            "ix_dispatch_envelope_ended",
            "institution_id",
            "ended_at",
            "channel",
            "state",
            postgresql_where=ended_at.is_not(None),
            sqlite_where=ended_at.is_not(None),
        ),
        Index(
            "ix_dispatch_envelope_conversation",
            "institution_id",
            "conversation",
            "id",
            postgresql_where=conversation != "",
            sqlite_where=conversation != "",
        ),
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
    channel: Mapped[str] = mapped_column(String(80), nullable=False)
    peer: Mapped[str] = mapped_column(String(32), nullable=False)
    """The digest of the system that is called, which a breaker may have closed."""
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
        Index("ix_dispatch_claim_channel", "institution_id", "channel"),
    )


class DispatchExchange(InstitutionScoped, Model):
    """What was said in one attempt, without secrets. Our side's body is the payload: here are its digest and size."""

    __tablename__ = "dispatch_exchange"

    id: Mapped[int] = mapped_column(_KEY, primary_key=True)
    dispatch_id: Mapped[int] = mapped_column(_KEY, nullable=False)
    number: Mapped[int] = mapped_column(Integer, nullable=False)
    """The number of the attempt."""
    request: Mapped[str] = mapped_column(String(300), nullable=False)
    """The first line: `POST https://agency.example/declarations`."""
    request_headers: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    request_digest: Mapped[str] = mapped_column(String(64), nullable=False, default="")
    request_size: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    status: Mapped[str] = mapped_column(String(60), nullable=False, default="")
    reply_headers: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    reply: Mapped[str] = mapped_column(Text, nullable=False, default="")
    """The body that came back, cut where it is very long."""
    reply_size: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    milliseconds: Mapped[int] = mapped_column(Integer, nullable=False, default=0)

    __table_args__ = (
        ForeignKeyConstraint(
            ["institution_id", "dispatch_id"],
            ["dispatch_envelope.institution_id", "dispatch_envelope.id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("institution_id", "dispatch_id", "number"),
    )


class Acknowledgement(InstitutionScoped, Model):
    """What another system said about something of ours, kept as it came: matched to its dispatch or not."""

    __tablename__ = "dispatch_acknowledgement"

    id: Mapped[int] = mapped_column(_KEY, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(14), nullable=False)
    channel: Mapped[str] = mapped_column(String(80), nullable=False)
    source: Mapped[str] = mapped_column(String(8), nullable=False)
    """How it came: `answer` to a call, `polled`, `pushed` or `file`."""
    token: Mapped[str] = mapped_column(String(120), nullable=False)
    """Its own mark at the other side, or the digest of its body: the same one twice is one."""
    verdict: Mapped[str] = mapped_column(String(8), nullable=False)
    """`received`, `accepted`, `refused`, or empty for a message that decides nothing."""
    kind: Mapped[str] = mapped_column(String(121), nullable=False, default="")
    """What it is, in the words of its plugin."""
    key: Mapped[str] = mapped_column(String(120), nullable=False, default="")
    """The idempotency key it names, ours."""
    reference: Mapped[str] = mapped_column(String(120), nullable=False, default="")
    """The reference it names, theirs."""
    dispatch_id: Mapped[int | None] = mapped_column(_KEY)
    outcome: Mapped[str] = mapped_column(String(9), nullable=False)
    """`applied`, `late` (it changed nothing any more), `unmatched`, or `failed` (its plugin refused it)."""
    why: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    body: Mapped[str] = mapped_column(Text, nullable=False)
    came_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    said_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    """When the other side says it said so."""
    seen_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    """When a person laid an unmatched or failed one aside."""
    seen_by: Mapped[str] = mapped_column(String(130), nullable=False, default="")

    __table_args__ = (
        ForeignKeyConstraint(
            ["institution_id", "dispatch_id"],
            ["dispatch_envelope.institution_id", "dispatch_envelope.id"],
            ondelete="CASCADE",
        ),
        UniqueConstraint("institution_id", "public_id"),
        UniqueConstraint("institution_id", "channel", "token"),
        Index("ix_dispatch_acknowledgement_dispatch", "institution_id", "dispatch_id"),
        Index("ix_dispatch_acknowledgement_outcome", "institution_id", "outcome", "came_at"),
    )


class DispatchPoll(InstitutionScoped, Model):
    """How far an institution has read what a channel has for it."""

    __tablename__ = "dispatch_poll"

    id: Mapped[int] = mapped_column(_KEY, primary_key=True)
    channel: Mapped[str] = mapped_column(String(80), nullable=False)
    cursor: Mapped[str] = mapped_column(Text, nullable=False, default="")
    asked_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    failures: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """In a row, since it last went well."""
    why: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)

    __table_args__ = (UniqueConstraint("institution_id", "channel"),)


class DispatchHold(Model):
    """A channel that an institution has stopped: nothing of it is taken until somebody lets it go.

    Not scoped: workers look for claims of all institutions.
    """

    __tablename__ = "dispatch_hold"

    institution_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    channel: Mapped[str] = mapped_column(String(80), primary_key=True)
    since: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    by: Mapped[str] = mapped_column(String(130), nullable=False)
    reason: Mapped[str] = mapped_column(String(200), nullable=False)


class DispatchBreaker(Model):
    """A system that did not work lately: after a few failures in a row nothing is sent to it for a while, then one.

    Not scoped: the same system serves several institutions. It names a system and nobody's data.
    """

    __tablename__ = "dispatch_breaker"

    peer: Mapped[str] = mapped_column(String(32), primary_key=True)
    """The digest of channel and system."""
    channel: Mapped[str] = mapped_column(String(80), nullable=False)
    name: Mapped[str] = mapped_column(String(120), nullable=False)
    failures: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """In a row."""
    open_until: Mapped[datetime | None] = mapped_column(UtcMoment)
    """Until then nothing is taken for it; afterwards whoever moves this moment on sends the one that tries."""
    since: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    """When the first of these failures was."""
