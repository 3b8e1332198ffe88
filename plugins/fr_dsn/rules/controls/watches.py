"""Looks at the blocks of one code with what is above or beside them, and remembers what was found right."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

from plugins.fr_dsn.formats.groups import VALUE, Group, Plan
from plugins.fr_dsn.norm.norms import PERSON
from plugins.fr_dsn.rules.controls.declaring import Fault
from plugins.fr_dsn.rules.controls.learnt import Learnt
from plugins.fr_dsn.rules.controls.reaching import Reach, Row
from plugins.fr_dsn.rules.controls.shapes import shared
from plugins.fr_dsn.rules.controls.ties import CONTRACT, NAMED, contracts, contracts_of
from plugins.fr_dsn.rules.controls.views import Look, View

MOST_GOOD = 2_000
"""What is remembered of the blocks of one code at most."""
MOST_PLANS = 4_000
"""Plans of blocks that are remembered at most."""

COMPONENT = "S21.G00.53"
"""Belongs to the contract that the block above it names."""
PASSED_OVER = (PERSON, "S21.G00.50")
"""Of persons and payments hardly anything is asked: what is below them is not told apart by them."""


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
        self._glances = Learnt(self._glance, MOST_PLANS)
        """By plan of block how the views look at it; None where none of them could find anything."""
        self._good: set[object] = set()
        """What was found right: lines of the block, and those of the others."""

    def looks_at(self, plan: Plan) -> bool:
        """Whether anything could be wrong in a block of this plan that pairs tell of."""
        return not self.is_apart and self._glances[plan] is not None

    def is_sure(self, group: Group, at: int) -> bool:
        """Whether a block was found good by lines that its plan, that above it and the only contract tell."""
        glance = self._glances[group.plans[at]]
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
            glance = glances[plan]
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

    def _glance(self, plan: Plan) -> Glance | None:
        looks = [(view, look) for view in self._views if (look := view.look(plan))]
        return _glance(plan, looks) if looks else None


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
