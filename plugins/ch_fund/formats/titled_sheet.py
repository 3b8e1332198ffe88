"""Rows of a sheet whose columns are found by their titles, in any order, among others and under a heading."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from console.plugin import (
    N_,
    Cell,
    FileRefused,
    Finding,
    Phrase,
    Sheet,
    SheetRefused,
    fold,
    quoted,
    read_upload,
)

Titles = Mapping[str, tuple[str, ...]]
"""The ways to write the title of each column, the usual one first; accents, case and signs do not count."""

_LAST_TITLE_LINE = 20
"""Lines of a sheet in which its titles are looked for: a heading may stand above them."""


@dataclass(frozen=True, slots=True)
class TitledRow:
    """One row with its number in the spreadsheet program, and its cells by column."""

    number: int
    cells: Mapping[str, Cell]


@dataclass(frozen=True, slots=True)
class TitledSheet:
    """The titles as they stand in the sheet, by column, and the rows that hold something under them."""

    titles: Mapping[str, str]
    rows: tuple[TitledRow, ...]


def read_titled(data: bytes, titles: Titles) -> TitledSheet:
    """Read the first sheet of an .xlsx; raises `FileRefused` when it is none, or a column is not found once."""
    try:
        # The content decides, whatever the file is called.
        sheet = read_upload(data, "sheet.xlsx")
    except SheetRefused as refused:
        reason = cast(Phrase, refused.text)
        raise FileRefused(Finding("refusal", refused.code.upper(), reason, _place(None, None))) from refused
    lines = _lines(sheet)
    number, line = max(lines[:_LAST_TITLE_LINE], key=lambda candidate: len(_found(candidate[1], titles)))
    found = _found(line, titles)
    if faults := _faults(number, line, titles, found):
        raise FileRefused(*faults)
    rows = (TitledRow(n, {key: cells[at] for key, at in found.items()}) for n, cells in lines if n > number)
    return TitledSheet(
        {key: str(line[at]).strip() for key, at in found.items()},
        tuple(row for row in rows if any(not is_blank(cell) for cell in row.cells.values())),
    )


def is_blank(cell: Cell) -> bool:
    """Say whether nothing stands in a cell; blanks are nothing."""
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _lines(sheet: Sheet) -> list[tuple[int, Sequence[Cell]]]:
    return [(sheet.header_number, sheet.header), *((row.number, row.cells) for row in sheet.rows)]


def _found(line: Sequence[Cell], titles: Titles) -> dict[str, int]:
    """Give the place of each column whose title stands in a line."""
    places = {_bare(cell): at for at, cell in reversed(list(enumerate(line))) if isinstance(cell, str)}
    return {
        key: places[_bare(way)]
        for key, ways in titles.items()
        for way in reversed(ways)
        if _bare(way) in places
    }


def _faults(number: int, line: Sequence[Cell], titles: Titles, found: Mapping[str, int]) -> list[Finding]:
    """Say which columns are missing, or stand there twice."""
    missing = [ways[0] for key, ways in titles.items() if key not in found]
    absent = Phrase(N_("The column is missing. Titles of this kind of sheet: %(titles)s."), {
        "titles": ", ".join(ways[0] for ways in titles.values()),
    })  # fmt: skip
    return [
        *(Finding("refusal", "COLUMN_MISSING", absent, _place(number, title)) for title in missing),
        *_twice(number, line, found),
    ]


def _twice(number: int, line: Sequence[Cell], found: Mapping[str, int]) -> Iterator[Finding]:
    written = Counter(_bare(cell) for cell in line if isinstance(cell, str))
    for at in found.values():
        title = str(line[at]).strip()
        if written[_bare(title)] > 1:
            message = Phrase(
                N_("The column “%(title)s” stands in the sheet more than once."), {"title": quoted(title)}
            )
            yield Finding("refusal", "COLUMN_TWICE", message, _place(number, title))


def _bare(title: str) -> str:
    return fold(title).replace(" ", "")


def _place(row: int | None, column: str | None) -> dict[str, object]:
    return {"row": row, "column": column}
