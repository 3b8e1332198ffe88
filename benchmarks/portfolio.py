"""The portfolio of 20,000 establishments and 24 months against one of 200, on both databases.

The same pages, and what the schedule does with all of it: counting what is owed, and looking for gaps piece by piece.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks import grounds
from benchmarks.grounds import Databases
from benchmarks.measuring import Line
from tests.services import postgresql as postgresql_service
from tests.services.run import Run

SMALL, LARGE, QUICK_LARGE, ROUNDS = 200, 20_000, 2_000, 15
RATIO, STATEMENTS = 1.6, 9
OF_CONSOLE = ("deadlines", "calendar", "gaps")
"""Pages whose number of statements is the console's, for zone, clocks and journal: only said."""
MOST_MEMORY, MOST_OF_PIECE, LINEAR = 1.3, 5.0, 1.6
"""How much more memory the large portfolio may take, seconds of a transaction, and how much more an establishment."""
_Costs = dict[str, dict[str, float]]


def compare(small: Databases, large: Databases, rounds: int, count: int) -> Iterator[Line]:
    """Measure both portfolios, of which the large one has `count` establishments."""
    few, many = _said(small, "ask", rounds), _said(large, "ask", rounds)
    for page, cost in many.items():
        what = f"portfolio on {large.name}, {page}"
        ours, peer = cost["seconds"], few[page]["seconds"]
        yield Line(what, "s", ours, peer, ours / peer, RATIO, most=True)
        asked = cost["statements"]
        limit = None if page.startswith(OF_CONSOLE) else STATEMENTS
        yield Line(f"{what}, statements", "statements", asked, None, asked, limit, most=True)
    yield from _swept(large.name, _said(small, "sweep", 3), _said(large, "sweep", 3), count)


def _swept(name: str, few: _Costs, many: _Costs, count: int) -> Iterator[Line]:
    for work, cost in many.items():
        what, small = f"portfolio on {name}, {work}", few[work]
        each, one = cost["seconds"] / count, small["seconds"] / SMALL
        yield Line(f"{what}, an establishment", "CPU s", each, one, each / one, LINEAR, most=True)
        yield Line(f"{what}, all", "CPU s", cost["seconds"], None, cost["seconds"])
        yield Line(f"{what}, statements", "statements", cost["statements"], None, cost["statements"])
        peak = cost["peak"] / small["peak"]
        yield Line(f"{what}, peak of memory", "MB", cost["peak"], small["peak"], peak, MOST_MEMORY, most=True)
        longest = cost["longest"]
        yield Line(
            f"{what}, longest transaction", "s", longest, small["longest"], longest, MOST_OF_PIECE, most=True
        )


def _said(databases: Databases, command: str, rounds: int) -> _Costs:
    found: _Costs = json.loads(grounds.run(databases, "portfolio_side", command, str(rounds)))
    return found


@contextmanager
def sqlite(large: int) -> Iterator[tuple[Databases, Databases]]:
    """Give both portfolios as files."""
    made = []
    for count in (SMALL, large):
        file = grounds.FOLDER / f"portfolio-{count}.sqlite"
        for old in grounds.FOLDER.glob(f"{file.name}*"):
            old.unlink()
        url = f"sqlite:///{file}"
        made.append(Databases("SQLite", url, url, ""))
        grounds.run(made[-1], "portfolio_side", "seed", str(count))
    yield made[0], made[1]


@contextmanager
def postgresql(large: int) -> Iterator[tuple[Databases, Databases]]:
    """Give both portfolios on a server that ends with this process; raises `Missing` where there is none to start."""
    run = Run.begin()
    try:
        server = postgresql_service.start(run, durable=False)
        made = []
        for count in (SMALL, large):
            name = f"portfolio{count}"
            server.create(name)
            made.append(Databases("PostgreSQL", server.app_url(name), server.owner_url(name), ""))
            grounds.run(made[-1], "portfolio_side", "seed", str(count))
        yield made[0], made[1]
    finally:
        run.end()
