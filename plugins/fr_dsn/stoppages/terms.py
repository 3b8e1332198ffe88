"""Terms of an insured contract that say from when a stoppage is guaranteed, each with the days they hold for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from console.plugin import N_


class Counting(StrEnum):
    """How the days of the deductible are counted."""

    CONTINUOUS = "continuous"
    """Days of one stoppage with its prolongations."""
    CUMULATED = "cumulated"
    """Days of all stoppages in the twelve months before."""


COUNTINGS: Final = {
    Counting.CONTINUOUS: N_("Continuous: days of one stoppage with its prolongations"),
    Counting.CUMULATED: N_("Cumulated: days of all stoppages in twelve months"),
}


@dataclass(frozen=True, slots=True)
class Terms:
    """What a contract says of stoppages that begin in a period, both days included."""

    contract: str
    """The reference of the insured contract, as in the DSN (S21.G00.15.001)."""
    first: date
    until: date | None
    deductible: int
    """Days without work that the insurer does not pay."""
    counting: Counting
    most_days: int | None = None
    """Days that the insurer pays at most for one stoppage; none: no limit."""


def in_force(terms: Iterable[Terms], on: date) -> Terms | None:
    """Give the terms that hold for a stoppage beginning on a day: of several, those that began last."""
    found = [one for one in terms if one.first <= on and (one.until is None or on <= one.until)]
    return max(found, key=lambda one: one.first, default=None)
