"""What a sheet is once read: a header, rows with the numbers people see, and typed cells."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum

from .refusals import SheetRefused

#: Rows that are read from one sheet, the header not counted.
MAX_ROWS = 50_000
#: Columns that are read from one sheet.
MAX_COLUMNS = 200


class Unreadable(Enum):
    """A cell whose value is never taken over; the reader of the row says so to the person."""

    FORMULA = "formula"
    ERROR = "error"
    DURATION = "duration"


Value = str | Decimal | date | datetime | bool | None
Cell = Value | Unreadable
Writable = Value | int


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One row that is not blank, with the number the spreadsheet program shows (from 1)."""

    number: int
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The titles and the rows under them; every row has as many cells as there are titles.

    A title is empty when rows reach further than the titles do.
    """

    header: tuple[str, ...]
    header_number: int
    rows: tuple[SheetRow, ...]


def column_letters(index: int) -> str:
    """Give the letters a spreadsheet program shows for a column: 0 is A, 26 is AA."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def assemble(lines: Iterable[Sequence[Cell]]) -> Sheet:
    """Make a sheet of all its lines from the first on; the first that is not blank holds the titles.

    Raises `SheetRefused` when there is none, when a title is no text, or when a limit is passed.
    """
    header: tuple[str, ...] | None = None
    header_number = width = 0
    rows: list[SheetRow] = []
    for number, line in enumerate(lines, start=1):
        filled = _filled(line)
        if not filled:
            continue
        width = max(width, filled)
        if width > MAX_COLUMNS:
            raise SheetRefused("columns", limit=MAX_COLUMNS)
        if header is None:
            header, header_number = tuple(_title(cell, number) for cell in line[:filled]), number
            continue
        if len(rows) == MAX_ROWS:
            raise SheetRefused("rows", limit=MAX_ROWS)
        rows.append(SheetRow(number, tuple(line[:filled])))
    if header is None:
        raise SheetRefused("empty")
    return Sheet(
        header + ("",) * (width - len(header)),
        header_number,
        tuple(SheetRow(row.number, row.cells + (None,) * (width - len(row.cells))) for row in rows),
    )


def _filled(line: Sequence[Cell]) -> int:
    """Count the cells up to the last that is not blank."""
    for index in range(len(line) - 1, -1, -1):
        cell = line[index]
        if cell is not None and not (isinstance(cell, str) and not cell.strip()):
            return index + 1
    return 0


def _title(cell: Cell, number: int) -> str:
    if isinstance(cell, Unreadable):
        raise SheetRefused("title", row=number)
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return "" if cell is None else str(cell)
