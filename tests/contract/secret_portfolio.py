"""An establishment with all that lies under it: deposit, declaration, wage, return, month, gap; a profile over it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy.orm import Session

from console.base import clock
from plugins.fr_dsn.deposits.models import (
    DeclaredWage,
    Deposit,
    DepositDeclaration,
    DepositFile,
    HubReturn,
    Month,
    ReturnLine,
)
from plugins.fr_dsn.gaps.models import DeclaredInsured, Gap, GapStep
from plugins.fr_dsn.portfolio.models import (
    Establishment,
    Partner,
    Profile,
    ProfileEstablishment,
    ProfilePerson,
)

MONTH = date(2025, 2, 1)


def plant_portfolio(
    session: Session, company: int, user: int, word: str, key: int, reference: str, partner: int
) -> None:
    """Make a row of each kind for a company, under one key; a partner is the institution's, so all read its name."""
    mine, moment = {"company_id": company}, clock.now()
    place = {**mine, "establishment_id": key}
    session.add(Partner(id=partner, code=f"P{partner % 10_000:04d}", name="Mutuelle"))
    session.flush()
    session.add(
        Establishment(**mine, id=key, siret=f"{key:014d}", name=word, partner_id=partner, due_day="5")
    )
    session.add(Profile(**mine, id=key, name=word))
    session.add(
        Deposit(
            **mine, id=key, reference=reference, user_id=user, user_name=word, covers_all=True, name=word,
            digest=f"{key:064d}", size=1, state="sent", verdict="accepted", flow=word, created_at=moment,
            lines=[], people=[word],
        )
    )  # fmt: skip
    session.flush()
    session.add(ProfileEstablishment(**place, profile_id=key))
    session.add(ProfilePerson(**mine, profile_id=key, user_id=user, user_name=word))
    session.add(DepositFile(**mine, deposit_id=key, content=word.encode()))
    session.add(
        DepositDeclaration(
            **place, id=key, deposit_id=key, siret=f"{key:014d}", month=MONTH, nature="01", type="01",
            order_number="1", fraction="11", individuals=1, stoppages=[],
        )
    )  # fmt: skip
    session.add(
        HubReturn(
            **mine, id=key, deposit_id=key, flow=word, nature="11", organisation="", status="KO",
            produced_at=moment, came_at=moment, document=word, people=[word],
        )
    )  # fmt: skip
    session.flush()
    session.add(
        DeclaredWage(
            **mine,
            declaration_id=key,
            siret=f"{key:014d}",
            nir=word,
            month=MONTH,
            contract=word,
            gross=Decimal(1),
        )
    )
    session.add(
        ReturnLine(
            **place, id=key, return_id=key, declaration_id=key, status="KO", anomalies=[], to_handle=True,
            came_at=moment,
        )
    )  # fmt: skip
    session.add(Month(**place, month=MONTH, state="refused", to_handle=1, waits=True))
    session.add(
        DeclaredInsured(
            **place, declaration_id=key, month=MONTH, people=[word],
            contracts=[
                {"reference": word, "organisation": "P1", "due": 1, "paid": [], "people": 1, "without": [word]}
            ],
        )
    )  # fmt: skip
    session.add(
        Gap(
            **place, id=key, reference=reference, siret=f"{key:014d}", month=MONTH, kind="no_contribution",
            subject=word, person=word, facts={"contracts": word}, state="open", follow_up=MONTH, found_at=moment,
        )
    )  # fmt: skip
    session.flush()
    session.add(GapStep(**mine, gap_id=key, what="answered", text=word, by=word, at=moment))
    session.flush()
