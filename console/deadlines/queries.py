"""What is late or coming, across themes, for whoever may see it."""

from __future__ import annotations

from typing import Any

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from console.base import clock
from console.base.calendar import Unit, end_of_day
from console.deadlines.arms import Clocks, Promised, Ruled, arms, due_day
from console.deadlines.declarations import Due, Kind, Page, Place, Reader, Wanted
from console.deadlines.rules import place_of, rules
from console.desk import service as desk

SIZE = 25
EVERYTHING = Wanted()
MOST_COUNTED = 1_000
"""Of so many nobody needs to know how many more there are."""
_RANK = {kind: rank for rank, kind in enumerate(Kind)}


def late_and_coming(
    session: Session,
    reader: Reader,
    wanted: Wanted = EVERYTHING,
    *,
    after: Place | None = None,
    size: int = SIZE,
    clocks: Clocks | None = None,
) -> Page:
    """Give what has a deadline, the most urgent first, `size` at most, in one statement beside those of the clocks.

    `clocks` are those of the institution, for a caller who looks several times.
    """
    clocks = clocks or clocks_of(session)
    today = clock.today(clocks.zone)
    asked = [
        select(arm.rows(wanted, after, clocks.zone, size + 1).subquery())
        for arm in arms(reader, wanted, clocks, today)
    ]
    if not asked:
        return Page((), None)
    found = sorted((_due(row, clocks) for row in session.execute(union_all(*asked))), key=_order)
    rows = tuple(found[:size])
    return Page(rows, rows[-1].place if len(found) > size else None)


def number_of(
    session: Session, reader: Reader, wanted: Wanted = EVERYTHING, *, clocks: Clocks | None = None
) -> int:
    """Give how many there are, `MOST_COUNTED` and one more at most."""
    clocks = clocks or clocks_of(session)
    today = clock.today(clocks.zone)
    asked = [
        select(arm.rows(wanted, None, clocks.zone, MOST_COUNTED + 1).subquery().c.id)
        for arm in arms(reader, wanted, clocks, today)
    ]
    if not asked:
        return 0
    every = union_all(*asked).limit(MOST_COUNTED + 1).subquery()
    return session.scalar(select(func.count()).select_from(every)) or 0


def clocks_of(session: Session) -> Clocks:
    """Give what the deadlines of the session's institution follow from, in three statements."""
    zone, country = place_of(session)
    return Clocks(
        zone,
        {
            theme: Promised(option.promise, zone)
            for theme, option in desk.options(session).items()
            if option.promise is not None
        },
        {
            one.declared.dossier: Ruled(one.span, zone, country)
            for one in rules(session).values()
            if one.declared.dossier and one.is_in_force and one.span.unit is not Unit.HOURS
        },
    )


def _due(row: Any, clocks: Clocks) -> Due:
    day = due_day(row, clocks)
    due = end_of_day(day, clocks.zone) if day is not None else row.since
    return Due(
        Kind(row.kind),
        row.id,
        row.reference,
        due,
        day,
        row.since or due,
        row.company,
        row.theme,
        row.type,
        row.assigned_to,
    )


def _order(row: Due) -> tuple[Any, ...]:
    return row.due, _RANK[row.kind], row.since, row.key
