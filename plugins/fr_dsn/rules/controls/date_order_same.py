"""Controls on the order of two dates of one block: an end is not before its beginning."""

from __future__ import annotations

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.figures import day
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.declaring import BlockRule, Declared, Values
from plugins.fr_dsn.rules.controls.within_block import block_of

BEFORE = N_("%(later)s is %(end)s, before %(earlier)s, which is %(start)s: correct one of the two dates.")


def not_before(control: str, later: str, earlier: str) -> BlockRule:
    """Refuse a date that lies before another one; that both are dates is for other checks to say.

    Where the norm says *after* and its message allows the same day, the same day is let pass.
    """
    block = block_of(control)

    def judge(values: Values) -> Phrase | None:
        end, start = values
        if end is None or start is None or not _is_before(end, start):
            return None
        return Phrase(
            BEFORE,
            {
                "later": words.rubric(f"{block}.{later}"),
                "end": words.day(end),
                "earlier": words.rubric(f"{block}.{earlier}"),
                "start": words.day(start),
            },
        )

    return BlockRule(control, (later, earlier), judge)


def _is_before(one: str, other: str) -> bool:
    first, second = day(one), day(other)
    return first is not None and second is not None and first < second


DECLARED: Declared = (
    not_before("S21.G00.20.007/CCH-11", "007", "006"),
    not_before("S21.G00.22.004/CCH-11", "004", "003"),
    not_before("S21.G00.40.010/CCH-11", "010", "001"),
    not_before("S21.G00.41.028/CCH-15", "001", "028"),
    not_before("S21.G00.51.002/CCH-11", "002", "001"),
    not_before("S21.G00.52.004/CCH-11", "004", "003"),
    not_before("S21.G00.54.004/CCH-11", "004", "003"),
    not_before("S21.G00.58.002/CCH-11", "002", "001"),
    not_before("S21.G00.60.002/CCH-12", "003", "002"),
    not_before("S21.G00.60.006/CCH-12", "006", "005"),
    not_before("S21.G00.62.001/CCH-11", "001", "004"),
    not_before("S21.G00.62.005/CCH-11", "001", "005"),
    not_before("S21.G00.63.003/CCH-13", "003", "002"),
    not_before("S21.G00.65.003/CCH-11", "003", "002"),
    not_before("S21.G00.66.002/SIG-11", "002", "001"),
    not_before("S21.G00.70.015/CCH-11", "015", "014"),
    not_before("S21.G00.73.011/CCH-11", "011", "004"),
    not_before("S21.G00.78.003/CCH-12", "003", "002"),
    not_before("S21.G00.83.002/CCH-11", "002", "001"),
    not_before("S21.G00.84.003/CCH-11", "003", "002"),
    not_before("S89.G00.92.005/CCH-11", "005", "004"),
)
