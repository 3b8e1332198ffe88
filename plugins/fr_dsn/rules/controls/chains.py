"""Runs the controls that judge one block with what is above or beside it.

What was found good holds for one declaration: dates are judged against its month. A view that needs codes which a group
does not hold, or an end of contract that it does not have, does not look at the group at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from plugins.fr_dsn.formats.groups import Group, Plan
from plugins.fr_dsn.rules.controls.declaring import ChainRule, Fault, Frame
from plugins.fr_dsn.rules.controls.live import amounts_in, is_tied
from plugins.fr_dsn.rules.controls.reaching import Reach
from plugins.fr_dsn.rules.controls.ties import CONTRACT, END
from plugins.fr_dsn.rules.controls.views import Live, View
from plugins.fr_dsn.rules.controls.watches import PASSED_OVER, Watch

MOST_PAIRS = 8_000
"""Pairs of plans that are remembered at most; then they are forgotten together."""


Pair = tuple[Plan, Plan | None]
"""The plan of a block and that of the block right above it, if that is not passed over."""


class Passed(NamedTuple):
    """What is good beside the only contract of a person."""

    alone: set[Plan]
    """Plans, whatever is above their blocks."""
    pairs: set[Pair]


class Chains:
    """The tied rules of one declaration; those of a block begin when such a block is first met."""

    def __init__(self, rules: Sequence[ChainRule], frame: Frame) -> None:
        self._frame = frame
        self._rules: dict[str, list[ChainRule]] = {}
        for rule in rules:
            if is_tied(rule):
                self._rules.setdefault(rule.base, []).append(rule)
        self._begun: dict[str, Sequence[View]] = {}
        """Views on the blocks that were met, by their code."""
        self._watches: dict[tuple[View, ...], Watch] = {}
        self._reaches: dict[tuple[Watch, ...], Reach] = {}
        """What watches read of a contract."""
        self._passed: dict[object, Passed] = {}
        """By what is read of the contract."""
        self._room = MOST_PAIRS

    def awake(self, codes: frozenset[str], there: frozenset[str]) -> tuple[Watch, ...]:
        """Give who must look at groups of blocks of these codes that hold these signs."""
        found = []
        for code in sorted(codes & self._rules.keys()):
            awake = [view for view in self._views(code) if view.is_awake(codes, there)]
            for named in (True, False):
                views = tuple(view for view in awake if view.named is named)
                if views and views not in self._watches:
                    self._watches[views] = Watch(code, views)
                if views:
                    found.append(self._watches[views])
        return tuple(found)

    def find(
        self,
        group: Group,
        plans: frozenset[Plan],
        watches: tuple[Watch, ...],
        found: list[tuple[str, Fault]],
    ) -> None:
        """Add what is wrong in a group; `plans` are those of its blocks."""
        named = group.of(CONTRACT)
        if len(named) != 1 or group.of(END):
            for watch in watches:
                watch.find(group, group.of(watch.code), found)
            return
        for watch in watches:
            if watch.is_apart:
                watch.find(group, group.of(watch.code), found)
        passed = self._passed_beside(group, named[0], watches)
        rest = plans.difference(passed.alone)
        if not rest:
            return
        new = [
            at for at, plan in enumerate(group.plans) if plan in rest and _pair(group, at) not in passed.pairs
        ]
        if new:
            known = len(found)
            self._find_in(group, new, watches, found)
            if len(found) == known:
                self._remember(group, new, watches, passed)

    def _remember(
        self, group: Group, places: Sequence[int], watches: tuple[Watch, ...], passed: Passed
    ) -> None:
        """Remember of good blocks those in which nothing can be wrong beside such a contract."""
        for at in places:
            pair, own = _pair(group, at), [watch for watch in watches if watch.code == group.plans[at].block]
            if all(watch.is_sure(group, at) for watch in own):
                self._room -= 1
                if pair[1] is None or not any(watch.looks_at(pair[0]) for watch in own):
                    passed.alone.add(pair[0])
                else:
                    passed.pairs.add(pair)

    def _passed_beside(self, group: Group, contract: int, watches: tuple[Watch, ...]) -> Passed:
        """Give what is good beside a contract, so that more can be added."""
        if self._room <= 0:
            self._passed.clear()
            self._room = MOST_PAIRS
        if watches not in self._reaches:
            places = {place for watch in watches for place in watch.places if place[0] == CONTRACT}
            self._reaches[watches] = Reach(sorted({*places, (CONTRACT, "009")}))
        row = self._reaches[watches].row(group, contract, contract)
        key = watches, row
        passed = self._passed.get(key)
        if passed is None:
            self._room -= 1
            passed = self._passed[key] = Passed(set(), set())
        return passed

    def _find_in(
        self,
        group: Group,
        new: Sequence[int],
        watches: tuple[Watch, ...],
        found: list[tuple[str, Fault]],
    ) -> None:
        """Add what is wrong in blocks that are not known as good."""
        places: dict[str, list[int]] = {}
        for at in new:
            places.setdefault(group.plans[at].block, []).append(at)
        for watch in watches:
            if watch.code in places and not watch.is_apart:
                watch.find(group, places[watch.code], found)

    def _views(self, code: str) -> Sequence[View]:
        """Give the views on the blocks of a code."""
        if code not in self._begun:
            self._begun[code] = self._begin(code)
        return self._begun[code]

    def _begin(self, base: str) -> Sequence[View]:
        together: dict[object, Live] = {}
        for rule in self._rules[base]:
            judge = rule.start(self._frame)
            if judge is not None:
                together.setdefault((rule.reads, rule.need, bool(rule.needs)), []).append((rule, judge))
        amounts = amounts_in(self._frame.version, base)
        return [View(base, rules, amounts) for rules in together.values()]


def _pair(group: Group, at: int) -> Pair:
    parent, plans = group.parents[at], group.plans
    above = plans[parent] if parent >= 0 else None
    return plans[at], None if above is None or above.block in PASSED_OVER else above
