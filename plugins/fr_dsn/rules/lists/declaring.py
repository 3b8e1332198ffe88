"""How a control that needs a list is declared: which lists, what it reads of its block, what it asks.

A rule is started once per declaration, when all its lists are there: it then looks up what is valid in the declared
month (or on the day on which a signal was made), so that a value costs one look into a set. Without its lists it is
silent.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from console.plugin import N_, Phrase
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.crossing import pair
from plugins.fr_dsn.rules.controls.declaring import Frame, Gathering, Values
from plugins.fr_dsn.rules.lists.codes import Known, Part, Period, whole

NOT_LISTED = N_("%(rubric)s: “%(value)s” is not in the list %(list)s: correct the code.")
NOT_VALID = N_(
    "%(rubric)s: “%(value)s” is in the list %(list)s, but not valid at the time of this declaration: correct the code."
)
NOT_LISTED_WITH = N_(
    "With %(given)s, %(rubric)s must be in the list %(list)s, and “%(value)s” is not: correct one of the two."
)
NOT_ADMITTED = N_("%(rubric)s: “%(value)s” may not be given here, whatever list it is in: correct the code.")
MISSING_WITH = N_("With %(given)s, %(rubric)s must be given, as a code of the list %(list)s.")

Judge = Callable[[Values], Phrase | None]


@dataclass(frozen=True, slots=True)
class ListRule:
    """A control that one block decides, with lists and with what is known of its declaration.

    `start` gives the judge, or None when the declaration has nothing to fear; the judge gets the values under the
    rubric numbers `reads` (None where absent).
    """

    control: str
    lists: tuple[str, ...]
    reads: tuple[str, ...]
    start: Callable[[Known, Frame], Judge | None]
    needed: tuple[str, ...]
    """Numbers of rubrics without which it is silent."""


@dataclass(frozen=True, slots=True)
class ListGathering:
    """A control that looks at several groups of a declaration, with lists."""

    control: str
    lists: tuple[str, ...]
    start: Callable[[Known, Frame], Gathering | None]


Listed = ListRule | ListGathering


def period_of(frame: Frame) -> Period | None:
    """Give the month that is declared, else the day on which the declaration was made; None when neither is a date."""
    if frame.month is not None:
        return frame.month, frame.month.replace(day=monthrange(frame.month.year, frame.month.month)[1])
    return None if frame.made_on is None else (frame.made_on, frame.made_on)


def ever(_frame: Frame) -> None:
    """Ask for a code that has ever been valid: of a birth, or of what was declared before a change."""


@dataclass(frozen=True, slots=True)
class Given:
    """What another rubric of the block must say for a control to ask anything."""

    number: str
    holds: Callable[[str | None], bool]


def listed(
    control: str,
    *lists: str,
    also: Iterable[str] = (),
    never: Iterable[str] = (),
    part: Part = whole,
    first: int | None = None,
    dated: Callable[[Frame], Period | None] = period_of,
    given: Given | None = None,
    excused: Callable[[Known, str], bool] = lambda known, value: False,
    demanded: bool = False,
) -> ListRule:
    """Ask for a code of one of these lists.

    `also` are codes that pass without being listed, `never` codes that do not pass even if listed, `part` what a value
    is compared with of each code, `first` how many signs of the value are compared, `excused` what passes all the same,
    `demanded` whether a rubric that is absent is a fault too.
    """
    number, more, banned = control[11:14], frozenset(also), frozenset(never)

    def start(known: Known, frame: Frame) -> Judge:
        good = known.joined(lists, dated(frame), part, more, banned)
        say = _Saying(control, lists, known, part, banned, given)

        def judge(values: Values) -> Phrase | None:
            value = values[0]
            asked = value if value is None or first is None else value[:first]
            if asked in good or (given is not None and not given.holds(values[1])):
                return None
            if value is None:
                return say.missing(values) if demanded else None
            return None if excused(known, value) else say.wrong(values, asked or "")

        return judge

    reads = (number,) if given is None else (number, given.number)
    if given is not None and demanded:
        return ListRule(control, lists, reads, start, (given.number,))
    return ListRule(control, lists, reads, start, reads)


@dataclass(frozen=True, slots=True)
class _Saying:
    """What a control says of a value."""

    control: str
    lists: tuple[str, ...]
    known: Known
    part: Part
    banned: frozenset[str]
    given: Given | None

    def wrong(self, values: Values, asked: str) -> Phrase:
        said = {
            "rubric": words.rubric(self.control[:14]),
            "value": words.text(values[0]),
            "list": self._list(),
        }
        if asked in self.banned:
            return Phrase(NOT_ADMITTED, said)
        if self.given is not None:
            return Phrase(NOT_LISTED_WITH, {**said, "given": self._given(values)})
        was = any(asked in self.known.codes(one, None, self.part) for one in self.lists)
        return Phrase(NOT_VALID if was else NOT_LISTED, said)

    def missing(self, values: Values) -> Phrase:
        said = {"rubric": words.rubric(self.control[:14]), "list": self._list(), "given": self._given(values)}
        return Phrase(MISSING_WITH, said)

    def _list(self) -> str:
        return self.known.title(self.lists)

    def _given(self, values: Values) -> str:
        return "" if self.given is None else pair(f"{self.control[:10]}.{self.given.number}", values[1])
