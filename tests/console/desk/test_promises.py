"""Until when an answer is promised."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from console.desk.promises import Promise, received_on

MONDAY = date(2026, 3, 2)
ZONE = "Europe/Zurich"


@pytest.mark.parametrize(
    ("received", "days", "until"),
    [
        (MONDAY, 0, MONDAY),
        (MONDAY, 4, date(2026, 3, 6)),
        (MONDAY, 5, date(2026, 3, 9)),
        (MONDAY, 10, date(2026, 3, 16)),
        (date(2026, 3, 6), 1, date(2026, 3, 9)),
        (date(2026, 3, 7), 1, date(2026, 3, 9)),
        (date(2026, 3, 8), 5, date(2026, 3, 13)),
        (date(2026, 3, 8), 6, date(2026, 3, 16)),
    ],
)
def test_working_days_leave_out_the_weekend(received: date, days: int, until: date) -> None:
    assert Promise(days).until(received) == until


def test_calendar_days_count_every_day() -> None:
    assert Promise(10, working=False).until(MONDAY) == date(2026, 3, 12)


@pytest.mark.parametrize("promise", [Promise(3), Promise(0), Promise(12), Promise(9, working=False)])
def test_what_is_late_is_exactly_what_was_promised_for_an_earlier_day(promise: Promise) -> None:
    for shift in range(21):
        today = MONDAY + timedelta(days=shift)
        limit = promise.late_before(today, ZONE)
        for back in range(40):
            day = today - timedelta(days=back)
            moment = datetime(day.year, day.month, day.day, 0, 30, tzinfo=ZoneInfo(ZONE))
            assert (moment < limit) == (promise.until(day) < today), (today, day)


def test_the_day_of_receipt_is_that_of_the_institution() -> None:
    assert received_on(datetime.fromisoformat("2026-03-01T23:30:00+00:00"), ZONE) == MONDAY
