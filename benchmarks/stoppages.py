"""Ten thousand work stoppages whose health insurance is silent against two hundred: the same pages, both databases.

Beside what the pages cost it is counted that each stoppage is there, left once, was told of once for each answer that
is late, and stands once among the late ones.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks import grounds
from benchmarks.grounds import Databases
from benchmarks.measuring import Line
from tests.services import postgresql as postgresql_service
from tests.services.run import Run

SMALL, LARGE, ROUNDS = 200, 10_000, 15
QUICK_LARGE = 400
RATIO, STATEMENTS = 2.0, 18
ANSWERS = 2
"""That are late of each stoppage: the acknowledgement of receipt, and the decision."""


def compare(small: Databases, large: Databases, rounds: int, count: int) -> Iterator[Line]:
    """Give what the pages cost, and what became of each stoppage."""
    few, many = _answers(small, rounds), _answers(large, rounds)
    name = f"stoppages on {large.name}"
    for page, cost in many["pages"].items():
        ours, peer = cost["seconds"], few["pages"][page]["seconds"]
        yield Line(f"{name}, {page}", "CPU s", ours, peer, ours / peer, RATIO, most=True)
        statements = cost["statements"]
        yield Line(
            f"{name}, {page}, statements", "statements", statements, None, statements, STATEMENTS, most=True
        )
    facts = many["facts"]
    for what in ("declared", "leaving", "marked", "listed"):
        yield Line(f"{name}, {what}", "stoppages", facts[what], None, facts[what], count)
    for what, most in (("doubled", 0), ("told", ANSWERS * count)):
        yield Line(f"{name}, {what}", "stoppages", facts[what], None, facts[what], most, most=True)
    yield Line(f"{name}, told at all", "alerts", facts["told"], None, facts["told"], ANSWERS * count)


@contextmanager
def sqlite(count: int) -> Iterator[tuple[Databases, Databases]]:
    """Give two SQLite databases, with few stoppages and with many."""
    made = []
    for size in (SMALL, count):
        file = grounds.FOLDER / f"stoppages-{size}.sqlite"
        for old in grounds.FOLDER.glob(f"{file.name}*"):
            old.unlink()
        url = f"sqlite:///{file}"
        made.append(Databases("SQLite", url, url, ""))
        grounds.run(made[-1], "stoppages_side", "seed", str(size))
    yield made[0], made[1]


@contextmanager
def postgresql(count: int) -> Iterator[tuple[Databases, Databases]]:
    """Give the same on a PostgreSQL server of its own; raises `Missing` where there is none."""
    run = Run.begin()
    try:
        server = postgresql_service.start(run, durable=False)
        made = []
        for size in (SMALL, count):
            name = f"stoppages{size}"
            server.create(name)
            made.append(Databases("PostgreSQL", server.app_url(name), server.owner_url(name), ""))
            grounds.run(made[-1], "stoppages_side", "seed", str(size))
        yield made[0], made[1]
    finally:
        run.end()


def _answers(databases: Databases, rounds: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(grounds.run(databases, "stoppages_side", "ask", str(rounds)))
    return found
