"""What a daily benefit is made of: its rates, and the steps that explain it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

from console.plugin import Phrase

from .figures import Figure

Risk = Literal["sickness", "work_accident"]

_CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class WorkStoppage:
    """A stoppage whose daily benefit is asked: gross monthly wages in euros before it, the oldest first."""

    risk: Risk
    wages: tuple[Decimal, ...]
    """Three months for sickness, one for a work accident."""
    first_day: date
    days: int
    """Calendar days from the first day on."""


@dataclass(frozen=True, slots=True)
class Rate:
    """An amount for each of some days, beginning with a day of the stoppage."""

    from_day: int
    daily: Decimal
    days: int


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a calculation, and the article or table it rests on."""

    label: Phrase
    amount: Decimal
    source: str
    status: str
    """How sure the source is, as `Figure.status` says."""


@dataclass(frozen=True, slots=True)
class DailyBenefit:
    """The daily benefit of a stoppage, in euros before CSG and CRDS."""

    daily_base: Decimal
    waiting_days: int
    """Days at the beginning of the stoppage that are not paid."""
    rates: tuple[Rate, ...]
    steps: tuple[Step, ...]
    """In order; the last one is the result."""

    @property
    def paid_days(self) -> int:
        """Give the number of days paid."""
        return sum(rate.days for rate in self.rates)

    @property
    def total(self) -> Decimal:
        """Give what is paid in all."""
        return total_of(self.rates)

    @property
    def status(self) -> str:
        """Give how sure the least sure figure behind the result is."""
        known = {step.status for step in self.steps}
        return next(status for status in ("unverified", "derived", "verified") if status in known)


def to_cent(amount: Decimal) -> Decimal:
    """Round to the cent, half up."""
    return amount.quantize(_CENT, ROUND_HALF_UP)


def total_of(rates: tuple[Rate, ...]) -> Decimal:
    """Give what rates make together."""
    return to_cent(sum((rate.daily * rate.days for rate in rates), Decimal()))


def step(label: Phrase, amount: Decimal, by: Figure) -> Step:
    """Give a step that rests on a figure; its amount is rounded for the reader only."""
    return Step(label, to_cent(amount), by.source, by.status)
