"""Takes a backup: a snapshot of the rows, then the files they name, then the manifest and the locked key."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from hashlib import sha256 as new_digest
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine, create_engine, delete, insert
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from config import Settings
from console.base import clock, ids
from console.base.errors import ConfigurationError
from console.cli.keeping import locking, snapshots, sweeps
from console.cli.keeping.manifest import FORM, Files, Manifest, Rows, line_of, mark_of, to_bytes
from console.cli.keeping.sets import DATABASE, KEYS, MANIFEST, Writer, written
from console.cli.keeping.snapshots import Snapshot
from console.documents.files import Content, ContentLost, Store, StoreFailed
from console.documents.service import store_of
from console.jobs.models import ScheduledJob

NOTED = "console.backup"
"""The row of the schedule that says when the last backup was taken; no job has this name."""
NEVER = timedelta(days=36500)


@dataclass(frozen=True)
class Taken:
    """What was written."""

    manifest: Manifest
    size: int
    """Of the set, in bytes."""


def take(settings: Settings, file: Path, passphrase: str | None) -> Taken:
    """Write a backup into a new file; without a passphrase the key is left out.

    Raises `ConfigurationError` with what to do. Nothing is left under the file's name then.
    """
    if file.exists():
        raise ConfigurationError([f"{file} is there already: a backup never replaces anything"])
    engine = create_engine(settings.owner_url, poolclass=NullPool)
    try:
        with _told(), TemporaryDirectory(prefix=".guichet-", dir=file.parent) as folder:
            with sweeps.waiting(engine):
                snapshot = snapshots.take(settings.owner_url, Path(folder))
                manifest = _write(settings, file, snapshot, passphrase)
            _note(engine)
            return Taken(manifest, file.stat().st_size)
    finally:
        engine.dispose()


def _write(settings: Settings, file: Path, snapshot: Snapshot, passphrase: str | None) -> Manifest:
    with written(file, snapshot.made_at.timestamp()) as writer:
        size = snapshot.rows.stat().st_size
        with snapshot.rows.open("rb") as stream:
            rows = Rows(size, writer.add(DATABASE, stream, size), snapshot.tables, snapshot.heads)
        snapshot.rows.unlink()  # its room may be needed for the files
        manifest = Manifest(
            form=FORM,
            id=ids.token()[:16],
            made_at=snapshot.made_at,
            console=version("guichet"),
            database=snapshot.kind,
            server=snapshot.server,
            rows=rows,
            files=_files(writer, store_of(settings), snapshot.files),
            key_mark=mark_of(settings.secret_key),
            has_keys=passphrase is not None,
        )
        text = to_bytes(manifest)
        writer.add_bytes(MANIFEST, text)
        if passphrase is not None:
            writer.add_bytes(KEYS, locking.lock(settings.secret_key, passphrase, text))
    return manifest


def _files(writer: Writer, store: Store, listing: Path) -> Files:
    """Add what the rows name. A content that the store has lost is noted: the rest is worth keeping all the same."""
    overall, count, total, missing = new_digest(), 0, 0, []
    with listing.open(encoding="ascii") as lines:
        for line in lines:
            institution, digest, size = line.split()
            try:
                stream = store.open(int(institution), Content(digest, int(size)))
            except ContentLost:
                missing.append(f"{institution}/{digest}")
                continue
            with stream:
                found = writer.add(f"files/{institution}/{digest}", stream, int(size))
            if found != digest:
                raise ConfigurationError(
                    [
                        f"the file {institution}/{digest} was changed since it was stored: take it out of the store"
                    ]
                )
            overall.update(line_of(int(institution), digest, int(size)).encode())
            count, total = count + 1, total + int(size)
    return Files(count, total, overall.hexdigest(), tuple(missing))


def _note(engine: Engine) -> None:
    """Note the moment where `guichet doctor` looks for it, whichever machine takes the next one."""
    moment = clock.now()
    with engine.begin() as connection:
        connection.execute(delete(ScheduledJob).where(ScheduledJob.name == NOTED))
        connection.execute(
            insert(ScheduledJob).values(name=NOTED, due=moment + NEVER, ended_at=moment, outcome="")
        )


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except StoreFailed as fault:
        raise ConfigurationError([f"the storage of the files does not answer: {fault}"]) from fault
    except (SQLAlchemyError, sqlite3.Error) as fault:
        said = str(getattr(fault, "orig", None) or fault).strip().splitlines()[0]
        raise ConfigurationError([f"the database cannot be copied: {said}"]) from fault
    except OSError as fault:
        where = os.fspath(fault.filename) if fault.filename else "the backup"
        raise ConfigurationError([f"{where} cannot be written: {fault.strerror or fault}"]) from fault
