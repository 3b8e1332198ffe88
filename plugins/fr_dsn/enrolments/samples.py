"""Invented enrolments for the demonstration: a company and two insured persons, of whom one was refused."""

from __future__ import annotations

from datetime import date

from console.plugin import db

from .machine import Event
from .models import EnrolledCompany, EnrolledPerson
from .service import move


def fill() -> None:
    """Give the institution entries in several states."""
    session = db.session()
    company = EnrolledCompany(number="999000011", name="ATELIER DU MODELE")
    session.add(company)
    session.flush()
    first, cover = date(2025, 1, 1), "PREV-2025-001"
    people = (
        ("2850369123456", "MARCHAND", "LUCIE", Event.ACCEPT, ""),
        ("1790769123457", "BERTIN", "OLIVIER", Event.REFUSE, "Assuré inconnu"),
    )
    for event in (Event.ASK, Event.ACCEPT):
        move(company, event)
    for nir, name, given, verdict, why in people:
        row = EnrolledPerson(
            company_key=company.id, nir=nir, name=name, given_name=given, cover=cover, first=first
        )
        session.add(row)
        session.flush()
        move(row, Event.ASK)
        move(row, verdict, why)
    session.flush()
