"""The highest income of a period on which unemployment insurance (AC) is due."""

from __future__ import annotations

import csv
from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path

_TABLE = Path(__file__).parent.parent / "tables" / "ac_ceiling.csv"
_CENT = Decimal("0.01")


@dataclass(frozen=True)
class _Ceiling:
    valid_from: date
    year: Decimal


def ac_ceiling(first: date, until: date) -> Decimal | None:
    """Give the ceiling in francs for a period within one year; None for years the table does not know.

    In proportion to the time, a month counting 30 days and a year 360: whole months are twelfths.
    """
    year = ac_ceiling_of_year(first)
    if year is None:
        return None
    return (year * days_of_360(first, until) / 360).quantize(_CENT, ROUND_HALF_UP)


def ac_ceiling_of_year(day: date) -> Decimal | None:
    """Give the ceiling in francs for the whole year of a day."""
    known = [row for row in _rows() if row.valid_from <= day]
    return known[-1].year if known else None


def days_of_360(first: date, until: date) -> int:
    """Count the days of a period, both ends included, as if each month had 30."""
    last = 30 if until.day == monthrange(until.year, until.month)[1] else until.day
    months = (until.year - first.year) * 12 + until.month - first.month
    return months * 30 + last - min(first.day, 30) + 1


@cache
def _rows() -> tuple[_Ceiling, ...]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = (
            _Ceiling(date.fromisoformat(row["valid_from"]), Decimal(row["ceiling_year_chf"]))
            for row in csv.DictReader(file)
        )
        return tuple(sorted(rows, key=lambda row: row.valid_from))
