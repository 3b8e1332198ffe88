"""Cells of a row as values of the trade: texts, days and amounts, typed as such or written out."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from console.plugin import N_, Cell, Misread, Phrase, Unreadable, quoted, style_of

from .titled_sheet import TitledRow, is_blank

CURRENCY = "CHF"
LARGEST = Decimal("999999999.99")
"""The largest amount of a row; beyond is a typing error."""

_STYLE = style_of("fr", "CH")
_FORMULA = N_("This cell holds a formula, which is not computed. Type its value.")
_ERROR = N_("This cell holds an error of the spreadsheet program. Type its value.")
_NO_AMOUNT = N_("“%(value)s” is not an amount. Write it like 54'000.00.")
_NO_DAY = N_("“%(value)s” is not a date. Write it like 31.12.2025.")
_AMOUNTS = {
    "two_readings": N_(
        "“%(value)s” can be read as %(grouped)s or as %(parts)s. Write the amount with two decimals."
    ),
    "too_many_decimals": N_("The amount %(value)s has more than two decimals."),
}


@dataclass(frozen=True, slots=True)
class CellFault:
    """What is wrong with one cell, whatever stands in the others."""

    column: str
    control: str
    message: Phrase


class RowReader:
    """Reads the cells of one row, and keeps what is wrong with them in `faults`."""

    def __init__(self, row: TitledRow) -> None:
        self.faults: list[CellFault] = []
        self._cells = row.cells
        self._read: dict[str, Hashable] = {}

    @property
    def content(self) -> tuple[Hashable, ...] | None:
        """What was read, to find rows that say the same; nothing where a formula or an error stands."""
        if any(isinstance(cell, Unreadable) for cell in self._cells.values()):
            return None
        # A cell that could not be read says what is written in it.
        read = ((key, self._read.get(key)) for key in self._cells)
        return tuple(_text(self._cells[key]) if value is None else value for key, value in read)

    def text(self, column: str, form: Callable[[str], str] = str) -> str | None:
        """Give a text in its usual form, without the blanks around it; a number is given in figures."""
        cell = self._filled(column, "FORMULA")
        self._read[column] = text = None if cell is None else form(_text(cell))
        return text

    def day(self, column: str, *, is_birth: bool = False) -> date | None:
        """Give a day typed as such or written; for a birth the year needs its century."""
        cell = self._filled(column, "PERIOD")
        day = None
        if isinstance(cell, datetime):
            day = cell.date()
        elif isinstance(cell, date):
            day = cell
        elif cell is not None:
            day = self._written_day(column, cell, is_birth)
        self._read[column] = day
        return day

    def amount(self, column: str) -> Decimal | None:
        """Give an amount in francs typed as a number or written; one with more than two decimals is a fault."""
        cell = self._filled(column, "AMOUNT")
        if cell is None:
            return None
        try:
            value = _amount(cell)
        except Misread as misread:
            # The style shows numbers its own way; answers and messages have one way.
            readings = {
                key: f"{found.normalize():f}"
                for key, found in misread.params.items()
                if isinstance(found, Decimal)
            }
            message = _AMOUNTS.get(misread.code, _NO_AMOUNT)
            self._fault(column, "AMOUNT", message, value=quoted(_text(cell)), **readings)
            return None
        self._read[column] = value
        return value

    def _filled(self, column: str, control: str) -> Cell:
        """Give a cell that can be read; `control` names the fault of an error cell."""
        cell = self._cells[column]
        if isinstance(cell, Unreadable):
            formula = cell is Unreadable.FORMULA
            self._fault(column, "FORMULA" if formula else control, _FORMULA if formula else _ERROR)
            return None
        return None if is_blank(cell) else cell

    def _written_day(self, column: str, cell: Cell, is_birth: bool) -> date | None:
        try:
            if isinstance(cell, str):
                return _STYLE.read_day(cell, full_year=is_birth)
        except Misread:
            pass
        self._fault(column, "PERIOD", _NO_DAY, value=quoted(_text(cell)))
        return None

    def _fault(self, column: str, control: str, message: str, **params: object) -> None:
        self.faults.append(CellFault(column, control, Phrase(message, params)))


def _amount(cell: Cell) -> Decimal:
    if isinstance(cell, str):
        value = _STYLE.read_amount(cell, CURRENCY)
    elif isinstance(cell, Decimal):
        value = cell
    else:
        raise Misread("number_form")
    if abs(value) > LARGEST:
        raise Misread("number_form")
    if value != round(value, 2):
        raise Misread("too_many_decimals")
    return value


def _text(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else str(cell).strip()
