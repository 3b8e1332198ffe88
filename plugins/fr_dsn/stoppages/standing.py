"""What stands around a stoppage: the person's other ones, the terms of its contract, the wages before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from plugins.fr_dsn.deposits import wages as deposited

from .checks import Spell
from .declaration import Declaration, Wage, from_json
from .estimate import HISTORY, Estimate, estimate, months_before
from .guarantee import Guarantee, chain, guarantee
from .machine import State
from .models import InsuredTerms, Stoppage
from .terms import Counting, Terms, in_force

VOID = (State.REFUSED, State.REJECTED, State.CANCELLED)
"""Stoppages whose days count for nothing."""
NEAR = 60
"""Other stoppages of a person that are looked at, at most: the last ones."""


def spells(
    session: Session, company: int, person: str, contract: str, without: int | None = None
) -> list[Spell]:
    """Give the days of a person's stoppages under a contract, but for one."""
    asked = select(Stoppage).where(
        Stoppage.company_id == company,
        Stoppage.person == person,
        Stoppage.contract == contract,
        Stoppage.state.not_in(VOID),
    )
    if without is not None:
        asked = asked.where(Stoppage.id != without)
    found = session.scalars(asked.order_by(Stoppage.first_day.desc()).limit(NEAR))
    return [Spell(one.reference, one.first_day, one.last_day, one.reason) for one in found]


def spell_of(stoppage: Stoppage) -> Spell:
    """Give the days of a stoppage."""
    return Spell(stoppage.reference, stoppage.first_day, stoppage.last_day, stoppage.reason)


def others(session: Session, stoppage: Stoppage) -> list[Spell]:
    """Give the days of the person's other stoppages under the same contract."""
    return spells(session, stoppage.company_id, stoppage.person, stoppage.contract, stoppage.id)


def guarantee_of(session: Session, stoppage: Stoppage) -> Guarantee:
    """Give when the insurer pays, by the terms known today."""
    terms = terms_of(session, stoppage)
    return guarantee(spell_of(stoppage), others(session, stoppage), terms)


def terms_of(session: Session, stoppage: Stoppage) -> Terms | None:
    """Give the terms of the insured contract that is named, or of the only one that the company has."""
    asked = select(InsuredTerms).where(InsuredTerms.company_id == stoppage.company_id)
    if stoppage.insured:
        asked = asked.where(InsuredTerms.contract == stoppage.insured)
    found = [
        Terms(one.contract, one.first, one.until, one.deductible, Counting(one.counting), one.most_days)
        for one in session.scalars(asked)
    ]
    return in_force(found, stoppage.first_day) if len({one.contract for one in found}) == 1 else None


def wages_of(session: Session, stoppage: Stoppage) -> Sequence[Wage]:
    """Give twelve months of wages before the first day: those that were deposited, else those that were declared."""
    declared = from_json(stoppage.declaration)
    begun = _begun(session, stoppage)
    wanted = months_before(begun, HISTORY)
    known = {one.month: one for one in declared.wages}
    past = deposited.history(session, stoppage.company_id, stoppage.siret, stoppage.person, begun, HISTORY)
    for one in past:
        if one.contract in ("", stoppage.contract):
            known[one.month] = Wage(one.month, one.gross)
    return [known[month] for month in wanted if month in known]


def estimate_of(session: Session, stoppage: Stoppage) -> Estimate:
    """Estimate what the health insurance pays, together with the stoppages that this one prolongs."""
    declared: Declaration = from_json(stoppage.declaration)
    return estimate(declared, wages_of(session, stoppage), _begun(session, stoppage))


def _begun(session: Session, stoppage: Stoppage) -> date:
    """Give the first day without work: of this stoppage, or of the one that it prolongs."""
    before = [one for one in others(session, stoppage) if one.first < stoppage.first_day]
    return chain(spell_of(stoppage), before)[0].first
