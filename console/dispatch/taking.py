"""Taking claims of the outbox: what is due, of free channels, to systems that work, and first in its conversation."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import ColumnElement, exists, select, update
from sqlalchemy.orm import Session, aliased

from console.dispatch import breakers, holding
from console.dispatch.models import DispatchClaim
from console.jobs import claims
from console.jobs.claims import Turn

LEASE = timedelta(minutes=2)
"""Longer than any channel's time limit; a worker that lives keeps its leases alive."""


@dataclass(frozen=True)
class Taken:
    """An envelope that is ours to work on."""

    turn: Turn
    channel: str
    peer: str
    """The digest of the system that is called."""
    failed_lately: bool = False
    """Its peer has a breaker, which ends with the first good answer."""


def take(session: Session, limit: int, *, busy: frozenset[str] = frozenset()) -> list[Taken]:
    """Take up to `limit` envelopes, but none to the `busy` peers; commits."""
    ready = _ready(session)
    if busy:
        ready = (*ready, DispatchClaim.peer.not_in(busy))
    return _admitted(session, _claimed(session, limit, ready))


def take_one(session: Session, key: int) -> list[Taken]:
    """Take the envelope of this key if it is its turn and free; commits."""
    return _admitted(session, _claimed(session, 1, _ready(session), key))


def keep(session: Session, taken: list[Taken]) -> set[int]:
    """Keep leases alive; give the keys of those that are still ours. Commits."""
    kept = claims.keep(session, DispatchClaim, [one.turn for one in taken], LEASE)
    session.commit()
    return kept


def give_back(session: Session, taken: list[Taken]) -> None:
    """Let others take what is not begun. The caller commits."""
    for one in taken:
        claims.change(session, DispatchClaim, one.turn, lease_until=None)


def due(session: Session, limit: int) -> list[int]:
    """Give the keys of free envelopes that are due, for a queue of another product."""
    return claims.due(session, DispatchClaim, limit, ready=_ready(session))


def let_go(session: Session, key: int) -> None:
    """Let an envelope be due at once, whoever has it. The caller commits."""
    session.execute(
        update(DispatchClaim)
        .where(DispatchClaim.dispatch_id == key)
        .values(due=claims.present(session))
        .execution_options(synchronize_session=False)
    )


def _ready(session: Session) -> tuple[ColumnElement[bool], ...]:
    return _oldest_of_lane(), holding.free(), breakers.closed(session)


def _claimed(
    session: Session, limit: int, ready: tuple[ColumnElement[bool], ...], only: int | None = None
) -> list[Taken]:
    told = (DispatchClaim.channel, DispatchClaim.peer)
    turns = claims.take(session, DispatchClaim, LEASE, limit=limit, ready=ready, only=only, told=told)
    return [Taken(turn, *turn.told) for turn in turns]


def _admitted(session: Session, taken: list[Taken]) -> list[Taken]:
    """Send one envelope only to a peer that is to be tried again; the others are given back."""
    known = breakers.known(session, {one.peer for one in taken}) if taken else {}
    if not known:
        session.rollback()
        return taken
    admitted: list[Taken] = []
    tried: set[str] = set()
    for one in taken:
        if not known.get(one.peer):
            admitted.append(Taken(one.turn, one.channel, one.peer, one.peer in known))
        elif one.peer not in tried and breakers.try_one(session, one.peer):
            admitted.append(Taken(one.turn, one.channel, one.peer, True))
        else:
            give_back(session, [one])
        tried.add(one.peer)
    session.commit()
    return admitted


def _oldest_of_lane() -> ColumnElement[bool]:
    """Give the condition that nothing older of the same conversation is still to leave."""
    older = aliased(DispatchClaim)
    return ~exists(
        select(older.dispatch_id).where(
            older.lane == DispatchClaim.lane, older.dispatch_id < DispatchClaim.dispatch_id
        )
    )
