"""How months of establishments stand after their declarations, written down so that boards need not reckon."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from plugins.fr_dsn.deposits.models import ACCEPTED, DEPOSITED, REFUSED, DepositDeclaration, Month, ReturnLine
from plugins.fr_dsn.portfolio.due import next_month
from plugins.fr_dsn.portfolio.models import NEVER, Establishment

AT_ONCE: Final = 500
"""Establishments that are locked by one statement."""
_BEST: Final = (ACCEPTED, DEPOSITED, REFUSED)
"""What stands of several declarations of one fraction: a refused replacement undoes nothing."""


def standing(declared: Sequence[tuple[str, str]]) -> str:
    """Give the state of a month from its declarations, each with fraction and state: the worst of the fractions."""
    fractions: dict[str, str] = {}
    for fraction, state in declared:
        known = fractions.get(fraction, REFUSED)
        fractions[fraction] = min(known, state, key=_BEST.index)
    return max(fractions.values(), key=_BEST.index)


def settle(session: Session, company: int, touched: Collection[tuple[int, date]]) -> None:
    """Write anew how months stand, given by establishment and month, after their declarations or returns moved.

    Files of one establishment that come at the same moment are settled one after the other: each reckons with what the
    others have written.
    """
    held = _hold(session, {one for one, _month in touched})
    for establishment, month in sorted(set(touched)):
        _write(session, company, establishment, month)
    session.flush()
    for row in held:
        _note_place(session, row)
    session.flush()


def _hold(session: Session, establishments: Collection[int]) -> list[Establishment]:
    """Hold establishments until the transaction ends; what only refers to them is not held up."""
    wanted = sorted(establishments)
    found: list[Establishment] = []
    for at in range(0, len(wanted), AT_ONCE):
        asked = select(Establishment).where(Establishment.id.in_(wanted[at : at + AT_ONCE]))
        # Read anew: what was read before may be of before the one that was waited for.
        asked = asked.order_by(Establishment.id).execution_options(populate_existing=True)
        found += session.scalars(asked.with_for_update(key_share=True)).all()
    return found


def _write(session: Session, company: int, establishment: int, month: date) -> None:
    of_month = (DepositDeclaration.establishment_id == establishment, DepositDeclaration.month == month)
    declared = [
        (one.fraction, one.state)
        for one in session.scalars(
            select(DepositDeclaration).where(*of_month, DepositDeclaration.nature == "01")
        )
    ]
    if not declared:
        return
    opened = session.scalar(
        select(func.count(ReturnLine.id))
        .join(DepositDeclaration, DepositDeclaration.id == ReturnLine.declaration_id)
        .where(*of_month, ReturnLine.to_handle)
    )
    asked = select(Month).where(Month.establishment_id == establishment, Month.month == month)
    row = session.scalars(asked.with_for_update()).first()
    if row is None:
        row = Month(company_id=company, establishment_id=establishment, month=month)
        session.add(row)
    row.state, row.to_handle, row.waits = standing(declared), opened or 0, bool(opened)


def _note_place(session: Session, row: Establishment) -> None:
    """Write to an establishment what is known of all its months: how far it declared, how far all is accepted."""
    asked = select(Month.month, Month.state).where(Month.establishment_id == row.id)
    states: dict[date, str] = dict(iter(session.execute(asked)))
    row.last_month = max((month for month, state in states.items() if state != REFUSED), default=NEVER)
    row.accepted_until = accepted_until(row.expected_from, states)


def accepted_until(first: date, states: Mapping[date, str]) -> date:
    """Give the last month up to which each one from the first on is accepted, or `NEVER` when the first is not."""
    found, month = NEVER, first
    while states.get(month) == ACCEPTED:
        found, month = month, next_month(month)
    return found
