"""What calamine does not tell about a sheet: its formulas and errors, which it gives as values and blanks.

Most sheets have neither, nor merged cells. A quick look over the bytes may say that there is nothing to
mark; whenever it doubts, and in small sheets always, the walk through all elements decides.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import chain

from .cells import Unreadable
from .refusals import SheetRefused
from .tables import TableLimits
from .xlsx_parts import parse_xml

#: Formulas and errors of a sheet: by row (from 1), then by column (from 0).
Marks = dict[int, dict[int, Unreadable]]


@dataclass(frozen=True, slots=True)
class Findings:
    """What was found in a sheet; `merged` holds first row, first column, last row and last column, all from 0."""

    marks: Marks
    merged: tuple[tuple[int, int, int, int], ...]


NOTHING = Findings({}, ())

_PLACE = re.compile(r"([A-Z]{1,3})([1-9][0-9]{0,6})")
_ROOT = re.compile(rb"<((?:[\w.-]+:)?)worksheet(?=[\s>])[^>']*>")
# A far cell makes calamine ask for memory for the whole grid up to it.
_FAR = re.compile(rb'r="[A-Z]{3}')
_START, _OVERLAP = 4_096, 128


def looks_plain(first: bytes, rest: Iterable[bytes]) -> bool:
    """Say that a sheet surely has no formula, error, merged cell, document type or cell beyond column ZZ."""
    root = _ROOT.search(first, 0, _START)
    if root is None or b"\x00" in first[:4]:
        return False
    prefix = root[1]
    formula, is_formula = b"<" + prefix + b"f", re.compile(b"<" + prefix + rb"f[\s/>]")
    merged = b"<" + prefix + b"mergeCell"
    end = b""
    for piece in chain([first], rest):
        seen = end + piece
        # What is a plain word is looked for as one first, or even as one sign: that is quicker than an expression.
        if (b"!" in seen and b"<!" in seen) or b't="e"' in seen or _FAR.search(seen):
            return False
        if merged in seen or (formula in seen and is_formula.search(seen)):
            return False
        end = seen[-_OVERLAP:]
    return end.rstrip().endswith(b"</" + prefix + b"worksheet>")


def walk_through(pieces: Iterable[bytes], limits: TableLimits) -> Findings:
    """Find the formulas, errors and merged cells of a sheet.

    Raises `SheetRefused` for cells beyond the limits, and for places that contradict each other.
    """
    walk = _Walk(limits)
    parse_xml(pieces, walk.start)
    return Findings(walk.found, tuple(walk.merged))


def without_merges(piece: bytes) -> bytes:
    """Put an empty list of merged cells at the beginning of a sheet, of which this is the first piece.

    Calamine goes through a sheet a second time for them, as far as the first list: that costs as much as the values.
    """
    root = _ROOT.search(piece, 0, _START)
    if root is None or root[0].endswith(b"/>"):
        return piece
    merges = b"<%smergeCells></%smergeCells>" % (root[1], root[1])
    return piece[: root.end()] + merges + piece[root.end() :]


class _Walk:
    """What the parser tells while it walks through a sheet."""

    def __init__(self, limits: TableLimits) -> None:
        self.limits = limits
        self.found: Marks = {}
        self.merged: list[tuple[int, int, int, int]] = []
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
            self._merge(attributes.get("ref", ""))
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
        if self.column >= self.limits.columns:
            raise SheetRefused("columns", limit=self.limits.columns)
        # Where the titles stand is not known here, so that only far rows are refused.
        if self.row > 2 * self.limits.rows:
            raise SheetRefused("rows", limit=self.limits.rows)
        if is_formula or self.is_error:
            mark = Unreadable.FORMULA if is_formula else Unreadable.ERROR
            self.found.setdefault(self.row, {}).setdefault(self.column, mark)

    def _merge(self, ref: str) -> None:
        first, _, last = ref.partition(":")
        corners = [_PLACE.fullmatch(corner) for corner in (first, last or first)]
        if corners[0] is None or corners[1] is None:
            raise SheetRefused("unreadable")
        (top, left), (bottom, right) = ((int(c[2]) - 1, _column_index(c[1])) for c in corners if c)
        self.merged.append((top, left, bottom, right))


def _column_index(letters: str) -> int:
    index = 0
    for letter in letters:
        index = 26 * index + ord(letter) - ord("A") + 1
    return index - 1
