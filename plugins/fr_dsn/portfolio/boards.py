"""What the board and the page of due dates read: few statements, whatever the size of the portfolio."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, SelectBase, case, distinct, func, or_, select, tuple_, union_all
from sqlalchemy.orm import Session

from console.plugin import matching
from plugins.fr_dsn.deposits.models import ACCEPTED, DEPOSITED, REFUSED, Month

from . import sight
from .due import DAYS, month_before
from .models import Establishment

MONTHS: Final = 24
PER_PAGE: Final = 50
MOST_COUNTED: Final = 1_000
"""Rows that are counted; beyond, it is said that there are more."""
TO_HANDLE: Final = "to_handle"
FILTERS: Final = (DEPOSITED, ACCEPTED, REFUSED, TO_HANDLE)
SAMPLE, RARE = 2_000, 500
"""Months in a state that are looked at, and of how many establishments they are where that state is rare."""


@dataclass(frozen=True)
class Wanted:
    """What is asked of the board."""

    last: date
    """First day of the newest month shown."""
    state: str = ""
    """One of `FILTERS`, in any of the months shown; empty: all."""
    search: str = ""
    after: tuple[str, int] | None = None
    """Name and key of the last establishment of the page before."""


@dataclass(frozen=True)
class Line:
    """An establishment with its months, by their first day; a month without a declaration is not there."""

    establishment: Establishment
    months: dict[date, Month]


@dataclass(frozen=True)
class Board:
    """A page of the board."""

    months: Sequence[date]
    """Newest first."""
    lines: Sequence[Line]
    has_more: bool


@dataclass(frozen=True)
class Missing:
    """Establishments of a due day without a monthly declaration that stands."""

    due_day: str
    count: int
    """At most one more than `MOST_COUNTED`."""
    rows: Sequence[Establishment]
    has_more: bool


@dataclass(frozen=True)
class Asked:
    """What is asked of the establishments whose month is not accepted."""

    month: date
    day: str
    """Due day, `5` or `15`."""
    company: int | None = None
    after: tuple[date, int] | None = None
    """`accepted_until` and key of the last establishment of the page before."""


def board(session: Session, wanted: Wanted) -> Board:
    """Give a page of the board: two statements."""
    shown = [month_before(wanted.last, back) for back in range(MONTHS)]
    conditions = [Establishment.removed_at.is_(None), sight.VISIBLE]
    if wanted.search:
        conditions += matching(Establishment, Establishment.id, wanted.search)
    if wanted.after is not None:
        conditions.append(tuple_(Establishment.name, Establishment.id) > tuple_(*wanted.after))
    if wanted.state:
        conditions = [Establishment.id.in_(_narrowed(conditions, wanted.state, shown))]
    asked = select(Establishment).where(*conditions).order_by(Establishment.name, Establishment.id)
    rows = session.scalars(asked.limit(PER_PAGE + 1)).all()
    found: dict[int, dict[date, Month]] = {row.id: {} for row in rows[:PER_PAGE]}
    of_months = select(Month).where(
        Month.establishment_id.in_(found), Month.month >= shown[-1], Month.month <= shown[0]
    )
    for month in session.scalars(of_months) if found else ():
        found[month.establishment_id][month.month] = month
    lines = [Line(row, found[row.id]) for row in rows[:PER_PAGE]]
    return Board(shown, lines, len(rows) > PER_PAGE)


def missing(session: Session, month: date, after: Mapping[str, tuple[date, int]]) -> list[Missing]:
    """Give for each due day the establishments that have nothing for a month, page by page: two statements.

    `after` are last month and key of the last establishment of the page before, by due day.
    """
    counts, places = [], []
    for day in DAYS:
        conditions = _silent(month, day)
        some = select(Establishment.id).where(*conditions).limit(MOST_COUNTED + 1).subquery()
        counts.append(select(func.count()).select_from(some).scalar_subquery())
        if day in after:
            conditions.append(tuple_(Establishment.last_month, Establishment.id) > tuple_(*after[day]))
        # In the order of the index: those that are silent for longest come first.
        page = select(Establishment.id).where(*conditions)
        page = page.order_by(Establishment.last_month, Establishment.id).limit(PER_PAGE + 1)
        places.append(Establishment.id.in_(select(page.subquery().c.id)))
    counted = session.execute(select(*counts)).one()
    asked = select(Establishment).where(or_(*places)).order_by(Establishment.last_month, Establishment.id)
    rows = session.scalars(asked).all()
    return [_of_day(day, count, rows) for day, count in zip(DAYS, counted, strict=True)]


def not_accepted(session: Session, asked: Asked) -> tuple[Sequence[tuple[Establishment, str]], int, bool]:
    """Give a page of establishments whose month is not accepted, each with the state of the month, empty for none.

    Then how many there are, at most one more than `MOST_COUNTED`, and whether more follow: two statements.
    """
    joined = select(Establishment, func.coalesce(Month.state, "")).outerjoin(
        Month, (Month.establishment_id == Establishment.id) & (Month.month == asked.month)
    )
    conditions = [
        Establishment.due_day == asked.day,
        Establishment.accepted_until < asked.month,
        Establishment.expected_from <= asked.month,
        Establishment.removed_at.is_(None),
        or_(Month.state.is_(None), Month.state != ACCEPTED),
        sight.VISIBLE,
    ]
    if asked.company is not None:
        conditions.append(Establishment.company_id == asked.company)
    count = counted(session, joined.with_only_columns(Establishment.id).where(*conditions))
    if asked.after is not None:
        conditions.append(tuple_(Establishment.accepted_until, Establishment.id) > tuple_(*asked.after))
    # In the order of the index: those of which something is missing for longest come first.
    ordered = joined.where(*conditions).order_by(Establishment.accepted_until, Establishment.id)
    rows = [(one, state) for one, state in session.execute(ordered.limit(PER_PAGE + 1))]
    return rows[:PER_PAGE], count, len(rows) > PER_PAGE


def counted(session: Session, rows: Select[Any]) -> int:
    """Give how many rows there are, at most one more than `MOST_COUNTED`."""
    return session.scalar(select(func.count()).select_from(rows.limit(MOST_COUNTED + 1).subquery())) or 0


def _silent(month: date, day: str) -> list[ColumnElement[bool]]:
    return [
        Establishment.due_day == day,
        Establishment.last_month < month,
        Establishment.expected_from <= month,
        Establishment.removed_at.is_(None),
        sight.VISIBLE,
    ]


def _of_day(day: str, count: int, rows: Sequence[Establishment]) -> Missing:
    mine = [row for row in rows if row.due_day == day]
    return Missing(day, count, mine[:PER_PAGE], len(mine) > PER_PAGE)


def _narrowed(conditions: Sequence[ColumnElement[bool]], state: str, shown: Sequence[date]) -> SelectBase:
    """Give the keys of the first establishments, by name, that have a month in a state.

    Two ways, of which the database goes one: where the state is rare its months lead to the establishments, where it is
    common the establishments are gone through by name until a page is full. A look at some of the months says which.
    """
    what = Month.waits if state == TO_HANDLE else Month.state == state
    found = select(Month.establishment_id).where(what, Month.month >= shown[-1], Month.month <= shown[0])
    some = found.limit(SAMPLE).subquery()
    places = select(func.count(distinct(some.c.establishment_id))).scalar_subquery()
    of_place = found.where(Month.establishment_id == Establishment.id).correlate(Establishment).exists()
    ways = ((places <= RARE, Establishment.id.in_(found)), (places > RARE, of_place))
    return union_all(*(_first(conditions, is_meant, has) for is_meant, has in ways))


def _first(
    conditions: Sequence[ColumnElement[bool]], is_meant: ColumnElement[bool], has: ColumnElement[bool]
) -> Select[Any]:
    """Give the keys of a page that is found in one way, or none when the other one is meant."""
    by = (Establishment.name, Establishment.id)
    page = select(Establishment.id).where(*conditions, is_meant, has).order_by(*by).limit(PER_PAGE + 1)
    # Said twice: PostgreSQL spares itself the way by the condition, SQLite by the limit.
    spared = select(page.subquery().c.id).limit(case((is_meant, PER_PAGE + 1), else_=0))
    return select(spared.subquery().c.id)
