"""Controls of an amount or a date that depend on the block above or beside it."""

from __future__ import annotations

from collections.abc import Iterable

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.figures import cents
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.crossing import lines
from plugins.fr_dsn.rules.controls.date_order_cross import not_after, not_before
from plugins.fr_dsn.rules.controls.declaring import Declared, Fault, Frame, GroupRule
from plugins.fr_dsn.rules.controls.ties import under

NOT_ZERO = N_(
    "%(rubric)s is %(value)s: the basis has no component (23), so it must be 0.00. Correct one of the two."
)

_CONTRIBUTIONS = under("S21.G00.81")


def _nothing_to_pay(group: Group, _: Frame) -> Iterable[Fault]:
    """Find a contribution (059) that is not zero under a basis without components."""
    without = [at for at in group.of("S21.G00.79") if group.value(at, "001") == "23"]
    for at in without:
        for one in group.once(_CONTRIBUTIONS).get(group.parents[at], ()):
            amount = group.value(one, "004")
            if group.value(one, "001") == "059" and cents(amount):
                said = {"rubric": words.rubric("S21.G00.81.004"), "value": words.text(amount)}
                yield Fault(at, "001", Phrase(NOT_ZERO, said))


DECLARED: Declared = (
    GroupRule("S21.G00.79.001/CCH-13", frozenset({"S21.G00.79"}), _nothing_to_pay, (lines("79.001", "23"),)),
    not_before("S21.G00.84.002/CCH-11", "83.001"),
    not_after("S21.G00.84.003/CCH-13", "83.002"),
)
