"""A DSN as blocks that a test can change: rubrics put and dropped, blocks added and removed, counters renewed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path

from plugins.fr_dsn.norm.norms import Norm, norm_of

BASES = Path(__file__).parent / "bases"
DECLARATION = "S20.G00.05"
COUNTERS = "S90.G00.90"


class Block:
    """One block of the file: its code and its rubrics in the order of the norm."""

    def __init__(self, code: str, rubrics: Mapping[str, str]) -> None:
        self.code = code
        self.rubrics = dict(rubrics)

    def put(self, number: str, value: str) -> None:
        self.rubrics[number] = value
        self.rubrics = {key: self.rubrics[key] for key in sorted(self.rubrics, key=self._place)}

    def _place(self, number: str) -> int:
        return _places().get(f"{self.code}.{number}", 10_000)


class Message:
    """One sending, as a list of blocks in the order of the file."""

    def __init__(self, blocks: list[Block]) -> None:
        self.blocks = blocks

    @property
    def nature(self) -> str:
        return self.at(DECLARATION).rubrics["001"]

    def place(self, code: str, nth: int = 0) -> int:
        """Where the nth block of a code stands, over the whole file; -1 is the last."""
        return [at for at, block in enumerate(self.blocks) if block.code == code][nth]

    def at(self, code: str, nth: int = 0) -> Block:
        return self.blocks[self.place(code, nth)]

    def end(self, at: int) -> int:
        """Where what hangs under a block ends."""
        inside = _below(self.nature, self.blocks[at].code)
        last = at + 1
        while last < len(self.blocks) and self.blocks[last].code in inside:
            last += 1
        return last

    def insert(self, block: Block, under: tuple[str, int]) -> None:
        """Hang a block under another one: after those of its code there, else after all that hangs there.

        Under the establishment or the declaration it comes before the first block that stands after it in the tree.
        """
        top = self.place(*under)
        end = self.end(top)
        places = _order(self.nature)
        last = end
        for at in range(end - 1, top, -1):
            code = self.blocks[at].code
            if code == block.code or block.code in _above(self.nature, code):
                last = at + 1
                break
            if places.get(code, 0) > places.get(block.code, 0):
                last = at
        self.blocks.insert(last, block)

    def text(self) -> str:
        """The file, its counters renewed."""
        counters = self.at(COUNTERS)
        counters.put("001", str(sum(len(block.rubrics) for block in self.blocks)))
        counters.put("002", str(sum(block.code == DECLARATION for block in self.blocks)))
        return "".join(
            f"{block.code}.{number},'{value}'\n"
            for block in self.blocks
            for number, value in block.rubrics.items()
        )


def message(base: str) -> Message:
    """Read one of the base files."""
    return Message(read_blocks((BASES / f"{base}.dsn").read_text(encoding="latin-1")))


def read_blocks(text: str) -> list[Block]:
    """Cut a well-formed file into its blocks."""
    blocks: list[Block] = []
    for line in text.splitlines():
        code, number, value = line[:10], line[11:14], line[16:-1]
        if not blocks or blocks[-1].code != code or number in blocks[-1].rubrics:
            blocks.append(Block(code, {}))
        blocks[-1].rubrics[number] = value
    return blocks


def parent(nature: str, code: str) -> str:
    """The block that a block hangs under, in this nature or else in any."""
    for one in (nature, "01", "07", "08"):
        above = _parents(one).get(code)
        if above:
            return above
    return DECLARATION


def _norm() -> Norm:
    norm = norm_of("P25V01")
    assert norm is not None
    return norm


@cache
def _places() -> dict[str, int]:
    return {key: at for at, key in enumerate(_norm().rubrics)}


@cache
def _parents(nature: str) -> dict[str, str]:
    return {place.block: place.parent for place in _norm().tree(nature).values() if place.parent}


@cache
def _order(nature: str) -> dict[str, int]:
    return {block: at for at, block in enumerate(_norm().blocks)}


@cache
def _above(nature: str, code: str) -> Sequence[str]:
    found = []
    while code != DECLARATION and code in _parents(nature):
        code = _parents(nature)[code]
        found.append(code)
    return found


@cache
def _below(nature: str, code: str) -> frozenset[str]:
    return frozenset(one for one in _parents(nature) if code in _above(nature, one))
