"""The whole page of a folder, counted folders included, against lists of the same rows that other admin tools bring."""

from __future__ import annotations

from contextlib import ExitStack
from functools import partial

from benchmarks import sides as processes
from benchmarks.grounds import Databases
from benchmarks.measuring import Line, take_turns

STATEMENTS = 8
FASTER = {
    "stock FAB": {"SQLite": 5.0, "PostgreSQL": 3.0},
    "restricted FAB": {},
    "Django admin with facets": {"SQLite": 1.0, "PostgreSQL": 1.0},
}


def compare(databases: Databases, rounds: int) -> list[Line]:
    """Compare the pages of the institution with the most messages; the first line counts their statements."""
    with ExitStack() as stack:
        begun = [
            stack.enter_context(processes.running(databases, "mailbox_page_side", side, databases.peer))
            for side in ("ours", "fab", "django")
        ]
        asked = {name: partial(side.answer, name) for side in begun for name in side.pages}
        for ask in asked.values():
            ask()
        medians = take_turns(asked, rounds)
        counted = {name: number for side in begun for name, number in side.statements.items()}
    lines = [
        Line(
            f"mailbox page on {databases.name}, to {name}",
            "s",
            medians["ours"],
            medians[name],
            medians[name] / medians["ours"],
            limits.get(databases.name),
        )
        for name, limits in FASTER.items()
    ]
    what, ours = f"mailbox page on {databases.name}, statements", counted["ours"]
    return [Line(what, "statements", ours, counted["stock FAB"], ours, STATEMENTS, most=True), *lines]
