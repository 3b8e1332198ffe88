"""What the controls over a whole declaration have gathered of its groups so far.

Most of them read codes and numbers that come again and again, and to which nothing is added by reading them once more.
A plan that tells these lines is settled when a block of it has gone by; then only what else is in a group counts.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from plugins.fr_dsn.formats.groups import Group, Plan
from plugins.fr_dsn.rules.controls.crossing import Nothing
from plugins.fr_dsn.rules.controls.declaring import DeclarationRule, Fault, Frame, Gathering
from plugins.fr_dsn.rules.controls.live import met

MOST_PLANS = 3_000
"""Settled plans that are remembered; then they are forgotten together."""

Started = Sequence[tuple[DeclarationRule, Gathering]]


class Awake(NamedTuple):
    """Who looks at a group: each time, and only at blocks that are not settled."""

    each: Started
    lasting: Started


class Gathered:
    """The rules on one declaration, with what they keep of it."""

    def __init__(self, rules: Sequence[DeclarationRule], frame: Frame) -> None:
        started = ((rule, rule.start(frame)) for rule in rules)
        self._started = [(rule, kept) for rule, kept in started if not isinstance(kept, Nothing)]
        self._reads = frozenset(read for rule in rules for read in rule.lasting or ())
        self._settled: set[Plan] = set()

    def awake(self, codes: frozenset[str], there: frozenset[str]) -> Awake:
        """Give who looks at groups of blocks of these codes that hold these signs."""
        awake = [
            (rule, kept)
            for rule, kept in self._started
            if (not rule.triggers or not rule.triggers.isdisjoint(codes)) and met(rule.needs, there)
        ]
        lasting = [one for one in awake if one[0].lasting is not None]
        return Awake([one for one in awake if one[0].lasting is None], lasting)

    def find(
        self, group: Group, plans: frozenset[Plan], awake: Awake, found: list[tuple[str, Fault]]
    ) -> None:
        """Gather a group, and add what is sure to be wrong in it; `plans` are those of its blocks."""
        for rule, kept in awake.each:
            for fault in kept.add(group):
                found.append((rule.control, fault))
        new = plans.difference(self._settled)
        if new:
            known = len(found)
            for rule, kept in awake.lasting:
                for fault in kept.add(group):
                    found.append((rule.control, fault))
            if len(found) == known:
                if len(self._settled) >= MOST_PLANS:
                    self._settled.clear()
                self._settled.update(filter(self._is_told, new))

    def end(self, head: Group) -> Iterator[tuple[str, Fault]]:
        """Give what all groups together have shown; places are in the head."""
        return ((rule.control, fault) for rule, kept in self._started for fault in kept.end(head))

    def _is_told(self, plan: Plan) -> bool:
        """Whether a plan tells all lines that lasting rules read of such blocks."""
        return not any(
            f"{plan.block}.{number}" in self._reads
            for number, at in plan.offsets.items()
            if at not in plan.known
        )
