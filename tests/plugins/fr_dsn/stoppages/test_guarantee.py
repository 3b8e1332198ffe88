"""On which day the insurer pays, by the terms of the contract."""

from __future__ import annotations

from datetime import date

import pytest

from plugins.fr_dsn.stoppages.guarantee import guarantee
from plugins.fr_dsn.stoppages.terms import Counting, Terms, in_force
from tests.plugins.fr_dsn.stoppages.examples import spell

CONTINUOUS, CUMULATED = Counting.CONTINUOUS, Counting.CUMULATED
LONG = spell("S", "2026-03-01", "2026-06-30")


def terms(deductible: int, counting: Counting = CONTINUOUS, most_days: int | None = None) -> Terms:
    """Give terms of a contract that hold in 2026."""
    return Terms("PREV-1", date(2026, 1, 1), None, deductible, counting, most_days)


@pytest.mark.parametrize(
    ("deductible", "opens"), [(0, date(2026, 3, 1)), (30, date(2026, 3, 31)), (90, date(2026, 5, 30))]
)
def test_the_guarantee_opens_the_day_after_the_deductible(deductible: int, opens: date) -> None:
    found = guarantee(LONG, [], terms(deductible))

    assert (found.opens, found.ends) == (opens, date(2026, 6, 30))


@pytest.mark.parametrize(("last", "opens"), [("2026-03-30", None), ("2026-03-31", date(2026, 3, 31))])
def test_a_stoppage_that_ends_with_the_deductible_is_not_paid(last: str, opens: date | None) -> None:
    assert guarantee(spell("S", "2026-03-01", last), [], terms(30)).opens == opens


def test_a_prolongation_goes_on_with_the_deductible_of_what_it_prolongs() -> None:
    before = [spell("A", "2026-02-01", "2026-02-20"), spell("B", "2026-02-21", "2026-02-27")]

    found = guarantee(LONG, before, terms(30))

    assert found.opens == date(2026, 3, 4)
    assert [line.days for line in found.lines if line.days is not None] == [30, 20, 7, 3]


def test_a_prolongation_of_a_paid_stoppage_is_paid_from_its_first_day() -> None:
    assert guarantee(LONG, [spell("A", "2026-01-01", "2026-02-28")], terms(30)).opens == date(2026, 3, 1)


def test_a_relapse_begins_a_continuous_deductible_anew() -> None:
    assert guarantee(LONG, [spell("A", "2026-01-01", "2026-02-20")], terms(30)).opens == date(2026, 3, 31)


def test_another_reason_begins_a_continuous_deductible_anew() -> None:
    found = guarantee(LONG, [spell("A", "2026-01-01", "2026-02-28", reason="02")], terms(30))

    assert found.opens == date(2026, 3, 31)


def test_days_of_other_stoppages_use_up_a_cumulated_deductible() -> None:
    before = [spell("A", "2025-09-01", "2025-09-10"), spell("B", "2026-01-01", "2026-01-15", reason="02")]

    found = guarantee(LONG, before, terms(30, CUMULATED))

    assert found.opens == date(2026, 3, 6)


def test_what_lies_more_than_twelve_months_back_does_not_count() -> None:
    before = [spell("A", "2025-02-20", "2025-03-10")]

    # Of the ten days left from the first of March on, one falls out of the twelve months with each day.
    assert guarantee(LONG, before, terms(20, CUMULATED)).opens == date(2026, 3, 21)


def test_the_twelve_months_before_a_leap_day_begin_on_the_28th() -> None:
    before = [spell("A", "2023-02-28", "2023-02-28")]

    found = guarantee(spell("S", "2024-02-29", "2024-03-10"), before, terms(1, CUMULATED))

    assert found.opens == date(2024, 2, 29)


def test_the_limit_ends_the_guarantee() -> None:
    found = guarantee(LONG, [], terms(30, most_days=10))

    assert (found.opens, found.ends) == (date(2026, 3, 31), date(2026, 4, 9))


def test_days_paid_before_a_prolongation_count_towards_the_limit() -> None:
    before = [spell("A", "2026-01-01", "2026-02-28")]

    found = guarantee(LONG, before, terms(30, most_days=40))

    assert (found.opens, found.ends) == (date(2026, 3, 1), date(2026, 3, 11))


def test_a_limit_used_up_before_leaves_nothing() -> None:
    before = [spell("A", "2026-01-01", "2026-02-28")]

    assert guarantee(LONG, before, terms(30, most_days=29)).opens is None


def test_without_terms_nothing_is_guessed() -> None:
    found = guarantee(LONG, [], None)

    assert (found.opens, len(found.lines)) == (None, 1)


def test_the_terms_that_hold_are_those_of_the_first_day() -> None:
    old = Terms("P", date(2020, 1, 1), None, 90, CONTINUOUS)
    new = Terms("P", date(2026, 1, 1), date(2026, 12, 31), 60, CONTINUOUS)

    assert in_force([old, new], date(2025, 12, 31)) is old
    assert in_force([old, new], date(2026, 1, 1)) is new
    assert in_force([old, new], date(2027, 1, 1)) is old
    assert in_force([old, new], date(2019, 12, 31)) is None
