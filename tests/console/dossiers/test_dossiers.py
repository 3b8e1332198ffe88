"""A dossier holds what belongs together, and tells both sides what happened in it."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from console.audit.models import AuditEntry
from console.base.errors import NotFound
from console.dossiers import service
from console.dossiers.service import Matter
from console.institutions.scope import Scope
from console.parties.models import Company
from tests.support.house import House, acting_in

THEME = "ch_fund.family_allowances"


def company_of(house: House, place: int = 0) -> int:
    with house.reading() as session:
        return session.scalars(select(Company.id).order_by(Company.id)).all()[place]


def opened(house: House, place: int = 0) -> str:
    """Open a dossier about a child's training and give its reference."""
    matter = Matter(company_of(house, place), THEME, "training", "Ausbildung Lea", "7561234567897", "Lea")
    with house.writing() as session:
        return service.open_dossier(session, matter).reference


def acts(house: House, reference: str) -> list[tuple[str, str]]:
    with house.reading() as session:
        found = service.dossier_of(session, reference)
        return [(entry.act, entry.by) for entry in service.timeline(session, found)]


def test_a_dossier_is_opened_closed_with_an_end_date_and_extended(house: House) -> None:
    reference = opened(house)

    with house.writing() as session:
        dossier = service.dossier_of(session, reference, lock=True)
        service.close(session, dossier, valid_until=date(2027, 7, 31))
        service.extend(session, dossier, date(2028, 7, 31))

    with house.reading() as session:
        dossier = service.dossier_of(session, reference)
        assert (dossier.state, dossier.valid_until, dossier.person) == ("closed", date(2028, 7, 31), "Lea")
        lines = session.scalars(
            select(AuditEntry.action).where(AuditEntry.subject == "console.dossier").order_by(AuditEntry.id)
        ).all()
    assert [act for act, _by in acts(house, reference)] == ["extended", "closed", "opened"]
    assert lines == ["console.dossier.opened", "console.dossier.closed", "console.dossier.extended"]


def test_a_dossier_is_closed_once(house: House) -> None:
    reference = opened(house)

    for _again in "ab":
        with house.writing() as session:
            service.close(session, service.dossier_of(session, reference))

    assert [act for act, _by in acts(house, reference)] == ["closed", "opened"]


def test_an_entry_says_who_did_it(house: House) -> None:
    reference = opened(house)

    with house.writing() as session:
        service.enter(
            session, service.dossier_of(session, reference), "send", by="Rita Hartmann", channel="post"
        )

    assert acts(house, reference)[0] == ("send", "Rita Hartmann")


def test_another_company_and_another_institution_find_no_such_dossier(house: House) -> None:
    reference = opened(house)
    own = house.institution("CC Léman")

    for scope in (Scope((own,), (company_of(house, 1),)), Scope((house.institution("AK Aaretal"),))):
        with acting_in(house.app, scope) as session, pytest.raises(NotFound):
            service.dossier_of(session, reference)
    with acting_in(house.app, Scope((own,), (company_of(house),))) as session:
        assert service.dossier_of(session, reference).subject == "Ausbildung Lea"
