"""When a call can be debited, under which mandate, on which day and as what: pure rules.

Sources: SEPA Core Direct Debit Scheme Rulebook (EPC016-06): a first debit that was rejected is presented as a first one
again, one that was returned or refunded is not (4.3, AT-21); a mandate that was not used for 36 months lapses (4.1); a
file is handed in at the earliest 14 calendar days before its day, and its day is one on which TARGET works (4.3.4).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from functools import lru_cache
from typing import Final, Literal

from holidays import financial_holidays

LAPSES_AFTER: Final = 36
"""Months without a debit."""
EARLIEST: Final = 14
"""Calendar days before the collection from which the bank takes a file."""
LARGEST: Final = Decimal("999999999.99")
"""Euros that one debit may have."""
_SATURDAY: Final = 5


class Begins(StrEnum):
    """What the first debit made here under a mandate is."""

    FIRST = "FRST"
    RECURRENT = "RCUR"
    """It was used before, by another system."""


class ItemState(StrEnum):
    """What became of a debit."""

    OPEN = "open"
    EXECUTED = "executed"
    REJECTED = "rejected"
    """Before the day: no money moved."""
    RETURNED = "returned"
    """On the day or after: returned or refunded."""
    WITHDRAWN = "withdrawn"
    """The whole collection was never handed in."""


class Why(StrEnum):
    """Why a call is left aside."""

    NO_MANDATE = "no_mandate"
    ENDED = "ended"
    SIGNED_LATER = "signed_later"
    LAPSED = "lapsed"
    NOT_DUE = "not_due"
    NOTHING = "nothing"
    TOO_MUCH = "too_much"


@dataclass(frozen=True)
class Mandate:
    """What the rules need of a mandate."""

    signed: date
    ended: date | None
    used: date | None
    """The day of the last debit presented under it."""


@dataclass(frozen=True)
class Call:
    """What the rules need of a call."""

    due: date | None
    remains: Decimal


def works(day: date) -> bool:
    """Say whether TARGET works on a day, and so the banks settle."""
    return day.weekday() < _SATURDAY and day not in _closed(day.year)


def working_before(day: date, count: int) -> date:
    """Give the day that lies some TARGET days before another; itself for none."""
    while count:
        day -= timedelta(days=1)
        count -= works(day)
    return day


def handed_in(day: date, lead: int) -> tuple[date, date]:
    """Give the first and the last day on which the bank takes the file of a collection on this day."""
    return day - timedelta(days=EARLIEST), working_before(day, lead)


def earliest(today: date, notice: int, lead: int) -> date:
    """Give the first day on which something announced today can be collected.

    `notice` are calendar days between announcement and debit, `lead` the TARGET days that the banks need.
    """
    day = today + timedelta(days=notice)
    while not works(day) or working_before(day, lead) < today:
        day += timedelta(days=1)
    return day


def hinders(mandate: Mandate, day: date) -> Why | None:
    """Say why nothing can be debited on a day under a mandate; nothing when it can.

    The day on which it ended is the first without debits.
    """
    if mandate.ended is not None and mandate.ended <= day:
        return Why.ENDED
    if mandate.signed > day:
        return Why.SIGNED_LATER
    if mandate.used is not None and _months_later(mandate.used, LAPSES_AFTER) < day:
        return Why.LAPSED
    return None


def aside(call: Call, mandates: Iterable[Mandate], day: date) -> Why | None:
    """Say why a call is not collected on a day; nothing when it is."""
    if call.remains <= 0:
        return Why.NOTHING
    if call.remains > LARGEST:
        return Why.TOO_MUCH
    if call.due is not None and call.due > day:
        return Why.NOT_DUE
    found = [hinders(one, day) for one in mandates]
    if not found:
        return Why.NO_MANDATE
    return None if None in found else found[-1]


def sequence(begins: str, earlier: Iterable[str]) -> Literal["FRST", "RCUR"]:
    """Say whether a debit is a first or a recurrent one, from the states of those made before under its mandate."""
    used = any(state not in (ItemState.REJECTED, ItemState.WITHDRAWN) for state in earlier)
    return "RCUR" if used or begins == Begins.RECURRENT else "FRST"


def _months_later(day: date, count: int) -> date:
    at = day.year * 12 + day.month - 1 + count
    for last in (day.day, 30, 29, 28):
        try:
            return date(at // 12, at % 12 + 1, last)
        except ValueError:
            continue
    return date(at // 12, at % 12 + 1, 28)


@lru_cache(maxsize=64)
def _closed(year: int) -> frozenset[date]:
    return frozenset(financial_holidays("ECB", years=year))
