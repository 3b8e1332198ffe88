"""What the health insurance should pay, as far as wages are known."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from plugins.fr_dsn.stoppages.declaration import Wage
from plugins.fr_dsn.stoppages.estimate import estimate, months_before
from tests.plugins.fr_dsn.stoppages.examples import STOPPAGE, stoppage

WAGES = [Wage(date(year, month, 1), Decimal("1980.00")) for year, month in ((2025, 12), (2026, 1), (2026, 2))]


def test_sickness_is_estimated_from_the_three_months_before() -> None:
    found = estimate(STOPPAGE, WAGES).benefit

    assert found is not None
    assert (found.daily_base, found.waiting_days, found.paid_days) == (Decimal("65.10"), 3, 18)
    assert found.total == Decimal("585.90")


def test_an_accident_is_estimated_from_the_last_month() -> None:
    found = estimate(stoppage(reason="06", accident_on=date(2026, 3, 10)), WAGES[2:]).benefit

    assert found is not None
    assert (found.waiting_days, found.paid_days) == (0, 21)


def test_a_prolongation_is_estimated_with_what_it_prolongs_and_waits_no_second_time() -> None:
    found = estimate(STOPPAGE, WAGES, date(2026, 3, 1)).benefit

    assert found is not None
    assert (found.waiting_days, found.paid_days) == (3, 28)


def test_missing_months_are_named() -> None:
    found = estimate(STOPPAGE, WAGES[1:])

    assert found.benefit is None
    assert found.why is not None
    assert found.why.params == {"months": "12/2025"}


@pytest.mark.parametrize("reason", ["02", "03", "07", "09", "19"])
def test_reasons_without_a_rule_are_not_estimated(reason: str) -> None:
    assert estimate(stoppage(reason=reason), WAGES).benefit is None


def test_nothing_is_paid_when_work_was_resumed_at_once() -> None:
    assert estimate(stoppage(resumed_on=date(2026, 3, 11), resumption="01"), WAGES).benefit is None


def test_a_stoppage_before_all_figures_is_not_estimated() -> None:
    old = stoppage(last_day_worked=date(1990, 3, 10), planned_end=date(1990, 3, 31))
    wages = [Wage(month, Decimal(1000)) for month in months_before(date(1990, 3, 11), 3)]

    assert estimate(old, wages).benefit is None


def test_twelve_months_before_march_begin_in_march_of_the_year_before() -> None:
    found = months_before(date(2026, 3, 11), 12)

    assert (found[0], found[-1], len(found)) == (date(2025, 3, 1), date(2026, 2, 1), 12)
