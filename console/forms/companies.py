"""The companies of the institution, for choosers of every plugin."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from console.forms.sources import PartySource
from console.institutions.search import matching
from console.institutions.sessions import db
from console.parties.models import Company

MOST = 20


def names(numbers: Sequence[str]) -> Mapping[str, str]:
    """Give the names of these member numbers."""
    rows = db.session.execute(select(Company.number, Company.name).where(Company.number.in_(numbers)))
    return {row.number: row.name for row in rows}


def suggest(text: str) -> Sequence[tuple[str, str]]:
    """Give companies whose number, name or town begins like this."""
    statement = select(Company.number, Company.name).order_by(Company.name, Company.id).limit(MOST)
    if text:
        statement = statement.where(*matching(Company, Company.id, text))
    return [(number, name) for number, name in db.session.execute(statement)]


COMPANIES = PartySource("company", names, suggest)
