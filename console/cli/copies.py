"""The copy of an SQLite file that is there only while an upgrade runs, and the lock that lets one run at a time.

An upgrade is one transaction, so after a crash SQLite itself goes back to what was before. The copy is for the case in
which the file did not survive: it is taken back only when the database is damaged, never over rows written since.
"""

from __future__ import annotations

import fcntl
import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from console.base.errors import ConfigurationError

log = logging.getLogger("guichet.upgrade")


@contextmanager
def guarded(database: str) -> Iterator[None]:
    """Hold the lock and a copy of the database file while the block upgrades it; waits for another upgrade."""
    file = Path(database)
    copy = file.with_name(f"{file.name}.before-upgrade")
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.with_name(f"{file.name}.upgrade-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if restored(file).exists():
            raise ConfigurationError(
                [
                    f"a restore into {file} has not ended: let guichet restore do it again, or remove {restored(file)}"
                ]
            )
        _settle(file, copy)
        _take(file, copy)
        try:
            yield
        except BaseException:
            _settle(file, copy)
            raise
        copy.unlink(missing_ok=True)


def restored(file: Path) -> Path:
    """Give the name that a database has while it is restored from a backup."""
    return file.with_name(f"{file.name}.restored")


def _settle(file: Path, copy: Path) -> None:
    """End with one sound database and no copy."""
    if not copy.exists():
        return
    if is_sound(file):
        copy.unlink()
        return
    log.warning(
        "an upgrade was interrupted and left the database damaged: the copy from before it is taken back"
    )
    for rest in ("-wal", "-shm"):
        file.with_name(file.name + rest).unlink(missing_ok=True)
    copy.replace(file)


def _take(file: Path, copy: Path) -> None:
    """Copy the database as it stands, complete or not at all; a new one is made readable for its owner alone."""
    if not file.exists():
        file.touch(mode=0o600)
        return
    part = copy.with_suffix(".tmp")
    part.unlink(missing_ok=True)
    part.touch(mode=0o600)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(part)) as target:
        source.backup(target)
    os.chmod(part, file.stat().st_mode & 0o777)
    part.replace(copy)


def is_sound(file: Path) -> bool:
    """Say whether SQLite can read the whole file; one that is not there is not sound."""
    if not file.exists():
        return False
    try:
        with closing(sqlite3.connect(file, timeout=30)) as connection:
            return bool(connection.execute("PRAGMA quick_check").fetchall() == [("ok",)])
    except sqlite3.DatabaseError:
        return False
