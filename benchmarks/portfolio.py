"""The portfolio of 20,000 establishments and 24 months against one of 200: the same pages, on both databases.

python -m benchmarks.portfolio [rounds]
"""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from benchmarks import grounds, report
from benchmarks.grounds import Databases
from benchmarks.measuring import Line
from tests.services import postgresql as postgresql_service
from tests.services.machine import Missing
from tests.services.run import Run

SMALL, LARGE, ROUNDS = 200, 20_000, 15
RATIO, STATEMENTS = 2.0, 9


def main(rounds: int = ROUNDS) -> int:
    """Measure and print; gives 1 when a page costs too much."""
    grounds.FOLDER.mkdir(parents=True, exist_ok=True)
    lines: list[Line] = []
    with _sqlite() as (small, large):
        lines += _compare(small, large, rounds)
    try:
        with _postgresql() as (small, large):
            lines += _compare(small, large, rounds)
    except Missing as absent:
        print(f"PostgreSQL: {absent}", file=sys.stderr)
    print(report.table(lines))
    return int(any(line.passed is False for line in lines))


def _compare(small: Databases, large: Databases, rounds: int) -> Iterator[Line]:
    few, many = _answers(small, rounds), _answers(large, rounds)
    for page, cost in many.items():
        ours, peer = cost["seconds"], few[page]["seconds"]
        yield Line(f"portfolio on {large.name}, {page}", "CPU s", ours, peer, ours / peer, RATIO, most=True)
        count = cost["statements"]
        yield Line(
            f"portfolio on {large.name}, {page}, statements",
            "statements",
            count,
            None,
            count,
            STATEMENTS,
            most=True,
        )


def _answers(databases: Databases, rounds: int) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = json.loads(
        grounds.run(databases, "portfolio_side", "ask", str(rounds))
    )
    return found


@contextmanager
def _sqlite() -> Iterator[tuple[Databases, Databases]]:
    made = []
    for count in (SMALL, LARGE):
        file = grounds.FOLDER / f"portfolio-{count}.sqlite"
        for old in grounds.FOLDER.glob(f"{file.name}*"):
            old.unlink()
        url = f"sqlite:///{file}"
        made.append(Databases("SQLite", url, url, ""))
        grounds.run(made[-1], "portfolio_side", "seed", str(count))
    yield made[0], made[1]


@contextmanager
def _postgresql() -> Iterator[tuple[Databases, Databases]]:
    run = Run.begin()
    try:
        server = postgresql_service.start(run, durable=False)
        made = []
        for count in (SMALL, LARGE):
            name = f"portfolio{count}"
            server.create(name)
            made.append(Databases("PostgreSQL", server.app_url(name), server.owner_url(name), ""))
            grounds.run(made[-1], "portfolio_side", "seed", str(count))
        yield made[0], made[1]
    finally:
        run.end()


if __name__ == "__main__":
    raise SystemExit(main(*map(int, sys.argv[1:])))
