"""A sheet of recipients: a row per request, a column for each value that is known already.

The first four columns are the campaign's own; the others are those of the form, of which any may be missing and any
cell empty: what is not known the company fills in. Columns of repeated groups cannot be filled in beforehand.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from console.base.figures import Misread, Style
from console.base.folding import fold
from console.base.sheets import N_, Cell, Phrase, Sheet, SheetRow, Unreadable, column_letters
from console.campaigns.doubles import Recipient
from console.forms.canonical import text_of
from console.forms.fields import AvsNumber, Nir, Niss
from console.forms.fields.numbers import OfficialNumber
from console.forms.revisions import Revision
from console.forms.rules import Rules
from console.forms.sheets import SheetColumn, columns_of, titles_of
from console.forms.takes import Take, take_of
from console.forms.titles import Refusal
from console.forms.tongue import Tongue
from console.forms.validator import Validator
from console.imports.declarations import Fault, read_text

COMPANY, PERSON, NUMBER, ABOUT = "company", "person", "person_number", "about"
OWN: Mapping[str, str] = {
    COMPANY: N_("Company number or UID"),
    PERSON: N_("Person concerned"),
    NUMBER: N_("Official number of the person"),
    ABOUT: N_("Child or matter concerned"),
}
"""The campaign's own columns: key to title."""
LONGEST = {COMPANY: 40, PERSON: 120, NUMBER: 20, ABOUT: 100}
MOST = 10_000
"""Requests of one campaign."""
_NUMBERS: Mapping[str, OfficialNumber] = {
    "CH": AvsNumber("n", "n"), "BE": Niss("n", "n"), "FR": Nir("n", "n"),
}  # fmt: skip
"""The official number of persons by the institution's country."""


@dataclass(frozen=True, slots=True)
class LineFault:
    """What is wrong in a row: the title of its column (empty for the row as a whole), the cell as read, and why."""

    row: int
    column: str
    value: str
    why: Misread | Fault | Phrase


@dataclass(frozen=True, slots=True)
class Line:
    """A row whose cells could be read: the company as it is named there, and the recipient it will be."""

    row: int
    named: str
    recipient: Recipient


@dataclass(frozen=True)
class Read:
    """A sheet as far as it could be read; with `refusals` no row was looked at."""

    lines: Sequence[Line] = ()
    faults: Sequence[LineFault] = ()
    refusals: Sequence[Refusal] = ()


@dataclass(frozen=True)
class SheetReader:
    """Reads sheets for one form, or for none; `titles` are the own titles in every language."""

    style: Style
    titles: Mapping[str, Sequence[str]]
    revision: Revision | None = None
    rules: Rules = field(default_factory=dict)

    def header(self) -> list[str]:
        """Give the titles of the empty sheet in the reader's language."""
        own = [str(Phrase(title)) for title in OWN.values()]
        columns = _prefillable(self.revision)
        return own + list(titles_of(columns, self._tongue.say))

    def read(self, sheet: Sheet) -> Read:
        """Read all rows; what is wrong is told for every cell at once."""
        places, refusals = self._places(sheet)
        if refusals:
            return Read(refusals=refusals)
        lines: list[Line] = []
        faults: list[LineFault] = []
        judge = _Judge(self, places)
        for row in sheet.rows:
            found = judge.line(row)
            if isinstance(found, Line):
                lines.append(found)
            else:
                faults += found
        return Read(lines, faults)

    def column_of(self, key: str) -> str:
        """Give the title of an own column in the reader's language."""
        return str(Phrase(OWN[key]))

    @property
    def _tongue(self) -> Tongue:
        return Tongue(self.style, self.revision.texts if self.revision else {})

    def _places(self, sheet: Sheet) -> tuple[list[str | SheetColumn | None], list[Refusal]]:
        """Give what stands in each position of a row, and what is wrong with the titles."""
        known = self._known()
        found: list[str | SheetColumn | None] = []
        refusals: list[Refusal] = []
        for position, title in enumerate(sheet.header):
            one = known.get(fold(title))
            letters = column_letters(position)
            if one is None and (title.strip() or any(row.cells[position] is not None for row in sheet.rows)):
                shown = title.strip()[:80] or "–"
                refusals.append(Refusal("unknown_title", {"title": shown, "column": letters}))
            elif one is not None and one in found:
                columns = f"{column_letters(found.index(one))}, {letters}"
                refusals.append(Refusal("title_twice", {"title": title.strip()[:80], "columns": columns}))
            found.append(one)
        if COMPANY not in found:
            refusals.append(Refusal("missing_title", {"title": self.column_of(COMPANY)}))
        if not refusals and not sheet.rows:
            refusals.append(Refusal("no_rows", {}))
        return found, refusals

    def _known(self) -> dict[str, str | SheetColumn]:
        """Give what each title means, in any language; the campaign's own titles win."""
        known: dict[str, str | SheetColumn] = {}
        columns = _prefillable(self.revision)
        texts = self.revision.texts if self.revision else {}
        for language in sorted({"en", *texts}, key=lambda one: one != self.style.language):
            titles = titles_of(columns, _speaker(texts.get(language, {})))
            for column, title in zip(columns, titles, strict=True):
                known.setdefault(fold(title), column)
        known |= {fold(column.path): column for column in columns}
        for key, text in OWN.items():
            known |= {fold(title): key for title in (key, text, *self.titles.get(key, ()))}
        return known


class _Judge:
    """Judges the rows of one sheet."""

    def __init__(self, reader: SheetReader, places: Sequence[str | SheetColumn | None]) -> None:
        self._style, self._places = reader.style, places
        self._tongue = reader._tongue
        self._number = _number_reader(reader.style)
        columns = [one for one in places if isinstance(one, SheetColumn)]
        self._takes: dict[SheetColumn, Take] = {
            column: take_of(column.leaf, self._tongue, "cell") for column in columns
        }
        titles = titles_of(columns, self._tongue.say)
        self._titles = dict(zip(columns, titles, strict=True))
        self._of_place = {column.place: column for column in columns}
        self._column_title = reader.column_of
        self._validator = (
            Validator(reader.revision, self._tongue, "text", reader.rules) if reader.revision else None
        )

    def line(self, row: SheetRow) -> Line | list[LineFault]:
        """Give what a row says, or everything that is wrong in it."""
        own: dict[str, str] = {}
        raw: dict[str, Any] = {}
        faults: list[LineFault] = []
        for place, cell in zip(self._places, row.cells, strict=True):
            if place is None or _is_blank(cell):
                continue
            title = self._titles[place] if isinstance(place, SheetColumn) else self._column_title(place)
            try:
                if isinstance(place, SheetColumn):
                    _put(raw, place, text_of(place.leaf.field, self._takes[place](_raw(cell)), self._tongue))
                else:
                    own[place] = self._own(place, cell)
            except (Misread, Fault) as why:
                faults.append(LineFault(row.number, title, _shown(cell, self._style), why))
        if COMPANY not in own and not faults:
            missing = Phrase(N_("This cell is empty. Fill it in."))
            faults.append(LineFault(row.number, self._column_title(COMPANY), "", missing))
        faults = faults or list(self._together(row.number, raw))
        if faults:
            return faults
        return Line(
            row.number,
            own[COMPANY],
            Recipient(
                0, own.get(PERSON, ""), own.get(NUMBER, ""), own.get(ABOUT, ""), raw or None, row.number
            ),
        )

    def _own(self, key: str, cell: Cell) -> str:
        if key == NUMBER and self._number is not None:
            return str(self._number(_raw(cell)))
        text = read_text(None if isinstance(cell, Unreadable) else cell, self._style)
        if len(text) > LONGEST[key]:
            raise Misread("too_long_text", most=LONGEST[key], has=len(text))
        return text

    def _together(self, number: int, raw: Mapping[str, Any]) -> Iterator[LineFault]:
        """Say which values do not fit together; what is not there yet the company fills in."""
        if self._validator is None:
            return
        for placed in self._validator.explain(raw).faults:
            column = self._of_place.get(placed.place)
            value = _at(raw, placed.place)
            if column is not None and value is not None:
                yield LineFault(number, self._titles[column], str(value), placed.fault)


def _prefillable(revision: Revision | None) -> tuple[SheetColumn, ...]:
    """Give the columns that hold one value per entry."""
    columns = columns_of(revision.form) if revision else ()
    return tuple(column for column in columns if column.group is None)


def _speaker(texts: Mapping[str, str]) -> Callable[[str], str]:
    return lambda message: texts.get(message) or message


def _number_reader(style: Style) -> Take | None:
    field_of_country = _NUMBERS.get(style.country)
    return field_of_country.cell_reader(Tongue(style)) if field_of_country else None


def _put(raw: dict[str, Any], column: SheetColumn, text: Any) -> None:
    if column.leaf.part:
        raw.setdefault(column.leaf.key, {})[column.leaf.part] = text
    else:
        raw[column.leaf.key] = text


def _at(raw: Mapping[str, Any], place: Sequence[str]) -> Any:
    found: Any = raw
    for key in place:
        found = found.get(key) if isinstance(found, Mapping) else None
    return found


def _raw(cell: Cell) -> Any:
    """Give a cell as the readers of forms take it: numbers are floats."""
    return float(cell) if isinstance(cell, Decimal) else cell.strip() if isinstance(cell, str) else cell


def _is_blank(cell: Cell) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())


def _shown(cell: Cell, style: Style) -> str:
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return style.show_day(cell)
    return f"{cell:f}" if isinstance(cell, Decimal) else str(cell)[:60] if isinstance(cell, str) else ""
