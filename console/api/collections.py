"""A declared resource as a collection: which arguments it takes, and how its rows look as JSON."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import MultiDict

from console.base.errors import BadArgument, NotFound
from console.base.figures import API
from console.base.folding import fold
from console.hooks.declarations import Contribution, Resource
from console.institutions.search import Searchable
from console.shell.service import Asked, Listing, Page

MOST = 100
USUAL = 25
"""Rows in a page: at most, and when nothing is asked."""
LONGEST = 200
"""Characters of an argument."""


@dataclass(frozen=True)
class Collection:
    """The rows of one resource of one plugin."""

    plugin: str
    resource: Resource

    @property
    def name(self) -> str:
        """Give its unmistakable name, also an endpoint: `ch_fund__employees`."""
        return f"{self.plugin}__{self.resource.key}"

    @property
    def path(self) -> str:
        """Give its place below the version."""
        return f"/{self.plugin}/{self.resource.key}"

    @property
    def sorts(self) -> tuple[str, ...]:
        """Give the fields it can be ordered by, the usual one first."""
        return ("id", *self.resource.sorts)

    @property
    def is_searchable(self) -> bool:
        """Say whether words find its rows; never by a field that is not shown."""
        model = self.resource.model
        return issubclass(model, Searchable) and set(model.search_columns) <= set(self.resource.fields)

    @property
    def arguments(self) -> tuple[str, ...]:
        """Give the arguments its list takes."""
        return (*(("q",) if self.is_searchable else ()), "sort", "size", "after")

    @property
    def listing(self) -> Listing:
        """Give how its rows are found and ordered."""
        return Listing(self.resource.model, self.sorts, "id")

    def asked(self, given: MultiDict[str, str]) -> Asked:
        """Give what these arguments ask for; raises `BadArgument`."""
        values = self._checked(given)
        words = {"search": values["q"]} if "q" in values else {}
        asked = self.listing.asked({**words, **{k: v for k, v in values.items() if k in ("sort", "after")}})
        return replace(asked, size=_size(values.get("size", str(USUAL))))

    def page(self, session: Session, asked: Asked) -> Page:
        """Give the page of rows asked for."""
        return self.listing.page(session, asked, API, counted=False)

    def row(self, session: Session, key: int) -> Any:
        """Give one row; raises `NotFound` alike for an unknown key and for another institution's."""
        model = self.resource.model
        found = session.scalars(select(model).where(model.id == key)).first()
        if found is None:
            raise NotFound(_l("There is nothing at this address."))
        return found

    def shown(self, row: Any) -> dict[str, object]:
        """Give a row as JSON takes it: the declared fields, days and moments in ISO form."""
        return {field: _plain(getattr(row, field)) for field in self.resource.fields}

    def _checked(self, given: MultiDict[str, str]) -> dict[str, str]:
        for name, values in given.lists():
            if name not in self.arguments:
                raise BadArgument(
                    _l("This list does not know the argument %(name)s.", name=name[:40]), place=name
                )
            if len(values) > 1:
                raise BadArgument(_l("Give the argument %(name)s only once.", name=name), place=name)
            if not values[0] or len(values[0]) > LONGEST:
                raise BadArgument(
                    _l("The argument %(name)s must have 1 to %(most)s characters.", name=name, most=LONGEST),
                    place=name,
                )
        if "q" in given and not fold(given["q"]):
            raise BadArgument(_l("Type at least one letter or figure to search for."), place="q")
        return given.to_dict()


def collections_of(plugins: Iterable[Contribution]) -> tuple[Collection, ...]:
    """Give the collections of all installed plugins."""
    return tuple(Collection(plugin.name, one) for plugin in plugins for one in plugin.resources if one.fields)


def _size(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= 3 and 1 <= int(text) <= MOST):
        raise BadArgument(_l("A page has 1 to %(most)s rows.", most=MOST), place="size")
    return int(text)


def _plain(value: Any) -> object:
    if isinstance(value, datetime):
        return API.show_moment(value)
    if isinstance(value, date):
        return API.show_day(value)
    return str(value) if isinstance(value, Decimal) else value
