"""Lists of codes as sheets (.csv, .xlsx) and as they are stored: a row per code, with the days on which it is valid."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Final
from zlib import compress, decompress

from console.plugin import N_, Cell, Phrase, Sheet, SheetRow, Unreadable, fold, quoted
from plugins.fr_dsn.rules.lists.catalog import ListKind
from plugins.fr_dsn.rules.lists.codes import Code

CODE, LABEL, FROM, UNTIL = "code", "label", "valid from", "valid until"
TITLES: Final[Mapping[str, tuple[str, ...]]] = {
    CODE: ("code", "codes"),
    LABEL: ("label", "libelle", "intitule", "designation", "bezeichnung", "omschrijving"),
    FROM: ("valid from", "debut de validite", "date de debut", "date debut", "gultig ab", "geldig vanaf"),
    UNTIL: ("valid until", "fin de validite", "date de fin", "date fin", "gultig bis", "geldig tot"),
}
"""Titles that a column may have, without accents and capitals; only the first column is a must."""
_DAY = re.compile(r"(\d\d?)/(\d\d?)/(\d{4})|(\d{4})-(\d\d)-(\d\d)", re.ASCII)
MOST_FAULTS = 20
LONGEST_LABEL = 250

_NO_CODE_COLUMN = N_(
    "No column is titled “code”. The first row carries the titles: code, label, valid from, valid until."
)
_TWICE = N_("Two columns are titled “%(title)s”. Leave one of them.")
_NO_CODE = N_("Row %(row)s: the code is missing.")
_UNREADABLE = N_("Row %(row)s, column “%(title)s”: a formula or an error stands where a value belongs.")
_LENGTH = N_(
    "Row %(row)s: the code “%(code)s” has %(length)s characters instead of %(least)s to %(most)s. Spreadsheet programs "
    "drop leading zeros unless the column is formatted as text."
)
_SIGNS = N_("Row %(row)s: the code “%(code)s” holds signs that codes of this list do not have.")
_NO_DAY = N_(
    "Row %(row)s, column “%(title)s”: “%(value)s” is no day. Write days as 31/12/2025 or as 2025-12-31."
)
_BACKWARDS = N_("Row %(row)s: the code “%(code)s” ends before it begins.")


@dataclass(frozen=True, slots=True)
class Read:
    """What was read of a sheet: all of its codes, or what is wrong with it."""

    codes: tuple[Code, ...] = ()
    faults: tuple[Phrase, ...] = ()
    """The first ones; with one of them there are no codes."""
    more_faults: int = 0


def read_list(kind: ListKind, sheet: Sheet) -> Read:
    """Read a list from a sheet; one row that is wrong is enough for nothing to be taken."""
    columns = _columns(sheet.header)
    if isinstance(columns, Phrase):
        return Read(faults=(columns,))
    codes: list[Code] = []
    faults: list[Phrase] = []
    for row in sheet.rows:
        found = _code(kind, row, columns, sheet.header)
        if isinstance(found, Code):
            codes.append(found)
        else:
            faults.append(found)
    if faults:
        return Read(faults=tuple(faults[:MOST_FAULTS]), more_faults=max(0, len(faults) - MOST_FAULTS))
    return Read(tuple(codes))


def stored(codes: Sequence[Code]) -> bytes:
    """Give codes as they are kept: compressed rows of code, first day, last day and label."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerows((one.code, _iso(one.valid_from), _iso(one.valid_until), one.label) for one in codes)
    return compress(text.getvalue().encode())


def restored(content: bytes) -> Iterator[Code]:
    """Give back codes that were kept."""
    for code, first, last, label in csv.reader(io.StringIO(decompress(content).decode(), newline="")):
        yield Code(code, label, _kept_day(first), _kept_day(last))


def _columns(header: Sequence[str]) -> dict[str, int] | Phrase:
    """Give the place of each column that is known by its title; others are left aside."""
    found: dict[str, int] = {}
    for at, title in enumerate(header):
        plain = " ".join(fold(title).replace("_", " ").split())
        name = next((name for name, titles in TITLES.items() if plain in titles), None)
        if name in found:
            return Phrase(_TWICE, {"title": quoted(title)})
        if name is not None:
            found[name] = at
    return found if CODE in found else Phrase(_NO_CODE_COLUMN)


def _code(kind: ListKind, row: SheetRow, columns: Mapping[str, int], header: Sequence[str]) -> Code | Phrase:
    cells = {name: row.cells[at] for name, at in columns.items()}
    for name, cell in cells.items():
        fault = _unlike(name, cell)
        if fault is not None:
            title = quoted(header[columns[name]])
            return Phrase(fault, {"row": row.number, "title": title, "value": quoted(_text(cell))})
    code = _text(cells[CODE])
    if kind.padded and isinstance(cells[CODE], Decimal):
        code = code.zfill(kind.most)
    first, last = _day(cells.get(FROM)), _day(cells.get(UNTIL))
    wrong = _wrong(kind, row.number, code)
    if wrong is None and first and last and last < first:
        wrong = Phrase(_BACKWARDS, {"row": row.number, "code": code})
    return wrong or Code(code, _label(_text(cells.get(LABEL))), first, last)


def _unlike(name: str, cell: Cell) -> str | None:
    """Say why a cell is none of its column, or nothing."""
    if isinstance(cell, Unreadable):
        return _UNREADABLE
    return _NO_DAY if name in (FROM, UNTIL) and _text(cell) and _day(cell) is None else None


def _wrong(kind: ListKind, row: int, code: str) -> Phrase | None:
    said: dict[str, object] = {"row": row, "code": quoted(code)}
    if not code:
        return Phrase(_NO_CODE, said)
    if not kind.least <= len(code) <= kind.most:
        return Phrase(_LENGTH, {**said, "length": len(code), "least": kind.least, "most": kind.most})
    return None if kind.has_signs(code) else Phrase(_SIGNS, said)


def _text(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    return "" if cell is None else str(cell).strip()


def _label(text: str) -> str:
    return "".join(sign for sign in text[:LONGEST_LABEL] if sign.isprintable())


def _day(cell: Cell) -> date | None:
    """Read a day; gives None for an empty cell, and for what is no day."""
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    written = _DAY.fullmatch(_text(cell))
    if written is None:
        return None
    day, month, year = written[1] or written[6], written[2] or written[5], written[3] or written[4]
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _iso(value: date | None) -> str:
    return "" if value is None else value.isoformat()


def _kept_day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None
