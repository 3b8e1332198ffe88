"""Public functions over companies.

Words: a *company* is a member or affiliate of one institution.
"""

from __future__ import annotations

from sqlalchemy.orm import Session

from console.accounts import service as accounts
from console.parties.models import Company


def rename(session: Session, company: Company) -> None:
    """Tell the rest of the console the present name of a company."""
    accounts.renamed(session, company.institution_id, company.id, company.name)
