"""Fills a database for the benchmarks: the console's schema, one person, and the register's rows.

    python -m benchmarks.seeding console <rows>    the console's database, named by DATABASE_URL
    python -m benchmarks.seeding peer <url>        a copy of it, made ready for Flask-AppBuilder

Nine rows of ten and more belong to the institution whose list is measured.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

KINDS, SHARE = 20, 0.95
ROWS_PER_OFFICE = 50
USERNAME = "bench"
Row = tuple[Any, ...]


def offices_for(rows: int) -> int:
    """Give how many offices a register of so many rows has: 20,000 for a million."""
    return rows // ROWS_PER_OFFICE


def number_of(n: int) -> str:
    """Give the number of the n-th entry: what the checks look for in a page."""
    return f"R{n:08}"


def seed_console(rows: int) -> None:
    """Migrate the database of the environment and fill it."""
    from config import settings_from
    from console.app import create_app
    from console.cli import upgrade_command

    settings = settings_from(os.environ)
    for _ in upgrade_command.run(settings):
        pass
    app = create_app(settings)
    with app.app_context():
        big, small = _institutions()
        tables, indexes = _make_tables(settings.owner_url)
        for table, data in zip(tables, _data(rows, big, small), strict=True):
            _load(settings.owner_url, table, data)
        indexes()


def seed_peer(url: str) -> None:
    """Give Flask-AppBuilder its permissions, its user, and indexes of its own: ours begin with the institution."""
    from sqlalchemy import create_engine

    from benchmarks import peer

    peer.create_app(url, prepare=True)
    engine = create_engine(url)
    with engine.begin() as connection:
        for column in ("number", "name", "day", "kind_id", "office_id"):
            connection.exec_driver_sql(f"create index peer_{column} on bench_entry ({column})")
    _analyse(url)


def _institutions() -> tuple[int, int]:
    """Make the two institutions and the person who looks at the first one's list."""
    from console.accounts import service
    from console.accounts.policies import AccessPolicy, Asked
    from console.base import clock
    from console.institutions.models import Institution, PluginSwitch
    from console.institutions.sessions import accounts

    keys = []
    for name in ("Large", "Small"):
        row = Institution(
            name=name, short_name=name, kind="compensation_fund", country="CH", languages="en", zone="Europe/Zurich"
        )  # fmt: skip
        accounts().add(row)
        accounts().flush()
        switch = PluginSwitch(institution_id=row.id, plugin="bench", enabled=True, changed_at=clock.now())
        accounts().add(switch)
        accounts().add(AccessPolicy(institution_id=row.id, factor=Asked.OPTIONAL, themes={}))
        keys.append(row.id)
    person = service.Person(USERNAME, "Bea", "Bench", "bea@bench.example", "en")
    service.join(accounts(), service.create_user(accounts(), person), keys[0], roles=["case_worker"])
    accounts().commit()
    return keys[0], keys[1]


def _data(rows: int, big: int, small: int) -> Iterator[Iterator[Row]]:
    """Give the rows of kinds, offices and entries; the last twentieth of each belongs to the small institution."""
    offices = offices_for(rows)
    big_kinds, big_offices, big_rows = (int(n * SHARE) for n in (KINDS, offices, rows))
    first_day = date(2015, 1, 1)
    yield ((n, big if n <= big_kinds else small, f"K{n:02}", f"Kind {n}") for n in range(1, KINDS + 1))
    yield (
        (n, big if n <= big_offices else small, f"O{n:05}", f"Office of the {n}th district")
        for n in range(1, offices + 1)
    )
    yield (
        (
            n, big, number_of(n), f"{_RIVERS[n * 7919 % 97 % 24]} {n * 104_729 % 999_983:06}",
            (first_day + timedelta(days=n * 31 % 4000)).isoformat(), 1 + n % big_kinds, 1 + n * 7919 % big_offices, 1,
        ) if n <= big_rows else
        (
            n, small, number_of(n), f"{_RIVERS[n % 24]} {n:06}", first_day.isoformat(),
            big_kinds + 1, big_offices + 1, 1,
        )
        for n in range(1, rows + 1)
    )  # fmt: skip


_RIVERS = (
    "Aare", "Birs", "Doubs", "Emme", "Inn", "Jona", "Kander", "Linth", "Maggia", "Orbe", "Reuss", "Saane",
    "Sense", "Sihl", "Simme", "Thur", "Ticino", "Töss", "Venoge", "Versoix", "Vispa", "Wigger", "Worble", "Zihl",
)  # fmt: skip
_COLUMNS = {
    "bench_kind": ("id", "institution_id", "number", "name"),
    "bench_office": ("id", "institution_id", "number", "name"),
    "bench_entry": ("id", "institution_id", "number", "name", "day", "kind_id", "office_id", "version"),
}


def _make_tables(owner_url: str) -> tuple[Sequence[str], Any]:
    """Make the register's tables, protected like a migration does; gives their names, and what adds the indexes."""
    from alembic.migration import MigrationContext
    from alembic.operations import Operations
    from sqlalchemy import create_engine
    from sqlalchemy.schema import CreateTable

    from console.base.model import Model
    from console.plugin import protect

    engine = create_engine(owner_url)
    with engine.begin() as connection:
        for name in _COLUMNS:
            connection.execute(CreateTable(Model.metadata.tables[name]))
            protect(Operations(MigrationContext.configure(connection)), name)

    def indexes() -> None:
        with engine.begin() as connection:
            for index in Model.metadata.tables["bench_entry"].indexes:
                index.create(connection)
        _analyse(owner_url)

    return list(_COLUMNS), indexes


def _load(url: str, table: str, data: Iterator[Row]) -> None:
    """Put rows into a table by the fastest road of each database."""
    from sqlalchemy import create_engine

    columns = _COLUMNS[table]
    engine = create_engine(url)
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        if engine.dialect.name == "sqlite":
            marks = ",".join("?" * len(columns))
            raw.executemany(f"insert into {table} ({','.join(columns)}) values ({marks})", data)
        else:
            with raw.cursor().copy(f"copy {table} ({','.join(columns)}) from stdin") as copy:
                for row in data:
                    copy.write_row(row)
        raw.commit()
    engine.dispose()


def _analyse(url: str) -> None:
    """Let the database count what it has, and write to disk what is still in its log."""
    from sqlalchemy import create_engine

    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("analyze")
            connection.exec_driver_sql("pragma wal_checkpoint(truncate)")
        else:
            connection.exec_driver_sql("vacuum analyze")
    engine.dispose()


if __name__ == "__main__":
    if sys.argv[1] == "console":
        seed_console(int(sys.argv[2]))
    else:
        seed_peer(sys.argv[2])
