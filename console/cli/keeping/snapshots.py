"""The rows of a console as they were at one moment, while everybody goes on working."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, column, create_engine, func, inspect, make_url, select, table
from sqlalchemy.pool import NullPool

from console.base import clock
from console.base.errors import ConfigurationError
from console.cli.keeping import tools
from console.cli.keeping.manifest import Kind
from console.documents.models import StoredFile
from console.hooks.owners import VERSIONS

_BATCH = 1000


@dataclass(frozen=True)
class Snapshot:
    """The rows of one moment, on the disk, and what is said of them."""

    made_at: datetime
    kind: Kind
    server: str
    rows: Path
    files: Path
    """One line for each file that the rows name: institution, digest and size."""
    tables: dict[str, int]
    heads: dict[str, str]


def take(owner_url: str, folder: Path) -> Snapshot:
    """Copy the rows of a database into a folder; raises `ConfigurationError` when it cannot be done."""
    if make_url(owner_url).get_backend_name() == "sqlite":
        return _of_sqlite(owner_url, folder)
    return _of_postgresql(owner_url, folder)


def tables_of(connection: Connection) -> Sequence[str]:
    """Name all tables of a database."""
    return sorted(inspect(connection).get_table_names())


def counts(connection: Connection) -> dict[str, int]:
    """Count the rows of each table."""
    return {
        name: connection.execute(select(func.count()).select_from(table(name))).scalar_one()
        for name in tables_of(connection)
    }


def _of_sqlite(url: str, folder: Path) -> Snapshot:
    """`VACUUM INTO` copies one moment while others write, and leaves out what was erased from the file's free pages."""
    source, rows = str(make_url(url).database), folder / "rows"
    if not Path(source).exists():
        raise ConfigurationError(["there is no database yet: nothing to keep"])
    moment = clock.now()
    with closing(sqlite3.connect(source, timeout=60)) as connection:
        connection.execute("VACUUM INTO ?", (str(rows),))
    engine = create_engine(f"sqlite:///{rows}", poolclass=NullPool)
    try:
        with engine.connect() as connection:
            return _described(connection, moment, "sqlite", rows, folder)
    finally:
        engine.dispose()


def _of_postgresql(url: str, folder: Path) -> Snapshot:
    engine = create_engine(url, poolclass=NullPool, isolation_level="REPEATABLE READ")
    rows = folder / "rows"
    try:
        with engine.connect().execution_options(postgresql_readonly=True) as connection:
            name = str(connection.scalar(select(func.pg_export_snapshot())))
            moment = clock.now()
            major = int((connection.dialect.server_version_info or (0,))[0])
            tools.dump(make_url(url), major, name, rows)
            return _described(connection, moment, "postgresql", rows, folder)
    finally:
        engine.dispose()


def _described(connection: Connection, moment: datetime, kind: Kind, rows: Path, folder: Path) -> Snapshot:
    tables = counts(connection)
    heads = {
        name.removeprefix(VERSIONS): str(
            connection.scalar(select(column("version_num")).select_from(table(name)))
        )
        for name in tables
        if name.startswith(VERSIONS)
    }
    if not heads:
        raise ConfigurationError(["there is no console in this database yet: nothing to keep"])
    server = ".".join(map(str, connection.dialect.server_version_info or ()))
    return Snapshot(moment, kind, server, rows, _listed(connection, folder / "files"), tables, heads)


def _listed(connection: Connection, target: Path) -> Path:
    """Write down which files the rows name, each content of an institution once."""
    asked = (
        select(StoredFile.institution_id, StoredFile.sha256, StoredFile.size)
        .distinct()
        .order_by(StoredFile.institution_id, StoredFile.sha256)
        .execution_options(yield_per=_BATCH)
    )
    with target.open("w", encoding="ascii") as listing:
        for institution, sha256, size in connection.execute(asked):
            listing.write(f"{institution} {sha256} {size}\n")
    return target
