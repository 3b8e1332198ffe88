"""What a person does to a channel or to many envelopes at once; each act has its line in the journal.

Words: to *hold* a channel is to stop it for an institution; to *try a system now* is not to wait until the time is over
for which it is left alone; to *repeat* is to let what matches a range leave again under the same keys. Functions flush
and never commit; all of them take the page session.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, func, select, update
from sqlalchemy.orm import Session

from console.audit.service import record
from console.base import clock
from console.base.errors import NotFound
from console.dispatch import holding, taking
from console.dispatch.models import (
    PARKED,
    WAITING,
    Dispatch,
    DispatchBreaker,
    DispatchClaim,
)
from console.dispatch.service import SUBJECT, send_again, wake_after
from console.institutions.sessions import scope_of

CHANNEL = "console.channel"
"""The subject of lines about a channel."""
COUNTED = 100_000
"""Envelopes of a range that are counted."""
PIECE = 100
LOOKED_AT = 2_000
"""Envelopes among which kinds are looked for."""


@dataclass(frozen=True)
class Range:
    """Envelopes of one state, written from a moment to another; empty members do not narrow."""

    state: str
    channel: str = ""
    kind: str = ""
    first: datetime | None = None
    last: datetime | None = None
    """Excluded."""
    asked_at: datetime | None = None
    """What has ended later is not meant: it was repeated already."""

    def stored(self) -> dict[str, Any]:
        """Give it fit for JSON."""
        values = asdict(self)
        return {key: one.isoformat() if isinstance(one, datetime) else one for key, one in values.items()}

    @classmethod
    def read(cls, stored: dict[str, Any]) -> Range:
        """Give back what was stored."""
        moments = ("first", "last", "asked_at")
        read = {key: datetime.fromisoformat(stored[key]) for key in moments if stored.get(key)}
        return cls(**{**stored, **dict.fromkeys(moments), **read})

    @property
    def conditions(self) -> list[ColumnElement[bool]]:
        """Give the conditions of a row that is meant."""
        found = [Dispatch.state == self.state]
        found += [Dispatch.channel == self.channel] if self.channel else []
        found += [Dispatch.kind == self.kind] if self.kind else []
        found += [Dispatch.created_at >= self.first] if self.first else []
        found += [Dispatch.created_at < self.last] if self.last else []
        if self.state != PARKED:
            # Of a secret one nothing is left, so that it cannot leave again.
            found.append(Dispatch.payload != "")
            found += [Dispatch.ended_at < self.asked_at] if self.asked_at else []
        return found


def hold(session: Session, channel: str, *, by: str, reason: str) -> None:
    """Stop a channel for the session's institution; one that is stopped already stays as it is."""
    institution = scope_of(session).institution
    if holding.hold(session, institution, channel, by=by, reason=reason).reason == reason:
        record(
            session, f"{CHANNEL}.held", subject=CHANNEL, subject_id=channel, channel=channel, reason=reason
        )
    session.flush()


def release(session: Session, channel: str) -> bool:
    """Let a channel go for the session's institution; give whether it was stopped."""
    was_held = holding.release(session, scope_of(session).institution, channel)
    if was_held:
        record(session, f"{CHANNEL}.released", subject=CHANNEL, subject_id=channel, channel=channel)
        wake_after(session)
    return was_held


def try_now(session: Session, channel: str, peer: str) -> str:
    """Let the oldest waiting envelope of the institution try a system that is left alone; give its name.

    The others follow by themselves once that one gets through. Raises `NotFound` when nothing waits for it, or it is
    not left alone any more.
    """
    breaker = session.scalars(
        select(DispatchBreaker).where(DispatchBreaker.peer == peer, DispatchBreaker.channel == channel)
    ).first()
    first = session.scalar(
        select(Dispatch.id)
        .join(DispatchClaim, DispatchClaim.dispatch_id == Dispatch.id)
        .where(
            DispatchClaim.institution_id == scope_of(session).institution,
            DispatchClaim.channel == channel,
            DispatchClaim.peer == peer,
            Dispatch.state == WAITING,
        )
        .order_by(Dispatch.id)
        .limit(1)
    )
    if breaker is None or first is None:
        raise NotFound(_l("Nothing waits for this system any more, or it works again."))
    breaker.open_until = None
    session.execute(update(Dispatch).where(Dispatch.id == first).values(next_at=clock.now(), tries=0))
    taking.let_go(session, first)
    record(
        session,
        f"{CHANNEL}.tried",
        subject=CHANNEL,
        subject_id=channel,
        channel=channel,
        name=breaker.name or channel,
    )
    wake_after(session)
    return breaker.name


def number_in(session: Session, wanted: Range) -> int:
    """Count what a range means, up to `COUNTED`."""
    some = select(Dispatch.id).where(*wanted.conditions).limit(COUNTED).subquery()
    return session.scalar(select(func.count()).select_from(some)) or 0


def kinds_of(session: Session) -> Sequence[str]:
    """Give the kinds among the newest envelopes."""
    newest = select(Dispatch.kind).order_by(Dispatch.created_at.desc(), Dispatch.id.desc()).limit(LOOKED_AT)
    kinds = newest.subquery()
    return session.scalars(select(kinds.c.kind).distinct().order_by(kinds.c.kind)).all()


def asked_to_repeat(session: Session, wanted: Range, count: int, reason: str) -> None:
    """Write into the journal that a person lets a range leave again."""
    record(
        session,
        f"{SUBJECT}.repeated",
        subject=SUBJECT,
        count=count,
        channel=wanted.channel,
        reason=reason,
        range=wanted.stored(),
    )


def repeat(session: Session, wanted: Range, after: int, most: int = PIECE) -> tuple[int, int]:
    """Let the next envelopes of a range leave again, in the order in which they were written.

    Gives the key of the last one (0 when there was none) and how many there were.
    """
    rows = session.scalars(
        select(Dispatch)
        .where(*wanted.conditions, Dispatch.id > after)
        .order_by(Dispatch.id)
        .limit(most)
        .with_for_update()
    ).all()
    count = sum(send_again(session, row) for row in rows)
    session.flush()
    return rows[-1].id if rows else 0, count
