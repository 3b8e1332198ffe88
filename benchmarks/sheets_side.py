"""One reading of a sheet: opens it, goes through its rows, and prints the seconds, the rows and the peak of memory.

    python -m benchmarks.sheets_side ours <path>
    python -m benchmarks.sheets_side peer <path>

What each side imports is loaded before the clock starts.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from benchmarks.measuring import own_peak


def main(side: str, path: str) -> None:
    """Read the sheet and print what it took."""
    read = {"ours": _ours, "peer": _peer}[side]()
    begin = time.perf_counter()
    rows = sum(1 for _ in read(Path(path)))
    seconds = time.perf_counter() - begin
    print(json.dumps({"seconds": seconds, "rows": rows, "megabytes": own_peak()}))


def _ours() -> Callable[[Path], Iterator[object]]:
    import python_calamine  # noqa: F401

    from console.base.sheets import open_table, xlsx_reading  # noqa: F401

    return lambda path: open_table(path.read_bytes(), path.name).rows()


def _peer() -> Callable[[Path], Iterator[object]]:
    from openpyxl import load_workbook

    def rows(path: Path) -> Iterator[object]:
        lines = load_workbook(path, read_only=True).worksheets[0].iter_rows(values_only=True)
        next(lines)
        return lines

    return rows


if __name__ == "__main__":
    main(*sys.argv[1:])
