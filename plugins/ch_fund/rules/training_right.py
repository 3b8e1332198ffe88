"""How long a child's right lasts, and what comes after it (LAFam art. 3)."""

from __future__ import annotations

from datetime import date, timedelta

OLDEST_MONTHS = 25 * 12
"""Training allowances end with the month of the 25th birthday (art. 3 al. 1 let. b)."""


def month_of(day: date) -> tuple[date, date]:
    """Give the first and the last day of the month in which a day lies."""
    first = day.replace(day=1)
    following = (first + timedelta(days=31)).replace(day=1)
    return first, following - timedelta(days=1)


def next_start(until: date) -> date:
    """Give the day on which the next period begins."""
    return until + timedelta(days=1)


def may_go_on(birth: date, until: date) -> bool:
    """Say whether training after this day can still give a right."""
    start = next_start(until)
    return (start.year - birth.year) * 12 + start.month - birth.month <= OLDEST_MONTHS


def continued(until: date, confirmed: date) -> date:
    """Give the last day of a right after a training was confirmed until a day: it is never shortened by that."""
    return max(until, confirmed)
