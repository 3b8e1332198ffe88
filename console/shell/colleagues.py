"""Who works for the company that the visitor acts for."""

from __future__ import annotations

from dataclasses import dataclass

from console.accounts import queries
from console.institutions.sessions import accounts
from console.shell.page_view import visitor


@dataclass(frozen=True)
class Colleague:
    """A person with an active membership of a company."""

    user_id: int
    name: str


def colleagues() -> list[Colleague]:
    """Give the active people of the visitor's company by name, herself too; none for the institution's staff."""
    mandate = visitor().mandate
    if mandate is None or mandate.company is None:
        return []
    found = queries.people_of(accounts(), mandate.tenant.id, mandate.company)
    return [Colleague(key, name) for key, name in found]
