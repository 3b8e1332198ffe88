"""Rebuilds a stored database, on SQLite and on PostgreSQL."""

from __future__ import annotations

import gzip
import sqlite3
from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

from alembic import command
from sqlalchemy import Connection, MetaData, create_engine, insert, inspect, select, text
from sqlalchemy.pool import NullPool

from console.cli.upgrading import alembic_config
from console.hooks.owners import Owner

Keys = dict[str, set[tuple[object, ...]]]
"""The primary keys of all rows, by table."""


def on_sqlite(dump: Path, file: Path) -> None:
    """Make the database as it was when it was stored."""
    with closing(sqlite3.connect(file)) as connection:
        connection.executescript(gzip.decompress(dump.read_bytes()).decode())


def on_postgresql(source: Path, owner_url: str, owners: Sequence[Owner]) -> None:
    """Bring an empty database to the revisions of the SQLite file `source`, and copy its rows."""
    engines = [create_engine(url, poolclass=NullPool) for url in (f"sqlite:///{source}", owner_url)]
    with engines[0].connect() as old, engines[1].begin() as new:
        there = inspect(old).get_table_names()
        for owner in (one for one in owners if one.version_table in there):
            revision = old.scalar(text(f"select version_num from {owner.version_table}"))
            command.upgrade(alembic_config(owner, new), revision)
        _copy(old, new)


def keys(url: str) -> Keys:
    """Give the keys of all rows of a database; the versions of the owners left out."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:
        tables = _tables(connection)
        return {
            table.name: {
                tuple(row)
                for row in connection.execute(select(*(table.primary_key.columns or table.columns)))
            }
            for table in tables.sorted_tables
        }


def _copy(old: Connection, new: Connection) -> None:
    sources, targets = _tables(old), _tables(new)
    for target in targets.sorted_tables:
        rows = [dict(row) for row in old.execute(select(sources.tables[target.name])).mappings()]
        if rows:
            new.execute(insert(target), rows)
        if "id" in target.columns and target.columns["id"].default is None:
            new.execute(
                text(
                    f"select setval(pg_get_serial_sequence('{target.name}', 'id'), max(id)) "
                    f"from {target.name} having max(id) is not null"
                )
            )


def _tables(connection: Connection) -> MetaData:
    tables = MetaData()
    tables.reflect(connection, only=lambda name, _: not name.startswith("alembic_version"))
    return tables
