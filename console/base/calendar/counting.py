"""From the start and a span to the last day, with each step in words. Pure: no clock, no database."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from console.base.calendar.daysoff import SATURDAY, is_day_off, is_holiday, name_of_day_off
from console.base.calendar.spans import Span, Unit
from console.base.figures import Style
from console.base.sheets.phrases import N_, Phrase

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Step:
    """One step of the counting; days in `params` are shown as the reader writes them (`said`)."""

    message: str
    params: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True)
class _Holiday:
    """A holiday whose name waits for the reader's language."""

    day: date
    region: str


@dataclass(frozen=True)
class End:
    """When a span ends: the last day, of which the whole counts, or for hours the moment."""

    day: date
    at: datetime
    """The first moment that is too late, in UTC."""
    is_moment: bool
    steps: tuple[Step, ...]


def count(span: Span, start: date | datetime, zone: str, home: str = "") -> End:
    """Give the end of a span that begins with an event; `home` is the region whose holidays count if it names none.

    A moment (aware) belongs to its day in the zone. Hours run through, also in the nights when the clock is changed;
    from a day without a moment they run from its beginning. Raises `BadArgument` for a region nobody knows, and
    `ValueError` for a moment without a zone.
    """
    if isinstance(start, datetime):
        if start.tzinfo is None:
            raise ValueError("a moment needs a time zone")
        moment = start.astimezone(UTC)
    else:
        moment = datetime.combine(start, time(), ZoneInfo(zone)).astimezone(UTC)
    day = moment.astimezone(ZoneInfo(zone)).date()
    if span.unit is Unit.HOURS:
        at = moment + timedelta(hours=span.number)
        step = Step(N_("The hours run through, days off and nights among them."))
        return End(at.astimezone(ZoneInfo(zone)).date(), at, True, (step,))
    last, steps = _last_day(span, day, span.region or home)
    return End(last, end_of_day(last, zone), False, steps)


def end_of_day(day: date, zone: str) -> datetime:
    """Give the first moment after a day of the zone, in UTC."""
    return datetime.combine(day + _ONE_DAY, time(), ZoneInfo(zone)).astimezone(UTC)


def latest_start_before(span: Span, last: date, zone: str, home: str = "") -> date:
    """Give the latest day of an event whose span ends before a day; of spans in days and months.

    A later event never ends earlier, so that halving finds it.
    """
    # Twice as many days and some holidays are more than any count of working days takes.
    early, late = last - timedelta(days=2 * span.number + 40), last + _ONE_DAY
    if span.unit is Unit.MONTHS:
        early = _months_after(last, -span.number - 2)
    while (late - early).days > 1:
        middle = early + (late - early) // 2
        if count(span, middle, zone, home).day < last:
            early = middle
        else:
            late = middle
    return early


def said(step: Step, style: Style) -> str:
    """Give a step in the reader's language, with days as the reader writes them."""

    def shown(value: object) -> object:
        if isinstance(value, _Holiday):
            return name_of_day_off(value.day, value.region, style.language)
        return style.show_day(value) if isinstance(value, date) else value

    return str(Phrase(step.message, {name: shown(value) for name, value in step.params.items()}))


def _last_day(span: Span, day: date, region: str) -> tuple[date, tuple[Step, ...]]:
    begun = (
        Step(N_("Counted from %(day)s, which is the first day."), {"day": day})
        if span.first_day
        else Step(N_("Counted from the day after %(day)s."), {"day": day})
    )
    if span.working:
        last, steps = _working(span, day, region)
    else:
        last, steps = _plain(span, day), ()
    steps = (begun, *steps)
    if span.month_end:
        end = last.replace(day=monthrange(last.year, last.month)[1])
        steps = (*steps, Step(N_("It runs on to the end of the month, %(day)s."), {"day": end}))
        last = end
    if span.moves and is_day_off(last, region):
        steps = (*steps, *_moved(last, _next_working(last, region), region))
        last = _next_working(last, region)
    return last, (*steps, Step(N_("The last day is %(day)s."), {"day": last}))


def _plain(span: Span, day: date) -> date:
    is_months = span.unit is Unit.MONTHS
    last = _months_after(day, span.number) if is_months else day + timedelta(days=span.number)
    return last - _ONE_DAY if span.first_day else last


def _working(span: Span, day: date, region: str) -> tuple[date, tuple[Step, ...]]:
    """Count working days alone; a span of none ends on the first working day from the event on."""
    left, last = span.number, day
    if span.first_day and not is_day_off(day, region):
        left -= 1
    while left:
        last += _ONE_DAY
        left -= not is_day_off(last, region)
    last = _next_working(last, region)
    return last, tuple(_left_out(day, last, region))


def _left_out(day: date, last: date, region: str) -> Iterator[Step]:
    """Say which days between an event and the last day were not counted, and why."""
    between = [day + timedelta(days=n) for n in range(1, (last - day).days)]
    if weekend := sum(one.weekday() >= SATURDAY for one in between):
        yield Step(N_("Saturdays and Sundays are not counted: %(number)s of them."), {"number": weekend})
    for one in between:
        if one.weekday() < SATURDAY and is_holiday(one, region):
            yield Step(N_("%(day)s is not counted: %(name)s."), {"day": one, "name": _Holiday(one, region)})


def _moved(last: date, to: date, region: str) -> Iterator[Step]:
    days = {"day": last, "to": to}
    if is_holiday(last, region):
        text = N_("%(day)s is a holiday (%(name)s): it moves to %(to)s.")
        yield Step(text, {**days, "name": _Holiday(last, region)})
    else:
        yield Step(N_("%(day)s is a Saturday or a Sunday: it moves to %(to)s."), days)


def _next_working(day: date, region: str) -> date:
    while is_day_off(day, region):
        day += _ONE_DAY
    return day


def _months_after(day: date, months: int) -> date:
    """Give the same day of the month some months later, or the last one of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
