"""The groups of a well-formed file, cut in the plainest way."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from plugins.fr_dsn.formats.groups import Group, Plan
from plugins.fr_dsn.norm.norms import nearest
from plugins.fr_dsn.rules.controls.declaring import Frame
from tests.plugins.fr_dsn.controls.messages import Block, read_blocks

PLANS: dict[tuple[str, tuple[str, ...]], Plan] = {}


def declarations(text: str) -> Iterator[tuple[Frame, list[Group]]]:
    """Give each declaration with its persons and its tail."""
    blocks = read_blocks(text)
    starts, at = [], 1
    for block in blocks:
        starts.append(at)
        at += len(block.rubrics)
    envelope = [n for n, block in enumerate(blocks) if block.code.startswith("S10")]
    opens = [n for n, block in enumerate(blocks) if block.code == "S20.G00.05"]
    ends = [
        *opens[1:],
        next((n for n, block in enumerate(blocks) if block.code == "S90.G00.90"), len(blocks)),
    ]
    for first, end in zip(opens, ends, strict=True):
        own = range(first, end)
        persons = [n for n in own if blocks[n].code == "S21.G00.30"]
        tail = next((n for n in own if n > (persons or [first])[-1] and blocks[n].code[:10] in TAIL), end)
        nature = blocks[first].rubrics["001"]
        version = blocks[0].rubrics["006"]
        bounds = [*persons, tail]
        head = group([*envelope, *range(first, bounds[0])], blocks, starts, version, nature)
        frame = Frame(
            version,
            nature,
            blocks[first].rubrics["002"],
            _day(blocks[first].rubrics.get("005")),
            _day(blocks[first].rubrics.get("007")),
            _value(blocks, own, "S21.G00.06", "001"),
            _value(blocks, own, "S21.G00.11", "001"),
            head,
        )
        cuts = [range(a, b) for a, b in pairwise(bounds)] + [range(tail, end)]
        yield frame, [group(list(cut), blocks, starts, version, nature) for cut in cuts if cut]


TAIL = ("S21.G00.85", "S89.G00.32", "S89.G00.67", "S89.G00.87", "S89.G00.88", "S89.G00.89", "S89.G00.91")


def group(places: list[int], blocks: list[Block], starts: list[int], version: str, nature: str) -> Group:
    tree = nearest(version).tree(nature)
    lines: list[str] = []
    plans: list[Plan] = []
    begins: list[int] = []
    parents: list[int] = []
    opened: dict[str | None, int] = {None: -1}
    for at, n in enumerate(places):
        block = blocks[n]
        key = block.code, tuple(block.rubrics)
        plans.append(PLANS.setdefault(key, Plan(*key)))
        begins.append(len(lines))
        lines += [f"{block.code}.{number},'{value}" for number, value in block.rubrics.items()]
        above = tree[block.code].parent if block.code in tree else None
        parents.append(opened.get(above, -1))
        opened[block.code] = at
    first = starts[places[-1]] - begins[-1] if len(places) else 1
    return Group(lines, first, plans, begins, parents)


def _day(value: str | None) -> date | None:
    return None if value is None else date(int(value[4:]), int(value[2:4]), int(value[:2]))


def _value(blocks: list[Block], own: range, code: str, number: str) -> str:
    return next((blocks[n].rubrics.get(number, "") for n in own if blocks[n].code == code), "")
