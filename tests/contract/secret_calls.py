"""A sent contribution call with its history, a rate, and what a declaration says of the contract."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from console.base import clock
from plugins.fr_dsn.contributions.models import (
    CallStep,
    ContributionCall,
    ContributionRate,
    InsuredBase,
    InsuredSum,
)

MONTH = date(2025, 2, 1)


def plant_call(session: Session, company: int, key: int, word: str, reference: str) -> None:
    """Make a row of each kind for a company, under one key; the declaration of this key is there already."""
    mine, moment = {"company_id": company, "contract": word}, clock.now()
    session.add(
        ContributionRate(
            **mine, id=key, option="*", population=word, base="10", percent=Decimal(1), first=MONTH,
            periodicity="monthly",
        )
    )  # fmt: skip
    session.add(
        InsuredBase(
            **mine, declaration_id=key, nir=word, month=MONTH, option=word, population=word, kind="10",
            amount=Decimal(1),
        )
    )  # fmt: skip
    session.add(InsuredSum(**mine, declaration_id=key, month=MONTH, due=Decimal(1), paid={}))
    line = {
        "population": word, "option": word, "kind": "10", "percent": "1.0000", "people": 1, "total": "1.00",
        "amount": "0.01", "why": None,
    }  # fmt: skip
    session.add(
        ContributionCall(
            **mine, id=key, reference=reference, period="2025M02", first=MONTH, until=date(2025, 2, 28),
            state="called", amount=Decimal("0.01"), declared=Decimal(1), paid_declared=Decimal(0),
            paid_by_hand=Decimal(0), lines=[line], is_whole=True, missing=[[word, "2025-02"]], drawn_at=moment,
            sent_at=moment, request="",
        )
    )  # fmt: skip
    session.flush()
    session.add(
        CallStep(
            company_id=company, call_id=key, what="announced", facts={"remark": word}, by=word, at=moment
        )
    )
    session.flush()
