"""What a sheet is once read: a header, rows with the numbers people see, and typed cells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from math import isfinite


class Unreadable(Enum):
    """A cell whose value is never taken over; the reader of the row says so to the person."""

    FORMULA = "formula"
    ERROR = "error"
    DURATION = "duration"


Value = str | Decimal | date | datetime | bool | None
Cell = Value | Unreadable
Writable = Value | int

#: A cell as it was found: "" when blank, every number a float.
Raw = str | int | float | bool | date | datetime | time | timedelta | Unreadable


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


def number_of(raw: float) -> Decimal | Unreadable:
    """Give the number a spreadsheet program shows and keeps: 15 figures; what a float has behind is noise."""
    return Decimal(f"{raw:.15g}") if isfinite(raw) else Unreadable.ERROR
