"""A length of time as it is declared: a frozen value that goes to one line of text and back.

The text begins as ISO 8601 writes a duration and goes on with words: `P10D working CH-VD`, `P30D moves`,
`P1M month-end`, `PT48H`. Weeks are kept as days and years as months, since they count the same.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from console.base.errors import BadArgument
from console.base.sheets.phrases import N_, Phrase


class Unit(StrEnum):
    """In what a span is counted."""

    HOURS = "hours"
    DAYS = "days"
    MONTHS = "months"


LONGEST: Final[Mapping[Unit, int]] = MappingProxyType(
    {Unit.HOURS: 8_784, Unit.DAYS: 3_660, Unit.MONTHS: 1_200}
)
"""The most of each unit: a year of hours, ten years of days, a hundred years of months."""
WORKING, MOVES, MONTH_END, FIRST_DAY = "working", "moves", "month-end", "first-day"
_LENGTH = re.compile(r"P(?:(\d{1,4})([DWMY])|T(\d{1,4})H)")
_REGION = re.compile(r"[A-Z]{2}(?:-[A-Z0-9]{1,3})?")
_UNITS = {"D": (Unit.DAYS, 1), "W": (Unit.DAYS, 7), "M": (Unit.MONTHS, 1), "Y": (Unit.MONTHS, 12)}


@dataclass(frozen=True)
class Span:
    """So many hours, days or months, and how they are counted. Raises `BadArgument` for what does not go together."""

    number: int
    unit: Unit = Unit.DAYS
    working: bool = False
    """Only working days count: neither Saturdays and Sundays nor holidays."""
    moves: bool = False
    """A last day that is a Saturday, a Sunday or a holiday moves to the next working day."""
    month_end: bool = False
    """It runs on to the last day of the month in which it would end."""
    first_day: bool = False
    """The day of the event is the first day counted; else counting begins on the day after it."""
    region: str = ""
    """Whose holidays: `CH`, `CH-VD`. Empty means those of the institution's country."""

    def __post_init__(self) -> None:
        if not 0 <= self.number <= LONGEST[self.unit]:
            raise BadArgument(
                Phrase(N_("This is longer than can be counted: %(text)s"), {"text": text_of(self)})
            )
        of_days = (self.working, self.moves, self.month_end, self.first_day, self.region)
        if (self.unit is Unit.HOURS and any(of_days)) or (self.working and self.unit is not Unit.DAYS):
            raise _unreadable(text_of(self))
        if (self.working and self.month_end) or (self.first_day and self.number == 0):
            raise _unreadable(text_of(self))
        if self.region and not _REGION.fullmatch(self.region):
            raise _unreadable(text_of(self))


def span_of(text: str) -> Span:
    """Read the text of a span; raises `BadArgument` with an example of what can be read."""
    length, *words = text.split() or [""]
    found = _LENGTH.fullmatch(length)
    regions = [word for word in words if _REGION.fullmatch(word)]
    marks = [word for word in words if word not in regions]
    known = {WORKING, MOVES, MONTH_END, FIRST_DAY}
    if found is None or len(regions) > 1 or len(set(marks)) < len(marks) or set(marks) - known:
        raise _unreadable(text)
    number, unit, hours = found.groups()
    kind, times = _UNITS[unit] if unit else (Unit.HOURS, 1)
    return Span(
        int(number or hours) * times,
        kind,
        working=WORKING in marks,
        moves=MOVES in marks,
        month_end=MONTH_END in marks,
        first_day=FIRST_DAY in marks,
        region=regions[0] if regions else "",
    )


def text_of(span: Span) -> str:
    """Give a span as text; `span_of` reads the same span from it."""
    length = {
        Unit.HOURS: f"PT{span.number}H",
        Unit.DAYS: f"P{span.number}D",
        Unit.MONTHS: f"P{span.number}M",
    }
    words = (
        (WORKING, span.working),
        (MOVES, span.moves),
        (MONTH_END, span.month_end),
        (FIRST_DAY, span.first_day),
    )
    return " ".join(
        [length[span.unit], *(word for word, is_set in words if is_set), *filter(None, [span.region])]
    )


def _unreadable(text: str) -> BadArgument:
    example = N_(
        "This length of time cannot be read: %(text)s. Write it like “P10D working CH-VD”, “P30D moves”, "
        "“P1M month-end” or “PT48H”."
    )
    return BadArgument(Phrase(example, {"text": text[:80]}), place="span")
