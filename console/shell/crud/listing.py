"""A list from the database: what the address asks for, checked, as two statements whatever the number of rows.

Pages are cut by key, not by offset: the cursor is the last row's sort value and key, so the last page of a million rows
costs what the first one costs. Counting stops at a cap.
"""

from __future__ import annotations

import base64
import binascii
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, func, or_, select, tuple_
from sqlalchemy.orm import Session, joinedload
from sqlalchemy.sql import ColumnElement

from console.base.errors import BadArgument
from console.base.figures import Style
from console.institutions.search import Searchable, matching
from console.shell.crud.filters import Filter

COUNT_CAP = 1000
SIZES = (25, 50, 100)
RESERVED = frozenset({"search", "sort", "after", "before", "size"})
LONGEST = 200


@dataclass(frozen=True)
class Asked:
    """What an address asks of a list; everything in it has been checked."""

    search: str
    filters: Mapping[str, str]
    sort: str
    descending: bool
    size: int
    after: tuple[Any, int] | None
    before: tuple[Any, int] | None


@dataclass(frozen=True)
class Page:
    """A page of rows. `count` is exact up to the cap, `None` beyond it."""

    rows: Sequence[Any]
    count: int | None
    prev: str | None
    next: str | None


NO_PAGE = Page(rows=(), count=None, prev=None, next=None)
"""What is shown while a filter cannot be used."""


@dataclass(frozen=True)
class Listing:
    """A list over `model`: `sorts` are the columns it can be ordered by, `joined` the relations shown with each row."""

    model: type[Any]
    sorts: tuple[str, ...]
    default_sort: str
    filters: tuple[Filter, ...] = ()
    joined: tuple[str, ...] = ()
    only: tuple[ColumnElement[bool], ...] = ()
    """Conditions on every row: others of the model are no rows of this list."""

    def asked(self, arguments: Mapping[str, str]) -> Asked:
        """Check the arguments of an address; raises `BadArgument` that names the faulty one."""
        known = RESERVED | {f.name for f in self.filters}
        for name, value in arguments.items():
            if name not in known:
                raise BadArgument(
                    _l("This list does not know the argument %(name)s.", name=name[:40]), place=name
                )
            if len(value) > LONGEST or "\0" in value:
                raise BadArgument(_l("The argument %(name)s is too long.", name=name), place=name)
        typed = arguments.get("sort") or self.default_sort
        sort = typed.removeprefix("-")
        if sort not in self.sorts:
            raise BadArgument(_l("The list cannot be ordered by %(name)s.", name=sort[:40]), place="sort")
        size = arguments.get("size") or str(SIZES[0])
        if size not in map(str, SIZES):
            raise BadArgument(
                _l("A page can have %(sizes)s rows.", sizes=", ".join(map(str, SIZES))), place="size"
            )
        return Asked(
            search=arguments.get("search", "").strip(),
            filters={
                f.name: arguments[f.name].strip() for f in self.filters if arguments.get(f.name, "").strip()
            },
            sort=sort,
            descending=typed.startswith("-"),
            size=int(size),
            after=self._cursor(arguments, "after", sort),
            before=self._cursor(arguments, "before", sort),
        )

    def page(
        self,
        session: Session,
        asked: Asked,
        style: Style,
        *extra: ColumnElement[bool],
        counted: bool = True,
    ) -> Page:
        """Give a page: one statement counts up to the cap, one brings the rows with what they show."""
        conditions = [*self.conditions(asked, style), *extra]
        count = None
        if counted:
            some = select(self.model.id).where(*conditions).limit(COUNT_CAP + 1)
            count = session.scalar(select(func.count()).select_from(some.subquery()))
        backwards = asked.before is not None
        statement = self._ordered(select(self.model).where(*conditions), asked, backwards)
        statement = statement.options(*(joinedload(getattr(self.model, name)) for name in self.joined))
        rows = list(session.scalars(statement.limit(asked.size + 1)))
        more = len(rows) > asked.size
        rows = rows[: asked.size]
        if backwards:
            rows.reverse()
        before = more if backwards else asked.after is not None
        after = True if backwards else more
        return Page(
            rows=rows,
            count=count if count is not None and count <= COUNT_CAP else None,
            prev=self._token(rows[0], asked.sort) if rows and before else None,
            next=self._token(rows[-1], asked.sort) if rows and after else None,
        )

    def conditions(self, asked: Asked, style: Style) -> list[ColumnElement[bool]]:
        """Give the conditions of search and filters."""
        found = list(self.only)
        key = self.model.id
        if asked.search and issubclass(self.model, Searchable):
            found += matching(self.model, key, asked.search)
        by_name = {f.name: f for f in self.filters}
        return found + [by_name[name].condition(value, style) for name, value in asked.filters.items()]

    def every(self, asked: Asked, style: Style) -> Select[Any]:
        """Give the statement of all rows asked for, in order: for exports."""
        statement = self._ordered(
            select(self.model).where(*self.conditions(asked, style)), asked, False, cut=False
        )
        return statement.options(*(joinedload(getattr(self.model, name)) for name in self.joined))

    def _ordered(
        self, statement: Select[Any], asked: Asked, backwards: bool, *, cut: bool = True
    ) -> Select[Any]:
        """Order by the sort column, then the key; empty values come last. Cut at the cursor."""
        column, key = getattr(self.model, asked.sort), self.model.id
        nullable = column.property.columns[0].nullable
        down = asked.descending != backwards
        cursor = (asked.before if backwards else asked.after) if cut else None
        if cursor is not None:
            statement = statement.where(_beyond(column, key, cursor, down, backwards, nullable))
        order = [key.desc() if down else key] if asked.sort == "id" else [
            column.desc() if down else column, key.desc() if down else key
        ]  # fmt: skip
        if nullable:
            empty = column.is_(None)
            order.insert(0, empty.desc() if backwards else empty)
        return statement.order_by(*order)

    def _token(self, row: Any, sort: str) -> str:
        value = getattr(row, sort)
        plain = (
            value.isoformat()
            if isinstance(value, date)
            else str(value)
            if isinstance(value, Decimal)
            else value
        )
        return base64.urlsafe_b64encode(json.dumps([plain, row.id]).encode()).decode().rstrip("=")

    def _cursor(self, arguments: Mapping[str, str], name: str, sort: str) -> tuple[Any, int] | None:
        """Read a cursor back; one that does not fit the sort column is refused."""
        text = arguments.get(name)
        if not text:
            return None
        try:
            value, key = json.loads(base64.urlsafe_b64decode(text + "=" * (-len(text) % 4)))
            kind = getattr(self.model, sort).property.columns[0].type.python_type
            if value is not None:
                value = (
                    kind.fromisoformat(value)
                    if issubclass(kind, date)
                    else Decimal(value)
                    if kind is Decimal
                    else value
                )
                if not isinstance(value, kind) or (isinstance(value, datetime) and value.tzinfo is None):
                    raise TypeError(value)
                if isinstance(value, str) and not value.isprintable():
                    raise TypeError(value)
            if not isinstance(key, int) or not 0 <= key < 2**31 or isinstance(key, bool):
                raise TypeError(key)
        except (ValueError, TypeError, ArithmeticError, binascii.Error) as fault:
            raise BadArgument(
                _l("This page of the list cannot be found. Start again from its first page."), place=name
            ) from fault
        return value, key


def _beyond(
    column: Any, key: Any, cursor: tuple[Any, int], down: bool, backwards: bool, nullable: bool
) -> ColumnElement[bool]:
    """Give the condition of all rows behind the cursor in the direction of travel; empty values stand at the end."""
    value, last = cursor
    further: ColumnElement[bool] = key < last if down else key > last
    if column is key:
        return further
    if value is None:
        same: ColumnElement[bool] = column.is_(None) & further
        return or_(same, column.is_not(None)) if backwards else same
    # A comparison of pairs lets the index start at the cursor; an OR of two would read everything before it.
    pair, place = tuple_(column, key), tuple_(value, last, types=[column.type, key.type])
    behind: ColumnElement[bool] = pair < place if down else pair > place
    return or_(behind, column.is_(None)) if nullable and not backwards else behind
