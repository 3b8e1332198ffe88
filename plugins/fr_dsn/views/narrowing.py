"""What the address of a list asks, whatever the list is of: a search, filters, a page, and how many rows there are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Final, TypeVar

from flask import url_for
from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from console.plugin import gettext as _
from console.plugin import pages
from plugins.fr_dsn.views import words

PER_PAGE: Final = 50
MOST_COUNTED: Final = 10_000
"""Rows that are counted: beyond, the list says that there are more."""
Rows = TypeVar("Rows", bound=Select[*tuple[Any, ...]])
LONGEST: Final = 80
"""Signs of a search that are read."""


@dataclass(frozen=True)
class Narrowed:
    """What is asked of a list; each list adds its filters, texts that may be empty, and the conditions."""

    search: str = ""
    page: int = 1

    @property
    def number(self) -> str:
        """Give the search as a NIR, SIRET or IBAN is kept: without the signs between its groups."""
        return "".join(sign for sign in self.search if sign not in " .-\u00a0").upper()

    @property
    def is_narrowed(self) -> bool:
        """Say whether rows are left out."""
        return any(value for name, value in asdict(self).items() if name != "page")

    def url(self, **changed: Any) -> str:
        """Give the address of this list with some values changed, of its first page if nothing else is said."""
        values = {**asdict(self), "page": 1, **changed}
        return url_for(".index", **{name: value for name, value in values.items() if value not in ("", 1)})

    def clear_url(self) -> str | None:
        """Give the address of the list with nothing left out, where something is."""
        return url_for(".index") if self.is_narrowed else None

    def piece(self, rows: Rows) -> Rows:
        """Give the rows of the page asked for."""
        return rows.limit(PER_PAGE).offset((self.page - 1) * PER_PAGE)

    def pager(self, total: int) -> pages.Pager:
        """Give the way to the pages before and after, of so many rows."""
        last = max(1, -(-min(total, MOST_COUNTED) // PER_PAGE))
        text = _("Page %(page)s of %(pages)s", page=words.number(self.page), pages=words.number(last))
        return pages.Pager(
            text if last > 1 else "",
            self.url(page=self.page - 1) if self.page > 1 else None,
            self.url(page=self.page + 1) if self.page < last else None,
        )


def searched(values: Mapping[str, str]) -> str:
    """Give what an address searches for."""
    return values.get("search", "").strip()[:LONGEST]


def count(session: Session, keys: Select[Any]) -> int:
    """Count rows by their keys, no further than one beyond `MOST_COUNTED`."""
    return session.scalar(select(func.count()).select_from(keys.limit(MOST_COUNTED + 1).subquery())) or 0


def counted(total: int) -> str:
    """Say how many rows there are."""
    if total > MOST_COUNTED:
        return str(_("more than %(count)s", count=words.number(MOST_COUNTED)))
    return words.number(total)


def choices(of: Mapping[Any, Any]) -> tuple[pages.Choice, ...]:
    """Give what a filter offers: everything, then these values in their words."""
    return (pages.Choice("", _("All")), *(pages.Choice(str(key), str(word)) for key, word in of.items()))
