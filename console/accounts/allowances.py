"""How many requests a key may still send in its minute: right across processes, without a write per request.

The database counts what processes *take* for a key, in portions of a few requests; a process spends its portion from
memory. What was taken and not spent is lost with the minute. So a key never gets more than its limit, and a caller who
is served by n processes may be refused up to `PORTION * (n - 1)` requests early.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from threading import Lock

from sqlalchemy import Executable, case, or_, select, update
from sqlalchemy.orm import Session

from console.accounts.keys import Caller
from console.accounts.models import ApiKey
from console.base import clock

WINDOW = timedelta(minutes=1)
PORTION = 10
"""Requests taken at once, while the minute has plenty left; one by one towards its end."""
_PART = 8


@dataclass(frozen=True)
class Allowance:
    """What a key has in its minute, after the request at hand."""

    most: int
    left: int
    seconds: int
    """Until the minute is over and the next one begins."""
    granted: bool


@dataclass
class _Portion:
    """Requests that this process took and has not spent."""

    until: datetime
    left: int


class Allowances:
    """The portions that this process holds, for all its threads."""

    def __init__(self) -> None:
        self._held: dict[int, _Portion] = {}
        self._lock = Lock()

    def take(self, session: Session, caller: Caller) -> Allowance:
        """Take one request for a key; commits what it takes from the database, else memory might hold more."""
        moment = clock.now()
        over = caller.window_until is None or caller.window_until <= moment
        taken = 0 if over else caller.taken
        held = self._spend(caller.key, moment)
        if held is not None:
            return _told(caller, taken, held.left, held.until, moment, granted=True)
        found = _from_database(session, caller, caller.per_minute - taken, moment)
        session.commit()
        if found is None:
            until = _window(session, caller.key) or moment
            return _told(caller, caller.per_minute, 0, until, moment, granted=False)
        until, taken, portion = found
        left = self._keep(caller.key, until, portion - 1)
        return _told(caller, taken, left, until, moment, granted=True)

    def _spend(self, key: int, moment: datetime) -> _Portion | None:
        with self._lock:
            held = self._held.get(key)
            if held is None or held.until <= moment or held.left == 0:
                return None
            held.left -= 1
            return _Portion(held.until, held.left)

    def _keep(self, key: int, until: datetime, more: int) -> int:
        """Add to the portion of a key; one of another minute is dropped."""
        with self._lock:
            held = self._held.get(key)
            if held is None or held.until != until:
                held = self._held[key] = _Portion(until, 0)
            held.left += more
            return held.left


def _from_database(
    session: Session, caller: Caller, free: int, moment: datetime
) -> tuple[datetime, int, int] | None:
    """Take a portion, or a single request where others were quicker: the end of the minute, all taken, the portion."""
    if free < 1:
        return None
    for portion in dict.fromkeys((max(1, min(PORTION, free // _PART)), 1)):
        row = session.execute(_taking(caller, portion, moment)).first()
        if row is not None:
            return row.window_until, row.taken, portion
    return None


def _taking(caller: Caller, portion: int, moment: datetime) -> Executable:
    over = or_(ApiKey.window_until.is_(None), ApiKey.window_until <= moment)
    return (
        update(ApiKey)
        .where(ApiKey.id == caller.key, or_(over, ApiKey.taken + portion <= caller.per_minute))
        .values(
            taken=case((over, portion), else_=ApiKey.taken + portion),
            window_until=case((over, moment + WINDOW), else_=ApiKey.window_until),
            last_used=moment,
        )
        .returning(ApiKey.window_until, ApiKey.taken)
        .execution_options(synchronize_session=False)
    )


def _window(session: Session, key: int) -> datetime | None:
    found: datetime | None = session.scalars(select(ApiKey.window_until).where(ApiKey.id == key)).first()
    return found


def _told(
    caller: Caller, taken: int, held: int, until: datetime, moment: datetime, *, granted: bool
) -> Allowance:
    left = max(0, caller.per_minute - taken) + held
    seconds = max(1, -(-int((until - moment).total_seconds() * 1000) // 1000))
    return Allowance(caller.per_minute, left, seconds, granted)
