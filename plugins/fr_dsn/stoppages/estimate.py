"""What the health insurance should pay for a stoppage, by the rules of daily benefits, as far as wages are known."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from console.plugin import N_, Phrase
from plugins.fr_dsn.rules.daily_benefits.benefit import DailyBenefit, Risk, WorkStoppage
from plugins.fr_dsn.rules.daily_benefits.computing import WAGES_OF, daily_benefit
from plugins.fr_dsn.rules.daily_benefits.figures import NoFigure

from .declaration import ACCIDENTS, Declaration, Wage

HISTORY: Final = 12
"""Months of wages that the insurer gets."""


@dataclass(frozen=True, slots=True)
class Estimate:
    """A daily benefit, or why there is none."""

    benefit: DailyBenefit | None
    why: Phrase | None = None


def estimate(one: Declaration, wages: Sequence[Wage], begun: date | None = None) -> Estimate:
    """Estimate the benefits of a stoppage; `begun` is the first day of the one that it prolongs, if it does."""
    risk = _risk(one.reason)
    if risk is None:
        return Estimate(None, Phrase(N_("The console knows no rule of daily benefits for this reason.")))
    first = begun or one.first_day
    days = (one.last_day - first).days + 1
    wanted = months_before(first, WAGES_OF[risk])
    known: Mapping[date, Decimal] = {wage.month: wage.gross for wage in wages}
    missing = [month for month in wanted if month not in known]
    if missing:
        said = {"months": ", ".join(f"{month:%m/%Y}" for month in missing)}
        return Estimate(None, Phrase(N_("The wages of these months are missing: %(months)s."), said))
    if days < 1:
        return Estimate(None, Phrase(N_("Work was resumed at once: nothing is paid.")))
    asked = WorkStoppage(risk, tuple(known[month] for month in wanted), first, days)
    try:
        return Estimate(daily_benefit(asked))
    except NoFigure:
        return Estimate(None, Phrase(N_("No figures are known for a stoppage that begins on this day.")))


def months_before(day: date, count: int) -> list[date]:
    """Give the months before the one of a day, each by its first day, the oldest first."""
    number = day.year * 12 + day.month - 1
    return [date(*_first_of(number - back)) for back in range(count, 0, -1)]


def _first_of(number: int) -> tuple[int, int, int]:
    """Give year, month and 1 of a month counted from the year 0."""
    return number // 12, number % 12 + 1, 1


def _risk(reason: str) -> Risk | None:
    if reason == "01":
        return "sickness"
    return "work_accident" if reason in ACCIDENTS else None
