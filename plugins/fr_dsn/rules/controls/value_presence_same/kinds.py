"""Kinds of control in which what one rubric says decides whether another one of its block must or may not be there.

Where a condition asks for a value *other than* some codes, an absent rubric does not satisfy it: nothing is said of a
block of which the norm itself says nothing. Where a rubric is allowed *only* beside a code, the code has to be there.
"""

from __future__ import annotations

from collections.abc import Sequence

from console.plugin import N_, Phrase
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.crossing import ADD_RUBRIC, REMOVE_RUBRIC
from plugins.fr_dsn.rules.controls.declaring import BlockRule, Values
from plugins.fr_dsn.rules.controls.within_block import When, all_hold, allowed, block_of, pairs, rubrics

ONLY_WITH = N_("%(rubric)s goes only with %(allowed)s, not with %(value)s: take it out, or correct the code.")
ONLY_BESIDE = N_(
    "%(rubric)s goes only with %(allowed)s, which is not declared: take the former out, or declare the latter."
)


def required(control: str, wanted: str, *when: When) -> BlockRule:
    """Ask for rubrics (numbers, separated by spaces) where all conditions hold."""
    block, numbers = block_of(control), wanted.split()

    def judge(values: Values) -> Phrase | None:
        absent = _pick(numbers, values[len(when) :], there=False)
        if not absent or not all_hold(when, values):
            return None
        return Phrase(ADD_RUBRIC, {"given": pairs(block, when, values), "rubric": rubrics(block, absent)})

    return BlockRule(control, _reads(when, numbers), judge, presence=frozenset(numbers))


def forbidden(control: str, unwanted: str, *when: When) -> BlockRule:
    """Refuse rubrics (numbers, separated by spaces) where all conditions hold."""
    block, numbers = block_of(control), unwanted.split()

    def judge(values: Values) -> Phrase | None:
        present = _pick(numbers, values[len(when) :], there=True)
        if not present or not all_hold(when, values):
            return None
        return Phrase(REMOVE_RUBRIC, {"given": pairs(block, when, values), "rubric": rubrics(block, present)})

    return BlockRule(control, _reads(when, numbers), judge, presence=frozenset(numbers))


def only_with(control: str, number: str, when: When) -> BlockRule:
    """Let a rubric be there only where the condition holds."""
    block = block_of(control)

    def judge(values: Values) -> Phrase | None:
        value, dependent = values
        if dependent is None or when.holds(value):
            return None
        params = {
            "rubric": words.rubric(f"{block}.{number}"),
            "allowed": allowed(block, when.number, when.codes),
        }
        if value is None:
            return Phrase(ONLY_BESIDE, params)
        return Phrase(ONLY_WITH, {**params, "value": words.code(f"{block}.{when.number}", value)})

    return BlockRule(control, _reads((when,), [number]), judge, presence=frozenset({number}))


def exactly_with(control: str, number: str, when: When) -> BlockRule:
    """Ask for a rubric where the condition holds, and refuse it everywhere else."""
    return either(required(control, number, when), only_with(control, number, when))


def either(first: BlockRule, second: BlockRule) -> BlockRule:
    """Join two sides of one control; both read the same rubrics."""
    return BlockRule(
        first.control,
        first.reads,
        lambda values: first.judge(values) or second.judge(values),
        presence=first.presence,
    )


def _reads(when: Sequence[When], numbers: Sequence[str]) -> tuple[str, ...]:
    return (*(condition.number for condition in when), *numbers)


def _pick(numbers: Sequence[str], values: Values, *, there: bool) -> list[str]:
    return [number for number, value in zip(numbers, values, strict=True) if (value is not None) is there]
