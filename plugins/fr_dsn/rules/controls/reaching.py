"""Reads what rules ask of the blocks above or beside a block: of its contract, the end of that, or those above."""

from __future__ import annotations

from collections.abc import Sequence

from plugins.fr_dsn.formats.groups import Group, Plan
from plugins.fr_dsn.rules.controls.learnt import Learnt
from plugins.fr_dsn.rules.controls.ties import CONTRACT, END, ends

MOST_PLANS = 2_000
"""Plans of which it is remembered where they hold what is read."""
BELOW_END = (END, "S21.G00.63")
"""Blocks whose end of contract is above them."""

Place = tuple[str, str]
"""A block and the number of one of its rubrics."""
Row = tuple[str | None, ...]
"""Lines or None, one for each rubric that is read."""

_ABSENT, _ELSEWHERE = -1, -2


class Reach:
    """Reads the same rubrics of what is above or beside one block after the other."""

    def __init__(self, places: Sequence[Place]) -> None:
        self._places = places
        self.by_anchor = {block for block, _ in places} <= {CONTRACT, END}
        """Whether the contract alone says what is read, whichever block names it."""
        self._offsets = Learnt(self._where, MOST_PLANS)
        self._rows: Learnt[Plan, Row | None] = Learnt(
            lambda plan: self._told(plan, self._offsets[plan]), MOST_PLANS
        )
        """What blocks of a plan say as anchors, where the plan tells all of it."""
        self._endless = Learnt(self._told_without_end, MOST_PLANS)
        """The same in groups without an end of contract."""

    def row(self, group: Group, at: int, anchor: int) -> Row:
        """Read for a block; the anchor is its contract or the block above it, -1 when there is none."""
        if anchor < 0:
            return tuple([self._elsewhere(group, at, anchor, place) for place in self._places])
        plan = group.plans[anchor]
        told = (self._rows if group.of(END) else self._endless)[plan]
        if told is not None:
            return told
        offsets = self._offsets[plan]
        lines, start = group.lines, group.starts[anchor]
        return tuple(
            [
                lines[start + offset]
                if offset >= 0
                else None
                if offset == _ABSENT
                else self._elsewhere(group, at, anchor, place)
                for offset, place in zip(offsets, self._places, strict=True)
            ]
        )

    def _where(self, plan: Plan) -> tuple[int, ...]:
        return tuple(
            plan.offsets.get(number, _ABSENT) if block == plan.block else _ELSEWHERE
            for block, number in self._places
        )

    def _told_without_end(self, plan: Plan) -> Row | None:
        offsets = zip(self._offsets[plan], self._places, strict=True)
        return self._told(plan, [_ABSENT if block == END else offset for offset, (block, _) in offsets])

    def _told(self, plan: Plan, offsets: Sequence[int]) -> Row | None:
        if all(offset == _ABSENT or offset in plan.known for offset in offsets):
            return tuple([plan.known.get(offset) for offset in offsets])
        return None

    def _elsewhere(self, group: Group, at: int, anchor: int, place: Place) -> str | None:
        """Read of a block that is not the anchor: the end of the contract, or one above."""
        block, number = place
        if block == END and group.plans[at].block not in BELOW_END:
            other = group.once(ends).get(anchor) if group.of(END) else None
        else:
            other = group.above(at, block)
        offset = None if other is None else group.plans[other].offsets.get(number)
        return None if other is None or offset is None else group.lines[group.starts[other] + offset]
