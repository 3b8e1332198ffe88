"""Mailbox: counted folders and newest messages against GROUP BY on the best index, then the whole page."""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager

from benchmarks import grounds, mailbox_pages
from benchmarks.grounds import Databases
from benchmarks.measuring import Line
from tests.services import postgresql as postgresql_service
from tests.services.run import Run

FASTER = {"SQLite": 50.0, "PostgreSQL": 18.0}
_SEEDED_BY = ("mailbox_seeding.py", "mailbox_peer.py", "django_mail/site.py", "django_mail/models.py")
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
    flat = Line(what, "s", largest, smallest, largest / smallest, FLAT, most=True)
    return [*lines, flat, *mailbox_pages.compare(databases, rounds)]


def sqlite(rows: int) -> Databases:
    """Give the databases as files, kept from run to run as long as schema and data stay the same."""
    stem = grounds.FOLDER / f"mailbox-{rows}-{_digest()}"
    console, peer = stem.with_suffix(".sqlite"), stem.with_suffix(".peer.sqlite")
    databases = Databases("SQLite", f"sqlite:///{console}", f"sqlite:///{console}", f"sqlite:///{peer}")
    if not peer.exists():
        for old in grounds.FOLDER.glob(f"mailbox-{rows}-*"):
            old.unlink()
        grounds.run(databases, "mailbox_seeding", "console", str(rows))
        part = peer.with_suffix(".part")
        shutil.copyfile(console, part)
        grounds.run(databases, "mailbox_seeding", "peers", f"sqlite:///{part}")
        part.replace(peer)
    return databases


@contextmanager
def postgresql(rows: int) -> Iterator[Databases]:
    """Give the databases on a server that ends with this process; raises `Missing` where there is none to start."""
    run = Run.begin()
    server = postgresql_service.start(run)
    names = server.app_url("mailbox"), server.owner_url("mailbox"), server.owner_url("mailbox_peers")
    databases = Databases("PostgreSQL", *names)
    try:
        server.create("mailbox")
        grounds.run(databases, "mailbox_seeding", "console", str(rows))
        server.create("mailbox_peers", template="mailbox")
        grounds.run(databases, "mailbox_seeding", "peers", databases.peer)
        yield databases
    finally:
        run.end()


def _digest() -> str:
    files = [
        *grounds.ROOT.glob("migrations/versions/*.py"),
        *(grounds.ROOT / "benchmarks" / name for name in _SEEDED_BY),
    ]
    return hashlib.sha256(b"".join(file.read_bytes() for file in sorted(files))).hexdigest()[:12]
