"""Runs the controls that judge one block with what is above or beside it.

What was found good holds for one declaration: dates are judged against its month. A view that needs codes which a group
does not hold, or an end of contract that it does not have, does not look at the group at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

from plugins.fr_dsn.formats.groups import VALUE, Group, Plan
from plugins.fr_dsn.norm.norms import PERSON
from plugins.fr_dsn.rules.controls.declaring import ChainRule, Fault, Frame
from plugins.fr_dsn.rules.controls.learnt import Learnt
from plugins.fr_dsn.rules.controls.live import amounts_in, is_tied
from plugins.fr_dsn.rules.controls.reaching import Reach, Row
from plugins.fr_dsn.rules.controls.shapes import shared
from plugins.fr_dsn.rules.controls.ties import CONTRACT, END, NAMED, contracts, contracts_of
from plugins.fr_dsn.rules.controls.views import Live, Look, View

MOST_GOOD = 2_000
"""What is remembered of the blocks of one code at most."""
MOST_PAIRS = 8_000
"""Pairs of plans that are remembered at most; then they are forgotten together."""
MOST_PLANS = 4_000
"""Plans of blocks that are remembered at most."""


COMPONENT = "S21.G00.53"
"""Belongs to the contract that the block above it names."""
PASSED_OVER = (PERSON, "S21.G00.50")
"""Of persons and payments hardly anything is asked: what is below them is not told apart by them."""
Pair = tuple[Plan, Plan | None]
"""The plan of a block and that of the block right above it, if that is not passed over."""


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
        self._passed: dict[object, set[Pair]] = {}
        """Pairs that are good beside the only contract of a person, by what is read of it."""
        self._room = MOST_PAIRS
        self._above = Learnt(_above, MOST_PLANS)

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

    def find(self, group: Group, watches: tuple[Watch, ...], found: list[tuple[str, Fault]]) -> None:
        """Add what is wrong in a group."""
        named = group.of(CONTRACT)
        if len(named) != 1 or group.of(END):
            for watch in watches:
                watch.find(group, group.of(watch.code), found)
            return
        for watch in watches:
            if watch.is_apart:
                watch.find(group, group.of(watch.code), found)
        passed = self._passed_beside(group, named[0], watches)
        new = set(self._pairs(group)).difference(passed)
        if new:
            known = len(found)
            self._find_in(group, new, watches, found)
            if len(found) == known:
                sure = set(self._sure(group, new, watches))
                passed |= sure
                self._room -= len(sure)

    def _passed_beside(self, group: Group, contract: int, watches: tuple[Watch, ...]) -> set[Pair]:
        """Give the pairs that are good beside a contract, so that more can be added."""
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
            passed = self._passed[key] = set()
        return passed

    def _pairs(self, group: Group) -> Iterator[Pair]:
        plans = group.plans
        above = map(self._above.__getitem__, map(plans.__getitem__, group.parents))
        return zip(plans, above, strict=True)

    def _find_in(
        self, group: Group, new: set[Pair], watches: tuple[Watch, ...], found: list[tuple[str, Fault]]
    ) -> None:
        """Add what is wrong in blocks of pairs that are not known as good."""
        places: dict[str, list[int]] = {}
        for at, pair in enumerate(self._pairs(group)):
            if pair in new:
                places.setdefault(pair[0].block, []).append(at)
        for watch in watches:
            if watch.code in places and not watch.is_apart:
                watch.find(group, places[watch.code], found)

    def _sure(self, group: Group, new: set[Pair], watches: tuple[Watch, ...]) -> Iterator[Pair]:
        """Give the pairs in which nothing can be wrong beside such a contract."""
        for at, pair in enumerate(self._pairs(group)):
            if pair in new and all(
                watch.is_sure(group, at) for watch in watches if watch.code == pair[0].block
            ):
                yield pair

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


def _above(plan: Plan) -> Plan | None:
    """Give a plan, or None for those of blocks that are passed over."""
    return None if plan.block in PASSED_OVER else plan


class Watch:
    """Views that look together at the blocks of one code, and at the same other blocks."""

    def __init__(self, code: str, views: Sequence[View]) -> None:
        self.code, self._views = code, views
        self._owners = owners(code) if views[0].named else None
        self.places = tuple(dict.fromkeys(place for view in views for place in view.others))
        """What they read of the other blocks."""
        by_affiliation = code in NAMED and NAMED[code][1] is not contracts
        above = any(block in PASSED_OVER for block, _ in self.places)
        self.is_apart = by_affiliation if views[0].named else above
        """Whether no pair of plans tells that nothing is wrong: they read of persons, or go by affiliations."""
        self._reach = Reach(self.places)
        self._parts = {view: _getter([self.places.index(place) for place in view.others]) for view in views}
        """What takes out of a row what a view reads."""
        self._keeps_rows = self._reach.by_anchor or self._owners is None
        self._glances: dict[Plan, Glance | None] = {}
        """By plan of block how the views look at it; None where none of them could find anything."""
        self._good: set[object] = set()
        """What was found right: lines of the block, and those of the others."""

    def is_sure(self, group: Group, at: int) -> bool:
        """Whether a block was found good by lines that its plan, that above it and the only contract tell."""
        glance = self._glances.get(group.plans[at])
        if glance is None or self.is_apart:
            return True
        if not glance.is_known or not (self._is_named if self._owners else self._is_below)(group, at):
            return False
        anchor = group.of(CONTRACT)[0] if self._owners else group.parents[at]
        return (glance.known, self._reach.row(group, at, anchor)) in self._good

    def _is_named(self, group: Group, at: int) -> bool:
        """Whether the plans of a block and of that above it tell which contract it belongs to, if there is one only."""
        if self.code == COMPONENT:
            at = group.parents[at]
        plan = group.plans[at]
        number, _ = NAMED.get(plan.block, ("", contracts))
        offset = plan.offsets.get(number)
        return self._reach.by_anchor and (offset is None or offset in plan.known)

    def _is_below(self, group: Group, at: int) -> bool:
        """Whether the plan of the block above tells all that is read."""
        if not self.places:
            return True
        plan = group.plans[group.parents[at]]
        offsets = [plan.offsets.get(number) for _, number in self.places]
        told = {block for block, _ in self.places} == {plan.block} and plan.block not in PASSED_OVER
        return told and all(offset is None or offset in plan.known for offset in offsets)

    def find(self, group: Group, places: Sequence[int], found: list[tuple[str, Fault]]) -> None:
        """Add what is wrong in some blocks of a group, which are all of the code."""
        plans, parents, glances, good = group.plans, group.parents, self._glances, self._good
        rows: dict[int, Row] = {}
        for at in places:
            plan = plans[at]
            glance = glances[plan] if plan in glances else self._learn(plan)
            if glance is None:
                continue
            mine = glance.known or glance.key(self._own(group, at))
            anchors = (parents[at],) if self._owners is None else group.once(self._owners)[at]
            for anchor in anchors:
                row = rows.get(anchor)
                if row is None:
                    row = self._reach.row(group, at, anchor)
                    if self._keeps_rows:
                        rows[anchor] = row
                if (mine, row) in good or (
                    glance.whole and (glance.whole(self._own(group, at)), row) in good
                ):
                    break
            else:
                if anchors:
                    found += self._faults(group, at, glance, anchors)

    def _faults(
        self, group: Group, at: int, glance: Glance, anchors: Sequence[int]
    ) -> Sequence[tuple[str, Fault]]:
        """Ask the views about a block, and remember it when it is right whatever its amounts are."""
        own = self._own(group, at)
        rows = [self._reach.row(group, at, anchor) for anchor in anchors]
        found: list[tuple[str, Fault]] = []
        for view, look in glance.looks:
            part = self._parts[view]
            found += view.faults(group, at, own, look, [part(row) for row in rows])
        if not found and len(rows) == 1 and len(self._good) < MOST_GOOD:
            self._good.add(shared((self._kept(own, glance, rows[0]), rows[0])))
        return found

    def _kept(self, own: Sequence[str], glance: Glance, row: Row) -> Row:
        """Choose what to remember of a good block: no amounts, if nothing is wrong whatever they are."""
        if glance.whole is None or all(
            view.is_steady(own, look, self._parts[view](row)) for view, look in glance.looks
        ):
            return glance.known or glance.key(own)
        return glance.whole(own)

    def _own(self, group: Group, at: int) -> Sequence[str]:
        start = group.starts[at]
        return group.lines[start : start + len(group.plans[at].numbers)]

    def _learn(self, plan: Plan) -> Glance | None:
        if len(self._glances) >= MOST_PLANS:
            self._glances.clear()
        looks = [(view, look) for view in self._views if (look := view.look(plan))]
        self._glances[plan] = glance = _glance(plan, looks) if looks else None
        return glance


class Glance(NamedTuple):
    """How views look at blocks of one plan."""

    known: Row
    """The lines that they read of the block, where the plan tells them all; else nothing."""
    is_known: bool
    """Whether it does."""
    key: Callable[[Sequence[str]], Row]
    """Takes out the lines that they read but for amounts; lines name their rubric, so nothing is mixed up."""
    whole: Callable[[Sequence[str]], Row] | None
    """Takes them out with the amounts, where there are any."""
    looks: Sequence[tuple[View, Look]]


def _glance(plan: Plan, looks: Sequence[tuple[View, Look]]) -> Glance:
    steady = sorted({offset for _, look in looks for offset in look.steady})
    read = sorted({offset for _, look in looks for offset in look.offsets if offset >= 0})
    known = [plan.known.get(offset) for offset in steady]
    whole = _getter(read) if len(steady) < len(read) else None
    return Glance(() if None in known else tuple(known), None not in known, _getter(steady), whole, looks)


def _getter(places: Sequence[int]) -> Callable[[Sequence[Any]], Row]:
    """Give what takes these places out of a sequence, as a tuple."""
    if len(places) > 1:
        return itemgetter(*places)
    return lambda lines: tuple([lines[place] for place in places])


@cache
def owners(base: str) -> Callable[[Group], dict[int, Sequence[int]]]:
    """Give the function that finds, for each block of a code, the contracts it may belong to."""
    if base not in NAMED:
        return lambda group: {at: contracts_of(group, at) for at in group.of(base)}
    number, table = NAMED[base]

    def find(group: Group) -> dict[int, Sequence[int]]:
        lines, starts, plans, known = group.lines, group.starts, group.plans, group.once(table)
        found: dict[int, Sequence[int]] = {}
        for at in group.of(base):
            offset = plans[at].offsets.get(number)
            found[at] = () if offset is None else known.get(lines[starts[at] + offset][VALUE:], ())
        return found

    return find
