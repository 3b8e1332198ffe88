"""Values of the contract that only mean "there was none before": they belong into the block of changes (41)."""

from __future__ import annotations

from console.plugin import N_, Phrase
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.declaring import BlockRule, Declared, Values

ONLY_AS_OLD_VALUE = N_(
    "%(rubric)s: “%(value)s” may only stand in a change of contract (S21.G00.41) as the old value. "
    "Give the present one."
)


def _rule(control: str, forbidden: str) -> BlockRule:
    def judge(values: Values) -> Phrase | None:
        if values[0] != forbidden:
            return None
        return Phrase(ONLY_AS_OLD_VALUE, {"rubric": words.rubric(control[:14]), "value": forbidden})

    return BlockRule(control, (control[11:14],), judge)


DECLARED: Declared = (
    _rule("S21.G00.40.005/CCH-21", "999999"),
    _rule("S21.G00.40.022/CCH-11", "99"),
    _rule("S21.G00.40.041/CCH-11", "ZZZ"),
    _rule("S21.G00.40.057/CCH-12", "ZZ9"),
    _rule("S21.G00.40.060/CCH-12", "ZZ9"),
    _rule("S21.G00.40.061/CCH-12", "ZZ9"),
    _rule("S21.G00.40.063/CCH-12", "ZZ9"),
    _rule("S21.G00.40.064/CCH-12", "ZZ9"),
    _rule("S21.G00.40.065/CCH-12", "ZZ9"),
    _rule("S21.G00.40.069/CCH-11", "ZZZ"),
    _rule("S21.G00.40.071/CCH-11", "000"),
    _rule("S21.G00.40.079/CCH-11", "99999"),
    _rule("S21.G00.40.080/CCH-12", "999"),
    _rule("S21.G00.40.081/CCH-11", "999999999"),
)
