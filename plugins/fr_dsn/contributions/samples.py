"""An invented parameter sheet for the demonstration, the call that is drawn up from it, and a mandate to debit it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Final

from sqlalchemy import select

from console.plugin import Company, db
from plugins.fr_dsn.contributions import service
from plugins.fr_dsn.contributions.models import EACH, ContributionRate
from plugins.fr_dsn.contributions.periods import Periodicity
from plugins.fr_dsn.debits.models import DebitMandate
from plugins.fr_dsn.debits.rule import Begins

ACCOUNT: Final = "C-100"
CONTRACT: Final = "PREV-2025-001"
MONTH: Final = date(2025, 2, 1)


def fill() -> None:
    """Give the first account's contract a rate, and draw up a call; nothing where there is no such account."""
    session = db.session()
    company = session.scalars(select(Company.id).where(Company.number == ACCOUNT)).first()
    if company is None:
        return
    for population, percent in ((EACH, "1.28"), ("NON-CADRE", "0.95")):
        session.add(
            ContributionRate(
                company_id=company,
                contract=CONTRACT,
                option=EACH,
                population=population,
                base="10",
                percent=Decimal(percent),
                first=date(2025, 1, 1),
                periodicity=Periodicity.MONTHLY,
            )
        )
    session.add(
        DebitMandate(
            company_id=company,
            reference="RUM-ESSAI-001",
            holder="Cabinet fictif d’essai",
            iban="FR7630006000011234567890189",
            signed=date(2025, 1, 6),
            begins=Begins.FIRST,
        )
    )
    session.flush()
    for one in service.to_draw(session, MONTH):
        service.draw_up(session, one, "Guichet")
