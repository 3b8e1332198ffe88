"""Both ends of a period in one calendar year, or in one month."""

from __future__ import annotations

from console.plugin import N_, Phrase
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.declaring import BlockRule, Declared, Values

ONE_YEAR = N_(
    "%(rubric)s: the period from %(first)s to %(last)s runs over two years. Declare each year in a block of its own."
)
ONE_MONTH = N_(
    "%(rubric)s: the period from %(first)s to %(last)s runs over several months. "
    "Declare each month in a block of its own."
)
YEAR, MONTH = 4, 2
"""Where the part of `DDMMYYYY` begins that must be the same."""


def _rule(
    control: str, first: str, last: str, part: int, only: tuple[str, frozenset[str]] | None = None
) -> BlockRule:
    """Compare two days of a block from `part` on; `only`: where another rubric holds one of these codes."""

    def judge(values: Values) -> Phrase | None:
        begins, ends = values[0], values[1]
        if begins is None or ends is None or begins[part:] == ends[part:]:
            return None
        if only and values[2] not in only[1]:
            return None
        more = {"rubric": words.rubric(control[:14]), "first": words.day(begins), "last": words.day(ends)}
        return Phrase(ONE_YEAR if part == YEAR else ONE_MONTH, more)

    return BlockRule(control, (first, last, only[0]) if only else (first, last), judge)


OETH = frozenset({"060", "061", "062", "063", "064", "065", "066", "067", "068", "071", "072", "073"})
"""Contributions and deductions of the duty to employ disabled workers, which are of one year."""

DECLARED: Declared = (
    _rule("S21.G00.58.002/CCH-13", "001", "002", YEAR),
    _rule("S21.G00.78.003/CCH-16", "002", "003", YEAR),
    _rule("S21.G00.78.003/SIG-11", "002", "003", MONTH, ("001", frozenset({"31"}))),
    _rule("S21.G00.82.002/CCH-21", "003", "004", YEAR, ("002", OETH)),
)
