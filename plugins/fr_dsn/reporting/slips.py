"""Daily benefits that slips told of, by what is asked of their stoppages.

The scope decides what is counted: a company sees what was paid to itself, and never what a person got herself.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, and_, case, extract, func, select
from sqlalchemy.orm import Session

from plugins.fr_dsn.benefits.models import EMPLOYER, MATCHED, PERSON, Benefit
from plugins.fr_dsn.stoppages.models import Stoppage

CENT: Final = Decimal("0.01")
ZERO: Final = Decimal("0.00")


@dataclass(frozen=True)
class Slips:
    """What came of some stoppages; amounts in euros, what was taken back is taken off."""

    stoppages: int = 0
    """Those with a daily benefit."""
    benefits: int = 0
    after: int = 0
    """Seconds from declaration to the first slip, of all of them together."""
    net: Decimal = ZERO
    to_employer: Decimal = ZERO
    to_person: Decimal = ZERO


NO_SLIPS: Final = Slips()


def by(
    session: Session, conditions: Sequence[ColumnElement[bool]], *columns: Any
) -> Iterator[tuple[tuple[Any, ...], Slips]]:
    """Count the daily benefits of the stoppages asked for, grouped by columns of these: one statement."""
    each = (
        select(
            Benefit.institution_id,
            Benefit.stoppage,
            func.min(Benefit.came_at).label("came_at"),
            func.count(Benefit.id).label("benefits"),
            func.sum(Benefit.net).label("net"),
            _of(EMPLOYER).label("to_employer"),
            _of(PERSON).label("to_person"),
        )
        .where(Benefit.state == MATCHED)
        .group_by(Benefit.institution_id, Benefit.stoppage)
        .subquery()
    )
    paid = each.c
    after = extract("epoch", paid.came_at) - extract("epoch", Stoppage.created_at)
    is_asked_for = and_(
        Stoppage.institution_id == paid.institution_id, Stoppage.reference == paid.stoppage, *conditions
    )
    asked = (
        select(
            *columns,
            func.count(),
            func.sum(paid.benefits),
            # A slip may come before its stoppage is declared: that is no delay.
            func.sum(case((paid.came_at > Stoppage.created_at, after), else_=0)),
            func.sum(paid.net),
            func.sum(paid.to_employer),
            func.sum(paid.to_person),
        )
        # From what was paid to its stoppages, also on SQLite: the other way each stoppage is looked at once more.
        .join_from(each, Stoppage, is_asked_for, isouter=True)
        .group_by(*columns)
    )
    for row in session.execute(asked):
        *key, stoppages, benefits, seconds, net, to_employer, to_person = row
        if key[0] is not None:
            sums = (_euros(net), _euros(to_employer), _euros(to_person))
            yield tuple(key), Slips(stoppages, benefits, int(seconds or 0), *sums)


def sum_of(found: Iterable[Slips]) -> Slips:
    """Add up."""
    sums = NO_SLIPS
    for one in found:
        sums = Slips(
            sums.stoppages + one.stoppages,
            sums.benefits + one.benefits,
            sums.after + one.after,
            sums.net + one.net,
            sums.to_employer + one.to_employer,
            sums.to_person + one.to_person,
        )
    return sums


def _of(whom: str) -> ColumnElement[Any]:
    return func.sum(case((Benefit.paid_to == whom, Benefit.net), else_=0))


def _euros(value: Any) -> Decimal:
    return Decimal(value or 0).quantize(CENT)
