"""Sheets out of .xlsx files: values by python-calamine, after our own look at places and kinds of the cells.

Calamine gives the remembered value of a formula and an empty text for an error without a word, and asks for
memory for the whole grid up to the farthest cell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from math import isfinite

from .cells import MAX_COLUMNS, MAX_ROWS, Cell, Sheet, Unreadable, assemble
from .refusals import SheetRefused
from .xlsx_parts import open_workbook, parse_xml

_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")

Raw = str | int | float | bool | date | datetime | time | timedelta


def read_xlsx(data: bytes) -> Sheet:
    """Read the first visible sheet of a workbook. Raises `SheetRefused`."""
    from python_calamine import CalamineError, load_workbook

    opened = open_workbook(data)
    marks = unreadable_cells(opened.xml)
    try:
        lines = load_workbook(opened.workbook).get_sheet_by_index(0).to_python(skip_empty_area=False)
    except CalamineError:
        raise SheetRefused("unreadable") from None
    return assemble(_lines(lines, marks))


def unreadable_cells(xml: bytes) -> dict[int, dict[int, Unreadable]]:
    """Find the formulas and errors of a sheet: by row (from 1), then by column (from 0).

    Raises `SheetRefused` for cells beyond the limits, merged cells, and places that contradict each other.
    """
    marks = _Marks()
    parse_xml(xml, marks.start)
    return marks.found


class _Marks:
    """What the parser tells while it walks through a sheet."""

    def __init__(self) -> None:
        self.found: dict[int, dict[int, Unreadable]] = {}
        self.row = 0
        self.column = -1
        self.in_cell = self.is_error = False
        self.columns: dict[str, int] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        kind = name.rpartition(":")[2]
        if kind == "c":
            self._cell(attributes)
        elif kind == "row":
            self._row(int(attributes.get("r", self.row + 1)))
        elif kind in ("v", "is", "f") and self.in_cell:
            self._content(is_formula=kind == "f")
        elif kind == "mergeCell":
            raise SheetRefused("merged", cells=attributes.get("ref", ""))
        elif kind == "extLst":
            # Extensions behind the cells hold formulas of their own, for colours and drop-downs.
            self.in_cell = False

    def _row(self, number: int) -> None:
        if number <= self.row:
            raise SheetRefused("unreadable")
        self.row, self.column = number, -1

    def _cell(self, attributes: dict[str, str]) -> None:
        self.in_cell, self.is_error = True, attributes.get("t") == "e"
        place = attributes.get("r")
        if place is None:
            self.column += 1
            return
        match = _PLACE.fullmatch(place)
        if match is None or int(match[2]) != self.row:
            raise SheetRefused("unreadable")
        letters = match[1]
        if letters not in self.columns:
            self.columns[letters] = _column_index(letters)
        self.column = self.columns[letters]

    def _content(self, *, is_formula: bool) -> None:
        # Blank cells may be coloured anywhere: only those that hold something count.
        if self.column >= MAX_COLUMNS:
            raise SheetRefused("columns", limit=MAX_COLUMNS)
        # Title lines and blank rows are not counted against the limit, but the grid must end somewhere.
        if self.row > 2 * MAX_ROWS:
            raise SheetRefused("rows", limit=MAX_ROWS)
        if is_formula or self.is_error:
            mark = Unreadable.FORMULA if is_formula else Unreadable.ERROR
            self.found.setdefault(self.row, {}).setdefault(self.column, mark)


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = 26 * index + ord(letter) - ord("A") + 1
    return index - 1


def _lines(lines: list[list[Raw]], marks: dict[int, dict[int, Unreadable]]) -> Iterator[list[Cell]]:
    for number, line in enumerate(lines, start=1):
        cells = [_value(raw) for raw in line]
        for column, mark in marks.get(number, {}).items():
            cells += [None] * (column + 1 - len(cells))
            cells[column] = mark
        yield cells
    # A formula whose value was never computed stands outside of what calamine takes for the sheet.
    for number in range(len(lines) + 1, max(marks, default=0) + 1):
        found = marks.get(number, {})
        yield [found.get(column) for column in range(max(found, default=-1) + 1)]


def _value(raw: Raw) -> Cell:
    if isinstance(raw, str):
        return raw or None
    if isinstance(raw, bool | date):
        return raw
    if isinstance(raw, int | float):
        # A spreadsheet program shows and keeps 15 figures; what a float has behind them is noise.
        return Decimal(f"{raw:.15g}") if isfinite(raw) else Unreadable.ERROR
    return Unreadable.DURATION
