"""Technical numbers of affiliations (S21.G00.70.012), which several blocks may share only on missions."""

from __future__ import annotations

from collections.abc import Iterator

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.controls.declaring import Fault, Frame, GroupRule

SHARED_NUMBER = N_(
    "%(rubric)s: “%(value)s” stands in several affiliations of this person. "
    "Only affiliations of missions that are otherwise the same may share a number."
)
AFFILIATION, CONTRACT = "S21.G00.70", "S21.G00.40"
OF_AFFILIATION = ("013", "004", "005")
OF_CONTRACT = ("002", "003", "008", "017")
"""What must be the same where missions share one: adhesion, option, population; statuses, scheme, agreement."""
MISSION = "03"


def same_affiliation_only_on_missions(control: str) -> GroupRule:
    """Refuse a number that stands in several affiliations, unless they are of missions and alike."""
    number = control[11:14]

    def find(group: Group, frame: Frame) -> Iterator[Fault]:
        blocks = group.of(AFFILIATION)
        if len(blocks) < 2:
            return
        first: dict[str, int] = {}
        for at in blocks:
            value = group.value(at, number)
            if value is None:
                continue
            other = first.setdefault(value, at)
            if other != at and not _alike(group, other, at):
                more = {"rubric": words.rubric(control[:14]), "value": words.text(value)}
                yield Fault(at, number, Phrase(SHARED_NUMBER, more))

    return GroupRule(control, frozenset({AFFILIATION}), find)


def _alike(group: Group, one: int, other: int) -> bool:
    first, second = _described(group, one), _described(group, other)
    return first is not None and first == second


def _described(group: Group, at: int) -> tuple[str | None, ...] | None:
    """Give what describes an affiliation of a mission; None when its contract is no mission."""
    contract = group.above(at, CONTRACT)
    if contract is None or group.value(contract, "007") != MISSION:
        return None
    own = tuple(group.value(at, number) for number in OF_AFFILIATION)
    return own + tuple(group.value(contract, number) for number in OF_CONTRACT)
