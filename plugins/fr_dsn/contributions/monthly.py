"""Drawing up calls by itself, where an institution switched it on; each is still sent by somebody."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.plugin import clock, dispatch
from plugins.fr_dsn.contributions import service, taking
from plugins.fr_dsn.contributions.models import ContributionCall, InsuredSum
from plugins.fr_dsn.contributions.service import ZONE, ToDraw
from plugins.fr_dsn.contributions.settings import DRAWN_ON, day_in
from plugins.fr_dsn.deposits.models import DepositDeclaration
from plugins.fr_dsn.portfolio.due import month_before

MOST: Final = 200
"""Calls that one round draws up: the next one, an hour later, goes on."""
BY: Final = "Guichet"


def draw_up(session: Session) -> int:
    """Draw up calls of the month before that are not there yet, once their day has come; gives how many.

    Every round takes what was accepted since the last one. Calls that are there stay: sending draws them up anew.
    """
    day = day_in(dispatch.settings_of(session, "fr_dsn").get(DRAWN_ON, ""))
    today = clock.today(ZONE)
    if not day or today.day < day:
        return 0
    found = wanted(session, month_before(today.replace(day=1)))[:MOST]
    return sum(service.draw_up(session, one, BY) is not None for one in found)


def wanted(session: Session, month: date) -> list[ToDraw]:
    """Give the contracts of a month without a call of which an accepted declaration speaks."""
    all_of_them = service.to_draw(session, month)
    drawn = select(ContributionCall.company_id, ContributionCall.contract).where(
        ContributionCall.first <= month, ContributionCall.until >= month
    )
    months = {at for one in all_of_them for at in one.period.months}
    spoken = (
        select(InsuredSum.company_id, InsuredSum.contract)
        .join(DepositDeclaration, DepositDeclaration.id == InsuredSum.declaration_id)
        .where(InsuredSum.month.in_(sorted(months)), taking.counts())
        .distinct()
    )
    there = {(company, contract) for company, contract in session.execute(drawn)}
    said = {(company, contract) for company, contract in session.execute(spoken)}
    fresh = said - there
    return [one for one in all_of_them if (one.company, one.contract) in fresh]
