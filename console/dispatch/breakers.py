"""A system that does not work slows down nobody: after a few failures in a row it is left alone for a while.

Words: a *peer* is the system that a channel calls; its *breaker* is open while nothing is sent to it. Once that time is
over one worker sends one envelope: if that arrives the breaker is gone, otherwise it stays open for twice as long.
"""

from __future__ import annotations

import logging
import random
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import ColumnElement, Exists, delete, exists, or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.base import clock
from console.dispatch.models import DispatchBreaker, DispatchClaim
from console.jobs import claims

FAILURES = 3
"""In a row, after which a peer is left alone."""
FIRST, LONGEST = timedelta(seconds=30), timedelta(minutes=15)
TRYING = timedelta(minutes=2)
"""How long the one that tries has before another one may."""

_chance = random.SystemRandom()
log = logging.getLogger("guichet.dispatch")


def closed(session: Session) -> ColumnElement[bool]:
    """Give the condition that nothing keeps a claim's peer from being called."""
    is_open: Exists = exists(
        select(DispatchBreaker.peer).where(
            DispatchBreaker.peer == DispatchClaim.peer, DispatchBreaker.open_until > claims.present(session)
        )
    )
    return ~is_open


def known(session: Session, peers: Collection[str]) -> dict[str, bool]:
    """Give those of these peers that failed lately, and whether each is to be tried with one envelope only."""
    found = session.execute(
        select(DispatchBreaker.peer, DispatchBreaker.failures).where(DispatchBreaker.peer.in_(peers))
    )
    return {peer: failures >= FAILURES for peer, failures in found}


def try_one(session: Session, peer: str) -> bool:
    """Say whether this worker is the one that tries a peer now. The caller commits."""
    moment = claims.present(session)
    moved = session.execute(
        update(DispatchBreaker)
        .where(
            DispatchBreaker.peer == peer,
            or_(DispatchBreaker.open_until.is_(None), DispatchBreaker.open_until <= moment),
        )
        .values(open_until=claims.later(session, TRYING))
        .execution_options(synchronize_session=False)
    )
    return bool(moved.rowcount)  # type: ignore[attr-defined]


def worked(session: Session, peer: str) -> None:
    """Let everything pass to a peer that has answered. The caller commits."""
    session.execute(delete(DispatchBreaker).where(DispatchBreaker.peer == peer))


def failed(session: Session, peer: str, channel: str, name: str) -> None:
    """Count a failure of a peer, and leave it alone when there were several in a row. The caller commits."""
    failures = _counted(session, peer)
    if failures is None:
        try:
            with session.begin_nested():
                session.add(
                    DispatchBreaker(peer=peer, channel=channel, name=name, failures=1, since=clock.now())
                )
            failures = 1
        except IntegrityError:
            failures = _counted(session, peer) or 1  # Another worker was the first.
    if failures >= FAILURES:
        pause = min(LONGEST, FIRST * 2 ** min(failures - FAILURES, 20)) * _chance.uniform(0.75, 1.25)
        session.execute(
            update(DispatchBreaker)
            .where(DispatchBreaker.peer == peer)
            .values(open_until=claims.later(session, pause))
            .execution_options(synchronize_session=False)
        )
        log.warning("%s %s failed %s times: left alone for %s", channel, name, failures, pause)


def _counted(session: Session, peer: str) -> int | None:
    return session.scalar(
        update(DispatchBreaker)
        .where(DispatchBreaker.peer == peer)
        .values(failures=DispatchBreaker.failures + 1)
        .returning(DispatchBreaker.failures)
        .execution_options(synchronize_session=False)
    )
