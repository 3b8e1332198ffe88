"""Brings the database to the present schema: all owners in one transaction on one connection, or not at all.

On SQLite the file is copied first and the copy is taken back when an upgrade did not end; foreign keys are off while
tables are rebuilt (with them on, rebuilding a parent deletes its cascading children) and checked before the commit. On
PostgreSQL a lock lets one upgrade run at a time, and the application role gets its rights at the end.
"""

from __future__ import annotations

import logging
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from config import ROOT
from console.base.errors import ConfigurationError
from console.cli.owners import Owner

log = logging.getLogger("guichet.upgrade")
_LOCK = 4_718_224_011
"""Key of the PostgreSQL advisory lock; any fixed number does."""


@dataclass(frozen=True)
class Version:
    """How far an owner is, and how far its migrations go; `None` is nowhere."""

    owner: str
    present: str | None
    head: str | None


def upgrade(owner_url: str, app_url: str, owners: Sequence[Owner], then: Callable[[Connection], None] | None = None) -> list[Version]:
    """Migrate every owner to its head, run `then` on the same connection, and give the versions reached.

    Raises `ConfigurationError` when the database is newer than these migrations, or a table check fails.
    """
    url = make_url(owner_url)
    copy = _Copy(url)
    copy.restore()
    copy.take()
    engine = create_engine(url, poolclass=NullPool)
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _quiet)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    try:
        with engine.begin() as connection:
            if url.get_backend_name() == "postgresql":
                connection.exec_driver_sql(f"select pg_advisory_xact_lock({_LOCK})")
            for owner in owners:
                _refuse_newer(connection, owner)
                command.upgrade(alembic_config(owner, connection), "head")
            if then is not None:
                then(connection)
            _check_keys(connection)
            _grant(connection, make_url(app_url))
            reached = [version_of(connection, owner) for owner in owners]
    finally:
        engine.dispose()
    copy.drop()
    return reached


def versions(url: str, owners: Sequence[Owner]) -> list[Version]:
    """Give how far each owner is; changes nothing."""
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            return [version_of(connection, owner) for owner in owners]
    finally:
        engine.dispose()


def version_of(connection: Connection, owner: Owner) -> Version:
    """Give how far one owner is on a connection."""
    present = MigrationContext.configure(connection, opts={"version_table": owner.version_table}).get_current_revision()
    return Version(owner.name, present, ScriptDirectory.from_config(alembic_config(owner, connection)).get_current_head())


def alembic_config(owner: Owner, connection: Connection) -> Config:
    """Give Alembic what it needs for one owner."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("version_locations", str(owner.versions))
    config.set_main_option("path_separator", "newline")
    config.attributes.update(owner=owner, connection=connection)
    return config


def _refuse_newer(connection: Connection, owner: Owner) -> None:
    present = version_of(connection, owner).present
    known = {script.revision for script in ScriptDirectory.from_config(alembic_config(owner, connection)).walk_revisions()}
    if present is not None and present not in known:
        raise ConfigurationError(
            [f"the database is at {owner.name} {present}, which this version does not know: install the newer version again"]
        )


def _quiet(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA busy_timeout=30000")
    connection.execute("PRAGMA foreign_keys=OFF")


def _check_keys(connection: Connection) -> None:
    if connection.dialect.name != "sqlite":
        return
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise ConfigurationError([f"the upgrade left {len(broken)} rows of {broken[0][0]} without their parent; nothing was changed"])


def _grant(connection: Connection, app: URL) -> None:
    """Let the application role read and write rows, nothing more."""
    if connection.dialect.name != "postgresql" or not app.username:
        return
    if connection.exec_driver_sql("select current_user").scalar() == app.username:
        return
    role = connection.dialect.identifier_preparer.quote(app.username)
    for what in ("usage on schema public", "select, insert, update, delete on all tables in schema public", "usage on all sequences in schema public"):
        connection.exec_driver_sql(f"grant {what} to {role}")


class _Copy:
    """The copy of an SQLite file that is there only while an upgrade runs."""

    def __init__(self, url: URL) -> None:
        is_file = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
        self._file = Path(str(url.database)) if is_file else None
        self._copy = self._file.with_name(self._file.name + ".before-upgrade") if self._file else None

    def restore(self) -> None:
        """Take a copy back that an interrupted upgrade left."""
        if self._file is None or self._copy is None or not self._copy.exists():
            return
        log.warning("an upgrade was interrupted: the copy from before it is taken back")
        for rest in ("-wal", "-shm"):
            self._file.with_name(self._file.name + rest).unlink(missing_ok=True)
        self._copy.replace(self._file)

    def take(self) -> None:
        """Copy the database as it stands, complete or not at all."""
        if self._file is None or self._copy is None:
            return
        self._file.parent.mkdir(parents=True, exist_ok=True)
        if not self._file.exists():
            return
        part = self._copy.with_suffix(".tmp")
        with sqlite3.connect(self._file) as source, sqlite3.connect(part) as target:
            source.backup(target)
        target.close()
        source.close()
        part.replace(self._copy)

    def drop(self) -> None:
        """Remove the copy once the upgrade is committed."""
        if self._copy is not None:
            self._copy.unlink(missing_ok=True)
