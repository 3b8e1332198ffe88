"""What later declarations change in calls: what is declared and paid, and so how they stand.

The other writers of calls are `service` and `debiting`; all write the history by `note`. Functions take the scoped
session to work with and never commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from console.plugin import clock, mailbox
from plugins.fr_dsn.contributions import taking
from plugins.fr_dsn.contributions.models import CallStep, ContributionCall, InsuredSum
from plugins.fr_dsn.contributions.periods import Period, read_period
from plugins.fr_dsn.contributions.rule import State, stands
from plugins.fr_dsn.deposits.models import DepositDeclaration

THEME: Final = "fr_dsn.contributions"


def declared(session: Session, declarations: Iterable[DepositDeclaration]) -> None:
    """Bring the calls up to date that declarations speak of, whose state has just changed.

    What other declarations of the same establishment and month name counts, too: one may replace the other.
    """
    session.flush()
    for one in declarations:
        if one.nature != taking.MONTHLY or one.month is None:
            continue
        asked = (
            select(InsuredSum.contract, InsuredSum.paid)
            .join(DepositDeclaration, DepositDeclaration.id == InsuredSum.declaration_id)
            .where(
                DepositDeclaration.establishment_id == one.establishment_id,
                DepositDeclaration.month == one.month,
            )
        )
        touched: dict[str, set[date]] = {}
        for contract, paid in session.execute(asked):
            periods = (read_period(code) for code in paid)
            paid_for = {period.first for period in periods if period is not None}
            touched.setdefault(contract, {one.month}).update(paid_for)
        for contract, days in sorted(touched.items()):
            for call in _calls(session, one.company_id, contract, days):
                refresh(session, call)


def refresh(session: Session, call: ContributionCall) -> None:
    """Bring what is declared and paid for a call up to date, and how it stands; a new payment is noted."""
    call.declared, paid = taking.sums_of(session, call.company_id, call.contract, period_of(call))
    if paid != call.paid_declared:
        note(session, call, "declared", amount=amount(paid - call.paid_declared))
    call.paid_declared = paid
    settle(session, call)


def settle(session: Session, call: ContributionCall) -> None:
    """Let a call stand as its amounts say; once it is paid the company is not asked any more."""
    call.state = stands(call.sent_at is not None, call.amount, call.declared, call.paid)
    if call.state == State.PAID and call.request:
        mailbox.take_back(session, call.request, THEME, "Guichet")
        call.request = ""
    session.flush()


def note(session: Session, call: ContributionCall, what: str, by: str = "", **facts: Any) -> None:
    """Write a line into the history of a call."""
    step = CallStep(
        company_id=call.company_id, call_id=call.id, what=what, facts=facts, by=by[:130], at=clock.now()
    )
    session.add(step)


def period_of(call: ContributionCall) -> Period:
    """Give the period of a call."""
    found = read_period(call.period)
    return found if found is not None else Period(call.period, call.first, 1)


def _calls(session: Session, company: int, contract: str, days: set[date]) -> Sequence[ContributionCall]:
    """Give the calls of a contract in whose period one of the days lies."""
    within = or_(
        *(and_(ContributionCall.first <= day, ContributionCall.until >= day) for day in sorted(days))
    )
    asked = select(ContributionCall).where(
        ContributionCall.company_id == company, ContributionCall.contract == contract, within
    )
    return session.scalars(asked.order_by(ContributionCall.id).with_for_update()).all()


def amount(value: Decimal) -> str:
    """Write an amount as it is kept in history and journal: `98.62`."""
    return f"{value:.2f}"
