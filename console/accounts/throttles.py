"""Limits of tries by account, address and link, in the database: right with four processes and no Redis.

The only functions of this package that commit: a try must be counted even when the request that made it is refused,
and before its password is looked at, so that many tries at once are all counted.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, case, delete, literal, null, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.accounts.models import Throttle
from console.base import clock
from console.base.errors import TooManyTries
from console.base.ids import keyed_digest
from console.base.model import UtcMoment

log = logging.getLogger("guichet.throttles")


@dataclass(frozen=True)
class Limit:
    """So many tries in `window`, then blocked for `block`; each further try doubles the next block, up to `longest`.

    A try while blocked is refused and changes nothing: waiting as long as one was told always gives a try. All is
    forgotten one `window` after the first try, or after the end of the last block.
    """

    kind: str
    tries: int
    window: timedelta
    block: timedelta
    longest: timedelta


ACCOUNT = Limit("account", 5, timedelta(hours=1), timedelta(minutes=1), timedelta(hours=1))
ADDRESS = Limit("address", 50, timedelta(minutes=15), timedelta(minutes=5), timedelta(hours=1))
LINK = Limit("link", 5, timedelta(hours=1), timedelta(minutes=15), timedelta(hours=4))
PRIVATE = Limit("private", 5, timedelta(hours=1), timedelta(minutes=15), timedelta(hours=4))


def count(session: Session, secret: str, limit: Limit, key: str) -> None:
    """Count a try, or refuse it when the key is blocked; raises `TooManyTries`.

    `secret` keys the stored digest, so that the table does not tell whose tries it counts.
    """
    moment = clock.now()
    stored = keyed_digest(secret, limit.kind, key.casefold())
    mine = (Throttle.kind == limit.kind, Throttle.key == stored)
    over = Throttle.blocked_until.is_(None) | (Throttle.blocked_until < moment - limit.window)
    session.execute(delete(Throttle).where(*mine, Throttle.since < moment - limit.window, over))
    # The last of the three is for the row that another process made in between.
    allowed = (
        _one_more(session, limit, mine, moment)
        or _first(session, limit, stored, moment)
        or _one_more(session, limit, mine, moment)
    )
    until = None if allowed else session.scalar(select(Throttle.blocked_until).where(*mine))
    session.commit()
    if not allowed:
        log.warning("too many tries", extra={"limit": limit.kind, "counted": stored[:12]})
        raise _refusal((until or moment) - moment)


def forget(session: Session, secret: str, limit: Limit, key: str) -> None:
    """Forget the tries of a key, after a right one."""
    stored = keyed_digest(secret, limit.kind, key.casefold())
    session.execute(delete(Throttle).where(Throttle.kind == limit.kind, Throttle.key == stored))


def take_back(session: Session, secret: str, limit: Limit, key: str) -> None:
    """Uncount one try of a key that many people share, after a right one: an office signs in from one address."""
    stored = keyed_digest(secret, limit.kind, key.casefold())
    session.execute(
        update(Throttle)
        .where(Throttle.kind == limit.kind, Throttle.key == stored, Throttle.tries > 0)
        .values(
            tries=Throttle.tries - 1,
            blocked_until=case((Throttle.tries <= limit.tries, null()), else_=Throttle.blocked_until),
        )
    )


def _one_more(
    session: Session, limit: Limit, mine: tuple[ColumnElement[bool], ...], moment: datetime
) -> bool:
    """Count one try of a row in one statement; give False when it is blocked or not there."""
    free = Throttle.blocked_until.is_(None) | (Throttle.blocked_until <= moment)
    found = session.execute(
        update(Throttle)
        .where(*mine, free)
        .values(tries=Throttle.tries + 1, blocked_until=_block_after(limit, moment))
    )
    return bool(found.rowcount)  # type: ignore[attr-defined]


def _first(session: Session, limit: Limit, key: str, moment: datetime) -> bool:
    """Count the first try of a key; give False when there is a row already."""
    mine = (Throttle.kind == limit.kind, Throttle.key == key)
    if session.scalar(select(Throttle.tries).where(*mine)) is not None:
        return False
    try:
        with session.begin_nested():
            session.add(Throttle(kind=limit.kind, key=key, tries=1, since=moment))
    except IntegrityError:
        return False
    return True


def _block_after(limit: Limit, moment: datetime) -> ColumnElement[Any]:
    """Give until when a row is blocked after one more try, by the tries it has."""
    waits, wait = [], limit.block
    while wait < limit.longest:
        waits.append(wait)
        wait *= 2
    steps = [
        (Throttle.tries == limit.tries - 1 + n, literal(moment + wait, UtcMoment()))
        for n, wait in enumerate(waits)
    ]
    longest = literal(moment + limit.longest, UtcMoment())
    return case((Throttle.tries < limit.tries - 1, null()), *steps, else_=longest)


def _refusal(rest: timedelta) -> TooManyTries:
    seconds = max(1, int(rest.total_seconds()))
    minutes = -(-seconds // 60)
    return TooManyTries(_l("Too many tries. Try again in %(minutes)s min.", minutes=minutes), seconds=seconds)
