"""What a sheet of any size is while it is read: its titles and its place are known, its rows come one by one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import time, timedelta
from decimal import Decimal

from .cells import Raw, Unreadable, column_letters, number_of
from .refusals import SheetRefused


@dataclass(frozen=True, slots=True)
class TableLimits:
    """How much is read. `megabytes` are those of the file as it is sent."""

    megabytes: int = 25
    #: From the row under the titles to the last one that holds something.
    rows: int = 250_000
    #: From A to the last column that holds something.
    columns: int = 250
    #: Parts in an .xlsx, which is a zip.
    parts: int = 2_000
    #: Bytes of all parts together, unpacked.
    unpacked: int = 400_000_000
    #: How many times its packed size one part may have, from a megabyte on.
    ratio: int = 200


@dataclass(frozen=True, slots=True)
class Grid:
    """A sheet from its first row and column on: `lines` gives those after so many, each of `width` cells.

    `merged` holds the ranges of merged cells: first row, first column, last row, last column, all from 0.
    """

    lines: Callable[[int], Iterator[list[Raw]]]
    width: int
    height: int
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    merged: tuple[tuple[int, int, int, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Table:
    """One sheet: `header` are its titles, from column A on, empty where a column has none.

    `sheet` is its name and `sheets` are the names of all that people see (none in a .csv). Rows are numbered
    as the spreadsheet program shows them, from 1; `last_number` is the last that holds something. `merged`
    are the ranges of merged cells that touch titles or rows, such as B2:C2.
    """

    sheet: str
    sheets: tuple[str, ...]
    header: tuple[str, ...]
    header_number: int
    last_number: int
    merged: tuple[str, ...]
    grid: Grid

    def rows(self, after: int = 0) -> Iterator[tuple[int, list[Raw]]]:
        """Give each row under the titles that is not blank: its number, and as many cells as there are titles.

        `after` is the number of a row: neither it nor those above it are given.
        """
        begin = max(after, self.header_number)
        for number, line in zip(range(begin + 1, self.last_number + 1), self.grid.lines(begin), strict=False):
            if not _is_blank(line):
                yield number, line


def table_of(grid: Grid, limits: TableLimits) -> Table:
    """Find the titles: the first line that is not blank. Raises `SheetRefused`."""
    if grid.width > limits.columns:
        raise SheetRefused("columns", limit=limits.columns)
    found = next(((n, line) for n, line in enumerate(grid.lines(0), start=1) if not _is_blank(line)), None)
    if found is None:
        raise SheetRefused("empty")
    number, titles = found
    if grid.height - number > limits.rows:
        raise SheetRefused("rows", limit=limits.rows)
    return Table(
        sheet=grid.sheet,
        sheets=grid.sheets,
        header=tuple(_title(cell, number) for cell in titles),
        header_number=number,
        last_number=grid.height,
        merged=tuple(_merged(grid, number)),
        grid=grid,
    )


def filled(line: Sequence[Raw]) -> int:
    """Count the cells up to the last that is not blank."""
    return next((n for n in range(len(line), 0, -1) if not _is_blank(line[n - 1 : n])), 0)


def _is_blank(line: Sequence[Raw]) -> bool:
    # A loop, since it ends at the first cell of nearly every row.
    for cell in line:  # noqa: SIM110
        if not isinstance(cell, str) or cell.strip():
            return False
    return True


def _title(cell: Raw, number: int) -> str:
    shown = number_of(cell) if isinstance(cell, float) else cell
    if isinstance(shown, Unreadable | time | timedelta):
        raise SheetRefused("title", row=number)
    return f"{shown:f}" if isinstance(shown, Decimal) else str(shown)


def _merged(grid: Grid, header_number: int) -> Iterator[str]:
    for top, left, bottom, right in grid.merged:
        if bottom >= header_number - 1 and top < grid.height and left < grid.width:
            yield f"{column_letters(left)}{top + 1}:{column_letters(right)}{bottom + 1}"
