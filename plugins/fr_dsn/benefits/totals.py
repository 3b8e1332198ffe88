"""Sums of benefits by month and establishment; what stood in two slips counts once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from .models import MATCHED, TO_MATCH, Benefit


@dataclass(frozen=True)
class MonthTotal:
    """The benefits of an establishment in a month, in euros."""

    month: date
    siret: str
    benefits: int
    people: int
    gross: Decimal
    deductions: Decimal
    net: Decimal
    waiting: int
    """Benefits among them whose stoppage is not known."""


def by_month(
    session: Session,
    *only: ColumnElement[bool],
    siret: str = "",
    first: date | None = None,
    limit: int,
    offset: int,
) -> Sequence[MonthTotal]:
    """Give the sums that the scope sees, the last month first; of one SIRET, or of one month, where asked.

    `only` narrows the benefits further.
    """
    waiting = func.count(Benefit.id).filter(Benefit.state == TO_MATCH)
    asked = select(
        Benefit.month,
        Benefit.siret,
        func.count(Benefit.id),
        func.count(Benefit.person.distinct()),
        func.sum(Benefit.gross),
        func.sum(Benefit.deductions),
        func.sum(Benefit.net),
        waiting,
    ).where(Benefit.state.in_((MATCHED, TO_MATCH)), *only)
    if siret:
        asked = asked.where(Benefit.siret == siret)
    if first is not None:
        asked = asked.where(Benefit.month == first)
    rows = session.execute(
        asked.group_by(Benefit.month, Benefit.siret)
        .order_by(Benefit.month.desc(), Benefit.siret)
        .limit(limit)
        .offset(offset)
    )
    return [MonthTotal(*row) for row in rows]
