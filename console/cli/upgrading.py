"""Brings the database to the present schema: all owners in one transaction on one connection, or not at all.

On SQLite foreign keys are off while tables are rebuilt (with them on, rebuilding a parent deletes its cascading
children) and checked before the commit; the file is copied first. On PostgreSQL the application role gets its rights at
the end. One upgrade runs at a time on both: a file lock, an advisory lock.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, event, make_url
from sqlalchemy.engine import URL
from sqlalchemy.pool import NullPool

from config import ROOT
from console.base.errors import ConfigurationError
from console.cli.copies import guarded
from console.hooks.owners import Owner, Version, version_of

_LOCK = 4_718_224_011
"""Key of the PostgreSQL advisory lock; any fixed number does."""
# Alembic tells each step to the log; what an administrator needs to know is said by the command.
logging.getLogger("alembic").setLevel(logging.WARNING)


def upgrade(
    owner_url: str, app_url: str, owners: Sequence[Owner], then: Callable[[Connection], object] | None = None
) -> list[Version]:
    """Migrate every owner to its head, run `then` on the same connection, and give the versions reached.

    Raises `ConfigurationError` when the database is newer than these migrations, or a table check fails.
    """
    url = make_url(owner_url)
    on_file = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
    engine = create_engine(url, poolclass=NullPool)
    if url.get_backend_name() == "sqlite":
        event.listen(engine, "connect", _quiet)
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with guarded(str(url.database)) if on_file else nullcontext():
        try:
            with engine.begin() as connection:
                return _migrate(connection, make_url(app_url), owners, then)
        finally:
            engine.dispose()


def versions(url: str, owners: Sequence[Owner]) -> list[Version]:
    """Give how far each owner is; changes nothing."""
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            return [version_of(connection, owner) for owner in owners]
    finally:
        engine.dispose()


def alembic_config(owner: Owner, connection: Connection) -> Config:
    """Give Alembic what it needs for one owner."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.set_main_option("version_locations", str(owner.versions))
    config.set_main_option("path_separator", "newline")
    config.attributes.update(owner=owner, connection=connection)
    return config


def _migrate(
    connection: Connection,
    app: URL,
    owners: Sequence[Owner],
    then: Callable[[Connection], object] | None,
) -> list[Version]:
    if connection.dialect.name == "postgresql":
        connection.exec_driver_sql(f"select pg_advisory_xact_lock({_LOCK})")
    for owner in owners:
        _refuse_newer(version_of(connection, owner))
    for owner in owners:
        command.upgrade(alembic_config(owner, connection), "head")
    if then is not None:
        then(connection)
    _check_keys(connection)
    _grant(connection, app)
    return [version_of(connection, owner) for owner in owners]


def _refuse_newer(found: Version) -> None:
    if found.state == "newer":
        raise ConfigurationError(
            [
                f"the database is at {found.owner} {found.present}, which this version does not know: "
                "install the newer version again"
            ]
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
        raise ConfigurationError(
            [
                f"the upgrade left {len(broken)} rows of {broken[0][0]} without their parent; nothing was changed"
            ]
        )


def _grant(connection: Connection, app: URL) -> None:
    """Let the application role read and write rows, nothing more."""
    if connection.dialect.name != "postgresql" or not app.username:
        return
    if connection.exec_driver_sql("select current_user").scalar() == app.username:
        return
    role = connection.dialect.identifier_preparer.quote(app.username)
    for what in (
        "usage on schema public",
        "select, insert, update, delete on all tables in schema public",
        "usage on all sequences in schema public",
    ):
        connection.exec_driver_sql(f"grant {what} to {role}")
