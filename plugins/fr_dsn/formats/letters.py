"""Letters for lines: one for each rubric, and one of its own for each line that comes again and again.

A memory of lines gives for each the letter that stands for it: one look-up is the verdict on the value and the shape at
once. Codes, and the days on which periods begin and end, have letters of their own: then the letters of a block say
what is in it, and what was found out about it holds for all blocks that are written with the same letters.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from plugins.fr_dsn.formats.groups import VALUE
from plugins.fr_dsn.norm.norms import PERSON, Rubric

LINES = 40_000
"""Lines that are remembered, of all rubrics together."""
ROOM = {"code": 3_000, "date": 3_000, "external": 1_500, "number": 256, "text": 256}
"""Lines that are remembered of one rubric, by its kind."""
OWN = {"code": 200, "date": 24, "external": 32, "number": 6, "text": 8}
"""Lines of one rubric that have letters of their own, by its kind."""
ENDS = ("01", "28", "29", "30", "31")
"""Days of a month on which periods begin or end."""

UNKNOWN, BEGINS = "?", "|"
MARKS = ("\x01", "\x02")
"""Stand around the letters of blocks that have no rubric they begin with; one is for those below the other's."""
_FIRST_OWN, _LAST = 0x800, 0xD7FF


class Alphabet:
    """What letters mean."""

    def __init__(self, rubrics: Iterable[Rubric]) -> None:
        free = map(chr, range(len(MARKS) + 1, _FIRST_OWN))
        letters = (letter for letter in free if letter not in (UNKNOWN, BEGINS))
        self.rubrics = dict(zip(letters, rubrics, strict=False))
        """By their letters."""
        self.lines: dict[str, str] = {}
        """Lines by the letters of their own."""
        self._free = map(chr, range(_FIRST_OWN, _LAST + 1))
        self._plain: dict[int, str] = {}

    def own(self, line: str, letter: str) -> str:
        """Give a line, which was written with the letter of its rubric so far, a letter of its own."""
        sign = next(self._free, None)
        if sign is None:
            return letter
        self.lines[sign] = line
        self._plain[ord(sign)] = letter
        return sign

    def plain(self, letters: str) -> str:
        """Write with the letters of rubrics only."""
        return letters.translate(self._plain)


class Rule:
    """What is asked of the lines of one rubric."""

    __slots__ = ("accepts", "after", "before", "kind", "letter", "own", "room", "written")

    def __init__(
        self, accepts: Callable[[str], bool], letter: str, around: tuple[str, str], rubric: Rubric
    ) -> None:
        self.accepts, self.letter, self.kind = accepts, letter, rubric.kind
        self.before, self.after = around
        """What stands before and after the letter."""
        self.written = f"{self.before}{letter}{self.after}"
        self.room = ROOM[rubric.kind]
        is_personal = rubric.block == PERSON and rubric.kind == "text"
        self.own = 0 if is_personal else OWN.get(rubric.kind, 0)

    def is_telling(self, value: str) -> bool:
        """Whether a line with this value deserves a letter of its own."""
        return self.own > 0 and (self.kind != "date" or value[:2] in ENDS)


class Lines(dict[str, str]):
    """Gives the letter of a line, or the sign of those that are not recognised; judges a line it has not seen."""

    def __init__(self, rules: Mapping[str, Rule], alphabet: Alphabet) -> None:
        super().__init__()
        self._rules, self._alphabet = rules, alphabet
        self._room = LINES

    def __missing__(self, line: str) -> str:
        rule = self._rules.get(line[:VALUE])
        if rule is None or not rule.accepts(line[VALUE:]):
            return UNKNOWN
        return self._remembered(line, rule) if rule.room else rule.written

    def _remembered(self, line: str, rule: Rule) -> str:
        if not self._room:
            return rule.written
        rule.room -= 1
        self._room -= 1
        written = rule.written
        if rule.is_telling(line[VALUE:]):
            rule.own -= 1
            written = f"{rule.before}{self._alphabet.own(line, rule.letter)}{rule.after}"
        self[line] = written
        return written


class Keys(Lines):
    """Gives the letter of a line whatever its value is, as long as it is one line."""

    def __missing__(self, line: str) -> str:
        rule = self._rules.get(line[:VALUE])
        if rule is None or "\n" in line:
            return UNKNOWN
        if rule.room:
            rule.room -= 1
            self[line] = rule.written
        return rule.written
