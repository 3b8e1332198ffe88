"""The figures of channels: what waits, what is under way, what is stuck, how much gets through.

Each is one statement over an index. What is still open is counted from the claims, which exist only while an envelope
may leave; of a great many the oldest `MOST` are looked at and the figure says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise
from typing import Any

from sqlalchemy import Select, Subquery, case, func, literal, or_, select, union_all
from sqlalchemy.orm import Session

from console.base import clock
from console.dispatch import breakers
from console.dispatch.models import (
    DELIVERED,
    PARKED,
    WAITING,
    Dispatch,
    DispatchBreaker,
    DispatchClaim,
    DispatchPoll,
)
from console.institutions.sessions import scope_of

MOST = 10_000
"""Open envelopes of a channel that are looked at."""
SHOWN = 10


@dataclass(frozen=True)
class Open:
    """What of a channel has not left yet."""

    waiting: int = 0
    """With what is in flight."""
    in_flight: int = 0
    failing: int = 0
    """Of those that wait: tried in vain at least once."""
    parked: int = 0
    oldest: datetime | None = None
    """When the oldest of those that wait was written."""

    @property
    def is_cut(self) -> bool:
        """Say whether there are more than were looked at."""
        return self.waiting + self.parked >= MOST


def open_in(session: Session, channels: Iterable[str]) -> dict[str, Open]:
    """Count what is open in each of these channels, in one statement."""
    asked = [_open(session, channel) for channel in channels]
    rows = session.execute(union_all(*asked)) if asked else ()
    return {row[0]: Open(*row[1:]) for row in rows}


def delivered_since(session: Session, moment: datetime) -> dict[str, int]:
    """Count what got through since a moment, by channel."""
    asked = select(Dispatch.channel, func.count()).where(
        Dispatch.ended_at >= moment, Dispatch.state == DELIVERED
    )
    return {row[0]: row[1] for row in session.execute(asked.group_by(Dispatch.channel))}


def delivered_between(session: Session, channel: str, edges: Sequence[datetime]) -> list[int]:
    """Count what got through a channel from each edge to the next, in one statement."""
    counts = [
        select(func.count())
        .select_from(Dispatch)
        .where(
            Dispatch.channel == channel,
            Dispatch.state == DELIVERED,
            Dispatch.ended_at >= first,
            Dispatch.ended_at < last,
        )
        .scalar_subquery()
        for first, last in pairwise(edges)
    ]
    return [int(count) for count in session.execute(select(*counts)).one()]


def stuck_in(session: Session, channel: str) -> Sequence[Dispatch]:
    """Give the newest open envelopes of a channel that were tried in vain."""
    claims = _claims(session, channel)
    asked = select(Dispatch).join(claims, claims.c.dispatch_id == Dispatch.id)
    asked = asked.where(or_(Dispatch.state == PARKED, Dispatch.attempts > 0))
    return session.scalars(asked.order_by(Dispatch.id.desc()).limit(SHOWN)).all()


def polls(session: Session) -> dict[str, DispatchPoll]:
    """Give how far each channel has been read that the other side is asked for."""
    return {row.channel: row for row in session.scalars(select(DispatchPoll))}


def breakers_of(session: Session) -> Sequence[DispatchBreaker]:
    """Give the systems that are left alone and for which something of the institution waits."""
    waits = select(DispatchClaim.peer).where(DispatchClaim.institution_id == scope_of(session).institution)
    asked = select(DispatchBreaker).where(
        DispatchBreaker.peer.in_(waits), DispatchBreaker.failures >= breakers.FAILURES
    )
    return session.scalars(asked.order_by(DispatchBreaker.name)).all()


def _open(session: Session, channel: str) -> Select[*tuple[Any, ...]]:
    claims = _claims(session, channel)
    waits = Dispatch.state == WAITING
    return select(
        literal(channel).label("channel"),
        func.count(case((waits, 1))),
        func.count(case((claims.c.lease_until > clock.now(), 1))),
        func.count(case((waits & (Dispatch.tries > 0), 1))),
        func.count(case((Dispatch.state == PARKED, 1))),
        func.min(case((waits, Dispatch.created_at))),
    ).join_from(claims, Dispatch, claims.c.dispatch_id == Dispatch.id)


def _claims(session: Session, channel: str) -> Subquery:
    """Give the oldest claims of a channel in the session's institution."""
    asked = select(DispatchClaim.dispatch_id, DispatchClaim.lease_until).where(
        DispatchClaim.institution_id == scope_of(session).institution, DispatchClaim.channel == channel
    )
    return asked.order_by(DispatchClaim.dispatch_id).limit(MOST).subquery()
