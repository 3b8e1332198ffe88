"""What a contract is called for a period, and how a call stands: without page and without database.

Rounding happens at one place only, `share`: what one person owes on one base of one month, to the cent, half a cent
away from zero. So payroll software rounds what it declares (S21.G00.81.004), and the lines and the call are sums of
whole cents.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Final

CENT: Final = Decimal("0.01")
NOTHING: Final = Decimal("0.00")


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate of a parameter sheet for months that begin in its time, both days included."""

    base: str
    """Kind of the component of a base (S21.G00.79.001)."""
    percent: Decimal
    first: date
    until: date | None = None
    option: str = ""
    """Code of the option (S21.G00.70.004); empty: each."""
    population: str = ""
    """Code of the population (S21.G00.70.005); empty: each."""


@dataclass(frozen=True, slots=True)
class Base:
    """What a person contributes on in a month, in euros."""

    person: str
    month: date
    option: str
    population: str
    kind: str
    amount: Decimal


class Why(StrEnum):
    """Why a base has no amount."""

    OUTSIDE = "outside"
    """No rate of the contract ever names this kind of base: nothing is owed on it."""
    NO_RATE = "no_rate"
    """The contract has rates for this kind, but none for this option, population and month: somebody must look."""


@dataclass(frozen=True, slots=True)
class Line:
    """Bases of one option, population, kind and rate together."""

    population: str
    option: str
    kind: str
    percent: Decimal | None
    people: int
    total: Decimal
    """Of the bases, in euros."""
    amount: Decimal
    """Owed, in euros: the sum of the shares of the people."""
    why: Why | None = None


@dataclass(frozen=True, slots=True)
class Drawn:
    """A call as it is drawn up."""

    lines: tuple[Line, ...]
    amount: Decimal

    @property
    def is_whole(self) -> bool:
        """Say whether each base that should have a rate has one."""
        return all(line.why is not Why.NO_RATE for line in self.lines)


class State(StrEnum):
    """How a call stands."""

    TO_CALL = "to_call"
    CALLED = "called"
    PARTLY_PAID = "partly_paid"
    PAID = "paid"
    DIFFERENCE = "difference"
    LATE = "late"


OPEN: Final = frozenset({State.CALLED, State.PARTLY_PAID})
"""States in which money is waited for: after the due day they are late."""


def share(amount: Decimal, percent: Decimal) -> Decimal:
    """Give what one person owes on one base, rounded to the cent, half a cent away from zero."""
    return (amount * percent / 100).quantize(CENT, ROUND_HALF_UP)


def rate_for(rates: Iterable[Rate], base: Base) -> Rate | None:
    """Give the rate for a base: of several, the one that names most of it, population first, then the latest."""
    found = [
        one
        for one in rates
        if one.base == base.kind
        and one.option in ("", base.option)
        and one.population in ("", base.population)
        and one.first <= base.month
        and (one.until is None or base.month <= one.until)
    ]
    return max(found, key=lambda one: (one.population != "", one.option != "", one.first), default=None)


def draw(rates: Iterable[Rate], bases: Iterable[Base]) -> Drawn:
    """Draw up a call from all bases of its period."""
    known = tuple(rates)
    kinds = {one.base for one in known}
    found: dict[tuple[str, str, str, Decimal | None], _Sum] = {}
    held: dict[tuple[str, str, str, date], Rate | None] = {}
    for base in bases:
        key = base.option, base.population, base.kind, base.month
        if key not in held:
            held[key] = rate_for(known, base)
        rate = held[key]
        percent = rate.percent if rate is not None else None
        at = found.setdefault((base.population, base.option, base.kind, percent), _Sum(set()))
        at.people.add(base.person)
        at.total += base.amount
        at.amount += share(base.amount, percent) if percent is not None else NOTHING
    lines = tuple(
        Line(
            population,
            option,
            kind,
            percent,
            len(one.people),
            one.total,
            one.amount,
            _why(kind, percent, kinds),
        )
        for (population, option, kind, percent), one in sorted(found.items(), key=_order)
    )
    return Drawn(lines, sum((line.amount for line in lines), NOTHING))


def stands(sent: bool, amount: Decimal, declared: Decimal, paid: Decimal) -> State:
    """Say how a call stands, whatever day it is.

    It is paid when exactly what is called was paid. A difference is for a person to look at: more was paid than is
    called, or exactly what the company itself declared, which is less.
    """
    if not sent:
        return State.TO_CALL
    if paid == amount:
        return State.PAID
    if paid > amount or (paid == declared and paid > 0):
        return State.DIFFERENCE
    return State.PARTLY_PAID if paid > 0 else State.CALLED


def on_day(state: str, due: date | None, today: date) -> State:
    """Say how a call stands on a day: late when money is waited for and its due day is over."""
    found = State(state)
    return State.LATE if found in OPEN and due is not None and due < today else found


@dataclass(slots=True)
class _Sum:
    people: set[str]
    total: Decimal = NOTHING
    amount: Decimal = NOTHING


def _why(kind: str, percent: Decimal | None, kinds: set[str]) -> Why | None:
    if percent is not None:
        return None
    return Why.NO_RATE if kind in kinds else Why.OUTSIDE


def _order(item: tuple[tuple[str, str, str, Decimal | None], _Sum]) -> tuple[str, str, str, Decimal]:
    population, option, kind, percent = item[0]
    return population, option, kind, percent if percent is not None else Decimal(-1)
