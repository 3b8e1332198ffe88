"""How rules look at one block together with what is above or beside it.

Rules that read the same rubrics are a *view*: what they read is taken out of a block once for all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import product
from typing import NamedTuple

from console.plugin import Phrase
from plugins.fr_dsn.formats.groups import VALUE, Group, Plan
from plugins.fr_dsn.rules.controls.declaring import ChainRule, Fault, Needs, Values
from plugins.fr_dsn.rules.controls.reaching import BELOW_END, Place, Row
from plugins.fr_dsn.rules.controls.shapes import SOMETHING
from plugins.fr_dsn.rules.controls.ties import CONTRACT, END

Judge = Callable[[Values], Phrase | None]
Live = list[tuple[ChainRule, Judge]]


class Look(NamedTuple):
    """How a view looks at blocks of one plan."""

    offsets: tuple[int, ...]
    """Where the own rubrics are that the view reads; -1 where absent."""
    steady: frozenset[int]
    """Those of them that are no amounts, or are known: other amounts are hardly ever the same twice."""


class View:
    """Rules on blocks of one code that read the same rubrics."""

    def __init__(self, base: str, rules: Live, amounts: Collection[str]) -> None:
        first = rules[0][0]
        self._rules, self._need, self._amounts = rules, first.need, amounts
        self._own = tuple(read[11:] for read in first.reads if read[:10] == base)
        self.others: tuple[Place, ...] = tuple(
            (read[:10], read[11:]) for read in first.reads if read[:10] != base
        )
        """What it reads of other blocks."""
        order = [read for read in first.reads if read[:10] == base]
        order += [read for read in first.reads if read[:10] != base]
        self._order = tuple(order.index(read) for read in first.reads)
        self._cases = tuple(product([SOMETHING, None], repeat=len(self.others)))
        """What may be there of the others."""
        blocks = {block for block, _ in self.others}
        self.named = CONTRACT in blocks or (END in blocks and base not in BELOW_END)
        """Whether the view reads of the contract that a block belongs to, or only of those above the block."""
        self._needs = tuple(rule.needs for rule, _ in rules) if first.needs else ()
        self._wanted = self._own_codes(base)
        """Where all rules ask for a code of the block itself: its place among what is read, and the lines."""
        self._of_end = base not in BELOW_END and self._silent_without(END)
        """Whether there is nothing to find without an end of contract."""

    def is_awake(self, codes: frozenset[str], there: frozenset[str]) -> bool:
        """Whether it must look at groups of blocks of these codes that hold these signs."""
        if self._of_end and END not in codes:
            return False
        return not self._needs or any(_met(needs, there) for needs in self._needs)

    def look(self, plan: Plan) -> Look | None:
        """Find where a plan holds what is read; None when the plan alone says that nothing is wrong."""
        there, known = plan.offsets, plan.known
        offsets = tuple(there.get(number, -1) for number in self._own)
        if self._need is not None and self._need not in there:
            return None
        if self._wanted:
            place = offsets[self._wanted[0]]
            if place < 0 or (place in known and known[place] not in self._wanted[1]):
                return None
        mine = [None if offset < 0 else known.get(offset, SOMETHING) for offset in offsets]
        if all(self._is_silent([*mine, *others]) for others in self._cases):
            return None
        steady = (
            there[number]
            for number in self._own
            if number in there and (number not in self._amounts or there[number] in known)
        )
        return Look(offsets, frozenset(steady))

    def faults(
        self, group: Group, at: int, own: Sequence[str], look: Look, rows: Sequence[Row]
    ) -> Iterator[tuple[str, Fault]]:
        """Ask every rule; one speaks only when it refuses the block with each of the contracts it may belong to."""
        mine = [own[offset] if offset >= 0 else None for offset in look.offsets]
        cases = [self._case([*mine, *row]) for row in rows]
        for rule, judge in self._rules:
            said = None
            for case in cases:
                said = judge(case)
                if said is None:
                    break
            if said is not None:
                yield rule.control, Fault(_place(group, at, rule), rule.control[11:14], said)

    def is_steady(self, own: Sequence[str], look: Look, row: Row) -> bool:
        """Say of a block in which nothing is wrong whether that is so with any amounts."""
        mine = [
            None if offset < 0 else own[offset] if offset in look.steady else SOMETHING
            for offset in look.offsets
        ]
        return self._is_silent([*mine, *row])

    def _case(self, lines: Sequence[str | None]) -> Values:
        """Give the values of lines, in the order in which the rules read them."""
        ordered = [lines[at] for at in self._order]
        return tuple([line if line is None or line is SOMETHING else line[VALUE:] for line in ordered])

    def _own_codes(self, base: str) -> tuple[int, frozenset[str]] | None:
        """Give the place of a rubric of the block itself, and the lines of it that all rules ask for."""
        for place, number in enumerate(self._own):
            start = f"{base}.{number},"
            asked = [next((one for one in needs if _of(one, start)), None) for needs in self._needs]
            if asked and None not in asked:
                return place, frozenset().union(*(one for one in asked if one))
        return None

    def _silent_without(self, block: str) -> bool:
        """Whether the rules have nothing to say when what they read of a block is absent."""
        if all(one != block for one, _ in self.others):
            return False
        row = [SOMETHING] * len(self._own)
        row += [None if one == block else SOMETHING for one, _ in self.others]
        return self._is_silent(row)

    def _is_silent(self, lines: Sequence[str | None]) -> bool:
        try:
            return all(judge(self._case(lines)) is None for _, judge in self._rules)
        except Exception:  # a rule looked at a value: it may have something to say
            return False


def _met(needs: Needs, there: frozenset[str]) -> bool:
    return not any(one.isdisjoint(there) for one in needs)


def _of(lines: frozenset[str], start: str) -> bool:
    return all(line.startswith(start) for line in lines)


def _place(group: Group, at: int, rule: ChainRule) -> int:
    """Give the block that a control is about: the one judged, or one above it."""
    block = rule.control[:10]
    if block == rule.base:
        return at
    above = group.above(at, block)
    return at if above is None else above
