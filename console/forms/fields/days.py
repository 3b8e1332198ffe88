"""Days and periods. A day is typed as text, day first or ISO; the month is never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from random import Random
from typing import TYPE_CHECKING, Any, ClassVar

from msgspec import Struct

from console.base import clock
from console.base.figures.days import FIRST_YEAR, LAST_YEAR, read_day
from console.base.sheets.cells import Unreadable, Writable
from console.base.sheets.phrases import N_
from console.forms.faults import Fault
from console.forms.fields.base import Composite, PartFault, Read, ReadCell, Simple
from console.forms.tongue import Tongue

if TYPE_CHECKING:
    from wtforms.fields.core import UnboundField

TODAY = "today"
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLAIN = re.compile(r"([0-3][0-9])([./])([01][0-9])\2(1[89][0-9]{2}|2[01][0-9]{2})")


class Day(Simple, frozen=True, kw_only=True, tag="date"):
    """A day. `earliest` and `latest` are ISO days or `today`; a birth asks for the year in four figures."""

    earliest: str | None = None
    latest: str | None = None
    full_year: bool = True

    repeats: ClassVar[bool] = True

    def is_steady(self) -> bool:
        """What is not before today may be before tomorrow."""
        return self.earliest != TODAY

    def width(self) -> str:
        """Ten signs."""
        return "short"

    def reader(self, tongue: Tongue) -> Read:
        """The plain form is read at once, others by the style."""
        if tongue.is_api:
            return self._machine_reader(tongue)
        style, full, check = tongue.style, self.full_year, self._within(tongue)
        limited = self.earliest is not None or self.latest is not None
        plain = _PLAIN.fullmatch

        def read(text: str) -> date:
            if not plain(text):
                day = style.read_day(text, full_year=full)
            else:
                try:
                    day = date.fromisoformat(f"{text[6:]}-{text[3:5]}-{text[:2]}")
                except ValueError:
                    raise Fault("no_such_day", text=text) from None
            return check(day) if limited else day

        return read

    def _machine_reader(self, tongue: Tongue) -> Read:
        check = self._within(tongue)

        def read(text: str) -> date:
            if not _ISO.fullmatch(text):
                raise Fault("day_form", text=text[:40])
            return check(read_day(text))

        return read

    def cell_reader(self, tongue: Tongue) -> ReadCell:
        """A cell with a day, or a text; a bare number is no day, and a time on it is suspicious."""
        read, check = self.reader(tongue), self._within(tongue)
        first_year, last_year = FIRST_YEAR, LAST_YEAR

        def from_cell(cell: Any) -> date:
            if cell.__class__ is date:
                return check(cell if first_year <= cell.year <= last_year else _plausible(cell))
            if cell.__class__ is str:
                return read(cell)  # type: ignore[no-any-return]
            if isinstance(cell, datetime):
                if cell.time() != datetime.min.time():
                    raise Fault("day_with_time")
                return check(_plausible(cell.date()))
            if cell is Unreadable.FORMULA:
                raise Fault("formula")
            raise Fault("error_cell") if cell is Unreadable.ERROR else Fault("not_a_day")

        return from_cell

    def _within(self, tongue: Tongue) -> Callable[[date], date]:
        """Give the check of the limits as a closure; what today is where the reader is, is asked each time."""
        if TODAY in (self.earliest, self.latest):
            zone = str(tongue.style.zone)
            return lambda day: self._checked(day, zone)
        earliest, latest = _limit(self.earliest), _limit(self.latest)

        def check(day: date) -> date:
            if (earliest is not None and day < earliest) or (latest is not None and day > latest):
                return self._checked(day)
            return day

        return check

    def _checked(self, day: date, zone: str = "UTC") -> date:
        earliest, latest = _limit(self.earliest, zone), _limit(self.latest, zone)
        if earliest is not None and day < earliest:
            raise Fault("too_early", earliest=earliest)
        if latest is not None and day > latest:
            raise Fault("too_late", latest=latest)
        return day

    def show(self, value: Any, tongue: Tongue) -> str:
        """As the style writes days."""
        return tongue.style.show_day(value)

    def cell(self, value: Any, tongue: Tongue) -> Writable:
        """The day itself."""
        return value  # type: ignore[no-any-return]

    def to_json(self, value: Any) -> str:
        """ISO 8601."""
        return str(value.isoformat())

    def from_json(self, canonical: Any) -> date:
        """The day in the text."""
        return date.fromisoformat(canonical)

    def schema(self, tongue: Tongue) -> dict[str, Any]:
        """A date."""
        return {"type": "string", "format": "date"}

    def faults(self) -> Iterator[str]:
        """Limits are days."""
        for limit in (self.earliest, self.latest):
            try:
                _limit(limit)
            except ValueError:
                yield f"{self.key}: {limit} is neither an ISO day nor {TODAY!r}"
                return
        days = [limit for limit in (self.earliest, self.latest) if limit not in (None, TODAY)]
        if len(days) == 2 and _limit(days[0]) > _limit(days[1]):  # type: ignore[operator]
            yield f"{self.key}: earliest is after latest"

    def invent(self, chance: Random) -> date:
        """Some day of the last years, within the limits; a day in the past is the birthday of somebody young."""
        earliest = _limit(self.earliest)
        if self.latest == TODAY and earliest is None:
            return clock.today("UTC") - timedelta(days=chance.randrange(16 * 366, 24 * 365))
        latest = _limit(self.latest) or (earliest + timedelta(days=900) if earliest else date(2026, 12, 31))
        first = earliest or latest - timedelta(days=900)
        return first + timedelta(days=chance.randrange((latest - first).days + 1))

    def control(self, tongue: Tongue) -> UnboundField:
        """Text; the browser's own picker follows the browser's language, not the reader's."""
        from console.forms.controls import text_control

        return text_control(self, tongue, inputmode="numeric", placeholder=tongue.style.day_hint)


class Span(Struct, frozen=True, gc=False, rename={"start": "from", "end": "until"}):
    """A period: its first and its last day; without a last day it is open. The encoder writes it as its field does."""

    start: date
    end: date | None = None


class Period(Composite, frozen=True, kw_only=True, tag="period"):
    """From, to. The end may stay open unless `closed`."""

    closed: bool = False
    earliest: str | None = None
    latest: str | None = None

    def parts(self) -> tuple[Simple, ...]:
        """The two days."""
        first, last = self.earliest, self.latest
        return (
            Day("from", N_("From"), required=True, earliest=first, latest=last),
            Day("until", N_("To"), required=self.closed, earliest=first, latest=last),
        )

    def join(self, values: tuple[Any, ...]) -> Span:
        """The end is not before the beginning."""
        start, end = values
        if start is not None and end is not None and end < start:
            raise PartFault("until", Fault("period_end"))
        return Span(start, end)

    def split(self, value: Any) -> tuple[Any, ...]:
        """The two days."""
        return value.start, value.end

    def to_json(self, value: Any) -> dict[str, str | None]:
        """The two days; the second may be null."""
        return {"from": value.start.isoformat(), "until": value.end.isoformat() if value.end else None}

    def line(self, value: Any, tongue: Tongue) -> str:
        """The two days with a dash between; an open period ends with it."""
        show = tongue.style.show_day
        return f"{show(value.start)} – {show(value.end) if value.end else ''}".rstrip()

    def invent(self, chance: Random) -> Span:
        """The later of two days is the end."""
        day = self.parts()[0]
        first, last = sorted((day.invent(chance), day.invent(chance)))
        return Span(first, last)


def _plausible(day: date) -> date:
    """Refuse in a sheet the years that are refused as text."""
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise Fault("year_range", text=day.isoformat(), first=FIRST_YEAR, last=LAST_YEAR)
    return day


def _limit(text: str | None, zone: str = "UTC") -> date | None:
    if text is None:
        return None
    return clock.today(zone) if text == TODAY else date.fromisoformat(text)
