"""Controls that the norm of 2025 added (Cahier technique CT2025.1.3); the tables of 2024 do not have them."""

from __future__ import annotations

from collections.abc import Iterator

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.figures import day
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.crossing import never
from plugins.fr_dsn.rules.controls.declaring import BlockRule, Declared, Fault, Frame, GroupRule, Values
from plugins.fr_dsn.rules.controls.reference.kinds import named
from plugins.fr_dsn.rules.controls.ties import under
from plugins.fr_dsn.rules.controls.within_block import given, there

NAME_THE_CONTRACT = N_(
    "%(rubric)s is missing: this payment is for several contracts, and the deduction belongs to one of them."
)
BONUS_TOO_LATE = N_(
    "%(rubric)s must be %(limit)s at the latest for a bonus of the kind %(code)s, not %(value)s."
)
BONUS_UNDATED = N_("%(rubric)s is missing: a bonus of the kind %(code)s needs it.")

LINE, OTHER_REVENUE = "S21.G00.51", "S21.G00.54"
DEDUCTION = "10"
"""S21.G00.54.001: flat deduction for professional expenses."""
PURCHASING_POWER, LAST_DAY = "902", "31032022"
"""S21.G00.52.001: the bonus of purchasing power, and the last day on which it could be paid tax-free."""
PERMANENT_OR_OTHER = (
    "01", "07", "08", "09", "10", "20", "21", "29", "32", "50", "51", "52", "53", "54", "60", "70", "80", "81", "82",
    "89", "90", "91", "92", "93",
)  # fmt: skip
"""Natures of contract (S21.G00.40.007) after which no permanent contract can be refused: all but 02 and 03."""


def _deduction_by_contract(group: Group, frame: Frame) -> Iterator[Fault]:
    lines = group.once(under(LINE))
    for payment, revenues in group.once(under(OTHER_REVENUE)).items():
        contracts = {group.value(at, "010") for at in lines.get(payment, ())}
        for at in revenues if len(contracts) > 1 else ():
            if group.value(at, "001") == DEDUCTION and group.value(at, "005") is None:
                yield Fault(at, "005", Phrase(NAME_THE_CONTRACT, {"rubric": words.rubric("S21.G00.54.005")}))


def _bonus(control: str, limit: str | None) -> BlockRule:
    """Compare a day of the bonus of purchasing power with the last day allowed, or with the end of its period."""

    def judge(values: Values) -> Phrase | None:
        kind, on, end = values
        if kind != PURCHASING_POWER:
            return None
        more = {"rubric": words.rubric(control[:14]), "code": words.code("S21.G00.52.001", PURCHASING_POWER)}
        if on is None:
            return Phrase(BONUS_UNDATED, more) if limit else None
        last = limit or end
        latest, paid = day(last or ""), day(on)
        if latest is None or paid is None or paid <= latest:
            return None
        return Phrase(BONUS_TOO_LATE, {**more, "limit": words.day(last), "value": words.day(on)})

    return BlockRule(control, ("001", control[11:14], "004"), judge)


DECLARED: Declared = (
    GroupRule(
        "S21.G00.50.001/CCH-16",
        frozenset({OTHER_REVENUE}),
        _deduction_by_contract,
        (frozenset({f"{OTHER_REVENUE}.001,'{DEDUCTION}"}),),
    ),
    _bonus("S21.G00.52.004/CCH-14", LAST_DAY),
    _bonus("S21.G00.52.007/CCH-13", None),
    named("S21.G00.54.005/CCH-11", "40.009", natures=("01",)),
    named("S21.G00.54.005/CCH-12", "40.009", "45.002", natures=("07",)),
    never("S21.G00.62.021/CCH-11", given("40.007", *PERMANENT_OR_OTHER), there("62.021")),
)
