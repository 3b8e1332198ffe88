"""Lists: 25 of a million rows with two relations, against Flask-AppBuilder's own list page."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from benchmarks import grounds
from benchmarks.grounds import Databases
from benchmarks.measuring import Line, take_turns

FIRST = "first page"
STATEMENTS = 10
STOCK = 10.0
RESTRICTED = {"SQLite": 2.0, "PostgreSQL": 1.5}


class Side:
    """A running process that answers pages by their names."""

    def __init__(self, process: subprocess.Popen[str], log: Path) -> None:
        self._process, self._log = process, log
        self.pages: list[str] = self._read()
        self.statements: dict[str, float] = {}

    def answer(self, page: str) -> float:
        """Give the seconds a page took, and note its statements."""
        assert self._process.stdin is not None
        self._process.stdin.write(page + "\n")
        self._process.stdin.flush()
        answered = self._read()
        self.statements[page] = answered["statements"]
        return float(answered["seconds"])

    def _read(self) -> Any:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError(f"a side ended early:\n{self._log.read_text()[-3000:]}")
        return json.loads(line)


def compare(databases: Databases, rows: int, rounds: int) -> list[Line]:
    """Compare the list's pages; the first one is judged, the others are for information."""
    with ExitStack() as stack:
        ours = stack.enter_context(_side(databases, "ours", str(rows)))
        peer = stack.enter_context(_side(databases, "peer", str(rows), databases.peer))
        lines: list[Line] = []
        for page in ours.pages:
            sides = {"ours": partial(ours.answer, page)}
            sides |= {p.split(":")[0]: partial(peer.answer, p) for p in peer.pages if p.endswith(f": {page}")}
            for side in sides.values():
                side()
            medians = take_turns(sides, rounds)
            for name in [name for name in sides if name != "ours"]:
                limit = {"stock": STOCK, "restricted": RESTRICTED[databases.name]}[name]
                lines.append(
                    Line(
                        f"list on {databases.name}, {page}, to {name} FAB",
                        "s",
                        medians["ours"],
                        medians[name],
                        medians[name] / medians["ours"],
                        limit if page == FIRST else None,
                    )
                )
        count = ours.statements[FIRST]
        stock = peer.statements[f"stock: {FIRST}"]
        what = f"list on {databases.name}, {FIRST}, statements"
        return [Line(what, "statements", count, stock, count, STATEMENTS, most=True), *lines]


@contextmanager
def _side(databases: Databases, *arguments: str) -> Iterator[Side]:
    log = grounds.FOLDER / f"{arguments[0]}.log"
    with log.open("w") as complaints:
        process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.list_side", *arguments],
            env=grounds.environment(databases),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=complaints,
            text=True,
        )
    try:
        yield Side(process, log)
    finally:
        process.kill()
        process.communicate()
