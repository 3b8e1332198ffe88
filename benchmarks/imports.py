"""Imports: many rows of a 12-field form, read and validated in the limited child, against openpyxl merely reading."""

from __future__ import annotations

import tempfile
from pathlib import Path

from benchmarks import grounds, trial_form
from benchmarks.measuring import Line, take_turns
from benchmarks.sheet_book import make_book
from benchmarks.sheets import reading

FASTER = 6.0
MEGABYTES = 250


def compare(rows: int, rounds: int) -> list[Line]:
    """Compare the seconds from the start of the child to its last piece of canonical values."""
    peaks: dict[str, float] = {}

    def run(module: str, side: str) -> float:
        answer = reading(module, side, path)
        if answer["rows"] != rows:
            raise RuntimeError(f"{side} gave {answer['rows']} rows of {rows}")
        peaks[side] = max(peaks.get(side, 0), answer["megabytes"])
        return answer["seconds"]

    with tempfile.TemporaryDirectory(dir=grounds.FOLDER) as folder:
        path = Path(folder) / "employment.xlsx"
        make_book(path, rows, trial_form.header())
        sides = {
            "ours": lambda: run("benchmarks.imports_side", "ours"),
            "peer": lambda: run("benchmarks.sheets_side", "peer"),
        }
        medians = take_turns(sides, rounds)
    ours, peer = medians["ours"], medians["peer"]
    what = f"import of {rows:,} rows"
    return [
        Line(f"{what}, read and validated, to openpyxl reading", "s", ours, peer, peer / ours, FASTER),
        Line(
            f"{what}, peak of memory", "MB", peaks["ours"], peaks["peer"], peaks["ours"], MEGABYTES, most=True
        ),
    ]
