"""Years of birth that are possible: at most 119 years before the current one, and not after it.

A file is judged by what stands in it, whenever it is read: the year in which it was made (S20.G00.05.007) stands in for
the current one of the norm. Without that day nothing is said.
"""

from __future__ import annotations

from collections.abc import Callable

from console.plugin import N_, Phrase
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.declaring import ChainRule, Declared, Frame, Values

IMPOSSIBLE_YEAR = N_(
    "%(rubric)s: a birth in %(year)s is not possible, seen from %(made)s when the file was made. Correct the year."
)
OLDEST = 120


def _rule(control: str) -> ChainRule:
    def start(frame: Frame) -> Callable[[Values], Phrase | None] | None:
        if frame.made_on is None:
            return None
        made = frame.made_on.year

        def judge(values: Values) -> Phrase | None:
            year = (values[0] or "")[4:]
            if not year.isdecimal() or made - OLDEST < int(year) <= made:
                return None
            return Phrase(
                IMPOSSIBLE_YEAR,
                {"rubric": words.rubric(control[:14]), "year": words.text(year), "made": str(made)},
            )

        return judge

    return ChainRule(control, control[:10], (control[:14],), start, control[11:14])


DECLARED: Declared = tuple(
    _rule(control)
    for control in (
        "S21.G00.30.006/CCH-12",
        "S21.G00.31.011/CCH-12",
        "S21.G00.73.005/CCH-11",
        "S21.G00.85.016/CCH-12",
        "S89.G00.91.006/CCH-12",
    )
)
