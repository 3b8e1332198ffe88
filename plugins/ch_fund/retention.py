"""How long the fund keeps employees and children's rights, and what it holds of one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from flask import g
from sqlalchemy import or_, select

from console.plugin import Erased, PersonRows, RetentionClass, db
from console.plugin import lazy_gettext as _l

from .models import ChildAllowance, Employee

EMPLOYEES: Final = RetentionClass(
    "ch_fund.employees",
    _l("Employees"),
    _l(
        "Name, AVS number, date of birth, place of work and days of employment, as the member announced them."
    ),
    _l("the last day of employment"),
    Employee,
    since="exit_date",
    persons=("avs_number",),
)
RIGHTS: Final = RetentionClass(
    "ch_fund.child_allowances",
    _l("Children’s rights"),
    _l("Child and employee with their AVS numbers, the kind of allowance and its duration."),
    _l("the last day of the right"),
    ChildAllowance,
    since="valid_until",
    persons=("employee_number", "child_number"),
)
CLASSES: Final = (EMPLOYEES, RIGHTS)
"""Without months: no source at hand says how long, so that each fund confirms its own."""


def export(number: str) -> Sequence[PersonRows]:
    """Give the entries of an employee, and the rights that she draws or that are paid for her."""
    employed = db.session.scalars(
        select(Employee).where(Employee.avs_number == number).order_by(Employee.entry_date)
    )
    rights = db.session.scalars(select(ChildAllowance).where(_is_of(number)).order_by(ChildAllowance.id))
    return [
        PersonRows(
            EMPLOYEES.title,
            (
                _l("Employer"), _l("AVS number"), _l("Family name"), _l("Given name"), _l("Date of birth"),
                _l("Staff number"), _l("Canton of work"), _l("First day"), _l("Last day"),
            ),
            tuple(_employee(row) for row in employed),
        ),
        PersonRows(
            RIGHTS.title,
            (
                _l("Employer"), _l("Employee"), _l("Employee’s AVS number"), _l("Child’s AVS number"),
                _l("Family name"), _l("Given name"), _l("Date of birth"), _l("First day"), _l("Last day"),
            ),
            tuple(_right(row, number) for row in rights),
        ),
    ]  # fmt: skip


def erase(number: str, before: Mapping[str, date]) -> Sequence[Erased]:
    """Erase the entries that ended before the day of their class."""
    mine: Mapping[str, tuple[Any, Any]] = {
        EMPLOYEES.key: (Employee.avs_number == number, Employee.exit_date),
        RIGHTS.key: (_is_of(number), ChildAllowance.valid_until),
    }
    found = []
    for one in CLASSES:
        if one.key in before:
            is_hers, ended = mine[one.key]
            rows = db.session.scalars(select(one.model).where(is_hers, ended < before[one.key])).all()
            for row in rows:
                db.session.delete(row)
            found.append(Erased(one.key, len(rows)))
    db.session.flush()
    return found


def _is_of(number: str) -> Any:
    return or_(ChildAllowance.employee_number == number, ChildAllowance.child_number == number)


def _employee(row: Employee) -> tuple[str, ...]:
    return (
        row.company.name, row.avs_number, row.family_name, row.given_name, _day(row.birth_date),
        row.staff_number, row.canton, _day(row.entry_date), _day(row.exit_date),
    )  # fmt: skip


def _right(row: ChildAllowance, number: str) -> tuple[str, ...]:
    """Give a right as the person may read it: who reads as the child is told no number of the employee."""
    parent = row.employee_number if row.employee_number == number else ""
    return (
        row.company.name, row.employee, parent, row.child_number, row.family_name, row.given_name,
        _day(row.birth_date), _day(row.valid_from), _day(row.valid_until),
    )  # fmt: skip


def _day(day: date | None) -> str:
    return g.style.show_day(day) if day is not None else ""
