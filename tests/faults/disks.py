"""Disks that are full: under the database, under the files people attach."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from tests.faults import acts, clusters, visitors
from tests.faults.grounds import Outcome, ground, outcome, until
from tests.services.machine import Missing

MEGABYTE = 1024 * 1024
SIZES = {"sqlite": 24, "postgresql": 160, "files": 24}
"""Megabytes of the disk."""


@dataclass(frozen=True)
class Full:
    """What came of it."""

    where: str
    tried: int
    refused: int
    """Acts that were refused while the disk was full."""
    pages: dict[str, int]
    """What was shown meanwhile: the page, or the one that says that the database does not answer (`sorry`)."""
    strange: tuple[str, ...]
    started_again: bool
    """Whether PostgreSQL itself ended and had to be started, as an operator does once there is room."""
    works_again: float
    """Seconds from then to the next good page."""
    intact: bool
    outcome: Outcome

    @property
    def faults(self) -> list[str]:
        """Say what is not as it must be."""
        found = [*self.outcome.faults, *(f"shown: {page}" for page in self.strange)]
        if not self.refused:
            found.append("the disk was not full")
        return found if self.intact else [*found, "the database is damaged"]


@dataclass(frozen=True)
class Files:
    """What came of files that were attached while the disk filled up."""

    kept: int
    refused: int
    refusals: tuple[str, ...]
    """What people were told."""
    rows: int
    whole: int
    """Contents that read back as they were given."""
    contents: int
    half: int
    kept_again: int

    @property
    def faults(self) -> list[str]:
        """Say what is not as it must be."""
        found = [] if self.refused else ["the disk was not full"]
        if not self.kept == self.rows == self.whole == self.contents:
            found.append("rows and files are not the same")
        if self.half:
            found.append("half files lie about")
        return found if self.kept_again else [*found, "nothing is kept again"]


def under_database(where: str, acts_when_full: int) -> Full:
    """Fill the disk under a database while a worker, visitors and somebody who acts go on; then make room."""
    with _disk(SIZES[where]) as disk, ground(where, inside=disk, lease=2.0) as made:
        made.worker()
        committed = made.put(0, 20).heard()
        with visitors.visiting(made, "luca", "/") as guest:
            ballast = _fill(disk)
            guest.shown.clear()
            stored = made.put(20, acts_when_full, 0.01, "agency", 40_000).heard()
            pages = dict(guest.shown)
            ballast.unlink()
            again = where == "postgresql" and not clusters.server_of(made).answers()
            if again:
                clusters.start(made)
            works = until(lambda: guest.ask() == "200")
            guest.end()
            committed += [*stored, *made.put(100_000, 20).heard()]
            end = outcome(made, committed)
        intact = made.start(acts.look_over).heard()
        if where == "postgresql":
            clusters.stop(made, signal.SIGINT)
        return Full(
            where, acts_when_full, acts_when_full - len(stored), pages, tuple(guest.strange), again,
            round(works, 1), intact, end,
        )  # fmt: skip


def under_files(number: int) -> Files:
    """Attach files of a megabyte until the disk is full and beyond, make room, and attach one more."""
    with _disk(SIZES["files"]) as disk, ground("sqlite", GUICHET_DATA=str(disk)) as made:
        ballast = disk / "ballast"
        ballast.write_bytes(bytes(4 * MEGABYTE))
        kept, refusals = made.start(acts.attach, number, MEGABYTE).heard()
        rows, whole, contents, half = made.start(acts.count_files).heard()
        ballast.unlink()
        again, _ = made.start(acts.attach, 1, MEGABYTE).heard()
        return Files(kept, number - kept, refusals, rows, whole, contents, half, again)


def _fill(disk: Path) -> Path:
    """Write until nothing more fits; give the file whose end makes room."""
    file = disk / "ballast"
    with file.open("wb", buffering=0) as ballast:
        for block in (MEGABYTE, 4096, 1):
            try:
                while ballast.write(bytes(block)) == block:
                    pass
            except OSError as fault:
                if fault.errno != errno.ENOSPC:
                    raise
    return file


@contextmanager
def _disk(megabytes: int) -> Iterator[Path]:
    """Give a small disk of its own; raises `Missing` where nothing may be mounted."""
    with tempfile.TemporaryDirectory(prefix="guichet-disk-") as folder:
        os.chmod(folder, 0o711)
        options = f"size={megabytes}m,mode=711"
        done = subprocess.run(
            ["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder], capture_output=True, check=False
        )
        if done.returncode:
            raise Missing("a small disk cannot be mounted here: it needs root")
        try:
            yield Path(folder)
        finally:
            subprocess.run(["umount", "-l", folder], check=True)
