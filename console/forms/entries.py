"""What is kept of a sheet of entries between its check and its sending: values, and faults with the cells they are in.

All of it is JSON. A fault keeps its code and parameters, as everywhere; a day or an amount among them keeps its type.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, TypeAlias

from msgspec import Struct, field
from msgspec.json import Decoder, Encoder

from console.base.figures import Misread
from console.base.sheets.phrases import N_
from console.forms.faults import Fault, Sentences

LONGEST = 4_000
"""Characters that are kept of a cell that is shown again."""

SENTENCES: Sentences = {
    "not_asked": N_("Empty this cell: the answers before it do not ask for it."),
    "untitled": N_("Column %(column)s has no title. Type its title, or empty the column."),
}
"""Faults that only a sheet can have."""


class Day(Struct, frozen=True, tag="day"):
    """A day in a cell or among the parameters of a fault."""

    iso: str


class Amount(Struct, frozen=True, tag="amount"):
    """A decimal among the parameters of a fault."""

    text: str


KeptCell: TypeAlias = str | float | bool | Day | None
Param: TypeAlias = str | int | Day | Amount


class Entry(Struct, frozen=True, array_like=True):
    """A good entry: its first row in the sheet, its canonical values, and the rows of each of its groups."""

    row: int
    values: dict[str, Any]
    rows: dict[str, list[int]] = field(default_factory=dict)


class Line(Struct, frozen=True, array_like=True):
    """A row of the sheet: its number and its cells in the order of the form's columns."""

    number: int
    cells: list[KeptCell]


class CellFault(Struct, frozen=True, array_like=True):
    """What is wrong in a row; `column` is the index of the form's column, None for the row as a whole."""

    number: int
    column: int | None
    code: str
    params: dict[str, Param]

    def fault(self) -> Fault:
        """Give the fault as it was raised."""
        return Fault(self.code, **{name: _param(value) for name, value in self.params.items()})


class FaultyEntry(Struct, frozen=True, array_like=True):
    """An entry that is explained."""

    lines: list[Line]
    faults: list[CellFault]


@dataclass(frozen=True, slots=True)
class Opened:
    """What is known once the titles are read: the sheet's name, the letters of each of the form's columns, the rows."""

    sheet: str
    letters: tuple[str, ...]
    rows: int


@dataclass(frozen=True, slots=True)
class Piece:
    """Some judged entries: `last` is the last row they take, `rows` how many; both parts are JSON."""

    last: int
    rows: int
    good: int
    faulty: int
    explained: int
    entries: bytes
    faults: bytes


encode = Encoder().encode
decode_entries = Decoder(list[Entry]).decode
decode_faults = Decoder(list[FaultyEntry]).decode


def kept(cell: object) -> KeptCell:
    """Give what is kept of a cell: what people see there, without formulas and errors."""
    if isinstance(cell, str):
        return cell[:LONGEST] or None
    if isinstance(cell, bool | float):
        return cell
    if isinstance(cell, int | Decimal):
        return float(cell)
    if isinstance(cell, date) and not isinstance(cell, datetime):
        return Day(cell.isoformat())
    return str(cell) if isinstance(cell, datetime) else None


def cell_fault(number: int, column: int | None, fault: Misread) -> CellFault:
    """Give a fault as it is kept."""
    return CellFault(number, column, fault.code, {name: _kept(value) for name, value in fault.params.items()})


def said_with(rules: Mapping[str, str]) -> Sentences:
    """Give the sentences of a sheet's faults together with those of a form's rules."""
    return {**SENTENCES, **rules}


def _kept(value: object) -> Param:
    if isinstance(value, Decimal):
        return Amount(str(value))
    if isinstance(value, date):
        return Day(value.isoformat())
    return value if isinstance(value, int) else str(value)


def _param(value: Param) -> object:
    if isinstance(value, Amount):
        return Decimal(value.text)
    return date.fromisoformat(value.iso) if isinstance(value, Day) else value
