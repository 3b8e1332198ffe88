"""Fills a console with a portfolio, or answers its pages and says what each costs.

python -m benchmarks.portfolio_side seed <establishments>
python -m benchmarks.portfolio_side ask <rounds>
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Iterator, Sequence
from datetime import date
from statistics import median
from typing import Any

MONTHS = 24
LAST = date(2026, 10, 1)
SILENT = 3
"""Of so many establishments one has nothing for the last month, and one something refused: a page full in both."""
USERNAME = "agnes"
PAGES = {
    "board": "/fr_dsn/board/?last=2026-10",
    "board, refused": "/fr_dsn/board/?last=2026-10&state=refused",
    "board, to handle": "/fr_dsn/board/?last=2026-10&state=to_handle",
    "search on the board": "/fr_dsn/board/?last=2026-10&search=number0001",
    "due dates": "/fr_dsn/board/due?month=2026-10",
    "portfolio": "/fr_dsn/establishment/list/",
    "search in the portfolio": "/fr_dsn/establishment/list/?search=number0001",
    "returns": "/fr_dsn/return/",
}
Row = tuple[Any, ...]


def seed(count: int) -> None:
    """Migrate the database of the environment, make the demonstration, and add a portfolio to its first account."""
    from sqlalchemy import create_engine, text

    from config import settings_from
    from console.app import create_app
    from console.cli import demo, upgrade_command

    settings = settings_from(os.environ)
    for _ in upgrade_command.run(settings):
        pass
    demo.fill(create_app(settings))
    engine = create_engine(settings.owner_url)
    with engine.begin() as connection:
        company, institution = connection.execute(
            text("select id, institution_id from party_company where number = 'C-100'")
        ).one()
        for statement, rows in _tables(count, institution, company):
            names = list(rows[0])
            values = ", ".join(f":{name}" for name in names)
            into = f"insert into {statement} ({', '.join(names)}) values ({values})"
            for first in range(0, len(rows), 5_000):
                connection.execute(text(into), rows[first : first + 5_000])
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("analyze"))
    engine.dispose()


def ask(rounds: int) -> None:
    """Ask each page, and print the processor seconds of the median answer and its statements."""
    from benchmarks import answering

    client = answering.console(USERNAME)
    statements: list[str] = []
    answering.note(statements)
    found = {}
    for name, address in PAGES.items():
        seconds = []
        for turn in range(rounds + 2):
            statements.clear()
            begin = time.process_time()
            answer = client.get(address)
            took = time.process_time() - begin
            if answer.status_code != 200:
                raise SystemExit(f"{address}: {answer.status_code}")
            if turn >= 2:
                seconds.append(took)
        found[name] = {"seconds": median(seconds), "statements": len(statements)}
    print(json.dumps(found))


def _tables(count: int, institution: int, company: int) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    common = {"institution_id": institution, "company_id": company}
    first = 1_000_000
    keys = [(n, first + n) for n in range(count)]
    yield "fr_dsn_establishment", [_establishment(n, key, common) for n, key in keys]
    yield (
        "inst_search_term",
        [
            {
                "institution_id": institution,
                "subject": "fr_dsn_establishment",
                "subject_id": key,
                "term": term,
            }
            for n, key in keys
            for term in (f"number{n:05}", _siret(n))
        ],
    )
    yield "fr_dsn_month", [_month(n, key, back, common) for n, key in keys for back in _months(n)]


def _months(n: int) -> Sequence[int]:
    return range(1 if n % SILENT == 0 else 0, MONTHS)


def _establishment(n: int, key: int, common: dict[str, int]) -> dict[str, Any]:
    last = LAST if n % SILENT else date(2026, 9, 1)
    return {
        **common, "id": key, "siret": _siret(n), "name": f"Number{n:05}", "due_day": ("5", "15")[n % 2],
        "state": "verified", "came": "sheet", "added_at": "2024-01-01 00:00:00", "expected_from": "2024-01-01",
        "last_month": last.isoformat(), "priming": "", "version": 1,
    }  # fmt: skip


def _month(n: int, key: int, back: int, common: dict[str, int]) -> dict[str, Any]:
    at = LAST.year * 12 + LAST.month - 1 - back
    refused = back == 0 and n % SILENT == 1
    return {
        **common, "establishment_id": key, "month": date(at // 12, at % 12 + 1, 1).isoformat(),
        "state": "refused" if refused else "accepted", "to_handle": int(refused), "waits": refused,
    }  # fmt: skip


def _siret(n: int) -> str:
    return f"{99900000000000 + n}"


if __name__ == "__main__":
    {"seed": seed, "ask": ask}[sys.argv[1]](int(sys.argv[2]))
