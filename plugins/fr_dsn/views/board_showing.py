"""What the templates of the board and of the due dates take."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from console.plugin import lazy_gettext as _l
from console.plugin import pages
from plugins.fr_dsn.deposits.models import ACCEPTED, DEPOSITED, REFUSED

SHORT: Final[dict[str, Any]] = {
    DEPOSITED: _l("DSN deposited"),
    ACCEPTED: _l("DSN accepted"),
    REFUSED: _l("DSN refused"),
}
TONES: Final[dict[str, pages.Tone]] = {DEPOSITED: "info", ACCEPTED: "ok", REFUSED: "bad"}


@dataclass(frozen=True, slots=True)
class CellShown:
    """A month of an establishment: its state in a word, and how many returns wait."""

    text: str
    tone: pages.Tone
    to_handle: int


@dataclass(frozen=True, slots=True)
class RowShown:
    """An establishment with its months."""

    name: str
    siret: str
    url: str
    cells: tuple[CellShown, ...]


@dataclass(frozen=True, slots=True)
class BoardPage:
    """The board; `search`, `filters` and `keep` are read by the tools over the table, as on any list."""

    title: str
    lead: str
    months: tuple[str, ...]
    rows: tuple[RowShown, ...]
    search: str
    filters: tuple[pages.FilterControl, ...]
    clear_url: str | None
    empty: pages.Empty
    pager: pages.Pager
    actions: tuple[pages.Action, ...]
    search_hint: str = ""
    keep: tuple[tuple[str, str], ...] = ()
    chips: tuple[pages.FilterChip, ...] = ()


@dataclass(frozen=True, slots=True)
class DuePart:
    """One due day of a month: who has nothing yet."""

    title: str
    tag: pages.Tag | None
    count: str
    table: pages.DataTable
    empty: str
    pager: pages.Pager


@dataclass(frozen=True, slots=True)
class DuePage:
    """The due days of a month."""

    title: str
    crumbs: tuple[pages.Crumb, ...]
    lead: str
    before_url: str
    after_url: str
    parts: tuple[DuePart, ...]
