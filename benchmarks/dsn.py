"""DSN: reading a large monthly file, against the reader one writes first."""

from __future__ import annotations

from pathlib import Path

from benchmarks import grounds
from benchmarks.dsn_file import Pool, write
from benchmarks.measuring import Line, take_turns
from benchmarks.sheets import reading

STRUCTURE, CHECKS, INDEX = 4.0, 1.0, 40.0
MEGABYTES, GROWTH = 40, 1.3
ROUNDS = 5
SIZE, QUICK_SIZE, SMALL, LARGE = 50, 10, 5, 200
"""Megabytes: of the comparison, and of the two files that show how time and memory grow."""


def compare(rounds: int, *, quick: bool) -> list[Line]:
    """Compare the seconds from the file to its last person, each reading in a process of its own."""
    size = QUICK_SIZE if quick else SIZE
    folder = grounds.FOLDER / "dsn"
    folder.mkdir(parents=True, exist_ok=True)
    pool = Pool()
    path = _file(folder, size, pool)
    readings = {side: Reading(side, path) for side in ("peer", "structure", "checks", "index")}
    medians = take_turns({side: one.seconds for side, one in readings.items()}, rounds)
    peer, what = medians["peer"], f"DSN of {size} MB"
    lines = [
        Line(f"{what}, {name}, to the plain reader", "s", medians[side], peer, peer / medians[side], limit)
        for side, name, limit in (
            ("structure", "structure", STRUCTURE),
            ("checks", "all checks", CHECKS),
            ("index", "index of persons", INDEX),
        )
    ]
    return lines if quick else [*lines, *_growth(folder, pool, rounds)]


def _growth(folder: Path, pool: Pool, rounds: int) -> list[Line]:
    small = Reading("checks", _file(folder, SMALL, pool))
    large = Reading("checks", _file(folder, LARGE, pool))
    medians = take_turns({"small": small.seconds, "large": large.seconds}, min(rounds, 3))
    each_small, each_large = medians["small"] / SMALL, medians["large"] / LARGE
    return [
        Line(
            f"DSN, all checks, seconds a MB at {LARGE} MB, to {SMALL} MB",
            "s/MB",
            each_large,
            each_small,
            each_large / each_small,
            GROWTH,
            most=True,
        ),
        Line(
            f"DSN of {LARGE} MB, all checks, peak of memory",
            "MB",
            large.megabytes,
            None,
            large.megabytes,
            MEGABYTES,
            most=True,
        ),
    ]


class Reading:
    """Readings of one file by one side."""

    def __init__(self, side: str, path: Path) -> None:
        self._side, self._path = side, path
        self.megabytes = 0.0
        """The highest peak of memory so far."""

    def seconds(self) -> float:
        """Read once more, in a process of its own."""
        told = reading("benchmarks.dsn_side", self._side, self._path)
        self.megabytes = max(self.megabytes, told["megabytes"])
        return told["seconds"]


def _file(folder: Path, megabytes: int, pool: Pool) -> Path:
    path = folder / f"monthly_{megabytes}.dsn"
    write(path, megabytes, pool)
    return path
