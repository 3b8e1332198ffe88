"""The daily benefit of a stoppage: sickness, and work accidents with what is treated like them.

Which figures hold is decided by the first day of the stoppage. A division comes last, so that a base that is not
finite is never rounded before its rate is applied.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from console.plugin import N_, Phrase

from .benefit import DailyBenefit, Rate, Step, WorkStoppage, step, to_cent, total_of
from .figures import Figure, figure

WAGES_OF = {"sickness": 3, "work_accident": 1}
"""How many monthly wages the base of each risk is made of."""


def daily_benefit(stoppage: WorkStoppage) -> DailyBenefit:
    """Compute the daily benefit of a stoppage; raises `NoFigure` when none is known for its first day."""
    return _sickness(stoppage) if stoppage.risk == "sickness" else _work_accident(stoppage)


def _sickness(stoppage: WorkStoppage) -> DailyBenefit:
    on = stoppage.first_day
    cap, divisor = figure("sickness_cap_month", on), figure("sickness_divisor", on)
    rate, waiting = figure("sickness_rate", on), figure("sickness_waiting_days", on)
    counted = [min(wage, cap.value) for wage in stoppage.wages]
    wages = sum(counted, Decimal())
    base, daily = wages / divisor.value, to_cent(wages * rate.value / divisor.value)
    unpaid = min(int(waiting.value), stoppage.days)
    rates = (Rate(1, daily, stoppage.days - unpaid),)
    steps = [
        *(_month(at, wage, cap) for at, wage in enumerate(stoppage.wages, 1)),
        step(
            Phrase(N_("Daily base: the monthly wages divided by %(by)s"), {"by": divisor.value}),
            base,
            divisor,
        ),
        step(
            Phrase(N_("Daily benefit: %(rate)s %% of the daily base"), {"rate": _percent(rate)}), daily, rate
        ),
        step(Phrase(N_("Waiting days that are not paid: %(days)s"), {"days": unpaid}), Decimal(), waiting),
        _result(rates, rate),
    ]
    return DailyBenefit(to_cent(base), unpaid, rates, tuple(steps))


def _work_accident(stoppage: WorkStoppage) -> DailyBenefit:
    on, (wage,) = stoppage.first_day, stoppage.wages
    divisor, cap = figure("accident_divisor", on), figure("accident_cap_day", on)
    share = figure("accident_net_share", on)
    base = min(wage / divisor.value, cap.value)
    net = wage * share.value / divisor.value
    divided = Phrase(N_("Daily wage: the wage divided by %(by)s"), {"by": divisor.value})
    steps = [
        step(divided, wage / divisor.value, divisor),
        step(Phrase(N_("Daily base: at most %(cap)s"), {"cap": cap.value}), base, cap),
        step(Phrase(N_("Net daily wage, above which no daily benefit goes")), net, share),
    ]
    rates = []
    for from_day, days, rate in _parts(stoppage.days, on):
        part = wage * rate.value / divisor.value if base < cap.value else cap.value * rate.value
        daily = to_cent(min(part, net))
        said = {"day": from_day, "rate": _percent(rate)}
        label = Phrase(N_("Daily benefit from day %(day)s: %(rate)s %% of the daily base"), said)
        steps.append(step(label, daily, rate))
        rates.append(Rate(from_day, daily, days))
    steps.append(_result(tuple(rates), rate))
    return DailyBenefit(to_cent(base), 0, tuple(rates), tuple(steps))


def _parts(days: int, on: date) -> list[tuple[int, int, Figure]]:
    """Divide the days of an accident: first day, number of days, and the share of the base that is paid."""
    late = int(figure("accident_late_day", on).value)
    parts = [(1, min(days, late - 1), figure("accident_rate", on))]
    if days >= late:
        parts.append((late, days - late + 1, figure("accident_late_rate", on)))
    return parts


def _month(number: int, wage: Decimal, cap: Figure) -> Step:
    said = {"number": number, "wage": f"{wage:.2f}", "cap": cap.value}
    label = Phrase(N_("Month %(number)s: wage %(wage)s, counted up to %(cap)s"), said)
    return step(label, min(wage, cap.value), cap)


def _result(rates: tuple[Rate, ...], by: Figure) -> Step:
    paid = " + ".join(f"{rate.days} × {rate.daily}" for rate in rates)
    return step(Phrase(N_("Benefit for the days paid: %(paid)s"), {"paid": paid}), total_of(rates), by)


def _percent(rate: Figure) -> str:
    return f"{rate.value * 100:.0f}"
