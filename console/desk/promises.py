"""Until when an answer is promised, and since when what is waiting is late: pure functions over days."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

SATURDAY = 5
_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Promise:
    """An answer within so many days of receipt; working days are Monday to Friday, holidays are not known."""

    days: int
    working: bool = True

    def until(self, received: date) -> date:
        """Give the last day on which an answer keeps the promise."""
        if not self.working:
            return received + timedelta(days=self.days)
        weeks, rest = divmod(self.days, 5)
        day = received + timedelta(weeks=weeks)
        # Received on a weekend counts as received on the Friday before: Monday is the first working day.
        while day.weekday() >= SATURDAY:
            day -= _ONE_DAY
        for _ in range(rest):
            day += _ONE_DAY
            while day.weekday() >= SATURDAY:
                day += _ONE_DAY
        return day

    def late_before(self, today: date, zone: str) -> datetime:
        """Give the moment before which everything still waiting was received too long ago."""
        day = today
        while self.until(day) >= today:
            day -= _ONE_DAY
        return datetime.combine(day + _ONE_DAY, time(), ZoneInfo(zone)).astimezone(UTC)


def received_on(moment: datetime, zone: str) -> date:
    """Give the day of a moment where the institution is."""
    return moment.astimezone(ZoneInfo(zone)).date()
