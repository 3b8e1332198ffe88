"""Work stoppages counted: by month, establishment, state, length, reason, population, guarantee and cause of rejection.

A stoppage belongs to the month of its first day, and a prolongation is a stoppage of its own. One walk through the
index `ix_fr_dsn_stoppage_report` gives everything but the establishments, which have a second one: what is counted is
kept beside each stoppage (`stoppages/measures.py`), so that nothing is reckoned on the way.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from itertools import groupby
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, case, func, select
from sqlalchemy.orm import Session

from console.plugin import Company, clock
from plugins.fr_dsn.stoppages.deadlines import ZONE
from plugins.fr_dsn.stoppages.guarantee import Cover
from plugins.fr_dsn.stoppages.models import Stoppage
from plugins.fr_dsn.stoppages.standing import VOID

from . import slips
from .slips import NO_SLIPS, Slips

MOST_PLACES: Final = 50
"""Establishments on the page, those with most stoppages; the sheet has all."""
MOST_ROWS: Final = 100_000
"""Rows of the sheet."""
HOUR: Final = 3600
RUNNING: Final = -1
"""In the place of a class of length: the last day is not over."""
NEVER: Final = ""
"""In the place of a cause: it was never rejected."""
OPENED, DUE, LATER, BELOW, WITHIN, SPENT, NO_TERMS, NONE = (
    "opened", "due", "later", "below", "within", "spent", "no_terms", "none",
)  # fmt: skip
"""How stoppages stand to the guarantee: opened; its day has come; it comes later; ended below the deductible; running
and still within it; the days paid at most are used up; no terms known; refused, rejected or cancelled."""


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
        found = [Stoppage.month >= self.first, Stoppage.month < self.end, *self.only]
        if self.siret:
            found.append(Stoppage.siret == self.siret)
        if self.reason:
            found.append(Stoppage.reason == self.reason)
        return found


@dataclass(frozen=True)
class Counts:
    """The figures of some stoppages; the delays are sums, so that counts can be added."""

    stoppages: int = 0
    days: int = 0
    """Calendar days without work, as they stand."""
    below: int = 0
    """Those that ended before the deductible was used up."""
    guaranteed: int = 0
    late: int = 0
    """Business answers that should have come."""
    acknowledged: int = 0
    decided: int = 0
    opened: int = 0
    """Guarantees of which it is known when the insurer opened them."""
    acknowledged_after: int = 0
    """Seconds from declaration to receipt, of all acknowledged ones together."""
    decided_after: int = 0
    """Seconds from declaration to the first decision, of all decided ones together."""
    opened_after: int = 0
    """Seconds from declaration to the opening of the guarantee, of all opened ones together."""

    @property
    def hours_to_receipt(self) -> Decimal | None:
        """Give the hours until a receipt on average; nothing without any."""
        return mean(self.acknowledged_after, HOUR, self.acknowledged)

    @property
    def days_to_decision(self) -> Decimal | None:
        """Give the days until the first decision on average; nothing without any."""
        return mean(self.decided_after, 24 * HOUR, self.decided)

    @property
    def days_to_guarantee(self) -> Decimal | None:
        """Give the days until the insurer opened the guarantee on average; nothing without any."""
        return mean(self.opened_after, 24 * HOUR, self.opened)


_NAMES: Final = tuple(one.name for one in fields(Counts))


OF_PLACES: Final = ("stoppages", "days", "below", "guaranteed", "late")
"""The figures of establishments on the page: the first ones of `Counts`."""


@dataclass(frozen=True)
class Line:
    """The figures of a month, of an establishment, or of a month of an establishment; of neither: of all others."""

    counts: Counts
    month: date | None = None
    siret: str = ""
    company: str = ""
    lengths: Mapping[int, int] = field(default_factory=dict)
    covers: Mapping[str, int] = field(default_factory=dict)
    slips: Slips = NO_SLIPS


@dataclass(frozen=True)
class Breakdowns:
    """How all stoppages are shared out; the figures of each breakdown add up to their number."""

    states: Mapping[str, int] = field(default_factory=dict)
    lengths: Mapping[int, int] = field(default_factory=dict)
    reasons: Mapping[str, int] = field(default_factory=dict)
    populations: Mapping[str, int] = field(default_factory=dict)
    covers: Mapping[str, int] = field(default_factory=dict)
    rejections: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Report:
    """All that the page shows."""

    months: Sequence[Line]
    """Newest first."""
    places: Sequence[Line]
    """Those with most stoppages first, `MOST_PLACES` at most, with the figures of `OF_PLACES`."""
    has_more: bool
    breakdowns: Breakdowns = Breakdowns()

    @property
    def total(self) -> Counts:
        """Give the figures of all months together."""
        return sum_of(one.counts for one in self.months)

    @property
    def slips(self) -> Slips:
        """Give the daily benefits of all months together."""
        return slips.sum_of(one.slips for one in self.months)


@dataclass(slots=True)
class _Group:
    """Stoppages that are alike in all that a walk groups by."""

    state: str
    length: int
    cover: str
    counts: tuple[int, ...]
    """In the order of `Counts`."""
    running: int
    running_not_told: int
    later: int

    def lengths(self) -> Iterator[tuple[int, int]]:
        yield RUNNING, self.running
        yield self.length, self.counts[0] - self.running

    def covers(self) -> Iterator[tuple[str, int]]:
        """Share the group out: what the insurer took over is opened, whatever became of it later."""
        rest = self.counts[0] - self.counts[_GUARANTEED]
        yield OPENED, self.counts[_GUARANTEED]
        if self.state in VOID:
            yield NONE, rest
        elif self.cover == Cover.OPENS:
            yield LATER, self.later
            yield DUE, rest - self.later
        elif self.cover == Cover.BELOW:
            yield WITHIN, self.running_not_told
            yield BELOW, rest - self.running_not_told
        else:
            yield SPENT if self.cover == Cover.SPENT else NO_TERMS, rest


_GUARANTEED: Final = _NAMES.index("guaranteed")
_COMMON: Final = (Stoppage.state, Stoppage.length, Stoppage.cover)


def report(session: Session, wanted: Wanted) -> Report:
    """Count the stoppages asked for: three statements, of which two go through all of them."""
    months: dict[date, list[int]] = {}
    states, lengths, reasons = Counter[str](), Counter[int](), Counter[str]()
    populations, covers, rejections = Counter[str](), Counter[str](), Counter[str]()
    by = (Stoppage.month, Stoppage.reason, Stoppage.population, Stoppage.rejected_for)
    for (month, reason, population, rejected_for), group in _walk(session, wanted, by):
        _add(months.setdefault(month, [0] * len(_NAMES)), group.counts)
        count = group.counts[0]
        states[group.state] += count
        reasons[reason] += count
        populations[population] += count
        rejections[rejected_for] += count
        for length, some in group.lengths():
            lengths[length] += some
        for cover, some in group.covers():
            covers[cover] += some
    paid = {key[0]: one for key, one in slips.by(session, wanted.conditions(), Stoppage.month)}
    places = _places(session, wanted)
    newest = [
        Line(Counts(*months[day]), day, slips=paid.get(day, NO_SLIPS)) for day in sorted(months, reverse=True)
    ]
    found = Breakdowns(states, +lengths, reasons, populations, +covers, rejections)
    return Report(newest, places[:MOST_PLACES], len(places) > MOST_PLACES, found)


def rows(session: Session, wanted: Wanted) -> Iterator[Line]:
    """Give the figures of each month of each establishment, for a sheet: three statements."""
    by = (Stoppage.month, Stoppage.siret, Stoppage.company_id)
    paid = dict(slips.by(session, wanted.conditions(), *by))
    names = {row.id: row.name for row in session.execute(select(Company.id, Company.name))}
    walk = _walk(session, wanted, by, in_order=True)
    for number, (key, groups) in enumerate(groupby(walk, lambda one: one[0])):
        if number == MOST_ROWS:
            return
        sums, lengths, covers = [0] * len(_NAMES), Counter[int](), Counter[str]()
        for _key, group in groups:
            _add(sums, group.counts)
            for length, some in group.lengths():
                lengths[length] += some
            for cover, some in group.covers():
                covers[cover] += some
        month, siret, company = key
        yield Line(Counts(*sums), month, siret, names[company], lengths, covers, paid.get(key, NO_SLIPS))


def sum_of(found: Iterable[Counts]) -> Counts:
    """Add figures up."""
    sums = [0] * len(_NAMES)
    for one in found:
        _add(sums, [getattr(one, name) for name in _NAMES])
    return Counts(*sums)


def mean(seconds: int, unit: int, count: int) -> Decimal | None:
    """Give an average in a unit of so many seconds, with one decimal; nothing of nothing."""
    return (Decimal(seconds) / unit / count).quantize(Decimal("0.1")) if count else None


def _walk(
    session: Session, wanted: Wanted, by: Sequence[Any], *, in_order: bool = False
) -> Iterator[tuple[tuple[Any, ...], _Group]]:
    """Go once through all stoppages, grouped by some columns and by those that each breakdown needs."""
    counted = _counted()
    not_told, after = Stoppage.guarantee_told.is_(None), clock.today(ZONE)
    running = Stoppage.last_day >= after
    told = [
        _number(running),
        _number(and_(not_told, running)),
        _number(and_(not_told, Stoppage.guarantee_from > after)),
    ]
    keys = (*by, *_COMMON)
    asked: Select[Any] = select(*keys, *(counted[name] for name in _NAMES), *told).where(*wanted.conditions())
    asked = asked.group_by(*keys)
    if in_order:
        asked = asked.order_by(*by)
    size, end = len(by), len(keys) + len(_NAMES)
    for row in session.execute(asked):
        state, length, cover = row[size : len(keys)]
        counts = tuple([one or 0 for one in row[len(keys) : end]])
        yield row[:size], _Group(state, length, cover, counts, *row[end:])


def _places(session: Session, wanted: Wanted) -> list[Line]:
    counted = _counted()
    most = (
        select(Stoppage.siret, Stoppage.company_id, *(counted[name].label(name) for name in OF_PLACES))
        .where(*wanted.conditions())
        .group_by(Stoppage.siret, Stoppage.company_id)
        .order_by(func.count().desc(), Stoppage.siret, Stoppage.company_id)
        .limit(MOST_PLACES + 1)
        .subquery()
    )
    found = most.c
    asked = (
        select(Company.name, found.siret, *(found[name] for name in OF_PLACES))
        .join(most, found.company_id == Company.id)
        .order_by(found.stoppages.desc(), found.siret, found.company_id)
    )
    return [
        Line(Counts(*map(int, sums)), siret=siret, company=name)
        for name, siret, *sums in session.execute(asked)
    ]


def _counted() -> dict[str, ColumnElement[Any]]:
    """Give what each figure is: nothing but columns of the index."""
    below = and_(
        Stoppage.cover == Cover.BELOW,
        Stoppage.guarantee_told.is_(None),
        Stoppage.last_day < clock.today(ZONE),
        Stoppage.state.not_in(VOID),
    )
    return {
        "stoppages": func.count(),
        "days": func.sum(Stoppage.days),
        "below": _number(below),
        "guaranteed": func.count(Stoppage.guarantee_told),
        "late": _number(and_(Stoppage.awaits == "business", Stoppage.answer_by < clock.now())),
        "acknowledged": func.count(Stoppage.receipt_after),
        "decided": func.count(Stoppage.decision_after),
        "opened": func.count(Stoppage.guarantee_after),
        "acknowledged_after": func.sum(Stoppage.receipt_after),
        "decided_after": func.sum(Stoppage.decision_after),
        "opened_after": func.sum(Stoppage.guarantee_after),
    }


def _number(condition: ColumnElement[bool]) -> ColumnElement[int]:
    return func.sum(case((condition, 1), else_=0))


def _add(sums: list[int], more: Sequence[int]) -> None:
    for at, one in enumerate(more):
        sums[at] += one
