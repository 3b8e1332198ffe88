"""Stores the schema of today, with rows in every table, for the tests of later upgrades.

Run once per landed schema, from the root of the repository, and commit what it writes:

    python -m tests.upgrades.store

It upgrades an empty SQLite database, makes the demonstration in it, adds a row to each table that is still empty, and
writes the dump to `tests/upgrades/schemas/<revisions>.sql.gz`. Tests rebuild an SQLite database from it; for PostgreSQL
they upgrade an empty database to the same revisions and copy the rows over. As long as a schema has not landed, it may
be stored again with `--again`; one that has landed stays as it is.
"""

from __future__ import annotations

import gzip
import sqlite3
import sys
import tempfile
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, ForeignKeyConstraint, MetaData, Table, create_engine, func, insert, select
from sqlalchemy.pool import NullPool

from console.app import create_app
from console.cli import demo, upgrade_command
from console.cli.upgrading import versions
from console.hooks.owners import owners
from console.institutions.sessions import db
from tests.conftest import settings_for

SCHEMAS = Path(__file__).with_name("schemas")
_VALUES: dict[type[Any], Any] = {
    bool: True,
    int: 1,
    str: "x",
    Decimal: Decimal("1.00"),
    bytes: b"x",
    date: date(2026, 1, 31),
    datetime: datetime(2026, 1, 31, 12, 30),
    object: {},
}


def store(*, again: bool = False) -> Path | None:
    """Write the schema of today and give its file; `None` when it is stored already."""
    with tempfile.TemporaryDirectory() as folder:
        url = f"sqlite:///{folder}/guichet.sqlite"
        settings = settings_for(url, Path(folder))
        list(upgrade_command.run(settings))
        app = create_app(settings)
        demo.fill(app)
        with app.app_context():
            db.engine.dispose()
        reached = versions(url, owners(app.extensions["guichet_plugins"]))
        file = SCHEMAS / ("+".join(str(version.present) for version in reached) + ".sql.gz")
        if file.exists() and not again:
            return None
        engine = create_engine(url, poolclass=NullPool)
        with engine.begin() as connection:
            fill(connection)
        with closing(sqlite3.connect(f"{folder}/guichet.sqlite")) as connection:
            dump = "\n".join(connection.iterdump())
    SCHEMAS.mkdir(exist_ok=True)
    file.write_bytes(gzip.compress(dump.encode(), mtime=0))
    return file


def fill(connection: Connection) -> None:
    """Put a row into each table that has none, parents first."""
    tables = MetaData()
    tables.reflect(connection)
    for table in tables.sorted_tables:
        if not connection.scalar(select(func.count()).select_from(table)):
            connection.execute(insert(table).values(_row(connection, table)))


def _row(connection: Connection, table: Table) -> dict[str, Any]:
    row: dict[str, Any] = {}
    for column in table.columns:
        if not column.nullable:
            row[column.name] = _VALUES[column.type.python_type]
    fixed = _home(connection, table)
    for constraint in sorted(table.foreign_key_constraints, key=partial(_by_need, connection)):
        if constraint.referred_table is table:
            continue  # The first row of its kind has none to refer to.
        agrees = [
            key.column == fixed[key.parent.name] for key in constraint.elements if key.parent.name in fixed
        ]
        asked = select(constraint.referred_table).where(*agrees).limit(1)
        parent = connection.execute(asked).mappings().first()
        if parent is None and _may_be_empty(constraint):
            continue  # Its institution has no such parent.
        assert parent is not None, f"no parent for {table.name} in {constraint.referred_table.name}"
        fixed |= {key.parent.name: parent[key.column.name] for key in constraint.elements}
    return row | fixed


def _home(connection: Connection, table: Table) -> dict[str, Any]:
    """Give the institution in which the plugin of a table has rows already: parents are found there."""
    plugin = "_".join(table.name.split("_")[:2])
    for other in table.metadata.sorted_tables:
        if other.name.startswith(f"{plugin}_") and {"institution_id"} <= set(other.c.keys()) & set(
            table.c.keys()
        ):
            found = connection.scalar(select(other.c.institution_id).limit(1))
            if found is not None:
                return {"institution_id": found}
    return {}


def _by_need(connection: Connection, constraint: ForeignKeyConstraint) -> tuple[bool, int, int]:
    """Put what must be there first, then the parent of which there are fewest, and what decides most columns."""
    parents = connection.scalar(select(func.count()).select_from(constraint.referred_table)) or 0
    return _may_be_empty(constraint), parents, -len(constraint.elements)


def _may_be_empty(constraint: ForeignKeyConstraint) -> bool:
    return any(key.parent.nullable for key in constraint.elements)


if __name__ == "__main__":
    written = store(again="--again" in sys.argv)
    print(f"written: {written.name}" if written else "this schema is stored already")
