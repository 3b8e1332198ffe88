"""Amounts that must equal others: a payment the sum of its parts, a tax the base times its rate."""

from __future__ import annotations

from collections.abc import Iterator

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.figures import amount, cents
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.declaring import BlockRule, Declared, Fault, Frame, GroupRule, Values
from plugins.fr_dsn.rules.controls.organisations import insures

NOT_THE_SUM = N_(
    "%(rubric)s is %(value)s, but its parts (%(part)s) add up to %(sum)s. Correct the payment or its parts."
)
NEGATIVE_SUM = N_("%(rubric)s must be 0.00, not %(value)s: its parts (%(part)s) add up to %(sum)s.")
NOT_THE_TAX = N_(
    "%(rubric)s is %(value)s, but %(base)s at %(rate)s %% makes %(tax)s. Correct the amount, the base or the rate."
)
ONE_EURO = 100
"""What a tax may differ by, in cents."""
PAYMENT, PART = "S21.G00.20", "S21.G00.55"


def _payment_and_parts(group: Group, frame: Frame) -> Iterator[Fault]:
    """Compare each payment to a protection body with its parts; a negative sum asks for a payment of zero."""
    sums: dict[int, int] = {}
    for at in group.of(PART):
        figure = cents(group.value(at, "001"))
        if figure is not None:
            sums[group.parents[at]] = sums.get(group.parents[at], 0) + figure
    for at, total in sums.items():
        paid = cents(group.value(at, "005"))
        if paid is None or not insures(group.value(at, "001") or "") or paid == max(total, 0):
            continue
        more = {"rubric": words.rubric(f"{PAYMENT}.005"), "part": words.rubric(f"{PART}.001")}
        figures = {"value": amount(paid), "sum": amount(total)}
        yield Fault(at, "005", Phrase(NEGATIVE_SUM if total < 0 else NOT_THE_SUM, {**more, **figures}))


def _tax(control: str, base: str, rate: str) -> BlockRule:
    """Compare a tax withheld with its base and its rate in per cent, give or take one euro."""

    def judge(values: Values) -> Phrase | None:
        tax, taxed, per_cent = (cents(value) for value in values)
        if tax is None or taxed is None or per_cent is None:
            return None
        if abs(tax * 10_000 - taxed * per_cent) <= ONE_EURO * 10_000:
            return None
        more = {"rubric": words.rubric(control[:14]), "value": amount(tax), "base": amount(taxed)}
        return Phrase(
            NOT_THE_TAX,
            {**more, "rate": amount(per_cent), "tax": amount((taxed * per_cent + 5_000) // 10_000)},
        )

    return BlockRule(control, (control[11:14], base, rate), judge, forgettable=True)


DECLARED: Declared = (
    GroupRule("S21.G00.20.005/CCH-12", frozenset({PART}), _payment_and_parts),
    _tax("S21.G00.50.009/CCH-11", "013", "006"),
    _tax("S89.G00.92.010/CCH-11", "013", "007"),
)
