"""What accounts owe: the monthly declarations that are not accepted, one line for each account, month and due day.

Establishments are counted, never listed: a portfolio of 20,000 owes as many lines as one of two.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from console.plugin import Duty, Owed, clock
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.deposits.models import ACCEPTED, Month

from .due import DAYS, due_at, month_before
from .models import Establishment

WATCHED: Final = 12
"""Months before this one that are watched: what is older than a year is no news."""
Place = tuple[int, str, date]
"""Account, due day, month."""


def owed(session: Session) -> Iterator[Owed]:
    """Give what is not accepted yet, this month's too: two statements.

    Of each establishment only the months are looked at that follow those up to which all is accepted.
    """
    today = clock.today("Europe/Paris").replace(day=1)
    months = [month_before(today, back) for back in range(WATCHED, -1, -1)]
    open_ = Counter(_expected(session, months))
    open_.subtract(_accepted(session, months[0]))
    for (company, day, month), count in open_.items():
        if count > 0 and month <= today:
            yield Owed(company, f"{month:%Y-%m}-{int(day):02}", due_at(month, day))


def _expected(session: Session, months: list[date]) -> dict[Place, int]:
    """Give of how many establishments a month may be open, by account, due day and month."""
    by = (
        Establishment.company_id,
        Establishment.due_day,
        Establishment.expected_from,
        Establishment.accepted_until,
    )
    asked = (
        select(*by, func.count())
        .where(Establishment.removed_at.is_(None), Establishment.due_day.in_(DAYS))
        .group_by(*by)
    )
    found: Counter[Place] = Counter()
    for company, day, first, accepted, count in session.execute(asked):
        for month in months:
            if month >= first and month > accepted:
                found[company, day, month] += count
    return found


def _accepted(session: Session, first: date) -> dict[Place, int]:
    by = (Establishment.company_id, Establishment.due_day, Month.month)
    asked = (
        select(*by, func.count())
        .join(Establishment, Establishment.id == Month.establishment_id)
        .where(
            Month.state == ACCEPTED,
            Month.month >= first,
            Month.month >= Establishment.expected_from,
            Month.month > Establishment.accepted_until,
            Establishment.removed_at.is_(None),
            Establishment.due_day.in_(DAYS),
        )
        .group_by(*by)
    )
    return {(company, day, month): count for company, day, month, count in session.execute(asked)}


def page(company: int, key: str) -> tuple[str, Mapping[str, Any]]:
    """Give the page that lists the establishments behind a line."""
    month, day = key[:7], str(int(key[8:]))
    return "fr_dsn__BoardView.not_accepted", {"month": month, "day": day, "company": company}


def said(key: str) -> str:
    """Give the month of a line in figures."""
    return f"{key[5:7]}/{key[:4]}"


MONTHLY: Final = Duty("fr_dsn.monthly", _l("Monthly DSN declarations"), "declarations", owed, page, said)
