"""How values are written: days, months and amounts."""

from __future__ import annotations

from datetime import date

from plugins.fr_dsn.formats import figures


def day(value: date | None) -> str | None:
    """Write a day as DDMMYYYY."""
    return None if value is None else f"{value.day:02d}{value.month:02d}{value.year:04d}"


def amount(cents: int | None) -> str | None:
    """Write whole cents with a dot and two decimals."""
    return None if cents is None else figures.amount(cents)


def first_of(month: date) -> date:
    """Give the first day of a month."""
    return month.replace(day=1)


def last_of(month: date) -> date:
    """Give the last day of a month."""
    following = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return date.fromordinal(following.toordinal() - 1)
