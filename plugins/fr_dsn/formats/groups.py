"""Blocks of a DSN as they stand in the file, without an object for each.

Words: a *line* is one record without its end: `S21.G00.40.007,'01`. A *block* is a run of lines of one code; its *plan*
says which rubrics it holds, and is shared by all blocks of the same shape. A *group* is what is judged together: a
person (S21.G00.30) with everything below her, or all that a declaration says outside its persons.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from copy import copy
from typing import Any, TypeVar

Made = TypeVar("Made")

VALUE = 16
"""In a line the value begins here."""


class Plan:
    """The shape of a block: its code, and for each rubric number that is present the offset of its line.

    A plan may also tell some of the lines: then it stands for blocks that all hold them.
    """

    __slots__ = ("block", "known", "numbers", "offsets", "shape")

    def __init__(self, block: str, numbers: Sequence[str]) -> None:
        self.block = block
        self.numbers = tuple(numbers)
        self.offsets: Mapping[str, int] = {number: at for at, number in enumerate(self.numbers)}
        self.known: Mapping[int, str] = {}
        """Lines that are the same in all blocks of this plan, by their offsets."""
        self.shape = self
        """The plan that tells no lines."""

    def holding(self, known: Mapping[int, str]) -> Plan:
        """Give the plan of blocks of this shape that hold these lines, by their offsets."""
        plan = copy(self)
        plan.known = known
        return plan


class Group:
    """A person with her blocks, or a declaration without its persons; blocks are named by their index."""

    __slots__ = ("_by_block", "_codes", "_made", "first", "lines", "parents", "plans", "starts")

    def __init__(
        self,
        lines: Sequence[str],
        first: int,
        plans: Sequence[Plan],
        starts: Sequence[int],
        parents: Sequence[int],
    ) -> None:
        self.lines = lines
        self.first = first
        """Number of the first of these lines in the file, from 1."""
        self.plans = plans
        self.starts = starts
        self.parents = parents
        """For each block the index of the block above it in this group, or -1."""
        self._by_block: dict[str, list[int]] | None = None
        self._codes: frozenset[str] | None = None
        self._made: dict[Callable[[Group], Any], Any] = {}

    def of(self, block: str) -> Sequence[int]:
        """Give the blocks of this code, in the order of the file."""
        if self._by_block is None:
            self._by_block = self._parted()
        return self._by_block.get(block, ())

    def _parted(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for at, plan in enumerate(self.plans):
            block = plan.block
            if block in found:
                found[block].append(at)
            else:
                found[block] = [at]
        return found

    def codes(self) -> frozenset[str]:
        """Give the codes of its blocks, each once."""
        if self._codes is None:
            self.of("")
            self._codes = frozenset(self._by_block or ())
        return self._codes

    def value(self, at: int, number: str) -> str | None:
        """Give what a block says under a rubric number such as `004`, or None."""
        offset = self.plans[at].offsets.get(number)
        return None if offset is None else self.lines[self.starts[at] + offset][VALUE:]

    def line(self, at: int, number: str | None = None) -> int:
        """Give the number of a rubric's line in the file, or that of the block's first line."""
        offset = 0 if number is None else self.plans[at].offsets.get(number, 0)
        return self.first + self.starts[at] + offset

    def above(self, at: int, block: str) -> int | None:
        """Give the nearest block of this code above another one, in this group."""
        at = self.parents[at]
        while at >= 0 and self.plans[at].block != block:
            at = self.parents[at]
        return None if at < 0 else at

    def below(self, at: int, block: str) -> Iterator[int]:
        """Give the blocks of this code directly below a block."""
        return (one for one in self.of(block) if self.parents[one] == at)

    def once(self, make: Callable[[Group], Made]) -> Made:
        """Give what a function makes of this group; it is called once, however many controls ask."""
        try:
            found: Made = self._made[make]
        except KeyError:
            found = self._made[make] = make(self)
        return found
