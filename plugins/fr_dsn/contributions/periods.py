"""Periods of contributions, written as a DSN writes them (S21.G00.55.004): `2025M03`, `2025T01`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from console.plugin import N_

_CODE: Final = re.compile(r"(20[1-9][0-9])([MTSA])([0-9]{2})")
_MONTHS: Final = {"M": 1, "T": 3, "S": 6, "A": 12}
"""Months of a period by the letter of its code."""


class Periodicity(StrEnum):
    """How often a contract is called."""

    MONTHLY = "monthly"
    QUARTERLY = "quarterly"


PERIODICITIES: Final = {Periodicity.MONTHLY: N_("Monthly"), Periodicity.QUARTERLY: N_("Quarterly")}


@dataclass(frozen=True, slots=True)
class Period:
    """Whole months that are called together."""

    code: str
    first: date
    """First day of its first month."""
    count: int
    """Months."""

    @property
    def months(self) -> tuple[date, ...]:
        """Give the first day of each month."""
        return tuple(_later(self.first, by) for by in range(self.count))

    @property
    def until(self) -> date:
        """Give the last day."""
        return _later(self.first, self.count) - timedelta(days=1)

    def holds(self, other: Period) -> bool:
        """Say whether another period lies wholly in this one."""
        return self.first <= other.first and other.until <= self.until


def period_of(periodicity: str, month: date) -> Period | None:
    """Give the period that is called after a month (its first day): nothing where a quarter goes on."""
    if periodicity == Periodicity.MONTHLY:
        return Period(f"{month:%Y}M{month:%m}", month.replace(day=1), 1)
    if month.month % 3:
        return None
    return Period(f"{month:%Y}T{month.month // 3:02d}", date(month.year, month.month - 2, 1), 3)


def read_period(code: str) -> Period | None:
    """Give the period of a code of S21.G00.55.004; nothing for an exceptional payment (E00), and for no code at all."""
    found = _CODE.fullmatch(code)
    if found is None:
        return None
    year, letter, number = int(found[1]), found[2], int(found[3])
    count = _MONTHS[letter]
    at = 1 if letter == "A" and number == 0 else number
    if not 1 <= at <= 12 // count:
        return None
    return Period(code, date(year, 1 + (at - 1) * count, 1), count)


def _later(month: date, by: int) -> date:
    years, months = divmod(month.month - 1 + by, 12)
    return date(month.year + years, months + 1, 1)
