"""The kinds of columns a CRUD page can have. A column reads a typed text to a value, and shows a value as text.

`read` never gets an empty text and raises `ColumnFault` with a sentence that says what to do.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.base.figures import Misread, Style
from console.base.figures.words import say
from console.base.sheets import Value
from console.hooks.declarations import Text
from console.imports.declarations import read_day, read_text
from console.institutions.search import matching
from console.shell.pages import CellKind


class ColumnFault(ValueError):
    """A typed text that is not a value of this column; its text says what to do."""

    def __init__(self, text: object) -> None:
        super().__init__(text)
        self.text = text

    def __str__(self) -> str:
        return str(self.text)


@dataclass(frozen=True, kw_only=True)
class Column:
    """A value of a row. `key` is the attribute of the model."""

    key: str
    label: Text
    help: Text = ""
    required: bool = False
    editable: bool = True

    @property
    def cell(self) -> CellKind:
        """Give how the value is set in a list."""
        return "text"

    @property
    def width(self) -> str:
        """Give how wide the field is: `short`, `medium`, or the reading width (empty)."""
        return ""

    def read(self, text: str, style: Style, session: Session) -> Any:
        """Give the value in a typed text."""
        raise NotImplementedError

    def show(self, value: Any, style: Style) -> str:
        """Give the text of a value; empty for none."""
        return "" if value is None else str(value)

    def recall(self, kept: Any, style: Style, session: Session) -> str:
        """Give the text of a value as the journal keeps it: a JSON value, `None` or an empty text for none."""
        return "" if kept is None else self.show(str(kept), style)

    def value(self, row: Any) -> Any:
        """Give the value in a row."""
        return getattr(row, self.key)

    def set(self, row: Any, value: Any) -> None:
        """Put a value into a row."""
        setattr(row, self.key, value)

    def brief(self, value: Any, style: Style) -> str:
        """Give the text of a value in a list, where it may be shorter."""
        return self.show(value, style)

    @property
    def nothing(self) -> Any:
        """Give the empty value: texts are never null."""
        return ""

    def read_cell(self, cell: Value, style: Style, session: Session) -> Any:
        """Give the value in a filled cell of a sheet; raises `ColumnFault`, or the fault of such a cell."""
        return self.read(read_text(cell, style), style, session)

    def to_cell(self, value: Any, style: Style) -> Value:
        """Give what stands in a sheet for a value, in a form that reads back."""
        return self.show(value, style)


@dataclass(frozen=True, kw_only=True)
class TextColumn(Column):
    """A short text; `check` may read it further (an official number) and raises `ColumnFault`."""

    most: int = 120
    check: Callable[[str], str] | None = None
    shown: Callable[[str], str] | None = None

    @property
    def cell(self) -> CellKind:
        """An official number stands in equal figures and is never broken."""
        return "code" if self.shown else "text"

    @property
    def width(self) -> str:
        """The field says how much may be typed."""
        return "short" if self.most <= 16 else "medium" if self.most <= 40 else ""

    def read(self, text: str, style: Style, session: Session) -> str:
        """Give the text without outer spaces, as the check wants it stored."""
        value = " ".join(text.split())
        if len(value) > self.most:
            raise ColumnFault(_l("Shorten this to %(most)s characters.", most=self.most))
        if not value.isprintable():
            raise ColumnFault(_l("This contains a sign that cannot be stored. Type it again."))
        return self.check(value) if self.check else value

    def show(self, value: str | None, style: Style) -> str:
        """Give the text in its usual form."""
        return self.shown(value) if value and self.shown else value or ""


@dataclass(frozen=True, kw_only=True)
class DayColumn(Column):
    """A calendar day."""

    @property
    def cell(self) -> CellKind:
        """Days stand in equal figures."""
        return "day"

    @property
    def width(self) -> str:
        """A day is short."""
        return "short"

    def read(self, text: str, style: Style, session: Session) -> date:
        """Give the day, whatever usual form it is typed in."""
        try:
            return style.read_day(text)
        except Misread as fault:
            raise ColumnFault(say(fault, style)) from fault

    def show(self, value: date | None, style: Style) -> str:
        """Give the day in the reader's form."""
        return style.show_day(value) if value else ""

    def recall(self, kept: Any, style: Style, session: Session) -> str:
        """Give the day, which the journal keeps in ISO form."""
        try:
            return self.show(date.fromisoformat(kept) if kept else None, style)
        except ValueError:
            return str(kept)

    @property
    def nothing(self) -> None:
        """Give the empty value."""
        return None

    def read_cell(self, cell: Value, style: Style, session: Session) -> date:
        """Give the day in a cell, typed as a day or as text."""
        return read_day(cell, style)

    def to_cell(self, value: date | None, style: Style) -> date | None:
        """Give the day itself, which the sheet shows in its own form."""
        return value


@dataclass(frozen=True, kw_only=True)
class ChoiceColumn(Column):
    """One of a few values, each with a word for it."""

    of: tuple[tuple[str, Text], ...]

    @property
    def width(self) -> str:
        """A word is of medium length."""
        return "medium"

    def read(self, text: str, style: Style, session: Session) -> str:
        """Give the value whose code or word was typed."""
        typed = text.strip().casefold()
        for value, word in self.of:
            if typed in (value.casefold(), str(word).casefold()):
                return value
        raise ColumnFault(_l("Choose one of: %(words)s.", words=", ".join(str(word) for _, word in self.of)))

    def show(self, value: str | None, style: Style) -> str:
        """Give the word for a value."""
        return next((str(word) for code, word in self.of if code == value), value or "")


@dataclass(frozen=True, kw_only=True)
class RelatedColumn(Column):
    """Another row this one belongs to. `key` is the relation, `foreign` its column, `by` the number people type."""

    target: type[Any]
    foreign: str
    by: str = "number"

    def read(self, text: str, style: Style, session: Session) -> Any:
        """Give the row whose number begins the text, or the only one that the words find."""
        number = self.number_in(text)
        by = getattr(self.target, self.by)
        found = session.scalars(select(self.target).where(by.in_([number, text.strip()])).limit(1)).all()
        if not found and (words := matching(self.target, self.target.id, text)):
            found = session.scalars(select(self.target).where(*words).order_by(by).limit(6)).all()
        if not found:
            raise ColumnFault(_l("Nothing is found for “%(text)s”. Type the number.", text=text.strip()[:60]))
        if len(found) > 1:
            several = ", ".join(self.show(row, style) for row in found[:5])
            raise ColumnFault(_l("Several are meant by this: %(several)s. Type the number.", several=several))
        return found[0]

    def show(self, value: Any, style: Style) -> str:
        """Give number and name, parted by a wide space so that the text reads back."""
        return "" if value is None else f"{getattr(value, self.by)}\u2003{value.name}"

    def recall(self, kept: Any, style: Style, session: Session) -> str:
        """Give the other row, of which the journal keeps the key; the bare key when that row is gone."""
        row = session.get(self.target, kept) if isinstance(kept, int) else None
        return self.show(row, style) if row is not None else str(kept or "")

    @property
    def nothing(self) -> None:
        """Give the empty value."""
        return None

    def number_in(self, text: str) -> str:
        """Give the number that begins a text as `show` writes it."""
        return text.strip().split("\u2003")[0].strip()

    def brief(self, value: Any, style: Style) -> str:
        """Give the name alone."""
        return "" if value is None else str(value.name)

    def set(self, row: Any, value: Any) -> None:
        """Put the other row into the relation and its key, so that the guard sees it before the flush."""
        setattr(row, self.key, value)
        setattr(row, self.foreign, value.id if value is not None else None)
