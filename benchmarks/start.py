"""Start: the console against a bare Flask-AppBuilder with as many page classes."""

from __future__ import annotations

import json
from typing import Any

from benchmarks import grounds
from benchmarks.grounds import Databases
from benchmarks.measuring import Line, take_turns

LIMIT = 1.5
ROWS = 20_000


def compare(rounds: int) -> list[Line]:
    """Compare processor seconds from the process's start to its first answer, on databases that exist already."""
    databases = grounds.sqlite(ROWS)
    views = _start(databases, "ours")["views"]
    fewest = _start(databases, "peer", databases.peer, "0")["views"]
    more = str(max(0, views - fewest))
    medians = take_turns(
        {
            "ours": lambda: float(_start(databases, "ours")["seconds"]),
            "peer": lambda: float(_start(databases, "peer", databases.peer, more)["seconds"]),
        },
        rounds,
    )
    ours, peer = medians["ours"], medians["peer"]
    return [Line("start, to bare FAB", "CPU s", ours, peer, ours / peer, LIMIT, most=True)]


def _start(databases: Databases, *arguments: str) -> dict[str, Any]:
    answer: dict[str, Any] = json.loads(grounds.run(databases, "start_side", *arguments))
    if answer["status"] != 200:
        raise RuntimeError(f"{arguments[0]} answered {answer['status']}")
    return answer
