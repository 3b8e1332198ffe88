"""Limits of tries by account, address and link, in the database: right with four processes and no Redis.

The only functions of this package that commit: a try must be counted even when the request that made it is refused,
and before its password is looked at, so that many tries at once are all counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.accounts.models import Throttle
from console.base import clock
from console.base.errors import TooManyTries
from console.base.ids import keyed_digest


@dataclass(frozen=True)
class Limit:
    """So many tries in `window`, then blocked for `block`, doubled with each further try up to `longest`."""

    kind: str
    tries: int
    window: timedelta
    block: timedelta
    longest: timedelta


ACCOUNT = Limit("account", 5, timedelta(minutes=15), timedelta(minutes=1), timedelta(hours=1))
ADDRESS = Limit("address", 50, timedelta(minutes=15), timedelta(minutes=5), timedelta(hours=1))
LINK = Limit("link", 5, timedelta(hours=1), timedelta(minutes=15), timedelta(hours=4))


def count(session: Session, secret: str, limit: Limit, key: str) -> None:
    """Count a try, then refuse it when the key is blocked or has just used up its tries; raises `TooManyTries`.

    `secret` keys the stored digest, so that the table does not tell whose tries it counts.
    """
    moment = clock.now()
    stored = keyed_digest(secret, limit.kind, key.casefold())
    mine = (Throttle.kind == limit.kind, Throttle.key == stored)
    free = Throttle.blocked_until.is_(None) | (Throttle.blocked_until < moment)
    session.execute(delete(Throttle).where(*mine, Throttle.since < moment - limit.window, free))
    if not _add_one(session, limit, stored, moment):
        _add_one(session, limit, stored, moment)
    row = session.execute(select(Throttle.tries, Throttle.blocked_until).where(*mine)).one()
    until = row.blocked_until
    if row.tries > limit.tries:
        until = moment + min(limit.block * 2 ** min(row.tries - limit.tries - 1, 10), limit.longest)
        session.execute(update(Throttle).where(*mine).values(blocked_until=until))
    session.commit()
    if until is not None and until > moment:
        raise _refusal(until - moment)


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
        .values(tries=Throttle.tries - 1)
    )


def _add_one(session: Session, limit: Limit, key: str, moment: datetime) -> bool:
    """Add one try by expression; give False when another process made the row first."""
    found = session.execute(
        update(Throttle)
        .where(Throttle.kind == limit.kind, Throttle.key == key)
        .values(tries=Throttle.tries + 1)
    )
    if found.rowcount:  # type: ignore[attr-defined]
        return True
    try:
        with session.begin_nested():
            session.add(Throttle(kind=limit.kind, key=key, tries=1, since=moment))
    except IntegrityError:
        return False
    return True


def _refusal(rest: timedelta) -> TooManyTries:
    seconds = max(1, int(rest.total_seconds()))
    minutes = -(-seconds // 60)
    return TooManyTries(_l("Too many tries. Try again in %(minutes)s min.", minutes=minutes), seconds=seconds)
