"""Sheets: reading a large .xlsx, against openpyxl merely reading it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks import grounds
from benchmarks.measuring import Line, take_turns
from benchmarks.sheet_book import make_book

FASTER = 6.0
MEGABYTES = 180


def compare(rows: int, rounds: int) -> list[Line]:
    """Compare the seconds from the file to its last row, each reading in a process of its own."""
    peaks: dict[str, float] = {}

    def read(side: str) -> float:
        answer = reading("benchmarks.sheets_side", side, path)
        if answer["rows"] != rows:
            raise RuntimeError(f"{side} read {answer['rows']} rows of {rows}")
        peaks[side] = max(peaks.get(side, 0), answer["megabytes"])
        return answer["seconds"]

    with tempfile.TemporaryDirectory(dir=grounds.FOLDER) as folder:
        path = Path(folder) / "persons.xlsx"
        make_book(path, rows)
        medians = take_turns({"ours": lambda: read("ours"), "peer": lambda: read("peer")}, rounds)
    ours, peer = medians["ours"], medians["peer"]
    what = f"sheet of {rows:,} rows"
    return [
        Line(f"{what}, reading, to openpyxl", "s", ours, peer, peer / ours, FASTER),
        Line(
            f"{what}, peak of memory", "MB", peaks["ours"], peaks["peer"], peaks["ours"], MEGABYTES, most=True
        ),
    ]


def reading(module: str, side: str, path: Path) -> dict[str, float]:
    """Let a module of a side read a file in a process of its own; gives what it prints."""
    done = subprocess.run(
        [sys.executable, "-m", module, side, str(path)],
        env={**os.environ, "PYTHONPATH": str(grounds.ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise RuntimeError(f"reading by {side} failed:\n{done.stderr[-3000:]}")
    answer: dict[str, float] = json.loads(done.stdout)
    return answer
