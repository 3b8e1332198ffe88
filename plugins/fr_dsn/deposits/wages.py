"""Wages of a person from accepted monthly declarations."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from plugins.fr_dsn.deposits.models import ACCEPTED, DeclaredWage, DepositDeclaration
from plugins.fr_dsn.portfolio.due import month_before


@dataclass(frozen=True)
class Wage:
    """The gross wage of a month under one contract, in euros."""

    month: date
    """Its first day."""
    gross: Decimal
    contract: str


def history(
    session: Session, company: int, siret: str, nir: str, before: date, months: int
) -> Sequence[Wage]:
    """Give the wages of a person for the months before the one of a day, oldest first; what is not known is absent.

    Only accepted declarations of the account count; of several for a month and contract, the last one deposited.
    """
    end = before.replace(day=1)
    asked = (
        select(DeclaredWage)
        .join(DepositDeclaration, DepositDeclaration.id == DeclaredWage.declaration_id)
        .where(
            DeclaredWage.company_id == company,
            DeclaredWage.siret == siret,
            DeclaredWage.nir == nir,
            DeclaredWage.month < end,
            DeclaredWage.month >= month_before(end, months),
            DepositDeclaration.state == ACCEPTED,
        )
        .order_by(DeclaredWage.declaration_id)
    )
    last = {(one.month, one.contract): one for one in session.scalars(asked)}
    return [Wage(one.month, one.gross, one.contract) for _key, one in sorted(last.items())]
