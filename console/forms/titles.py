"""What stands over the columns of a sheet, against the columns of the form; all that is wrong is said at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from console.base.errors import ConsoleError
from console.base.folding import fold
from console.base.sheets import SheetRefused, Table, TableLimits, column_letters, open_table
from console.base.sheets.phrases import N_, Phrase
from console.base.sheets.refusals import MESSAGES as REFUSED
from console.forms.sheets import TitleFinder

MESSAGES: Mapping[str, str] = {
    **REFUSED,
    "no_titles": N_("This file has none of the form's columns. Fill in the template and add that file."),
    "no_titles_in": N_(
        "None of the sheets of this file has the form's columns: %(sheets)s. Fill in the template and add that file."
    ),
    "unknown_title": N_(
        "The form has no column “%(title)s” (%(column)s). Correct the title or remove the column."
    ),
    "title_twice": N_("The columns %(columns)s mean the same: “%(title)s”. Keep one of them."),
    "missing_title": N_(
        "The column “%(title)s” is missing. Copy its title from the template and fill it in."
    ),
    "two_headers": N_("Row %(row)s holds titles once more. Keep one row of titles."),
    "no_rows": N_("There are no rows under the titles."),
}
"""Code to sentence for everything that refuses a sheet as a whole."""


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a sheet is not read, as a code of `MESSAGES`; kept as JSON and said when it is shown."""

    code: str
    params: dict[str, Any]

    def __str__(self) -> str:
        return str(Phrase(MESSAGES[self.code], self.params))


class TitlesRefused(ConsoleError):
    """A sheet whose titles do not fit the form, with every reason."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(Phrase(MESSAGES[refusals[0].code], refusals[0].params))
        self.refusals = tuple(refusals)

    def __reduce__(self) -> tuple[object, ...]:
        return TitlesRefused, (self.refusals,)


def refusals_of(refused: TitlesRefused | SheetRefused) -> tuple[Refusal, ...]:
    """Give the reasons that an error holds."""
    if isinstance(refused, TitlesRefused):
        return refused.refusals
    return (Refusal(refused.code, {name: str(value) for name, value in refused.params.items()}),)


@dataclass(frozen=True, slots=True)
class Titles:
    """Where the form's columns stand in a table: by column its position from 0, None when it is not there.

    `stray` are the positions without a title, where nothing may stand.
    """

    table: Table
    places: tuple[int | None, ...]
    stray: tuple[int, ...]


def read_titles(
    data: bytes, filename: str, finder: TitleFinder, ignored: Collection[str], limits: TableLimits
) -> Titles:
    """Open the sheet that has the form's columns: the first one, or else another that people see.

    Raises `SheetRefused` and `TitlesRefused`.
    """
    table = open_table(data, filename, limits=limits)
    for name in (table.sheet, *table.sheets):
        if name != table.sheet:
            table = open_table(data, filename, sheet=name, limits=limits)
        if any(found is not None for found in finder.find(table.header)):
            return titles_of(table, finder, ignored)
    if len(table.sheets) > 1:
        raise TitlesRefused([Refusal("no_titles_in", {"sheets": ", ".join(table.sheets)})])
    raise TitlesRefused([Refusal("no_titles", {})])


def titles_of(table: Table, finder: TitleFinder, ignored: Collection[str]) -> Titles:
    """Find the form's columns in the titles of a table. Raises `SheetRefused` and `TitlesRefused`."""
    if table.merged:
        raise SheetRefused("merged", cells=table.merged[0])
    found = finder.find(table.header)
    places = tuple(found.index(column) if column in found else None for column in range(len(finder.columns)))
    first = next(table.rows(), None)
    if first is None:
        raise TitlesRefused([Refusal("no_rows", {})])
    known = {fold(title) for title in ignored}
    refusals = [*_doubtful(table.header, found, known), *_missing(finder, places)]
    if _are_titles(first[1], finder):
        refusals.append(Refusal("two_headers", {"row": first[0]}))
    if refusals:
        raise TitlesRefused(refusals)
    return Titles(table, places, tuple(n for n, title in enumerate(table.header) if not title.strip()))


def _doubtful(
    header: Sequence[str], found: Sequence[int | None], ignored: Collection[str]
) -> Iterator[Refusal]:
    """Say which titles mean no column, and which mean one that is there before."""
    for position, (title, column) in enumerate(zip(header, found, strict=True)):
        letters = column_letters(position)
        if column is None and title.strip() and fold(title) not in ignored:
            yield Refusal("unknown_title", {"title": title.strip()[:80], "column": letters})
        elif column is not None and (first := found.index(column)) < position:
            columns = f"{column_letters(first)}, {letters}"
            yield Refusal("title_twice", {"title": title.strip()[:80], "columns": columns})


def _missing(finder: TitleFinder, places: Sequence[int | None]) -> Iterator[Refusal]:
    """Say which columns are not there without which no entry can be good."""
    groups = {
        column.group.key
        for column, place in zip(finder.columns, places, strict=True)
        if column.group and (place is not None or (column.group.min and not column.when))
    }
    for column, title, place in zip(finder.columns, finder.titles, places, strict=True):
        asked = column.group.key in groups if column.group else not column.when
        if place is None and column.required and asked and not column.field.when:
            yield Refusal("missing_title", {"title": title})


def _are_titles(cells: Sequence[object], finder: TitleFinder) -> bool:
    """Say whether over half of the filled cells are texts of titles."""
    filled = [str(cell) for cell in cells if not isinstance(cell, str) or cell.strip()]
    return sum(found is not None for found in finder.find(filled)) * 2 > len(filled)
