"""Controls of the blocks that contracts, stoppages, seniority and persons who are not employees ask for."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from plugins.fr_dsn.formats.figures import cents, day
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.block_presence.kinds import (
    Find,
    add_block,
    add_block_saying,
    child,
    only_under,
    somewhere,
)
from plugins.fr_dsn.rules.controls.crossing import lines, never, pair
from plugins.fr_dsn.rules.controls.declaring import Declared, Fault, Frame, GroupRule, Needs
from plugins.fr_dsn.rules.controls.ties import CONTRACT, ends, told, under, values_below
from plugins.fr_dsn.rules.controls.within_block import other

SELF, BASIS, PAID = "S89.G00.91", "S89.G00.92", "S89.G00.94"
NO_CATEGORY = "10"
"""Status without a category (S89.G00.91.018): no supplementary pension."""

_UNITS, _NATURES = told(CONTRACT, "011"), told(CONTRACT, "007")


def _activity(group: Group, frame: Frame) -> Iterable[Fault]:
    """Find contracts in hours or days of a person without any activity; not those that ended before the month."""
    month = frame.month
    if month is None or group.of("S21.G00.53"):
        return
    for unit in ("10", "12"):
        for at in group.once(_UNITS).get(unit, ()):
            end = group.once(ends).get(at)
            ended = None if end is None or group.value(end, "002") == "099" else day(group.value(end, "001"))
            if ended is None or ended >= month:
                yield Fault(at, "011", add_block(pair("S21.G00.40.011", unit), "S21.G00.53"))


def _partial_activity(group: Group, _: Frame) -> Iterable[Fault]:
    """Find a form of partial activity without hours of it (019) that are more than zero."""
    asking = next((at for at in group.of(CONTRACT) if group.value(at, "078") is not None), None)
    if asking is None:
        return
    hours = (group.value(at, "012") for at in group.once(_PAY).get("019", ()))
    if not any((cents(value) or 0) > 0 for value in hours):
        said = pair("S21.G00.40.078", group.value(asking, "078"))
        yield Fault(asking, "078", add_block_saying(said, "S21.G00.51.011", ("019",)))


def _suspended(group: Group, _: Frame) -> Iterable[Fault]:
    """Find a form of partial activity without a suspension for it (602)."""
    asking = next((at for at in group.of(CONTRACT) if group.value(at, "078") is not None), None)
    if asking is None:
        return
    reasons = group.once(told("S21.G00.65", "001")).get("602", ())
    if all(group.value(at, "002") is None for at in reasons):
        said = pair("S21.G00.40.078", group.value(asking, "078"))
        yield Fault(asking, "078", add_block_saying(said, "S21.G00.65.001", ("602",)))


_PAY = told("S21.G00.51", "011")


def _wrong_affiliation(group: Group, _: Frame) -> Iterable[Fault]:
    """Find a wrong affiliation (72) without its period (83), or a period without the affiliation."""
    wrong, periods = group.of("S21.G00.72"), group.of("S21.G00.83")
    if wrong and not periods:
        yield Fault(wrong[0], None, add_block(words.block("S21.G00.72"), "S21.G00.83"))
    if periods and not wrong:
        yield Fault(periods[0], "001", add_block(words.block("S21.G00.83"), "S21.G00.72"))


_SENIORITY = told("S21.G00.86", "001")


def _seniority(group: Group, _: Frame) -> Iterable[Fault]:
    """Find somebody with an affiliation, and not only missions, without seniority in company or group."""
    kinds = group.once(_SENIORITY)
    if "07" in kinds or "06" in kinds or group.once(_NATURES).keys() <= {"03"}:
        return ()
    said = add_block_saying(words.block("S21.G00.70"), "S21.G00.86.001", ("06", "07"))
    return [Fault(at, None, said) for at in group.of("S21.G00.70")[:1]]


def _paid_something(group: Group, _: Frame) -> Iterable[Fault]:
    """Find recipients of fees without an advantage, an allowance or a payment of more than zero."""
    for at in group.of("S89.G00.32"):
        parts = ("S89.G00.33", "S89.G00.35", "S89.G00.43")
        amounts = (value for block in parts for value in values_below(group, block, "002", at))
        if not any((cents(value) or 0) > 0 for value in amounts):
            yield Fault(at, "001", add_block(words.block("S89.G00.32"), "S89.G00.43"))


def _has_category(group: Group, at: int) -> bool:
    return group.value(at, "018") not in (None, NO_CATEGORY)


def _bases_of(kinds: Collection[str], wanted: Collection[str]) -> Find:
    """Find persons with a category whose bases of these kinds lack one of the codes that go with them."""

    def find(group: Group, _: Frame) -> Iterable[Fault]:
        for at, bases in group.once(under(BASIS)).items():
            of_kind = [one for one in bases if group.value(one, "001") in kinds]
            if not of_kind or at < 0 or not _has_category(group, at):
                continue
            missing = set(wanted) - {group.value(one, "002") for one in bases}
            if missing:
                said = pair("S89.G00.92.001", group.value(of_kind[0], "001"))
                yield Fault(of_kind[0], "001", add_block_saying(said, "S89.G00.92.002", missing))

    return find


def _gross_basis(group: Group, _: Frame) -> Iterable[Fault]:
    """Find bases of one kind, period and payment none of which is the uncapped one (50)."""
    together: dict[tuple[int, tuple[str | None, ...]], list[int]] = {}
    for at in group.of(BASIS):
        told_of = tuple(group.value(at, number) for number in ("001", "004", "005", "011"))
        together.setdefault((group.parents[at], told_of), []).append(at)
    for bases in together.values():
        codes = {group.value(at, "002") for at in bases}
        if not codes & {"50", None}:
            said = pair("S89.G00.92.001", group.value(bases[0], "001"))
            yield Fault(bases[0], "001", add_block_saying(said, "S89.G00.92.002", ("50",)))


def _contribution(kinds: Collection[str], code: str | None) -> Find:
    """Find bases of these kinds, of persons with a category, without any contribution.

    With a code each such basis needs one; without, one basis of these kinds is enough for the person.
    """

    def find(group: Group, _: Frame) -> Iterable[Fault]:
        paid = group.once(under(PAID))
        for at, bases in group.once(under(BASIS)).items():
            if at < 0 or not _has_category(group, at):
                continue
            asking = [one for one in bases if group.value(one, "001") in kinds]
            asking = [one for one in asking if code is None or group.value(one, "002") == code]
            lacking = [one for one in asking if one not in paid]
            if code is None and len(lacking) < len(asking):
                continue
            for one in lacking if code else lacking[:1]:
                said = pair("S89.G00.92.001", group.value(one, "001"))
                yield Fault(one, "001", add_block(said, PAID))

    return find


def _rule(control: str, block: str, find: Find, *others: str, needs: Needs = ()) -> GroupRule:
    return GroupRule(control, frozenset({block, *others}), find, needs)


_SHORT_TIME = (lines("40.078", *(f"{code:02}" for code in range(100))),)
_ALLOWANCES = ("01", "02", "03")
_WITH_SENIORITY = ("01", "02", "03", "07", "08", "82", "91", "92")

PERSON: Declared = (
    never("S21.G00.34.001/CCH-11", other("40.020", "157", "200", "300", "905")),
    _rule("S21.G00.40.011/CCH-15", CONTRACT, _activity, needs=(lines("40.011", "10", "12"),)),
    _rule("S21.G00.40.078/CCH-11", CONTRACT, _partial_activity, needs=_SHORT_TIME),
    _rule("S21.G00.40.078/CCH-12", CONTRACT, _suspended, needs=_SHORT_TIME),
    somewhere("S21.G00.53.003/SIG-11", "40.004", ("389b", "546d"), "53.003", ("38",)),
    child("S21.G00.60.001/SIG-13", "60.001", ("15", "16", "17", "18"), "66"),
    somewhere("S21.G00.65.001/SIG-11", "65.001", ("507", "602"), "51.011", ("019", "025"), natures=("01",)),
    _rule("S21.G00.83.001/CCH-11", "S21.G00.72", _wrong_affiliation, "S21.G00.83"),
    GroupRule(
        "S21.G00.86.001/CCH-12", frozenset({"S21.G00.70"}), _seniority, unless=lines("86.001", "06", "07")
    ),
    somewhere("S21.G00.86.001/CCH-14", "40.007", _WITH_SENIORITY, "86.001", ("07",), natures=("01",)),
    _rule("S89.G00.32.001/CCH-12", "S89.G00.32", _paid_something),
    _rule("S89.G00.92.001/CCH-12", BASIS, _bases_of(_ALLOWANCES, ("23", "43"))),
    _rule("S89.G00.92.001/CCH-13", BASIS, _bases_of(("05",), ("51", "52", "53"))),
    _rule("S89.G00.92.001/CCH-15", BASIS, _gross_basis),
    # The text of the control allows code 50 alone, its message also 23 and no code: those are let pass.
    only_under("S89.G00.93.001/CCH-11", "S89.92.002", ("50", "23")),
    _rule("S89.G00.94.001/CCH-11", BASIS, _contribution(_ALLOWANCES, None)),
    _rule("S89.G00.94.001/CCH-12", BASIS, _contribution(("05",), "50")),
)
