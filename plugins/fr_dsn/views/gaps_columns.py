"""How the values of a gap are shown in its list and in a sheet, and how the list is narrowed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement

from console.plugin import BadArgument, Column, Filter, RelatedColumn, Style
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.gaps.models import UNSETTLED, Gap
from plugins.fr_dsn.views import gaps_words, words


@dataclass(frozen=True, kw_only=True)
class MonthColumn(Column):
    """A month, of which the first day is kept."""

    editable: bool = False

    def show(self, value: date | None, style: Style) -> str:
        """Give the month as figures."""
        return gaps_words.month(value) if value else ""


@dataclass(frozen=True, kw_only=True)
class SaidColumn(Column):
    """What is missing, in a sentence, or the person or contract that it is about."""

    editable: bool = False

    def value(self, row: Gap) -> str:
        """Give the words for a row."""
        return gaps_words.sentence(row) if self.key == "facts" else gaps_words.subject(row)


@dataclass(frozen=True, kw_only=True)
class PlaceColumn(RelatedColumn):
    """The establishment, which may not have a name yet."""

    def brief(self, value: Any, style: Style) -> str:
        """Give its name, or its SIRET."""
        return words.siret(str(value or ""))


@dataclass(frozen=True, kw_only=True)
class MonthFilter(Filter):
    """The month that something is missing for."""

    @property
    def kind(self) -> Any:
        """It is typed."""
        return "text"

    def condition(self, value: str, style: Style) -> ColumnElement[bool]:
        """Give the equality; raises `BadArgument` for what is no month."""
        found: ColumnElement[bool] = Gap.month == read_month(value, self.name)
        return found


@dataclass(frozen=True, kw_only=True)
class SettledFilter(Filter):
    """Whether anything is still to be done."""

    of: tuple[tuple[str, Any], ...] = (("open", _l("To follow up")), ("done", _l("Settled")))

    @property
    def kind(self) -> Any:
        """It is chosen."""
        return "choice"

    def condition(self, value: str, style: Style) -> ColumnElement[bool]:
        """Give the condition on the state; an unknown value is refused."""
        if value not in dict(self.of):
            raise BadArgument(_l("The list cannot be narrowed to this value."), place=self.name)
        is_open: ColumnElement[bool] = Gap.state.in_(UNSETTLED)
        return is_open if value == "open" else ~is_open

    def shown(self, value: str) -> str:
        """Give the word for the value."""
        return str(dict(self.of).get(value, value))


def read_month(text: str, place: str) -> date:
    """Give the first day of a month written 03/2026 or 2026-03; raises `BadArgument`."""
    parts = text.strip().replace("-", "/").split("/")
    if len(parts) == 2 and all(part.isascii() and part.isdecimal() for part in parts):
        month, year = (parts[1], parts[0]) if len(parts[0]) == 4 else (parts[0], parts[1])
        if len(year) == 4 and len(month) <= 2 and 1 <= int(month) <= 12 and int(year) > 1900:
            return date(int(year), int(month), 1)
    raise BadArgument(_l("Write the month like 03/2026."), place=place)
