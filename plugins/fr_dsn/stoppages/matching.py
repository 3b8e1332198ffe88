"""Stoppages that a declaration (DSN) tells of: joined to those that were declared, never beside them."""

from __future__ import annotations

from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.plugin import clock, ids

from . import exchange, news, population, trail
from .declaration import DAY, Declaration, to_json
from .machine import State
from .models import Stoppage
from .service import one_by_one

MOST = 50
"""References of deposits that are kept of one stoppage: it stands in every month's file."""


def found(
    session: Session,
    company: int,
    siret: str,
    nir: str,
    contract: str,
    last_day_worked: date,
    planned_end: date,
    resumption: date | None,
    reference_of_deposit: str,
    reason: str = "01",
    name: str = "",
) -> Stoppage:
    """Note that a stoppage stands in an accepted declaration, and give it.

    One of the same person, contract and last day worked is that one; without one it is kept as found, never sent: the
    declaration itself has told of it.
    """
    asked = select(Stoppage).where(
        Stoppage.company_id == company,
        Stoppage.person == nir[:13],
        Stoppage.contract == contract,
        Stoppage.first_day == last_day_worked + DAY,
        Stoppage.state != State.CANCELLED,
    )
    asked = asked.order_by(Stoppage.id).limit(1).with_for_update()
    stoppage = session.scalars(asked).first()
    if stoppage is None:
        # The HR software may be declaring it in this moment.
        one_by_one(session, company)
        stoppage = session.scalars(asked).first()
    if stoppage is None:
        one = Declaration(
            siret, nir, name, "", contract, reason, last_day_worked, planned_end, resumed_on=resumption
        )
        stoppage = _kept(session, company, one)
        population.learn(session, stoppage)
    elif stoppage.source == "dsn" and stoppage.state == State.DRAFT:
        stoppage.last_day = _last(planned_end, resumption)
        exchange.plan_guarantee(session, stoppage)
    if reference_of_deposit not in stoppage.deposits:
        stoppage.deposits = [*stoppage.deposits, reference_of_deposit][-MOST:]
        facts = {
            "deposit": reference_of_deposit,
            "until": planned_end.isoformat(),
            "resumed": resumption.isoformat() if resumption else "",
        }
        trail.note(session, stoppage, trail.EMPLOYER, "found", **facts)
    news.stands.send(stoppage, session=session)
    return stoppage


def _kept(session: Session, company: int, one: Declaration) -> Stoppage:
    moment = clock.now()
    stoppage = Stoppage(
        reference=ids.reference(),
        company_id=company,
        source="dsn",
        siret=one.siret,
        person=one.person,
        name=one.family_name[:160],
        contract=one.contract[:20],
        insured="",
        reason=one.reason,
        kind=str(one.kind),
        first_day=one.first_day,
        last_day=one.last_day,
        declaration=to_json(one),
        state=State.DRAFT,
        versions=0,
        deposits=[],
        created_at=moment,
        changed_at=moment,
    )
    session.add(stoppage)
    session.flush()
    exchange.plan_guarantee(session, stoppage)
    return stoppage


def _last(planned_end: date, resumption: date | None) -> date:
    return planned_end if resumption is None else min(planned_end, resumption - DAY)
