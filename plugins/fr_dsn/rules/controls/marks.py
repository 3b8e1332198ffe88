"""Which blocks a group has and which signs it holds, as one number: groups that are alike in this have the same."""

from __future__ import annotations

from collections.abc import Iterable
from functools import reduce
from operator import or_

from plugins.fr_dsn.formats.groups import Group, Plan

MOST_PLANS = 4_000
"""Plans of blocks of which the marks are kept; then they are forgotten together."""
_LOOK = 1
"""Marks plans of which some lines, that may be signs, must be looked at."""


class Marks(dict[Plan, int]):
    """Gives the marks of a plan: a bit for its block, and one for each sign among the lines that it tells."""

    def __init__(self, signs: frozenset[str]) -> None:
        super().__init__()
        self._signs = signs
        self._rubrics = frozenset(sign[:14] for sign in signs)
        self._bits: dict[str, int] = {}

    def of(self, group: Group) -> int:
        """Give the marks of a group."""
        if len(self) >= MOST_PLANS:
            self.clear()
        marks = reduce(or_, map(self.__getitem__, group.plans), 0)
        return marks | self._all(self._signs.intersection(group.lines)) if marks & _LOOK else marks

    def __missing__(self, plan: Plan) -> int:
        unknown = (f"{plan.block}.{number}" for number, at in plan.offsets.items() if at not in plan.known)
        look = _LOOK if any(rubric in self._rubrics for rubric in unknown) else 0
        signs = self._signs.intersection(plan.known.values())
        marks = self[plan] = look | self._all([plan.block, *signs])
        return marks

    def _all(self, names: Iterable[str]) -> int:
        """Give one bit for each of these names."""
        bits = self._bits
        return reduce(or_, (2 << bits.setdefault(name, len(bits)) for name in names), 0)
