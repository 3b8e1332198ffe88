"""Sheets out of .xlsx files: values by python-calamine, after our own look at places and kinds of the cells.

Calamine gives the remembered value of a formula and an empty text for an error without a word, and asks for
memory for the whole grid up to the farthest cell. It sees only what was unpacked and looked at here.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from .cells import Raw
from .refusals import SheetRefused
from .tables import Grid, TableLimits
from .xlsx_marks import NOTHING, Findings, looks_plain, walk_through, without_merges
from .xlsx_parts import SheetPart, Workbook, new_workbook, open_workbook, parse_xml

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

#: Bytes of a sheet's XML up to which it is walked through in any case: that takes no time yet.
_SMALL = 2_000_000


def read_xlsx(data: bytes, wanted: str | None, limits: TableLimits) -> Grid:
    """Read the sheet of this name, or the first visible one. Raises `SheetRefused`."""
    book = open_workbook(data, limits)
    part = _chosen(book, wanted)
    # The copy is as large as the sheet unpacked: it is kept out of the memory, in a file without a name.
    with TemporaryFile() as file:
        plain = _copy(book, part, file)
        found = NOTHING if plain else walk_through(book.pieces(part.path), limits)
        return _grid(book, part, _opened(file), found)


def _chosen(book: Workbook, wanted: str | None) -> SheetPart:
    if wanted is None:
        return book.sheets[0]
    found = [part for part in book.sheets if part.name.strip().casefold() == wanted.strip().casefold()]
    if not found:
        raise SheetRefused("sheet", name=wanted, sheets=", ".join(part.name for part in book.sheets))
    return found[0]


def _copy(book: Workbook, part: SheetPart, file: IO[bytes]) -> bool:
    """Copy a sheet with its texts and styles; say whether nothing in it needs a closer look."""
    with new_workbook(file, book) as opened:
        for kind, path in book.shared.items():
            with opened(kind) as copy:
                parse_xml(_copied(book.pieces(path), copy))
        with opened("sheet") as copy:
            pieces = book.pieces(part.path)
            first = next(pieces, b"")
            copy.write(without_merges(first))
            rest = _copied(pieces, copy)
            plain = book.size(part.path) > _SMALL and looks_plain(first, rest)
            for _ in rest:
                pass
    return plain


def _copied(pieces: Iterable[bytes], copy: IO[bytes]) -> Iterator[bytes]:
    for piece in pieces:
        copy.write(piece)
        yield piece


def _opened(workbook: IO[bytes]) -> CalamineSheet:
    from python_calamine import CalamineError, load_workbook

    workbook.seek(0)
    # By its path a file is read where it lies; without such paths it is read into memory.
    path = f"/dev/fd/{workbook.fileno()}"
    try:
        return load_workbook(path if os.path.exists(path) else workbook).get_sheet_by_index(0)
    except CalamineError:
        raise SheetRefused("unreadable") from None


def _grid(book: Workbook, part: SheetPart, sheet: CalamineSheet, found: Findings) -> Grid:
    marks = found.marks
    left = sheet.start[1] if sheet.start else 0
    # A formula whose value was never computed may stand outside of what calamine takes for the sheet.
    width = max((max(columns) + 1 for columns in marks.values()), default=0)
    height = max(marks, default=0)
    if sheet.end:
        width, height = max(width, sheet.end[1] + 1), max(height, sheet.end[0] + 1)

    def lines() -> Iterator[list[Raw]]:
        before: list[Raw] = [""] * left
        values = sheet.iter_rows() if sheet.end else iter(())
        for number in range(1, height + 1):
            line = before + next(values, [])
            line += [""] * (width - len(line))
            for column, mark in marks.get(number, {}).items():
                line[column] = mark
            yield line

    return Grid(
        lines=lines,
        width=width,
        height=height,
        sheet=part.name,
        sheets=tuple(part.name for part in book.sheets),
        merged=found.merged,
    )
