"""Which population a person belongs to under the insured contract, as accepted declarations (DSN) say."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from plugins.fr_dsn.contributions.models import InsuredBase
from plugins.fr_dsn.deposits.models import ACCEPTED, DepositDeclaration

from . import standing
from .models import Stoppage

Said = tuple[date, str, str]
"""Month, insured contract and population of one base of a person."""


def learn(session: Session, stoppage: Stoppage) -> None:
    """Note the population of a stoppage that has none yet, where the deposited declarations say one."""
    if not stoppage.population:
        said = _said(session, stoppage.company_id, InsuredBase.nir == stoppage.person)
        _note(session, stoppage, said.get(stoppage.person, ()))


def learn_from(session: Session, declaration: DepositDeclaration) -> None:
    """Note it for the stoppages of people in a declaration that is accepted now: it may come after they fell ill."""
    people = select(InsuredBase.nir).where(
        InsuredBase.declaration_id == declaration.id, InsuredBase.population != ""
    )
    asked = select(Stoppage).where(
        Stoppage.company_id == declaration.company_id,
        Stoppage.person.in_(people),
        Stoppage.population == "",
    )
    found = session.scalars(asked.order_by(Stoppage.id)).all()
    if found:
        told = _said(session, declaration.company_id, InsuredBase.nir.in_({one.person for one in found}))
        for one in found:
            _note(session, one, told.get(one.person, ()))


def population(said: Iterable[Said], contract: str, on: date) -> str:
    """Choose among what is said: of the contract, where it is known, in the month nearest to the day, earlier first.

    Nothing where several populations are said: then nobody can tell which one it is.
    """
    rows = [one for one in said if one[2] and contract in ("", one[1])]
    month = on.replace(day=1)
    before = [one[0] for one in rows if one[0] <= month]
    nearest = max(before) if before else min((one[0] for one in rows), default=None)
    found = {one[2] for one in rows if one[0] == nearest}
    return found.pop() if len(found) == 1 else ""


def _note(session: Session, stoppage: Stoppage, said: Iterable[Said]) -> None:
    known = list(said)
    if known:
        terms = None if stoppage.insured else standing.terms_of(session, stoppage)
        contract = stoppage.insured or (terms.contract if terms else "")
        stoppage.population = population(known, contract, stoppage.first_day)


def _said(session: Session, company: int, who: ColumnElement[bool]) -> dict[str, list[Said]]:
    asked = (
        select(InsuredBase.nir, InsuredBase.month, InsuredBase.contract, InsuredBase.population)
        .join(DepositDeclaration, DepositDeclaration.id == InsuredBase.declaration_id)
        .where(InsuredBase.company_id == company, DepositDeclaration.state == ACCEPTED, who)
        .distinct()
    )
    found: dict[str, list[Said]] = {}
    for nir, month, contract, code in session.execute(asked):
        found.setdefault(nir, []).append((month, contract, code))
    return found
