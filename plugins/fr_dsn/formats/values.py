"""Whether the value of a rubric may stand there: lengths, pattern, closed list, calendar.

Each test is said twice from one declaration: `wrong` explains and is slow, `accepts` only answers and is quick.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache

from console.plugin import N_, Phrase, quoted
from plugins.fr_dsn.formats.figures import day
from plugins.fr_dsn.norm.norms import Norm, Rubric
from plugins.fr_dsn.rules.controls import words

Wrong = tuple[str, Phrase]
"""A control (`CODE`, `DATE` ...) and what to say."""

_TEXT = re.compile(r"(?!\s)[^\x00-\x1f\x7f-\x9f]+(?<!\s)\Z")
"""Without control characters and without 0x80 to 0x9F, which ISO-8859-1 leaves empty; no space at either end."""
_SIGNED = {r"-?[0]*(0|[1-9][0-9]*)\.[0-9]{2}"}
_UNSIGNED = {r"[0]*(0|[1-9][0-9]*)\.[0-9]{2}", r"[0]*([1-9][0-9]*\.[0-9]{2}|0\.[0-9]{2})"}
NUMBERED = {
    "S89.G00.87.005": "S89.G00.87.005/CSL-12",
    "S89.G00.87.006": "S89.G00.87.006/CSL-12",
    "S89.G00.89.005": "S89.G00.89.005/CSL-11",
    "S21.G00.40.080 999": "S21.G00.40.080/CCH-12",
}
"""Faults of a value that the norm has a control for: days that the calendar lacks, and a value no pattern lets pass."""
_FEW = 12
"""Codes a message can list."""


def stray(text: str) -> str | None:
    """Give the first character of a text that no DSN may hold, or None."""
    if text.isprintable():
        return None
    return next((c for c in text if c < " " or "\x7f" <= c < "\xa0"), None)


class ValueTest:
    """The test of one rubric's values."""

    def __init__(self, rubric: Rubric) -> None:
        self.rubric = rubric
        self._pattern = _pattern(rubric)
        self.accepts: Callable[[str], bool] = self._accepting()

    def wrong(self, value: str) -> Wrong | None:
        """Give what is wrong with a value, or None."""
        return None if self.accepts(value) else self.explained(value)

    def explained(self, value: str) -> Wrong | None:
        """Go through the tests of a value one by one; gives the first that it fails, or None."""
        rubric = self.rubric
        more: dict[str, object] = {"rubric": words.rubric(rubric.key), "value": quoted(value)}
        if not value.strip():
            return "EMPTY_VALUE", Phrase(
                N_("%(rubric)s is empty: give a value, or leave the line out."), more
            )
        if value != value.strip():
            return "PATTERN", Phrase(
                N_("%(rubric)s begins or ends with a space: remove it from “%(value)s”."), more
            )
        if rubric.codes is not None:
            return None if value in rubric.codes else ("CODE", self._unlisted(more))
        if not rubric.shortest <= len(value) <= rubric.longest:
            return "LENGTH", self._length(value, more)
        if self._pattern is not None and not self._pattern.fullmatch(value):
            control, said = self._shape(more)
            return NUMBERED.get(f"{rubric.key} {value}", control), said
        if rubric.kind == "date" and day(value) is None:
            return NUMBERED.get(rubric.key, "DATE"), Phrase(
                N_("%(rubric)s: the day “%(value)s” is not in the calendar: correct it."), more
            )
        return None

    def _unlisted(self, more: dict[str, object]) -> Phrase:
        codes = self.rubric.codes or {}
        if len(codes) > _FEW:
            return Phrase(N_("%(rubric)s: “%(value)s” is not a code of its list: choose one of them."), more)
        return Phrase(
            N_("%(rubric)s: “%(value)s” is not one of the codes %(codes)s: choose one of them."),
            {**more, "codes": ", ".join(codes)},
        )

    def _length(self, value: str, more: dict[str, object]) -> Phrase:
        more |= {"length": len(value), "least": self.rubric.shortest, "most": self.rubric.longest}
        if self.rubric.shortest == self.rubric.longest:
            return Phrase(N_("%(rubric)s has %(length)s characters instead of %(most)s: “%(value)s”."), more)
        return Phrase(
            N_("%(rubric)s has %(length)s characters instead of %(least)s to %(most)s: “%(value)s”."), more
        )

    def _shape(self, more: dict[str, object]) -> Wrong:
        if self.rubric.kind == "date":
            return "DATE", Phrase(N_("%(rubric)s: “%(value)s” is not a date of the form DDMMYYYY."), more)
        if self.rubric.kind == "number":
            return "PATTERN", Phrase(
                N_("%(rubric)s: “%(value)s” is not a number of the form asked for."), more
            )
        return "PATTERN", Phrase(N_("%(rubric)s: “%(value)s” has not the form asked for."), more)

    def _accepting(self) -> Callable[[str], bool]:
        rubric, pattern = self.rubric, self._pattern
        if rubric.codes is not None:
            return rubric.codes.__contains__
        least, most = rubric.shortest, rubric.longest
        if rubric.pattern in _SIGNED or rubric.pattern in _UNSIGNED:
            return _amount(least, most, rubric.pattern in _SIGNED)
        if pattern is None:
            return lambda value: least <= len(value) <= most and _is_text(value)
        match = pattern.fullmatch
        if rubric.kind == "date":
            return lambda value: match(value) is not None and day(value) is not None
        if rubric.kind == "number":
            return lambda value: least <= len(value) <= most and match(value) is not None
        return lambda value: least <= len(value) <= most and _is_text(value) and match(value) is not None


@cache
def value_tests(norm: Norm) -> dict[str, ValueTest]:
    """Give the tests of a norm by rubric."""
    return {key: ValueTest(rubric) for key, rubric in norm.rubrics.items()}


def _is_text(value: str) -> bool:
    if value.isprintable() and value[:1] != " " and value[-1:] != " ":
        return value != ""
    return _TEXT.match(value) is not None


def _pattern(rubric: Rubric) -> re.Pattern[str] | None:
    if not rubric.pattern:
        return None
    # The tables write alternatives without brackets, and mean a space where they write any white space.
    return re.compile(f"(?:{rubric.pattern.replace(chr(92) + 's', ' ')})", re.ASCII)


def _amount(least: int, most: int, signed: bool) -> Callable[[str], bool]:
    """Test an amount without a regular expression, which costs twice as much."""

    def accepts(value: str) -> bool:
        if not least <= len(value) <= most or value[-3] != ".":
            return False
        whole, cents = value[:-3], value[-2:]
        if whole.isdecimal() and cents.isdecimal():
            return value.isascii()
        return signed and whole[:1] == "-" and whole[1:].isdecimal() and cents.isdecimal() and value.isascii()

    return accepts
