"""The empty database into which a set is restored: filled, marked as unfinished until the last step."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO, Protocol

from sqlalchemy import (
    Column,
    Connection,
    MetaData,
    String,
    Table,
    create_engine,
    insert,
    inspect,
    make_url,
    select,
)
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from console.base.errors import ConfigurationError
from console.cli.copies import restored
from console.cli.keeping import snapshots, tools
from console.cli.keeping.manifest import Manifest
from console.hooks.owners import RESTORING

_MARK = Table(RESTORING, MetaData(), Column("id", String(16), primary_key=True))


class Target(Protocol):
    """A database of one kind."""

    kind: str
    url: str
    """Where the last step works, as the role that owns the tables."""

    def is_begun(self, manifest: Manifest) -> bool:
        """Say whether a restore of this set broke off here; raises `ConfigurationError` unless it may be restored."""

    def begin(self, manifest: Manifest) -> bool:
        """Mark the database as being restored; give whether rows are still to be loaded."""

    def load(self, stream: BinaryIO) -> None:
        """Fill it with the rows of a set."""

    def finish(self, connection: Connection) -> None:
        """End the mark in the transaction of the last step."""

    def show(self) -> None:
        """Let it be found, after that transaction."""


def target_of(owner_url: str) -> Target:
    """Give the database at an address."""
    return (
        OnSqlite(owner_url) if make_url(owner_url).get_backend_name() == "sqlite" else OnPostgresql(owner_url)
    )


class OnSqlite:
    """A file that is prepared beside its place, and gets its name last."""

    kind = "sqlite"

    def __init__(self, url: str) -> None:
        self._place = Path(str(make_url(url).database)).absolute()
        self._part = restored(self._place)
        self.url = f"sqlite:///{self._part}"

    def is_begun(self, manifest: Manifest) -> bool:
        """Say so of any set: its rows still have another name, and are loaded anew."""
        if self._place.exists() and _tables(f"sqlite:///{self._place}"):
            raise _in_use(str(self._place))
        return self._part.exists()

    def begin(self, manifest: Manifest) -> bool:
        """Make the file that is the mark."""
        self._place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._clear(self._part)
        self._part.touch(mode=0o600)
        return True

    def load(self, stream: BinaryIO) -> None:
        """Write the file, readable for its owner only."""
        with self._part.open("wb") as copy:
            shutil.copyfileobj(stream, copy, 1 << 20)

    def finish(self, connection: Connection) -> None:
        """Do nothing: the file has its other name until `show`."""

    def show(self) -> None:
        """Give the file its name, once it is on the disk."""
        with self._part.open("rb") as whole:
            os.fsync(whole.fileno())
        self._clear(self._place)
        self._part.replace(self._place)
        self._clear(self._part)

    @staticmethod
    def _clear(file: Path) -> None:
        for rest in ("", "-wal", "-shm", "-journal"):
            file.with_name(file.name + rest).unlink(missing_ok=True)


class OnPostgresql:
    """A database that has no tables yet; `pg_restore` fills it in one transaction."""

    kind = "postgresql"

    def __init__(self, url: str) -> None:
        self.url = url

    def is_begun(self, manifest: Manifest) -> bool:
        """Look for the mark, and at whose it is."""
        tables = _tables(self.url)
        if RESTORING not in tables:
            if tables:
                raise _in_use(str(make_url(self.url).database))
            return False
        with _connected(self.url) as connection:
            if connection.scalar(select(_MARK.c.id)) != manifest.id:
                raise ConfigurationError(
                    ["another backup was being restored here: give that one again, or an empty database"]
                )
        return True

    def begin(self, manifest: Manifest) -> bool:
        """Put the mark into the database, for all machines."""
        tables = _tables(self.url)
        if RESTORING not in tables:
            with _connected(self.url) as connection, connection.begin():
                _MARK.create(connection)
                connection.execute(insert(_MARK).values(id=manifest.id))
        return set(tables) <= {RESTORING}

    def load(self, stream: BinaryIO) -> None:
        """Let `pg_restore` of the server's version read the dump."""
        with _connected(self.url) as connection:
            major = int((connection.dialect.server_version_info or (0,))[0])
        with tools.restoring(make_url(self.url), major) as sink:
            shutil.copyfileobj(stream, sink, 1 << 20)

    def finish(self, connection: Connection) -> None:
        """Take the mark out."""
        _MARK.drop(connection)

    def show(self) -> None:
        """Do nothing: the commit showed it."""


def check_counts(url: str, manifest: Manifest) -> None:
    """Raise unless each table has as many rows as when the set was taken."""
    with _connected(url) as connection:
        found = snapshots.counts(connection)
    found.pop(RESTORING, None)
    if found != manifest.rows.tables:
        differ = sorted({name for name, _ in found.items() ^ manifest.rows.tables.items()})
        raise ConfigurationError([f"rows are missing after the restore, in {', '.join(differ[:5])}"])


def _tables(url: str) -> list[str]:
    with _connected(url) as connection:
        return inspect(connection).get_table_names()


@contextmanager
def _connected(url: str) -> Iterator[Connection]:
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            yield connection
    except SQLAlchemyError as fault:
        said = str(getattr(fault, "orig", None) or fault).strip().splitlines()[0]
        raise ConfigurationError([f"the database cannot be restored into: {said}"]) from fault
    finally:
        engine.dispose()


def _in_use(name: str) -> ConfigurationError:
    return ConfigurationError([f"the database {name} has tables already: restore into an empty one"])
