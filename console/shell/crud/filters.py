"""What a list can be narrowed by: each filter turns the text in the address into a condition."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.sql import ColumnElement

from console.base.errors import BadArgument
from console.base.figures import Misread, Style
from console.base.figures.words import say
from console.hooks.declarations import Text
from console.institutions.search import matching
from console.shell.pages import FilterKind


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A way to narrow a list; `name` is its word in the address."""

    name: str
    label: Text

    @property
    def kind(self) -> FilterKind:
        """Give how the value is entered."""
        raise NotImplementedError

    def condition(self, value: str, style: Style) -> ColumnElement[bool]:
        """Give the condition for a value; raises `BadArgument` when it means nothing."""
        raise NotImplementedError

    def shown(self, value: str) -> str:
        """Give the value in words."""
        return value


@dataclass(frozen=True, kw_only=True)
class ChoiceFilter(Filter):
    """One of the values of a column."""

    column: Any
    of: tuple[tuple[str, Text], ...]

    @property
    def kind(self) -> FilterKind:
        """Give how the value is entered."""
        return "choice"

    def condition(self, value: str, style: Style) -> ColumnElement[bool]:
        """Give the equality; an unknown value is refused, not ignored."""
        if value not in {code for code, _ in self.of}:
            raise BadArgument(_l("The list cannot be narrowed to this value."), place=self.name)
        condition: ColumnElement[bool] = self.column == value
        return condition

    def shown(self, value: str) -> str:
        """Give the word for the value."""
        return next((str(word) for code, word in self.of if code == value), value)


@dataclass(frozen=True, kw_only=True)
class DayFilter(Filter):
    """A first or last day for a column."""

    column: Any
    side: Literal["from", "until"]

    @property
    def kind(self) -> FilterKind:
        """Give how the value is entered."""
        return "day"

    def condition(self, value: str, style: Style) -> ColumnElement[bool]:
        """Give the comparison, the day itself included."""
        try:
            day = style.read_day(value)
        except Misread as fault:
            raise BadArgument(say(fault, style), place=self.name) from fault
        condition: ColumnElement[bool] = self.column >= day if self.side == "from" else self.column <= day
        return condition


@dataclass(frozen=True, kw_only=True)
class RelatedFilter(Filter):
    """The row belongs to another one that is found by these words."""

    column: Any
    target: type[Any]
    by: str = "number"

    @property
    def kind(self) -> FilterKind:
        """Give how the value is entered."""
        return "related"

    def condition(self, value: str, style: Style) -> ColumnElement[bool]:
        """Give the condition: the number typed first is exact, other words find by their beginning."""
        number = value.split("\u2003")[0].strip()
        exact = getattr(self.target, self.by) == number
        if "\u2003" in value:
            hits = select(self.target.id).where(exact)
        else:
            words = matching(self.target, self.target.id, value)
            both = words[0] if words else exact
            for word in words[1:]:
                both = both & word
            hits = select(self.target.id).where(exact | both)
        condition: ColumnElement[bool] = self.column.in_(hits)
        return condition
