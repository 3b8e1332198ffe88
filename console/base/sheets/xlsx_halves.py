"""Large .xlsx sheets in two halves, which two processes open at the same time: opening takes longer than judging.

Only what surely is plain is divided. Each half is a workbook of its own; whatever in it is not as expected makes it
`SheetRefused`, and then the sheet as a whole says what it holds.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, replace
from tempfile import TemporaryFile
from typing import IO, TYPE_CHECKING

from .refusals import SheetRefused
from .tables import Table, TableLimits, table_of
from .xlsx_marks import NOTHING, looks_plain, without_merges
from .xlsx_parts import SheetPart, Workbook, new_workbook, open_workbook
from .xlsx_reading import ahead, copy_shared, grid_of, opened

if TYPE_CHECKING:
    from python_calamine import CalamineSheet

#: Bytes of a sheet's XML up to which a second process is not worth while.
_SMALL = 10_000_000

_ROWS, _ROW = b"<sheetData>", re.compile(rb'<row r="([1-9][0-9]{0,6})"')
_ROW_END, _END = b"</row>", b"</sheetData></worksheet>"
_ONE_MORE = b'<row r="%d"><c r="A%d"><v>1</v></c></row>'


@dataclass(frozen=True)
class Halves:
    """A sheet of which `head` holds the titles and the first rows, and two files all rows, cut behind row `middle`.

    Tables that are opened have the titles of `head`. Raises `SheetRefused` when they do not go together.
    """

    head: Table
    middle: int
    book: Workbook
    files: Sequence[IO[bytes]]
    limits: TableLimits

    def first(self) -> Table:
        """Open the rows up to the middle."""
        sheet = opened(self.files[0])
        # The row that was put behind them is seen only when the cut lies between two rows, and is the last then.
        if not sheet.end or sheet.end[0] != self.middle:
            raise SheetRefused("unreadable")
        return replace(self._table(sheet), last_number=self.middle)

    def rest(self) -> Table:
        """Open the rows behind the middle, with their true numbers."""
        sheet = opened(self.files[1])
        if not sheet.start or sheet.start[0] < self.middle:
            raise SheetRefused("unreadable")
        return self._table(sheet)

    def _table(self, sheet: CalamineSheet) -> Table:
        width = len(self.head.header)
        grid = grid_of(self.book, self.book.sheets[0], sheet, NOTHING, width)
        if grid.width > width or grid.height - self.head.header_number > self.limits.rows:
            raise SheetRefused("unreadable")
        return replace(self.head, last_number=grid.height, grid=grid)


@contextmanager
def divided(data: bytes, limits: TableLimits) -> Iterator[Halves | None]:
    """Divide the first visible sheet; gives None when it is small or not surely plain. Raises `SheetRefused`."""
    book = open_workbook(data, limits)
    part = book.sheets[0]
    with ExitStack() as stack:
        files = [stack.enter_context(TemporaryFile()) for _ in range(3)]
        middle = _divide(book, part, files) if book.size(part.path) > _SMALL else None
        if middle is None:
            yield None
            return
        head = table_of(grid_of(book, part, opened(files[0]), NOTHING), limits)
        yield Halves(head, middle, book, files[1:], limits)


def _divide(book: Workbook, part: SheetPart, files: Sequence[IO[bytes]]) -> int | None:
    """Write the first rows and both halves into files; gives the last row of the first half."""
    with ExitStack() as stack:
        new = [stack.enter_context(new_workbook(file, book)) for file in files]
        copy_shared(book, new)
        head, *halves = [stack.enter_context(add("sheet")) for add in new]
        pieces = ahead(book.pieces(part.path))
        first = next(pieces, b"")
        begin, last = first.find(_ROWS), first.rfind(_ROW_END)
        if not 0 < begin < last:
            return None
        begun = without_merges(first)
        head.write(first[: last + len(_ROW_END)] + _END)
        halves[0].write(begun)
        halves[1].write(begun[: begun.find(_ROWS) + len(_ROWS)])
        cut = _Cut(book.size(part.path) // 2 - len(first), halves)
        return cut.middle if looks_plain(first, cut.through(pieces)) else None


class _Cut:
    """Lets pieces of a sheet through into the first half and, from a row behind so many bytes on, into the rest."""

    def __init__(self, left: int, halves: Sequence[IO[bytes]]) -> None:
        self.left = left
        self.first, self.rest = halves
        self.middle: int | None = None

    def through(self, pieces: Iterable[bytes]) -> Iterator[bytes]:
        for piece in pieces:
            if self.middle is None:
                self._look_for_row(piece)
            else:
                self.rest.write(piece)
            yield piece

    def _look_for_row(self, piece: bytes) -> None:
        found = _ROW.search(piece, max(self.left, 0))
        self.left -= len(piece)
        if found is None:
            self.first.write(piece)
            return
        number = int(found[1])
        self.middle = number - 1
        self.first.write(piece[: found.start()] + _ONE_MORE % (number, number) + _END)
        self.rest.write(piece[found.start() :])
