"""Which contribution calls a person of an account sees.

A call adds up the people of all establishments under a contract: whoever sees one sees something of all of them.
"""

from __future__ import annotations

from typing import Final

from sqlalchemy import ColumnElement, and_, or_, select

from plugins.fr_dsn.contributions.models import ContributionCall, InsuredSum
from plugins.fr_dsn.deposits.models import ACCEPTED, DepositDeclaration
from plugins.fr_dsn.portfolio import sight


def _declared(entrusted: ColumnElement[bool]) -> ColumnElement[bool]:
    """Say whether an accepted declaration that fits stands behind a call: it names its contract in its period."""
    asked = (
        select(InsuredSum.id)
        .join(DepositDeclaration, DepositDeclaration.id == InsuredSum.declaration_id)
        .where(
            InsuredSum.company_id == ContributionCall.company_id,
            InsuredSum.contract == ContributionCall.contract,
            InsuredSum.month.between(ContributionCall.first, ContributionCall.until),
            DepositDeclaration.state == ACCEPTED,
            entrusted,
        )
    )
    return asked.correlate(ContributionCall).exists()


_HERS: Final = sight.entrusted("see", DepositDeclaration.establishment_id)
SEEN: Final = or_(
    sight.whole(ContributionCall.company_id),
    and_(_declared(_HERS), ~_declared(~_HERS)),
)
"""The condition of the calls that the visitor sees: of her whole account, or where every establishment is entrusted."""
