"""Days and moments as people type them: day first, or ISO; the month is never guessed from the day."""

import re
from datetime import UTC, date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

from .faults import Misread

FIRST_YEAR, LAST_YEAR = 1800, 2199
"""Years outside are typing errors in this trade."""

PIVOT = 50
"""Two-digit years below stand for 2000 to 2049, the others for 1950 to 1999."""

_DAY_FIRST = re.compile(r"([0-9]{1,2}) ?([./-]) ?([0-9]{1,2}) ?\2 ?([0-9]{4}|[0-9]{2})")
_ISO = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})")
_MOMENT = re.compile(
    r"(?P<day>.+?)[ T]+(?P<hour>[0-9]{1,2})[:h](?P<minute>[0-9]{2})"
    r"(?::(?P<second>[0-9]{2})(?:\.(?P<part>[0-9]{1,6}))?)?"
    r" ?(?P<offset>Z|[+-][0-9]{2}:[0-9]{2})?"
)


def read_day(text: str, *, full_year: bool = False) -> date:
    """The day in a typed text: 1.3.26, 01.03.2026, 1/3/2026, 1-3-2026 or 2026-03-01.

    `full_year` refuses two-digit years, for fields where a century apart is plausible (a birth).
    Raises `Misread`: empty, day_form, no_such_day, year_short, year_range.
    """
    clean = " ".join(text.split())
    if not clean:
        raise Misread("empty")
    if found := _ISO.fullmatch(clean):
        year, month, day = found.groups()
    elif found := _DAY_FIRST.fullmatch(clean):
        day, _, month, year = found.groups()
    else:
        raise Misread("day_form", text=clean[:40])
    if len(year) == 2 and full_year:
        raise Misread("year_short", text=clean)
    number = int(year) + (0 if len(year) == 4 else 2000 if int(year) < PIVOT else 1900)
    if not FIRST_YEAR <= number <= LAST_YEAR:
        raise Misread("year_range", text=clean, first=FIRST_YEAR, last=LAST_YEAR)
    try:
        return date(number, int(month), int(day))
    except ValueError:
        raise Misread("no_such_day", text=clean) from None


def read_moment(text: str, zone: ZoneInfo) -> datetime:
    """The moment in a typed day and time, in UTC; without an offset the time is the one of `zone`.

    Raises `Misread`: those of `read_day`, moment_form, no_such_time (also the hour skipped in spring) and
    two_times (the hour repeated in autumn, without an offset).
    """
    clean = " ".join(text.split())
    if not clean:
        raise Misread("empty")
    found = _MOMENT.fullmatch(clean)
    if not found:
        raise Misread("moment_form", text=clean[:40])
    day = read_day(found["day"])
    try:
        local = datetime(
            day.year,
            day.month,
            day.day,
            int(found["hour"]),
            int(found["minute"]),
            int(found["second"] or 0),
            int((found["part"] or "").ljust(6, "0")),
        )
        if found["offset"]:
            return local.replace(tzinfo=_offset(found["offset"])).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Misread("no_such_time", text=clean) from None
    return _placed(local, zone, clean)


def _offset(text: str) -> timezone:
    if text == "Z":
        return UTC
    hours, minutes = int(text[1:3]), int(text[4:])
    if minutes > 59:
        raise ValueError(text)
    distance = timedelta(hours=hours, minutes=minutes)
    return timezone(-distance if text[0] == "-" else distance)


def _placed(local: datetime, zone: ZoneInfo, typed: str) -> datetime:
    moments = {
        moment
        for fold in (0, 1)
        if (moment := local.replace(tzinfo=zone, fold=fold).astimezone(UTC))
        .astimezone(zone)
        .replace(tzinfo=None, fold=0)
        == local
    }
    if not moments:
        raise Misread("no_such_time", text=typed)
    if len(moments) > 1:
        early = local.replace(tzinfo=zone, fold=0).isoformat()[-6:]
        late = local.replace(tzinfo=zone, fold=1).isoformat()[-6:]
        raise Misread("two_times", text=typed, early=early, late=late)
    return moments.pop()


def is_repeated(local: datetime) -> bool:
    """Whether the clock shows this zoned time twice (the end of summer time)."""
    return local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset()
