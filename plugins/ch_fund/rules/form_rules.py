"""Rules over several values of the fund's forms. A changed meaning gets a new version."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from console.plugin import N_
from console.plugin import forms as f


def training_age(birth: date, period: f.Span) -> f.Complaint | None:
    """Training counts from the month of the 15th to that of the 25th birthday (LAFam art. 3 al. 1 let. b)."""
    if _months(birth, period.start) >= 25 * 12 + 1:
        return "period.from", f.Fault("training_too_old")
    return (
        ("period.until", f.Fault("training_too_young"))
        if _months(birth, period.end or period.start) < 15 * 12
        else None
    )


def instalments_cover(rest: Decimal | None) -> f.Complaint | None:
    """The instalments pay exactly what is due."""
    if rest is None or rest == 0:
        return None
    return "instalments", f.Fault("instalments_short" if rest > 0 else "instalments_over", rest=abs(rest))


def due_is_the_sum(values: Mapping[str, Any]) -> Mapping[str, Any]:
    """Let the amount due be what the instalments pay."""
    return {**values, "due": values["total"]}


def entry_age(birth: date, entry: date) -> f.Complaint | None:
    """Nobody begins to work before the fifteenth birthday without a permit (LTr art. 30), nor before being born."""
    return ("entry", f.Fault("entry_too_young")) if _months(birth, entry) < 13 * 12 else None


def _months(first: date, last: date) -> int:
    return (last.year - first.year) * 12 + last.month - first.month


RULES = (
    f.Rule(
        "ch_fund.training_age@1",
        training_age,
        {
            "training_too_old": N_(
                "Allowances end with the month of the 25th birthday. Check date of birth and duration."
            ),
            "training_too_young": N_(
                "Training counts from the 15th birthday. Check date of birth and duration."
            ),
        },
    ),
    f.Rule(
        "ch_fund.instalments_cover@1",
        instalments_cover,
        {
            "instalments_short": N_("The instalments leave %(rest)s uncovered. Raise one or add another."),
            "instalments_over": N_("The instalments are %(rest)s more than what is due. Lower one."),
        },
        mend=due_is_the_sum,
    ),
    f.Rule(
        "ch_fund.entry_age@1",
        entry_age,
        {"entry_too_young": N_("The person would be under 13 on the first day of work. Check both dates.")},
    ),
)
