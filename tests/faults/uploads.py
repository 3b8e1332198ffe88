"""The web's worker killed while somebody attaches a document and while a PDF is made."""

from __future__ import annotations

import os
import random
import signal
from dataclasses import dataclass
from pathlib import Path

from tests.faults import acts, attaching, visitors
from tests.faults.grounds import ground, moment, until
from tests.services.run import Run

WEEK_AND_A_DAY = 8 * 86400
LONGEST = 1.0
"""Seconds after which the worker is killed at the latest: some uploads come to their end, many do not."""


@dataclass(frozen=True)
class Uploads:
    """What came of it."""

    where: str
    rounds: int
    results: dict[str, int]
    """What came of each request: the status, or `broken` where it was cut off; `upload` and `pdf` apart."""
    rows: int
    whole: int
    """Rows whose content reads back as it was given."""
    orphans_before: int
    """Contents that no row names, and half files, as the kills left them."""
    orphans_after: int
    """The same once the sweeper has run."""
    rows_at_last: int
    """Rows when nobody claimed them for a week, and the sweeper has run again."""
    printers_left: int
    """Processes that made PDFs and outlived their worker."""

    @property
    def faults(self) -> list[str]:
        """Say what is not as it must be."""
        found = [] if self.rows == self.whole else ["a row has no whole content"]
        if self.rows < self.results.get("upload 303", 0):
            found.append("a document that was taken is not there")
        zero = ("orphans_after", "rows_at_last", "printers_left")
        found += [f"{name}: {getattr(self, name)}" for name in zero if getattr(self, name)]
        strange = set(self.results) - {"upload 303", "upload broken", "pdf 200", "pdf broken"}
        found += [f"answered: {one}" for one in sorted(strange)]
        return found if any("broken" in one for one in self.results) else [*found, "nothing was cut off"]


def run(where: str, rounds: int, *, seed: int = 1, run: Run | None = None) -> Uploads:
    """Kill the worker of gunicorn in each round, in the middle of an upload or of a PDF; then let the sweeper run."""
    chance = random.Random(seed)
    with ground(where, run=run) as made:
        server, port = visitors.served(made)
        person = made.start(attaching.attach_and_print, port, rounds)
        for _ in range(rounds):
            person.heard()
            moment(chance, LONGEST)
            for child in _children(server.process.pid):
                os.kill(child, signal.SIGKILL)
        results = person.heard()
        server.process.terminate()
        server.process.join()
        until(lambda: not _printers(made.folder), 10)
        rows, whole, contents, half = made.start(acts.count_files).heard()
        swept = made.start(acts.sweep_files, 0).heard()
        last = made.start(acts.sweep_files, WEEK_AND_A_DAY).heard()
        return Uploads(
            where, rounds, results, rows, whole, contents - rows + half, swept[2] - swept[0] + swept[3],
            last[0] + last[2] + last[3], len(_printers(made.folder)),
        )  # fmt: skip


def _children(pid: int | None) -> list[int]:
    return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def _printers(data: Path) -> list[int]:
    """Give the processes of this installation that make PDFs."""
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            told, mine = (folder / "cmdline").read_bytes(), (folder / "environ").read_bytes()
        except OSError:
            continue
        if b"console.documents.child" in told and f"GUICHET_DATA={data}".encode() in mine:
            found.append(int(folder.name))
    return found
