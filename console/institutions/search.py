"""Search by the beginnings of words, served by an index on both databases.

Words: a *term* is one folded word of a searchable row. Terms are kept by the session itself whenever such a row is
written, so that no service can forget them. PostgreSQL keeps `LIKE` from its indexes under row-level security; a range
of beginnings over terms is fast there too.
"""

from __future__ import annotations

import re
from typing import Any, ClassVar

from sqlalchemy import Index, Integer, String, bindparam, delete, event, insert, inspect, select
from sqlalchemy.orm import InstrumentedAttribute, Mapped, Session, mapped_column
from sqlalchemy.sql import ColumnElement

from console.base.folding import beginning, fold
from console.base.model import Model, folded
from console.institutions.scope import InstitutionScoped
from console.institutions.sessions import ConsoleSession

MOST_WORDS = 6
_NUMBER = re.compile(r"\d{6,}|[a-z]{2,3}\d{9,}")
"""A long number, or one with the letters of its country before it."""


class SearchTerm(InstitutionScoped, Model):
    """One word by which a row can be found."""

    __tablename__ = "inst_search_term"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    subject: Mapped[str] = mapped_column(String(60), nullable=False)
    """The table of the row."""
    subject_id: Mapped[int] = mapped_column(Integer, nullable=False)
    term: Mapped[str] = mapped_column(folded(40), nullable=False)

    __table_args__ = (
        Index("ix_inst_search_term_term", "institution_id", "subject", "term", "subject_id"),
        Index("ix_inst_search_term_subject", "institution_id", "subject", "subject_id"),
    )


class Searchable:
    """Mixin of scoped models that are found by the words of `search_columns`."""

    search_columns: ClassVar[tuple[str, ...]] = ()


def terms_of(row: Searchable) -> set[str]:
    """Give the folded words of a row, and each whole value without gaps (a number typed with or without dots)."""
    found: set[str] = set()
    for column in row.search_columns:
        words = fold(str(getattr(row, column) or "")).split()
        found.update(word[:40] for word in words)
        if len(words) > 1 and any(c.isdigit() for c in words[0]):
            found.add("".join(words)[:40])
    return found


def matching(model: type[Any], key: InstrumentedAttribute[Any], typed: str) -> list[ColumnElement[bool]]:
    """Give one condition per typed word: the row has a term that begins with it.

    What holds no letter or figure finds nothing. A number typed with dots is looked up without them, so that
    `756.0000.0001.18` finds what `7560000000118` finds, and `CHE-123.456.788` what `CHE123456788` finds.
    """
    squeezed = fold("".join(c for c in typed if c.isalnum()))
    is_number = _NUMBER.fullmatch(squeezed) is not None
    words = [squeezed] if is_number else fold(typed).split()[:MOST_WORDS]
    conditions: list[ColumnElement[bool]] = []
    for word in words:
        low, high = beginning(word[:40])
        hits = select(SearchTerm.subject_id).where(
            SearchTerm.subject == model.__tablename__, SearchTerm.term >= low, SearchTerm.term < high
        )
        conditions.append(key.in_(hits))
    return conditions or [key.in_([])]


def install() -> None:
    """Keep the terms of every page session of this process; calling it twice changes nothing."""
    if not event.contains(ConsoleSession, "after_flush", _keep):
        event.listen(ConsoleSession, "after_flush", _keep)


def _keep(session: Session, _context: object) -> None:
    changed = [row for row in session.dirty if isinstance(row, Searchable) and _is_renamed(row)]
    gone = [row for row in session.deleted if isinstance(row, Searchable)]
    fresh = [row for row in session.new if isinstance(row, Searchable)]
    if not (changed or gone or fresh):
        return
    table, connection = SearchTerm.__table__, session.connection()
    if changed or gone:
        # One statement for many rows: an import changes thousands in one flush.
        of_row = (table.c[name] == bindparam(f"of_{name}") for name in _PLACE)
        places = [{f"of_{name}": value for name, value in _place(row).items()} for row in [*changed, *gone]]
        connection.execute(delete(table).where(*of_row), places)
    terms = [{**_place(row), "term": term} for row in [*fresh, *changed] for term in sorted(terms_of(row))]
    if terms:
        connection.execute(insert(table), terms)


def _is_renamed(row: Searchable) -> bool:
    """Say whether a word by which a row is found has changed: most changes leave them all as they are."""
    state = inspect(row)
    return any(state.attrs[column].history.has_changes() for column in row.search_columns)


_PLACE = ("institution_id", "subject", "subject_id")
"""The columns that tell a row's terms from all others."""


def _place(row: Any) -> dict[str, Any]:
    return dict(zip(_PLACE, (row.institution_id, row.__tablename__, row.id), strict=True))
