"""For which establishments a company declares stoppages: those of its own SIREN, and those of its portfolio.

Everything else has one answer, whether a SIRET is another account's or nobody's: asking tells nothing of others.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session
from stdnum.fr import siret as sirets

from console.plugin import N_, Company, Phrase
from plugins.fr_dsn.portfolio import sight
from plugins.fr_dsn.portfolio.models import Establishment

from .checks import Fault

SIREN: Final = 9
"""Figures at the beginning of a SIRET that name its company."""
_TEXT = N_(
    "This SIRET is not among the establishments that you declare for. Have it added to the portfolio, or entrusted to "
    "you."
)


def faults_of_place(session: Session, company: int, siret: str) -> Sequence[Fault]:
    """Give what is wrong with the establishment of a new stoppage, for the company and for who is at hand.

    A SIRET that is none is left to the other checks.
    """
    if not sirets.is_valid(siret):
        return ()
    is_hers = sight.may_for(session, "deposit", company, siret) and (
        _is_own(session, company, siret) or _is_in_portfolio(session, company, siret)
    )
    return () if is_hers else (Fault("siret", "not_yours", Phrase(_TEXT)),)


def _is_own(session: Session, company: int, siret: str) -> bool:
    number = session.scalars(select(Company.official_number).where(Company.id == company)).first() or ""
    return len(number) >= SIREN and number[:SIREN] == siret[:SIREN]


def _is_in_portfolio(session: Session, company: int, siret: str) -> bool:
    asked = select(Establishment.id).where(
        Establishment.company_id == company, Establishment.siret == siret, Establishment.removed_at.is_(None)
    )
    return session.scalars(asked).first() is not None
