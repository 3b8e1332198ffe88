"""Pages over rows: list, one row, its history."""

from __future__ import annotations

from dataclasses import dataclass

from console.shell.pages.parts import (
    Action,
    Crumb,
    DataTable,
    Empty,
    FactGroup,
    FilterKind,
    Tag,
    TimelineEntry,
)


@dataclass(frozen=True, slots=True)
class Choice:
    """A value and the words for it."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class FilterControl:
    """One filter of a list; `suggest_url` answers typed letters with a JSON list of value and label.

    `fault` says why the value cannot be used, and what to do.
    """

    name: str
    label: str
    kind: FilterKind
    value: str = ""
    choices: tuple[Choice, ...] = ()
    suggest_url: str | None = None
    hint: str = ""
    fault: str = ""


@dataclass(frozen=True, slots=True)
class FilterChip:
    """A filter at work, and the address of the list without it."""

    text: str
    remove_url: str


@dataclass(frozen=True, slots=True)
class PageSize:
    """A number of rows per page to choose."""

    rows: int
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Pager:
    """The way through the pages of a list; None at its ends."""

    text: str
    prev_url: str | None = None
    next_url: str | None = None
    sizes: tuple[PageSize, ...] = ()


@dataclass(frozen=True, slots=True)
class ListPage:
    """A searchable, sortable, paged list.

    `search` is the text searched for, None when the list has no search. `keep` are values of the address that
    searching and filtering must not lose, such as the order of the rows.
    """

    title: str
    table: DataTable
    empty: Empty
    pager: Pager
    lead: str = ""
    count: str = ""
    crumbs: tuple[Crumb, ...] = ()
    search: str | None = None
    search_hint: str = ""
    filters: tuple[FilterControl, ...] = ()
    chips: tuple[FilterChip, ...] = ()
    clear_url: str | None = None
    keep: tuple[tuple[str, str], ...] = ()
    add_url: str | None = None
    import_url: str | None = None
    export_csv_url: str | None = None
    export_xlsx_url: str | None = None
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True, slots=True)
class RelatedTable:
    """Rows that belong to the one shown, with the addresses of the whole list and of a new row."""

    title: str
    table: DataTable
    empty: Empty
    all_url: str | None = None
    add_url: str | None = None


@dataclass(frozen=True, slots=True)
class ShowPage:
    """One row with all its facts, what may be done with it and what belongs to it."""

    title: str
    groups: tuple[FactGroup, ...]
    crumbs: tuple[Crumb, ...] = ()
    tags: tuple[Tag, ...] = ()
    actions: tuple[Action, ...] = ()
    tables: tuple[RelatedTable, ...] = ()
    timeline: tuple[TimelineEntry, ...] = ()


@dataclass(frozen=True, slots=True)
class HistoryPage:
    """Who changed what in a row, newest first."""

    title: str
    entries: tuple[TimelineEntry, ...]
    empty: Empty
    pager: Pager
    crumbs: tuple[Crumb, ...] = ()
