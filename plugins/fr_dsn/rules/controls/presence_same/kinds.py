"""Kinds of control on which rubrics of a block are there together: none of them reads a value."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls.declaring import BlockRule, Fault, Frame, GroupRule, Values
from plugins.fr_dsn.rules.controls.within_block import block_of, rubrics

Judge = Callable[[Values], Phrase | None]

NOT_WITHOUT = N_("%(given)s is declared without %(wanted)s: fill in the latter, or take the former out.")
ONE_AT_LEAST = N_("None of these is declared: %(wanted)s. Fill one of them in.")
NOT_BESIDE = N_("%(given)s may not be declared together with %(other)s: take out what does not apply.")
ADDRESS_INCOMPLETE = N_(
    "The address has no postal code, so both of these are needed: %(wanted)s. Fill in the postal code of a French "
    "address, or both of these for one abroad."
)
NOTHING_ELSE = N_("This block holds nothing but %(given)s: fill in what has changed, or take the block out.")


def not_without(control: str, number: str, *wanted: str) -> BlockRule:
    """Ask for other rubrics where one is there."""
    block = block_of(control)

    def judge(values: Values) -> Phrase | None:
        absent = [one for one, value in zip(wanted, values[1:], strict=True) if value is None]
        if values[0] is None or not absent:
            return None
        return Phrase(NOT_WITHOUT, {"given": rubrics(block, [number]), "wanted": rubrics(block, absent)})

    return _rule(control, (number, *wanted), judge)


def together(control: str, *numbers: str) -> BlockRule:
    """Let all of these rubrics be there, or none."""
    block = block_of(control)

    def judge(values: Values) -> Phrase | None:
        present, absent = _part(numbers, values)
        if not present or not absent:
            return None
        return Phrase(NOT_WITHOUT, {"given": rubrics(block, present), "wanted": rubrics(block, absent)})

    return _rule(control, numbers, judge)


def one_of(control: str, *numbers: str) -> BlockRule:
    """Ask for one of these rubrics at least."""
    block = block_of(control)

    def judge(values: Values) -> Phrase | None:
        present, _ = _part(numbers, values)
        return None if present else Phrase(ONE_AT_LEAST, {"wanted": rubrics(block, numbers)})

    return _rule(control, numbers, judge)


def not_alone(control: str, number: str, *companions: str) -> BlockRule:
    """Where a rubric is there, ask for one at least of its companions."""
    block = block_of(control)

    def judge(values: Values) -> Phrase | None:
        present, _ = _part(companions, values[1:])
        if values[0] is None or present:
            return None
        return Phrase(ONE_AT_LEAST, {"wanted": rubrics(block, companions)})

    return _rule(control, (number, *companions), judge)


def one_set_of(control: str, first: Sequence[str], second: Sequence[str]) -> BlockRule:
    """Ask for rubrics of one of two sets, and of one only; that a set is complete is for other controls to say."""
    block, cut = block_of(control), len(first)

    def judge(values: Values) -> Phrase | None:
        one, _ = _part(first, values[:cut])
        two, _ = _part(second, values[cut:])
        if one and two:
            return Phrase(NOT_BESIDE, {"given": rubrics(block, one), "other": rubrics(block, two)})
        return None if one or two else Phrase(ONE_AT_LEAST, {"wanted": rubrics(block, (first[0], second[0]))})

    return _rule(control, (*first, *second), judge)


def address(control: str, abroad: Sequence[str], rest: Sequence[str]) -> BlockRule:
    """Let an address have either a postal code, or a country and a distribution code (`abroad`).

    The control names the postal code; `rest` are the other rubrics of the address. A block without any address is left
    alone: whether there must be one is not said here.
    """
    block, postal = block_of(control), control[11:14]

    def judge(values: Values) -> Phrase | None:
        foreign, lacking = _part(abroad, values[1:3])
        if values[0] is not None:
            params = {"given": rubrics(block, [postal]), "other": rubrics(block, foreign)}
            return Phrase(NOT_BESIDE, params) if foreign else None
        if not lacking or not (foreign or any(value is not None for value in values[3:])):
            return None
        return Phrase(ADDRESS_INCOMPLETE, {"wanted": rubrics(block, abroad)})

    return _rule(control, (postal, *abroad, *rest), judge)


def nothing_else(control: str, *numbers: str) -> GroupRule:
    """Refuse a block that holds these rubrics and no other."""
    block, alone = block_of(control), set(numbers)

    def find(group: Group, frame: Frame) -> Iterator[Fault]:
        for at in group.of(block):
            if set(group.plans[at].numbers) == alone:
                yield Fault(at, control[11:14], Phrase(NOTHING_ELSE, {"given": rubrics(block, numbers)}))

    return GroupRule(control, frozenset({block}), find)


def _rule(control: str, reads: Collection[str], judge: Judge) -> BlockRule:
    return BlockRule(control, tuple(reads), judge, presence=frozenset(reads))


def _part(numbers: Sequence[str], values: Values) -> tuple[list[str], list[str]]:
    """Part rubrics into those that are there and those that are not."""
    present = [number for number, value in zip(numbers, values, strict=True) if value is not None]
    return present, [number for number in numbers if number not in present]
