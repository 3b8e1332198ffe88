"""The employees of the members, for choosers of persons; a reference is the AVS number."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sqlalchemy import select

from console.plugin import db, forms, matching
from plugins.ch_fund.models import Employee
from plugins.ch_fund.rules.numbers import show_avs

MOST = 20


def names(references: Sequence[str]) -> Mapping[str, str]:
    """Give the names of the employees with these AVS numbers, with or without dots."""
    plain = {reference: "".join(sign for sign in reference if sign.isdigit()) for reference in references}
    statement = select(Employee.avs_number, Employee.family_name, Employee.given_name)
    rows = db.session.execute(statement.where(Employee.avs_number.in_(set(plain.values()))))
    known = {number: f"{family} {given}" for number, family, given in rows}
    return {reference: known[number] for reference, number in plain.items() if number in known}


def suggest(text: str) -> Sequence[tuple[str, str]]:
    """Give employees whose number or name begins like this, in the order of their names."""
    statement = select(Employee).order_by(Employee.family_name, Employee.given_name, Employee.id).limit(MOST)
    if text:
        statement = statement.where(*matching(Employee, Employee.id, text))
    return [(show_avs(row.avs_number), repr(row)) for row in db.session.scalars(statement)]


EMPLOYEES = forms.PartySource("ch_fund.employee", names, suggest)
