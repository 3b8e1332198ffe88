"""The time left is said as people say it, and only when the pace is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from console.jobs.models import DONE, RUNNING, Task
from console.jobs.progress import TimeLeft, in_words, time_left

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)


def running(**values: object) -> Task:
    return Task(**{"state": RUNNING, "total": 1000, "done": 100, "turn_at": NOON, "turn_done": 0, **values})


def test_nine_tenths_take_nine_times_as_long_as_the_first() -> None:
    assert time_left(running(), NOON + timedelta(minutes=2)) == TimeLeft(minutes=18)


def test_a_break_does_not_count_and_neither_do_the_rows_before_it() -> None:
    task = running(done=600, turn_done=500)

    assert time_left(task, NOON + timedelta(minutes=1)) == TimeLeft(minutes=4)


@pytest.mark.parametrize("values", [{"total": None}, {"done": 0}, {"state": DONE}, {"turn_at": None}])
def test_nothing_is_said_when_nobody_can_know(values: dict[str, object]) -> None:
    assert time_left(running(**values), NOON + timedelta(minutes=1)) is None


def test_nothing_is_said_in_the_first_moments() -> None:
    assert time_left(running(), NOON + timedelta(seconds=1)) is None


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, TimeLeft()),
        (59, TimeLeft()),
        (60, TimeLeft(minutes=1)),
        (5340, TimeLeft(minutes=89)),
        (5400, TimeLeft(hours=2)),
        (10_800, TimeLeft(hours=3)),
    ],
)
def test_long_times_are_said_in_hours(seconds: float, said: TimeLeft) -> None:
    assert in_words(seconds) == said
