"""One reading of a DSN file in a process of its own; prints its seconds and its peak of memory in MB as JSON.

python -m benchmarks.dsn_side peer|structure|checks|index FILE

The peer is what one writes first: text lines, cut at the comma, a dict for each block, and all blocks in a list.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.measuring import own_peak
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.formats.reading import Silent, read
from plugins.fr_dsn.rules.controls.declaring import Frame


class _Counting(Silent):
    """Takes persons and reads one value of each, to see that they can be read."""

    def __init__(self) -> None:
        self.persons = self.blocks = 0

    def person(self, frame: Frame, group: Group) -> None:
        self.persons += group.value(0, "002") is not None
        self.blocks += len(group.plans)


def peer(path: Path) -> int:
    """Read as one does first; gives the number of blocks."""
    blocks: list[tuple[str, dict[str, str]]] = []
    current, values = "", dict[str, str]()
    with path.open(encoding="iso-8859-1") as file:
        for line in file:
            key, _, value = line.rstrip("\r\n").partition(",")
            block, number = key[:10], key[11:]
            if block != current or number in values:
                current, values = block, {}
                blocks.append((block, values))
            values[number] = value[1:-1]
    return len(blocks)


def structure(path: Path) -> int:
    """Read with ours, structure only."""
    sink = _Counting()
    with path.open("rb") as file:
        read(file, "file", sink, values=False)
    return sink.blocks


def checks(path: Path) -> int:
    """Read with ours, with all checks and all controls."""
    from plugins.fr_dsn.rules.controls.engine import Judge

    sink = _Counting()
    with path.open("rb") as file:
        read(file, "file", sink, Judge())
    return sink.blocks


def index(path: Path) -> int:
    """Find where each person begins, with ours."""
    from plugins.fr_dsn.formats.index import persons_in

    with path.open("rb") as file:
        return sum(1 for _ in persons_in(file, lines=False))


def main(side: str, path: Path) -> None:
    """Run one side and print what it took."""
    sides: dict[str, Callable[[Path], int]] = {
        "peer": peer,
        "structure": structure,
        "checks": checks,
        "index": index,
    }
    began = time.perf_counter()
    counted = sides[side](path)
    seconds = time.perf_counter() - began
    print(json.dumps({"seconds": seconds, "megabytes": own_peak(), "counted": counted}))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
