"""How long work will still take, as far as its pace so far tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from console.jobs.models import RUNNING, Task

SOONEST = timedelta(seconds=2)
"""Before that the pace says nothing."""


@dataclass(frozen=True)
class TimeLeft:
    """A length of time as people say it: `hours` when it is long, else `minutes`; both zero is less than a minute."""

    hours: int = 0
    minutes: int = 0


def time_left(task: Task, now: datetime) -> TimeLeft | None:
    """Give the time left by the pace since the task was last taken up; nothing while that cannot be said."""
    if task.state != RUNNING or task.total is None or task.turn_at is None:
        return None
    fresh, elapsed = task.done - task.turn_done, now - task.turn_at
    if fresh <= 0 or elapsed < SOONEST:
        return None
    return in_words(elapsed.total_seconds() / fresh * max(0, task.total - task.done))


def in_words(seconds: float) -> TimeLeft:
    """Round a length of time to what a person would say: minutes up to an hour and a half, then hours."""
    if seconds < 60:
        return TimeLeft()
    if seconds < 90 * 60:
        return TimeLeft(minutes=round(seconds / 60))
    return TimeLeft(hours=round(seconds / 3600))
