"""Parts that several pages share."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Tone = Literal["plain", "info", "ok", "warn", "bad"]
"""The four meanings that have a colour, and none; a word always stands beside the colour."""

CellKind = Literal["text", "number", "code", "day", "tag"]
"""How a value is set: a number to the right in equal figures, a code (such as a member's number) and a day in
equal figures, a tag in its tone."""

FilterKind = Literal["text", "choice", "day", "related"]
"""How a filter is entered: typed, chosen from a list, a typed day, typed with suggestions."""


@dataclass(frozen=True, slots=True)
class Crumb:
    """A step above the page, in the line over its title."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Action:
    """A button in the head of a page: a link, or with `post` a form of its own."""

    label: str
    url: str
    kind: Literal["plain", "main", "danger"] = "plain"
    icon: str | None = None
    post: bool = False


@dataclass(frozen=True, slots=True)
class Tag:
    """A short word on a coloured ground, such as a state."""

    text: str
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class Empty:
    """What stands in the place of a list without rows: the fact, and what will make something appear here."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class Fact:
    """A name and its value; an empty value is shown as a dash."""

    label: str
    text: str
    kind: CellKind = "text"
    url: str | None = None
    tone: Tone = "plain"


@dataclass(frozen=True, slots=True)
class FactGroup:
    """Facts under one heading, or the first ones of a page without it."""

    title: str | None
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class FieldChange:
    """A field before and after; None where there was, or is, nothing."""

    label: str
    old: str | None
    new: str | None


@dataclass(frozen=True, slots=True)
class TimelineEntry:
    """One event, newest first; `when` as read, `moment` as ISO 8601 for machines."""

    when: str
    moment: str
    title: str
    text: str = ""
    who: str = ""
    changes: tuple[FieldChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Column:
    """A column; `sort_url` sorts by it, `sorted` says in which direction the rows are sorted by it now."""

    label: str
    kind: CellKind = "text"
    sort_url: str | None = None
    sorted: Literal["ascending", "descending"] | None = None


@dataclass(frozen=True, slots=True)
class Cell:
    """One value of a row, in the kind of its column; `detail` is a quiet second line."""

    text: str
    tone: Tone = "plain"
    url: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A row; `url` opens it from its first cell, whose text also names the row in its buttons."""

    cells: tuple[Cell, ...]
    url: str | None = None
    edit_url: str | None = None

    @property
    def name(self) -> str:
        """What the row is called when a button is read out without the rest of the row."""
        return self.cells[0].text


@dataclass(frozen=True, slots=True)
class DataTable:
    """Rows under columns; below a width of 60rem each row becomes a card. `caption` is read out only."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    @property
    def editable(self) -> bool:
        """Whether a row has a button to edit it."""
        return any(row.edit_url for row in self.rows)

    @property
    def is_reachable(self) -> bool:
        """Whether something in it takes the focus, so that the keyboard moves it sideways where it is too wide."""
        linked = any(row.url or row.edit_url or any(cell.url for cell in row.cells) for row in self.rows)
        return linked or any(column.sort_url for column in self.columns)
