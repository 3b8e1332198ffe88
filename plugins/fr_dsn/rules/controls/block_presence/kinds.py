"""Kinds of control in which what is declared asks for a block, or for its absence."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.crossing import NOT_TOGETHER, key, lines, pair, starting
from plugins.fr_dsn.rules.controls.declaring import ChainRule, Fault, Frame, GroupRule, Values
from plugins.fr_dsn.rules.controls.ties import told, under, values_below

ADD_BLOCK = N_("With %(given)s, a block %(block)s must be declared: add it, or correct the former.")
ADD_BLOCK_SAYING = N_(
    "With %(given)s, a block with %(rubric)s = %(allowed)s must be declared: add it, or correct the former."
)
REMOVE_BLOCK = N_("With %(given)s, no block %(block)s may be declared: take it out, or correct the former.")
ONLY_ONE = N_("With %(given)s, one block with %(rubric)s = %(allowed)s must be declared, not %(count)s.")


def add_block(given: str, block: str) -> Phrase:
    """Ask for a block."""
    return Phrase(ADD_BLOCK, {"given": given, "block": words.block(block)})


def add_block_saying(given: str, rubric: str, allowed: Collection[str]) -> Phrase:
    """Ask for a block in which a rubric holds one of these codes."""
    params = {"given": given, "rubric": words.rubric(rubric), "allowed": words.codes(rubric, tuple(allowed))}
    return Phrase(ADD_BLOCK_SAYING, params)


def remove_block(given: str, block: str) -> Phrase:
    """Refuse a block."""
    return Phrase(REMOVE_BLOCK, {"given": given, "block": words.block(block)})


def child(
    control: str,
    rubric: str,
    codes: Sequence[str],
    wanted: str,
    allowed: Sequence[str] = (),
) -> GroupRule:
    """Ask for a block right below one in which a rubric holds one of these codes.

    `wanted` is a block (`66`), or a rubric (`81.001`) that must hold one of the `allowed` codes.
    """
    block, number = key(rubric)[:10], key(rubric)[11:]
    parted, below = told(block, number), under(key(wanted)[:10])

    def find(group: Group, _: Frame) -> Iterable[Fault]:
        found = group.once(parted)
        for code in codes:
            for at in found.get(code, ()):
                if allowed:
                    there = any(
                        one in allowed for one in values_below(group, key(wanted)[:10], key(wanted)[11:], at)
                    )
                else:
                    there = at in group.once(below)
                if not there:
                    yield Fault(at, number, _wanted(pair(key(rubric), code), key(wanted), allowed))

    return GroupRule(control, frozenset({block}), find, (lines(rubric, *codes),))


def somewhere(
    control: str,
    rubric: str,
    codes: Collection[str],
    wanted: str,
    allowed: Collection[str],
    natures: Collection[str] = (),
) -> GroupRule:
    """Ask for a block anywhere in the person in which a rubric holds one of these codes, where another one says so.

    The fault is told once, at the first block that asks for it.
    """
    asking, block, number = told(key(rubric)[:10], key(rubric)[11:]), key(rubric)[:10], key(rubric)[11:]
    answering, codes, allowed = told(key(wanted)[:10], key(wanted)[11:]), frozenset(codes), frozenset(allowed)

    def find(group: Group, frame: Frame) -> Iterable[Fault]:
        if natures and frame.nature not in natures:
            return
        found = group.once(asking)
        code = next((code for code in found if code in codes), None)
        if code is not None and allowed.isdisjoint(group.once(answering)):
            yield Fault(
                found[code][0], number, add_block_saying(pair(key(rubric), code), key(wanted), allowed)
            )

    needs, unless = (lines(rubric, *codes),), lines(wanted, *allowed)
    return GroupRule(control, frozenset({block}), find, needs, unless)


def only_under(control: str, rubric: str, allowed: Sequence[str]) -> ChainRule:
    """Let a block stand only under one in which a rubric holds one of these codes (or is absent)."""
    block, above = control[:10], key(rubric)

    def judge(values: Values) -> Phrase | None:
        value = values[0]
        if value is None or value in allowed:
            return None
        return Phrase(NOT_TOGETHER, {"given": words.block(block), "other": pair(above, value)})

    return ChainRule(control, block, (above,), starting(judge, None))


def _wanted(given: str, wanted: str, allowed: Sequence[str]) -> Phrase:
    return add_block_saying(given, wanted, allowed) if allowed else add_block(given, wanted[:10])


Find = Callable[[Group, Frame], Iterable[Fault]]
