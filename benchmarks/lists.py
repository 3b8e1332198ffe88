"""Lists: 25 of a million rows with two relations, against Flask-AppBuilder's own list page."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial

from benchmarks import sides as processes
from benchmarks.grounds import Databases
from benchmarks.measuring import Line, take_turns

FIRST = "first page"
STATEMENTS = 10
STOCK = 10.0
RESTRICTED = {"SQLite": 2.0, "PostgreSQL": 1.5}


def compare(databases: Databases, rows: int, rounds: int) -> list[Line]:
    """Compare the list's pages; the first one is judged, the others are for information."""
    with ExitStack() as stack:
        ours = stack.enter_context(processes.running(databases, "list_side", "ours", str(rows)))
        peer = stack.enter_context(
            processes.running(databases, "list_side", "peer", str(rows), databases.peer)
        )
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
