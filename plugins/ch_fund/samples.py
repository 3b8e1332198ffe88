"""Invented people for the demonstration; their AVS numbers lie in the block 756.0000 with right check digits."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from stdnum import ean

from console.plugin import Company, db

from .models import ChildAllowance, Employee
from .models.child_allowance import CHILD, IN_FORCE, TRAINING
from .rules.training_right import month_of

_FAMILY = (
    "Rochat", "Bernasconi", "Aebischer", "Moser", "Fontana", "Chevalley", "Zürcher", "Dupraz", "Keller", "Nguyen",
    "Schärer", "Monnier", "Pereira", "Baumann", "Lévy", "Caduff",
)  # fmt: skip
_GIVEN = (
    "Anne", "Luca", "Tim", "Noé", "Sara", "Élodie", "Jonas", "Mia", "Olivier", "Thi", "Beat", "Céline", "Rui", "Lea",
    "David", "Gian",
)  # fmt: skip
_CANTONS = ("VD", "VS", "GE", "FR", "BE")
_CHILDREN = ("Noé", "Lina", "Mattia", "Jeanne", "Elio", "Zoé", "Samuel", "Alma", "Nils", "Iris")
_TRAININGS = ("school", "apprenticeship", "studies")
_PER_MEMBER = 12


def fill() -> None:
    """Give each member a handful of employees; every third of them draws an allowance for a child."""
    for n, company in enumerate(db.session.scalars(select(Company).order_by(Company.number))):
        for m in range(n * _PER_MEMBER, (n + 1) * _PER_MEMBER):
            drawing = employee(company, m)
            db.session.add(drawing)
            if m % 3 == 0:
                db.session.add(child(drawing, m // 3))


def employee(company: Company, n: int) -> Employee:
    """Give the n-th invented employee, for one member."""
    entry = date(2019, 1, 1) + timedelta(days=97 * (n % 26))
    return Employee(
        company=company,
        company_id=company.id,
        avs_number=_avs(n),
        family_name=_FAMILY[n % len(_FAMILY)],
        given_name=_GIVEN[(n * 7 + n // 16) % len(_GIVEN)],
        birth_date=date(1962, 3, 1) + timedelta(days=(n * 1_117) % 15_000),
        staff_number=f"{n + 1:03}",
        canton=_CANTONS[n % len(_CANTONS)],
        entry_date=entry,
        exit_date=entry + timedelta(days=800) if n % 9 == 4 else None,
    )


def child(employee: Employee, n: int) -> ChildAllowance:
    """Give the n-th invented child, whose right ends in one of the months around the turn of the year 2026."""
    in_training = n % 4 != 3
    _first, until = month_of(date(2026 + (n % 6 + 9) // 12, (n % 6 + 9) % 12 + 1, 1))
    return ChildAllowance(
        company=employee.company,
        company_id=employee.company_id,
        employee_number=employee.avs_number,
        employee=f"{employee.family_name} {employee.given_name}",
        child_number=_avs(50_000 + n),
        family_name=employee.family_name,
        given_name=_CHILDREN[n % len(_CHILDREN)],
        birth_date=date(2006 + n % 4, n % 12 + 1, 14)
        if in_training
        else until.replace(until.year - 16, day=14),
        kind=TRAINING if in_training else CHILD,
        training=_TRAININGS[n % len(_TRAININGS)] if in_training else "",
        valid_from=date(2025, 8, 1),
        valid_until=until,
        state=IN_FORCE,
    )


def _avs(n: int) -> str:
    body = f"7560000{n:05}"
    return body + str(ean.calc_check_digit(body))
