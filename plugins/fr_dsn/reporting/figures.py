"""Work stoppages counted by state, month and establishment: few statements, however many stoppages there are.

A stoppage belongs to the month of its first day. Each figure is one aggregate over stoppages: what else is counted of
them, such as slips received, is one more field of `Counts` with its aggregate in `_figures`, and one more word in
`views.report_showing.FIGURES`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, RowMapping, case, extract, func, select
from sqlalchemy.orm import Session

from console.plugin import Company, clock
from plugins.fr_dsn.stoppages.models import Stoppage

MOST_PLACES: Final = 50
"""Establishments on the page, those with most stoppages; the sheet has all."""
MOST_ROWS: Final = 100_000
"""Rows of the sheet."""
HOUR: Final = 3600


@dataclass(frozen=True)
class Wanted:
    """What is asked of the report."""

    first: date
    """First day of the first month."""
    end: date
    """First day of the month after the last one."""
    siret: str = ""
    reason: str = ""
    only: tuple[ColumnElement[bool], ...] = ()
    """What narrows the stoppages besides."""

    def conditions(self) -> list[ColumnElement[bool]]:
        """Give the conditions of the stoppages counted."""
        found = [Stoppage.first_day >= self.first, Stoppage.first_day < self.end, *self.only]
        if self.siret:
            found.append(Stoppage.siret == self.siret)
        if self.reason:
            found.append(Stoppage.reason == self.reason)
        return found


@dataclass(frozen=True)
class Counts:
    """The figures of some stoppages; the delays are sums, so that counts can be added."""

    stoppages: int = 0
    acknowledged: int = 0
    accepted: int = 0
    late: int = 0
    """Business answers that should have come."""
    guaranteed: int = 0
    acknowledged_after: int = 0
    """Seconds from declaration to receipt, of all acknowledged ones together."""
    accepted_after: int = 0
    """Seconds from declaration to acceptance, of all accepted ones together."""

    @property
    def hours_to_receipt(self) -> Decimal | None:
        """Give the hours until a receipt on average; nothing without any."""
        return _mean(self.acknowledged_after, HOUR, self.acknowledged)

    @property
    def days_to_acceptance(self) -> Decimal | None:
        """Give the days until an acceptance on average; nothing without any."""
        return _mean(self.accepted_after, 24 * HOUR, self.accepted)


@dataclass(frozen=True)
class Line:
    """The figures of a month, of an establishment, or of a month of an establishment."""

    counts: Counts
    month: date | None = None
    siret: str = ""
    company: str = ""


@dataclass(frozen=True)
class Report:
    """All that the page shows."""

    states: Mapping[str, int]
    months: Sequence[Line]
    """Newest first."""
    places: Sequence[Line]
    """Those with most stoppages first, `MOST_PLACES` at most."""
    has_more: bool

    @property
    def total(self) -> Counts:
        """Give the figures of all months together."""
        return _sum(one.counts for one in self.months)


def report(session: Session, wanted: Wanted) -> Report:
    """Count the stoppages asked for: three statements, of which two go through all of them."""
    conditions = wanted.conditions()
    year, month = _month()
    by_month = select(Stoppage.state, year, month, *_figures()).where(*conditions)
    states: Counter[str] = Counter()
    months: dict[date, Counts] = {}
    for row in session.execute(by_month.group_by(Stoppage.state, year, month)).mappings():
        counts, day = _counts(row), _day(row)
        states[row["state"]] += counts.stoppages
        months[day] = _sum((months.get(day, Counts()), counts))
    places = _places(session, conditions)
    newest = [Line(months[day], day) for day in sorted(months, reverse=True)]
    return Report(states, newest, places[:MOST_PLACES], len(places) > MOST_PLACES)


def _places(session: Session, conditions: Sequence[ColumnElement[bool]]) -> list[Line]:
    asked = (
        select(Stoppage.siret, Stoppage.company_id, *_figures())
        .where(*conditions)
        .group_by(Stoppage.siret, Stoppage.company_id)
        .order_by(func.count().desc(), Stoppage.siret, Stoppage.company_id)
        .limit(MOST_PLACES + 1)
    )
    found = session.execute(asked).mappings().all()
    named = select(Company.id, Company.name).where(Company.id.in_({row["company_id"] for row in found}))
    names = {row.id: row.name for row in session.execute(named)}
    return [Line(_counts(row), siret=row["siret"], company=names[row["company_id"]]) for row in found]


def rows(session: Session, wanted: Wanted) -> list[Line]:
    """Give the figures of each month of each establishment, for a sheet: one statement."""
    year, month = _month()
    asked = (
        select(year, month, Stoppage.siret, Company.name.label("company"), *_figures())
        .join(Company, Company.id == Stoppage.company_id)
        .where(*wanted.conditions())
        .group_by(year, month, Stoppage.siret, Company.id, Company.name)
        .order_by(year, month, Stoppage.siret, Company.id)
        .limit(MOST_ROWS)
    )
    found = session.execute(asked).mappings()
    return [Line(_counts(row), _day(row), row["siret"], row["company"]) for row in found]


def _figures() -> Iterable[ColumnElement[Any]]:
    late = (Stoppage.awaits == "business") & (Stoppage.answer_by < clock.now())
    figures: dict[str, ColumnElement[Any]] = {
        "stoppages": func.count(),
        "acknowledged": func.count(Stoppage.opened_at),
        "accepted": func.count(Stoppage.accepted_at),
        "late": func.sum(case((late, 1), else_=0)),
        "guaranteed": func.count(Stoppage.guarantee_told),
        "acknowledged_after": func.sum(_since_declared(Stoppage.opened_at)),
        "accepted_after": func.sum(_since_declared(Stoppage.accepted_at)),
    }
    return [figure.label(name) for name, figure in figures.items()]


def _since_declared(moment: Any) -> ColumnElement[Any]:
    """Give the seconds to a moment, reckoned only where there is one: most of the cost of a large report."""
    seconds = extract("epoch", moment) - extract("epoch", Stoppage.created_at)
    return case((moment.is_not(None), seconds))


def _month() -> tuple[ColumnElement[Any], ColumnElement[Any]]:
    return extract("year", Stoppage.first_day).label("year"), extract("month", Stoppage.first_day).label(
        "month"
    )


def _day(row: RowMapping) -> date:
    return date(int(row["year"]), int(row["month"]), 1)


def _counts(row: RowMapping) -> Counts:
    return Counts(**{name: int(row[name] or 0) for name in Counts.__dataclass_fields__})


def _sum(found: Iterable[Counts]) -> Counts:
    sums = dict.fromkeys(Counts.__dataclass_fields__, 0)
    for one in found:
        for name in sums:
            sums[name] += getattr(one, name)
    return Counts(**sums)


def _mean(seconds: int, unit: int, count: int) -> Decimal | None:
    return (Decimal(seconds) / unit / count).quantize(Decimal("0.1")) if count else None
