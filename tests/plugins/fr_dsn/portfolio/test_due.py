"""Until when a month is to be deposited."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from plugins.fr_dsn.portfolio.due import due_at, month_before, next_month


@pytest.mark.parametrize(
    ("month", "due_day", "due"),
    [
        (date(2025, 1, 1), "5", datetime(2025, 2, 5, 11, tzinfo=UTC)),
        (date(2025, 6, 1), "15", datetime(2025, 7, 15, 10, tzinfo=UTC)),
        (date(2025, 5, 1), "15", datetime(2025, 6, 16, 10, tzinfo=UTC)),
        (date(2017, 5, 1), "5", datetime(2017, 6, 6, 10, tzinfo=UTC)),
        (date(2024, 12, 1), "5", datetime(2025, 1, 6, 11, tzinfo=UTC)),
        (date(2025, 7, 1), "15", datetime(2025, 8, 18, 10, tzinfo=UTC)),
    ],
    ids=["winter", "summer", "a Sunday", "Whit Monday", "a year's end", "Assumption, then a weekend"],
)
def test_it_is_due_at_noon_in_paris_on_the_next_day_on_which_people_work(
    month: date, due_day: str, due: datetime
) -> None:
    assert due_at(month, due_day) == due


def test_months_follow_each_other_over_the_year() -> None:
    assert next_month(date(2025, 12, 1)) == date(2026, 1, 1)
    assert month_before(date(2026, 1, 1), 13) == date(2024, 12, 1)
