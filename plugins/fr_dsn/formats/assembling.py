"""Builds groups from lines that may be anything: gaps, strangers, doubles; each line keeps its own number."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from plugins.fr_dsn.formats.groups import Group, Plan


@lru_cache(maxsize=8_000)
def plan_of(block: str, numbers: tuple[str, ...]) -> Plan:
    """Give the plan of a shape; the same one for the same shape, while it is remembered."""
    return Plan(block, numbers)


class NumberedGroup(Group):
    """A group whose lines need not follow one another in the file."""

    __slots__ = ("_numbers",)

    def __init__(
        self,
        lines: Sequence[str],
        numbers: Sequence[int],
        plans: Sequence[Plan],
        starts: Sequence[int],
        parents: Sequence[int],
    ) -> None:
        super().__init__(lines, numbers[0] if numbers else 1, plans, starts, parents)
        self._numbers = numbers

    def line(self, at: int, number: str | None = None) -> int:
        """Give the number of a rubric's line in the file, or that of the block's first line."""
        offset = 0 if number is None else self.plans[at].offsets.get(number, 0)
        # A block whose lines were all illegible has none of its own.
        place = min(self.starts[at] + offset, len(self._numbers) - 1)
        return self._numbers[place] if place >= 0 else self.first


class Node:
    """A block as it stands in the tree: what it is below of, and how many of each are below it."""

    __slots__ = ("at", "block", "home", "kids", "line", "parent")

    def __init__(self, block: str, line: int, parent: Node | None, home: Builder | None, at: int) -> None:
        self.block, self.line, self.parent = block, line, parent
        self.home, self.at = home, at
        self.kids: dict[str, int] = {}


class Builder:
    """A group in the making."""

    def __init__(self) -> None:
        self.lines: list[str] = []
        self.numbers: list[int] = []
        self.blocks: list[str] = []
        self.starts: list[int] = []
        self.parents: list[int] = []
        self.rubrics: list[list[str]] = []
        self.nodes: list[Node] = []
        self.sound = True
        """Whether nothing is wrong with the structure, so that rules may rely on it."""
        self.ill: set[int] = set()
        """Numbers of the lines whose value was found wrong."""

    def open(self, block: str, parent: int) -> int:
        """Begin a block and give its index."""
        self.blocks.append(block)
        self.starts.append(len(self.lines))
        self.parents.append(parent)
        self.rubrics.append([])
        return len(self.blocks) - 1

    def add(self, line: str, number: int, rubric: str) -> None:
        """Add a line to the block that was begun last."""
        self.lines.append(line)
        self.numbers.append(number)
        self.rubrics[-1].append(rubric)

    def group(self) -> NumberedGroup:
        """Give what was built."""
        plans = [
            plan_of(block, tuple(rubrics)) for block, rubrics in zip(self.blocks, self.rubrics, strict=True)
        ]
        return NumberedGroup(self.lines, self.numbers, plans, self.starts, self.parents)

    def after(self, other: Builder) -> Builder:
        """Give a builder that holds another one's blocks before its own."""
        joined = Builder()
        lines, blocks = len(other.lines), len(other.blocks)
        joined.lines, joined.numbers = other.lines + self.lines, other.numbers + self.numbers
        joined.blocks, joined.rubrics = other.blocks + self.blocks, other.rubrics + self.rubrics
        joined.starts = other.starts + [start + lines for start in self.starts]
        # The declaration hangs on the envelope, whose first block is S10.G00.00.
        above = 0 if blocks else -1
        joined.parents = other.parents + [at + blocks if at >= 0 else above for at in self.parents[:1]]
        joined.parents += [at + blocks if at >= 0 else -1 for at in self.parents[1:]]
        joined.sound, joined.ill = self.sound and other.sound, self.ill | other.ill
        return joined
