"""A sent contribution call with its history and its direct debit, a rate, and what a declaration says of the contract."""

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
from plugins.fr_dsn.debits.models import DebitCollection, DebitItem, DebitMandate

MONTH, DAY = date(2025, 2, 1), date(2025, 3, 17)


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
            sent_at=moment, request="", debit_on=DAY,
        )
    )  # fmt: skip
    session.flush()
    session.add(
        CallStep(
            company_id=company, call_id=key, what="announced", facts={"remark": word}, by=word, at=moment
        )
    )
    session.flush()
    plant_debit(session, company, key, word, reference)


def plant_debit(session: Session, company: int, key: int, word: str, reference: str) -> None:
    """Make a mandate of a company, a collection with its file, and the debit of the call of this key."""
    account = {"holder": word, "iban": word, "bic": "", "signed": MONTH}
    session.add(DebitMandate(**account, id=key, company_id=company, reference=word, begins="FRST", used=DAY))
    session.add(
        DebitCollection(
            id=key, reference=reference, day=DAY, state="open", count=1, amount=Decimal("0.01"), left={}, lead=1,
            content=word.encode(), digest=word, made_at=clock.now(), made_by=word,
        )
    )  # fmt: skip
    session.flush()
    session.add(
        DebitItem(
            **account, company_id=company, collection_id=key, call_id=key, mandate_id=key, end_to_end=reference,
            mandate=word, sequence="FRST", text=word, amount=Decimal("0.01"), state="open", reason="",
        )
    )  # fmt: skip
    session.flush()
