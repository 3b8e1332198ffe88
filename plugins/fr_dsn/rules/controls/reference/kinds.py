"""Kinds of control of references: what a rubric names must be declared, and what is declared must be named."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.crossing import key
from plugins.fr_dsn.rules.controls.declaring import Fault, Frame, GroupRule
from plugins.fr_dsn.rules.controls.ties import told, values

UNKNOWN = N_(
    "%(rubric)s is %(value)s, but no %(other)s says so: correct the reference, or add what it names."
)
UNNAMED = N_(
    "%(rubric)s is %(value)s, but no %(other)s refers to it: add what belongs to it, or take it out."
)
NAMED = N_("%(rubric)s is %(value)s and covers nobody, but %(other)s refers to it: correct one of the two.")
ELSEWHERE = N_(
    "%(rubric)s is %(value)s: its contract has no pay in the payment of %(day)s. Correct the affiliation or the pay."
)


def say(template: str, rubric: str, value: str | None, other: str) -> Phrase:
    """Put a rubric, what it says and the rubric that it refers to into one of the sentences."""
    params = {"rubric": words.rubric(rubric), "value": words.text(value), "other": words.rubric(other)}
    return Phrase(template, params)


def named(control: str, *others: str, natures: Collection[str] = ()) -> GroupRule:
    """Ask that the person declares what a rubric names, in one of these other rubrics."""
    block, number = control[:10], control[11:14]
    asking, first = told(block, number), told(key(others[0])[:10], key(others[0])[11:])
    more = [values(key(one)[:10], key(one)[11:]) for one in others[1:]]

    def find(group: Group, frame: Frame) -> Iterable[Fault]:
        asked, known = group.once(asking), group.once(first)
        if asked.keys() <= known.keys() or (natures and frame.nature not in natures):
            return ()
        return [
            Fault(at, number, say(UNKNOWN, control[:14], value, key(others[0])))
            for value, blocks in asked.items()
            if value not in known and not any(value in group.once(one) for one in more)
            for at in blocks
        ]

    return GroupRule(control, frozenset({block}), find)
