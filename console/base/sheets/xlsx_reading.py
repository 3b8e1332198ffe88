"""Sheets out of .xlsx files: values by python-calamine, after our own look at places and kinds of the cells.

Calamine gives the remembered value of a formula and an empty text for an error without a word, and asks for
memory for the whole grid up to the farthest cell. It sees only what was unpacked and looked at here.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from itertools import islice
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
        return grid_of(book, part, opened(file), found)


def _chosen(book: Workbook, wanted: str | None) -> SheetPart:
    if wanted is None:
        return book.sheets[0]
    found = [part for part in book.sheets if part.name.strip().casefold() == wanted.strip().casefold()]
    if not found:
        raise SheetRefused("sheet", name=wanted, sheets=", ".join(part.name for part in book.sheets))
    return found[0]


def _copy(book: Workbook, part: SheetPart, file: IO[bytes]) -> bool:
    """Copy a sheet with its texts and styles; say whether nothing in it needs a closer look."""
    with new_workbook(file, book) as add:
        copy_shared(book, [add])
        with add("sheet") as copy:
            pieces = ahead(book.pieces(part.path))
            first = next(pieces, b"")
            copy.write(without_merges(first))
            rest = copied(pieces, [copy])
            plain = book.size(part.path) > _SMALL and looks_plain(first, rest)
            for _ in rest:
                pass
    return plain


def copy_shared(book: Workbook, new: Sequence[Callable[[str], AbstractContextManager[IO[bytes]]]]) -> None:
    """Copy texts and styles into new workbooks, after a look at them. Raises `SheetRefused`."""
    for kind, path in book.shared.items():
        with ExitStack() as stack:
            parse_xml(copied(book.pieces(path), [stack.enter_context(add(kind)) for add in new]))


def ahead(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Unpack the next piece while this one is looked at: zlib works beside the interpreter."""
    with ThreadPoolExecutor(1) as other:
        coming = other.submit(next, pieces, b"")
        while piece := coming.result():
            coming = other.submit(next, pieces, b"")
            yield piece


def copied(pieces: Iterable[bytes], copies: Sequence[IO[bytes]]) -> Iterator[bytes]:
    """Write pieces into copies while they are looked at."""
    for piece in pieces:
        for copy in copies:
            copy.write(piece)
        yield piece


def opened(workbook: IO[bytes]) -> CalamineSheet:
    """Let calamine read a workbook that was written here. Raises `SheetRefused`."""
    from python_calamine import CalamineError, load_workbook

    workbook.seek(0)
    # By its path a file is read where it lies; without such paths it is read into memory.
    path = f"/dev/fd/{workbook.fileno()}"
    try:
        return load_workbook(path if os.path.exists(path) else workbook).get_sheet_by_index(0)
    except CalamineError:
        raise SheetRefused("unreadable") from None


def grid_of(book: Workbook, part: SheetPart, sheet: CalamineSheet, found: Findings, width: int = 0) -> Grid:
    """Give the lines of a sheet with the marks that were found, of so many cells at least."""
    marks = found.marks
    left = sheet.start[1] if sheet.start else 0
    # A formula whose value was never computed may stand outside of what calamine takes for the sheet.
    width = max((max(columns) + 1 for columns in marks.values()), default=width)
    height = max(marks, default=0)
    if sheet.end:
        width, height = max(width, sheet.end[1] + 1), max(height, sheet.end[0] + 1)

    def lines(after: int) -> Iterator[list[Raw]]:
        before: list[Raw] = [""] * left
        values = islice(sheet.iter_rows() if sheet.end else (), after, None)
        for number in range(after + 1, height + 1):
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
