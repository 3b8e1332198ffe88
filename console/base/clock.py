"""The one place that asks for the time; tests put their own clock in.

Every moment inside the console is an aware UTC `datetime`; the institution's zone is a matter of showing.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

_source: Callable[[], datetime] = lambda: datetime.now(UTC)  # noqa: E731
_stops = 0


def now() -> datetime:
    """Give the present moment in UTC, to the microsecond."""
    return _source()


def today(zone: str) -> date:
    """Give the present day in the named time zone (`Europe/Zurich`)."""
    return now().astimezone(ZoneInfo(zone)).date()


def is_stopped() -> bool:
    """Say whether `at` holds the time; what asks a database for the time uses `now` then."""
    return _stops > 0


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Stop the clock at `moment` (aware) for the length of the block: for tests and for replays."""
    global _source, _stops
    if moment.tzinfo is None:
        raise ValueError("a moment needs a time zone")
    before, _source = _source, lambda: moment.astimezone(UTC)
    _stops += 1
    try:
        yield
    finally:
        _source = before
        _stops -= 1
