"""Mailbox: counted folders and the newest messages of one institution, against GROUP BY on the best index."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks import grounds
from benchmarks.grounds import Databases
from benchmarks.measuring import Line
from tests.services import postgresql as postgresql_service
from tests.services.run import Run

FASTER = {"SQLite": 50.0, "PostgreSQL": 18.0}
FLAT = 2.0
"""How much longer the largest institution may take than the smallest; the counts and the page are of one size."""


def compare(databases: Databases, rounds: int) -> list[Line]:
    """Compare the database's seconds of 60 folder counts and the newest 25, in institutions of three sizes."""
    found: dict[str, dict[str, float]] = json.loads(grounds.run(databases, "mailbox_side", str(rounds)))
    lines = [
        Line(
            f"mailbox on {databases.name}, {size} messages, to GROUP BY",
            "s",
            times["ours"],
            times["peer"],
            times["peer"] / times["ours"],
            FASTER[databases.name] if place == 0 else None,
        )
        for place, (size, times) in enumerate(found.items())
    ]
    largest, *_, smallest = (times["ours"] for times in found.values())
    what = f"mailbox on {databases.name}, largest to smallest institution"
    return [*lines, Line(what, "s", largest, smallest, largest / smallest, FLAT, most=True)]


def sqlite(rows: int) -> Databases:
    """Give the database as a file, kept from run to run as long as schema and data stay the same."""
    file = grounds.FOLDER / f"mailbox-{rows}-{_digest()}.sqlite"
    databases = Databases("SQLite", f"sqlite:///{file}", f"sqlite:///{file}", "")
    if not file.exists():
        for old in grounds.FOLDER.glob(f"mailbox-{rows}-*"):
            old.unlink()
        part = file.with_suffix(".part")
        url = f"sqlite:///{part}"
        grounds.run(Databases("SQLite", url, url, ""), "mailbox_seeding", str(rows))
        part.replace(file)
    return databases


@contextmanager
def postgresql(rows: int) -> Iterator[Databases]:
    """Give the database on a server that ends with this process; raises `Missing` where there is none to start."""
    run = Run.begin()
    server = postgresql_service.start(run)
    databases = Databases("PostgreSQL", server.app_url("mailbox"), server.owner_url("mailbox"), "")
    try:
        server.create("mailbox")
        grounds.run(databases, "mailbox_seeding", str(rows))
        yield databases
    finally:
        run.end()


def _digest() -> str:
    files = [
        *grounds.ROOT.glob("migrations/versions/*.py"),
        grounds.ROOT / "benchmarks" / "mailbox_seeding.py",
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()[:12]
