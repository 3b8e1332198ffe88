"""Kinds of control in which one value of a block allows or forbids values of another rubric of the same block.

Where the norm asks that the second rubric be *filled in with* a value, its absence is a fault; where it only asks that
the rubric *be* of a value, an absent one is left to the rules on what must be there (`if_there`).
"""

from __future__ import annotations

from collections.abc import Callable

from console.plugin import N_, Phrase
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.crossing import NOT_TOGETHER, ONLY
from plugins.fr_dsn.rules.controls.declaring import BlockRule, Values
from plugins.fr_dsn.rules.controls.within_block import When, all_hold, block_of, pair, pairs

MUST_BE_THERE = N_("With %(given)s, fill in %(rubric)s as well, namely with %(allowed)s.")
ZEROS = N_(
    "%(rubric)s is %(value)s, nothing but zeros: give the number that the contract was announced under."
)

Judge = Callable[[Values], Phrase | None]


def must_be(control: str, when: When, then: When, *also: When, if_there: bool = False) -> BlockRule:
    """Where `when` and `also` hold, let the second rubric hold one of the codes of `then`."""
    block, conditions = block_of(control), (when, *also)
    rubric = f"{block}.{then.number}"

    def judge(values: Values) -> Phrase | None:
        value = values[-1]
        if (if_there and value is None) or not all_hold(conditions, values) or then.holds(value):
            return None
        return _say(pairs(block, conditions, values), words.codes(rubric, then.codes), rubric, value)

    return BlockRule(control, _reads(*conditions, then), judge)


def must_not_be(control: str, when: When, then: When, *also: When) -> BlockRule:
    """Where `when` and `also` hold, let the second rubric hold none of the codes of `then`."""
    block, conditions = block_of(control), (when, *also)

    def judge(values: Values) -> Phrase | None:
        value = values[-1]
        if not all_hold(conditions, values) or not then.holds(value):
            return None
        given = pairs(block, conditions, values)
        return Phrase(NOT_TOGETHER, {"given": given, "other": pair(block, then.number, value)})

    return BlockRule(control, _reads(*conditions, then), judge)


def belong_together(control: str, when: When, then: When) -> BlockRule:
    """Let each of two rubrics hold its codes exactly where the other one holds its own."""
    there = must_be(control, when, then)
    back = must_be(control, then, when)
    return BlockRule(control, there.reads, lambda values: there.judge(values) or back.judge(values[::-1]))


def must_look(control: str, when: When, then: When, shown: str) -> BlockRule:
    """Where a condition holds, let the second rubric be of a form, shown as `RA...`."""
    block = block_of(control)

    def judge(values: Values) -> Phrase | None:
        first, value = values
        if not when.holds(first) or then.holds(value):
            return None
        return _say(pair(block, when.number, first), shown, f"{block}.{then.number}", value)

    return BlockRule(control, _reads(when, then), judge)


def not_together(block: str, number: str, value: str, other: str, second: str) -> Phrase:
    """Say that two values of a block do not go together."""
    return Phrase(NOT_TOGETHER, {"given": pair(block, number, value), "other": pair(block, other, second)})


def no_zeros(control: str, when: When, number: str) -> BlockRule:
    """Where a condition holds, refuse a number that consists of zeros."""
    rubric = f"{block_of(control)}.{number}"

    def judge(values: Values) -> Phrase | None:
        first, value = values
        if value is None or value.strip("0") or not when.holds(first):
            return None
        return Phrase(ZEROS, {"rubric": words.rubric(rubric), "value": words.text(value)})

    return BlockRule(control, (when.number, number), judge)


def _say(given: str, allowed: str, rubric: str, value: str | None) -> Phrase:
    params = {"given": given, "allowed": allowed, "rubric": words.rubric(rubric)}
    if value is None:
        return Phrase(MUST_BE_THERE, params)
    return Phrase(ONLY, {**params, "value": words.code(rubric, value)})


def _reads(*conditions: When) -> tuple[str, ...]:
    return tuple(condition.number for condition in conditions)
