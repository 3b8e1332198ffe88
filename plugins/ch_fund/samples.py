"""Invented employees for the demonstration; their AVS numbers lie in the block 756.0000 with right check digits."""

from __future__ import annotations

from datetime import date, timedelta

from sqlalchemy import select
from stdnum import ean

from console.plugin import Company, db

from .models import Employee

_FAMILY = (
    "Rochat", "Bernasconi", "Aebischer", "Moser", "Fontana", "Chevalley", "Zürcher", "Dupraz", "Keller", "Nguyen",
    "Schärer", "Monnier", "Pereira", "Baumann", "Lévy", "Caduff",
)  # fmt: skip
_GIVEN = (
    "Anne", "Luca", "Tim", "Noé", "Sara", "Élodie", "Jonas", "Mia", "Olivier", "Thi", "Beat", "Céline", "Rui", "Lea",
    "David", "Gian",
)  # fmt: skip
_CANTONS = ("VD", "VS", "GE", "FR", "BE")


def fill() -> None:
    """Give each member a handful of employees."""
    for n, company in enumerate(db.session.scalars(select(Company).order_by(Company.number))):
        for m in range(12):
            db.session.add(employee(company, n * 12 + m))


def employee(company: Company, n: int) -> Employee:
    """Give the n-th invented employee, for one member."""
    body = f"7560000{n:05}"
    entry = date(2019, 1, 1) + timedelta(days=97 * (n % 26))
    return Employee(
        company=company,
        company_id=company.id,
        avs_number=body + ean.calc_check_digit(body),
        family_name=_FAMILY[n % len(_FAMILY)],
        given_name=_GIVEN[(n * 7 + n // 16) % len(_GIVEN)],
        birth_date=date(1962, 3, 1) + timedelta(days=(n * 1_117) % 15_000),
        staff_number=f"{n + 1:03}",
        canton=_CANTONS[n % len(_CANTONS)],
        entry_date=entry,
        exit_date=entry + timedelta(days=800) if n % 9 == 4 else None,
    )
