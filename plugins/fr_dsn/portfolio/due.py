"""Until when a month is to be deposited: the 5th or 15th of the next one at noon in Paris, or the next working day.

Source: technical specifications of the DSN (section 1.4.2); urssaf.fr of 8 January 2018 for days on which nobody works.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Final
from zoneinfo import ZoneInfo

from holidays import country_holidays

DAYS: Final = ("5", "15")
PARIS: Final = ZoneInfo("Europe/Paris")
NOON: Final = time(12)
_SATURDAY: Final = 5


def due_at(month: date, due_day: str) -> datetime:
    """Give the moment, in UTC, from which a declaration of a month is late; `due_day` is `5` or `15`."""
    day = next_month(month).replace(day=int(due_day))
    while day.weekday() >= _SATURDAY or day in _holidays(day.year):
        day += timedelta(days=1)
    return datetime.combine(day, NOON, PARIS).astimezone(UTC)


def next_month(month: date) -> date:
    """Give the first day of the month after."""
    return (month.replace(day=28) + timedelta(days=4)).replace(day=1)


def month_before(month: date, count: int = 1) -> date:
    """Give the first day of an earlier month."""
    at = month.year * 12 + month.month - 1 - count
    return date(at // 12, at % 12 + 1, 1)


@lru_cache(maxsize=64)
def _holidays(year: int) -> frozenset[date]:
    return frozenset(country_holidays("FR", years=year))
