"""What a kind of row that can be imported declares: its columns, how each is read and shown, and its key.

Words: a *column* is one value of a row; the *key* tells which row of ours a row of the sheet means; a *fault*
is why a cell is not taken over, without words until it is shown.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from console.base.figures import Style
from console.base.sheets import N_, Value

#: Figures a number in a spreadsheet program can hold; behind them it writes zeros.
_FIGURES = 15


class Fault(ValueError):
    """A cell that is not taken over: a stable code, a message id and the values of its placeholders."""

    def __init__(self, code: str, message: str, **params: object) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message
        self.params = params


@dataclass(frozen=True, slots=True)
class Column:
    """One value of a row, found in the sheet by its title in any language or by its key."""

    key: str
    title: Any
    """A text or a lazy text, said in the reader's language."""
    required: bool
    read: Callable[[Any, Style], object]
    """From a filled cell (text without blanks around it, number, day, yes or no) to the value.

    Raises `Fault`, or `Misread` of the figures.
    """
    show: Callable[[Any, Style], str]
    """From a value to the text that `read` takes back."""


@dataclass(frozen=True, slots=True)
class RowKind:
    """A kind of row: its columns, and the keys of those that together tell one row from another."""

    columns: tuple[Column, ...]
    key: tuple[str, ...]

    def __post_init__(self) -> None:
        required = {column.key for column in self.columns if column.required}
        if not self.key or not required.issuperset(self.key):
            raise ValueError(f"the key {self.key} must consist of required columns")
        if len({column.key for column in self.columns}) < len(self.columns):
            raise ValueError("two columns have the same key")


def read_text(cell: Value, style: Style) -> str:
    """Give the text of a cell on one line, as typed: zeros in front stay, a whole number gives its figures.

    Raises `Fault` for other numbers, days, yes and no, and signs that nobody sees.
    """
    if isinstance(cell, Decimal):
        return _figures(cell)
    if not isinstance(cell, str):
        raise Fault("not_text", N_("This cell is not a text. Format it as text and type it again."))
    text = " ".join(unicodedata.normalize("NFC", cell).split())
    if not text.isprintable():
        raise Fault("hidden_signs", N_("This text contains invisible signs. Type it again."))
    return text


def read_day(cell: Value, style: Style) -> date:
    """Give the day of a cell, typed as a day or as text. Raises `Fault` or `Misread`."""
    if isinstance(cell, str):
        return style.read_day(cell)
    if not isinstance(cell, date) or isinstance(cell, datetime):
        raise Fault("not_a_day", N_("This cell is not a date. Type day, month and year."))
    return cell


def _figures(number: Decimal) -> str:
    if number != number.to_integral_value():
        raise Fault("not_text", N_("This cell is not a text. Format it as text and type it again."))
    if number.adjusted() >= _FIGURES:
        raise Fault(
            "lost_figures",
            N_("This number lost its last figures. Format the cell as text and type it again."),
        )
    return f"{number:.0f}"
