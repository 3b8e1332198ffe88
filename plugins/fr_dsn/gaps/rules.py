"""What is missing in what an establishment has declared: facts in, gaps out.

A month is judged once it is due (the 5th or the 15th of the next one at noon in Paris, `portfolio.due`); months
further back than `Wanted.back` are left as they were judged before. The norm does not ask that what is paid in a file
equals what is due in it: payments may be quarterly or stand in another file (norm, 2.2.4), so periods are compared, not
files.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from plugins.fr_dsn.portfolio.due import PARIS, due_at, month_before, next_month
from plugins.fr_dsn.rules.facts.insured import Insured

LATEST: Final = "15"
"""The due day of an establishment of which nobody has said it: nobody is asked too early."""
ACCEPTED: Final = "accepted"
_PERIOD: Final = re.compile(r"(\d{4})(?:M(0[1-9]|1[0-2])|T0([1-4])|S0([12])|(A)00)")
"""S21.G00.55.004: a month, a quarter, half a year or a year; an event (E00) has no months of its own."""


class Kind(StrEnum):
    """What is missing."""

    MISSING = "missing"
    """No accepted declaration for a month that is due."""
    SILENT = "silent"
    """Nothing deposited for several months."""
    NO_CONTRIBUTION = "no_contribution"
    """A person is affiliated and brings no contribution."""
    NO_PERSON = "no_person"
    """Contributions to a contract to which nobody is affiliated."""
    CONTRACT = "contract"
    """A contract that was not known before."""
    PAYMENT = "payment"
    """More or less is paid than is due."""


OF_PEOPLE: Final = frozenset({Kind.NO_CONTRIBUTION})
"""Kinds whose subject is the number of a person; of the others it is a contract, or nothing."""


@dataclass(frozen=True)
class Declared:
    """The accepted declaration of a month, all its fractions together."""

    month: date
    contracts: tuple[Insured, ...] = ()


@dataclass(frozen=True)
class Known:
    """A contract that is known from elsewhere, by its terms or its contribution rates, from one day to another."""

    reference: str
    first: date
    until: date | None = None


@dataclass(frozen=True)
class Place:
    """What is known of an establishment."""

    due_day: str
    """`5`, `15` or empty."""
    expected_from: date
    """First day of the first month that it is declared for."""
    last_month: date | None = None
    """First day of the last month with a declaration that was not refused."""
    states: Mapping[date, str] = field(default_factory=dict)
    """How its months stand: `accepted`, `deposited` or `refused`."""
    declared: Sequence[Declared] = ()
    """Its accepted declarations, also those before the months that are judged."""
    known: Sequence[Known] = ()


@dataclass(frozen=True)
class Wanted:
    """How far somebody looks."""

    now: datetime
    silent_after: int = 3
    """Months without a deposit after which an establishment is silent; 0: never."""
    back: int = 12
    """Months before the current one that are judged."""

    @property
    def first(self) -> date:
        """Give the first day of the first month that is judged."""
        return month_before(self.now.astimezone(PARIS).date(), self.back)

    def judges(self, kind: str, month: date) -> bool:
        """Say whether a gap of this kind and month would be found again if it were still there."""
        return kind == Kind.SILENT or month >= self.first


@dataclass(frozen=True)
class Gap:
    """One thing that is missing; amounts among its facts are cents."""

    kind: Kind
    month: date
    subject: str = ""
    facts: Mapping[str, str | int] = field(default_factory=dict)


def gaps_of(place: Place, wanted: Wanted) -> list[Gap]:
    """Give everything that is missing of an establishment, in the order of the months."""
    first = max(place.expected_from, wanted.first)
    judged = [one for one in place.declared if one.month >= first]
    found = [
        *_missing(place, first, wanted.now),
        *_silent(place, wanted),
        *(gap for one in judged for gap in _of_people(one)),
        *_unknown(place, judged),
        *_unpaid(place, judged),
    ]
    return sorted(found, key=lambda gap: (gap.month, gap.kind, gap.subject))


def due_months(due_day: str, first: date, now: datetime) -> list[date]:
    """Give the months from one on whose declaration is due by now."""
    found, month = [], first
    while due_at(month, due_day or LATEST) <= now:
        found.append(month)
        month = next_month(month)
    return found


def _missing(place: Place, first: date, now: datetime) -> Iterator[Gap]:
    for month in due_months(place.due_day, first, now):
        state = place.states.get(month, "")
        if state != ACCEPTED:
            yield Gap(Kind.MISSING, month, facts={"state": state})


def _silent(place: Place, wanted: Wanted) -> Iterator[Gap]:
    """Its month is the first one of the silence, so that it stays one gap while the silence lasts."""
    begun = place.expected_from
    if place.last_month is not None:
        begun = max(begun, next_month(place.last_month))
    count = len(due_months(place.due_day, begun, wanted.now))
    if 0 < wanted.silent_after <= count:
        yield Gap(Kind.SILENT, begun, facts={"months": count})


def _of_people(declared: Declared) -> Iterator[Gap]:
    lacking: dict[str, list[str]] = defaultdict(list)
    for one in declared.contracts:
        for person in one.without:
            lacking[person].append(one.reference)
        paid = sum(cents for _period, cents in one.paid)
        if not one.people and (one.due or paid):
            yield Gap(Kind.NO_PERSON, declared.month, one.reference, {"due": one.due, "paid": paid})
    for person, contracts in lacking.items():
        named = ", ".join(sorted(set(contracts)))
        yield Gap(Kind.NO_CONTRIBUTION, declared.month, person, {"contracts": named})


def _unknown(place: Place, judged: Iterable[Declared]) -> Iterator[Gap]:
    """While nothing at all is known before a month, its contracts are how one gets to know them."""
    for one in judged:
        before = {c.reference for past in place.declared if past.month < one.month for c in past.contracts}
        end = next_month(one.month)
        terms = {
            known.reference
            for known in place.known
            if known.first < end and (known.until is None or known.until >= one.month)
        }
        for reference in sorted({c.reference for c in one.contracts if c.reference}):
            if (before or terms) and reference not in before | terms:
                organisation = next(c.organisation for c in one.contracts if c.reference == reference)
                yield Gap(Kind.CONTRACT, one.month, reference, {"organisation": organisation})


def _unpaid(place: Place, judged: Sequence[Declared]) -> Iterator[Gap]:
    references = sorted({c.reference for one in judged for c in one.contracts if c.reference})
    held = {one.month for one in place.declared}
    for reference in references:
        account = _Account(place.declared, reference)
        for one in judged:
            first, last = _around(one.month, account.rhythm)
            begun = max(first, place.expected_from)
            # Of a quarter in which a month is missing nobody knows what is due; that month is a gap itself.
            if one.month != last or any(month not in held for month in _months(begun, last)):
                continue
            due, paid = account.due(first, last), account.paid(first, last)
            if due != paid:
                facts: dict[str, str | int] = {
                    "due": due,
                    "paid": paid,
                    "first": first.isoformat(),
                    "last": last.isoformat(),
                }
                yield Gap(Kind.PAYMENT, last, reference, facts)


class _Account:
    """What is due and paid for a contract, month by month, in all declarations of an establishment."""

    def __init__(self, declared: Sequence[Declared], reference: str) -> None:
        self._due: dict[date, int] = defaultdict(int)
        self._parts: list[tuple[date, date, int]] = []
        self.rhythm = 1
        """How many months a payment is for: those of the last one that says so."""
        for one in sorted(declared, key=lambda one: one.month):
            for contract in one.contracts:
                if contract.reference == reference:
                    self._due[one.month] += contract.due
                    self._take(one.month, contract.paid)

    def _take(self, month: date, parts: Sequence[tuple[str, int]]) -> None:
        for period, cents in parts:
            span = _span(period)
            if span is not None:
                self.rhythm = len(list(_months(*span)))
            self._parts.append((*(span or (month, month)), cents))

    def due(self, first: date, last: date) -> int:
        """Give what is due for the months from one to another, in cents."""
        return sum(cents for month, cents in self._due.items() if first <= month <= last)

    def paid(self, first: date, last: date) -> int:
        """Give what is paid for them, whenever that was."""
        return sum(cents for begun, ended, cents in self._parts if first <= begun and ended <= last)


def _span(period: str) -> tuple[date, date] | None:
    """Give the first and the last month of a period, or nothing for one without months of its own."""
    found = _PERIOD.fullmatch(period)
    if found is None:
        return None
    year, month, quarter, half, _whole = found.groups()
    if month:
        length, last = 1, int(month)
    elif quarter:
        length, last = 3, 3 * int(quarter)
    else:
        length, last = (6, 6 * int(half)) if half else (12, 12)
    return date(int(year), last - length + 1, 1), date(int(year), last, 1)


def _around(month: date, length: int) -> tuple[date, date]:
    """Give the first and the last month of the quarter, half-year or year in which a month lies."""
    first = (month.month - 1) // length * length + 1
    return month.replace(month=first), month.replace(month=first + length - 1)


def _months(first: date, last: date) -> Iterator[date]:
    month = first
    while month <= last:
        yield month
        month = next_month(month)
