"""A document reaches its company, and that it did can be proved."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import select

from console.audit.models import AuditEntry
from console.base import clock
from console.base.errors import BadArgument, NotFound
from console.documents.models import StoredFile
from console.dossiers import deadlines, queries, service
from console.dossiers.document_models import CLOSED, PENDING, Document
from console.dossiers.service import NewDocument
from console.institutions.scope import Scope
from tests.support.dossiers import (
    ALLOWANCES,
    LEA,
    OF_PETRA,
    acts,
    add,
    company_of,
    document,
    open_dossier,
)
from tests.support.house import House, acting_in


def opened(house: House, reference: str, user: int, by: str) -> None:
    with house.writing() as session:
        key = service.document_of(session, reference).id
        service.opened(session, [key], user_id=user, by=by)


def test_a_document_added_is_available_kept_for_good_and_told_of(house: House) -> None:
    told: list[str] = []

    def hear(_session: object, document: Document) -> None:
        told.append(document.title)

    dossier = open_dossier(house)
    with service.document_added.connected_to(hear):
        reference = add(house, dossier, valid_until=date(2027, 7, 31))

    stored = document(house, reference)
    with house.reading() as session:
        claimed = session.scalars(select(StoredFile.claimed_at)).one()
        journal = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id.desc()).limit(2)).all()
    assert (stored.state, stored.opened_at, stored.to_print) == (PENDING, None, False)
    assert (stored.theme, stored.made_available_by, told) == (ALLOWANCES, "Marc Favre", ["Verfügung 2026"])
    assert claimed is not None
    assert set(journal) == {"console.document.added", "console.dossier.extended"}
    assert acts(house, dossier)[:2] == [("extended", "Marc Favre"), ("document_added", "Marc Favre")]


def test_the_end_date_of_a_decision_is_that_of_its_dossier(lite_house: House) -> None:
    dossier = open_dossier(lite_house)
    add(lite_house, dossier, valid_until=date(2027, 7, 31))
    add(lite_house, dossier, "Brief", kind="letter", valid_until=date(2030, 1, 1))

    with lite_house.reading() as session:
        assert service.dossier_of(session, dossier).valid_until == date(2027, 7, 31)


def test_an_unknown_kind_and_a_file_of_another_company_are_refused(lite_house: House) -> None:
    dossier, foreign = open_dossier(lite_house), open_dossier(lite_house, company=OF_PETRA)
    own, other = add(lite_house, dossier), add(lite_house, foreign)

    with lite_house.writing() as session:
        found = service.dossier_of(session, dossier)
        mine = queries.file_of(session, service.document_of(session, own))
        theirs = queries.file_of(session, service.document_of(session, other))
        with pytest.raises(BadArgument):
            service.add_document(session, found, NewDocument("poem", "Vers"), mine, by="Marc")
        with pytest.raises(NotFound):
            service.add_document(session, found, NewDocument("letter", "Brief"), theirs, by="Marc")


def test_the_first_opening_is_noted_once_and_each_person_too(house: House) -> None:
    dossier = open_dossier(house)
    reference = add(house, dossier)

    for user, by in ((7, "Luca Bernasconi"), (8, "Nora Rochat"), (7, "Luca Bernasconi")):
        opened(house, reference, user, by)

    stored = document(house, reference)
    with house.reading() as session:
        people = [one.by for one in queries.openings_of(session, service.document_of(session, reference))]
    assert (stored.opened_by, stored.state) == ("Luca Bernasconi", CLOSED)
    assert people == ["Luca Bernasconi", "Nora Rochat"]
    assert [act for act, _by in acts(house, dossier)].count("document_opened") == 1


def test_a_document_that_asks_for_something_stays_pending_until_it_is_closed(lite_house: House) -> None:
    dossier = open_dossier(lite_house)
    reference = add(lite_house, dossier, "Nachweis bitte", kind="request")

    opened(lite_house, reference, 7, "Luca Bernasconi")
    assert document(lite_house, reference).state == PENDING
    with lite_house.writing() as session:
        service.close_document(session, service.document_of(session, reference, lock=True), by="Marc Favre")

    assert document(lite_house, reference).state == CLOSED


def test_closing_a_dossier_closes_its_documents_and_reopening_keeps_the_reason(house: House) -> None:
    dossier = open_dossier(house)
    reference = add(house, dossier)

    with house.writing() as session:
        service.close(session, service.dossier_of(session, dossier, lock=True))
    with house.writing() as session:
        service.reopen(session, service.dossier_of(session, dossier, lock=True), "Einsprache")

    with house.reading() as session:
        found = service.dossier_of(session, dossier)
        assert (found.state, found.closed_at) == ("open", None)
        assert service.timeline(session, found)[0].facts == {"reason": "Einsprache"}
    assert document(house, reference).state == CLOSED


def test_another_company_and_another_institution_find_no_such_document(house: House) -> None:
    reference = add(house, open_dossier(house))
    own = house.institution("CC Léman")
    with house.reading() as session:
        other = company_of(session, OF_PETRA).id

    for scope in (Scope((own,), (other,)), Scope((house.institution("AK Aaretal"),))):
        with acting_in(house.app, scope) as session:
            with pytest.raises(NotFound):
                service.document_of(session, reference)
            assert queries.theme_counts(session, [ALLOWANCES])[ALLOWANCES] == queries.ThemeCount(0, 0)


def test_pending_dossiers_and_unopened_documents_are_counted_by_theme(house: House) -> None:
    first, second = open_dossier(house), open_dossier(house)
    add(house, first)
    opened(house, add(house, first, "Zweite"), 7, "Luca")
    with house.writing() as session:
        service.close(session, service.dossier_of(session, second))
        keys = {service.dossier_of(session, one).id for one in (first, second)}
        assert set(queries.unopened_in(session, keys).values()) == {1}

    with house.reading() as session:
        assert queries.theme_counts(session, [ALLOWANCES]) == {ALLOWANCES: queries.ThemeCount(1, 1)}


def test_a_dossier_is_found_by_its_person_and_her_number(lite_house: House) -> None:
    from console.dossiers.models import Dossier
    from console.institutions.search import matching

    reference = open_dossier(lite_house)

    with lite_house.reading() as session:
        for typed in ("muster", "756.1234.5678.97", LEA, reference):
            found = session.scalars(select(Dossier.reference).where(*matching(Dossier, Dossier.id, typed)))
            assert found.all() == [reference], typed


def test_an_unopened_decision_is_reminded_of_once_and_then_printed(house: House) -> None:
    told: list[str] = []

    def hear(_session: object, document: Document) -> None:
        told.append(document.reference)

    dossier = open_dossier(house)
    decision, letter = add(house, dossier), add(house, dossier, "Brief", kind="letter")
    with deadlines.unopened.connected_to(hear):
        for days in (9, 11, 12, 21, 22):
            with clock.at(clock.now() + timedelta(days=days)), house.writing() as session:
                service.chase_unopened(session)

    assert told == [decision]
    assert [act for act, _by in acts(house, dossier)][:2] == ["document_to_print", "document_reminded"]
    assert (document(house, decision).to_print, document(house, letter).to_print) == (True, False)


def test_an_opened_decision_is_left_alone(lite_house: House) -> None:
    reference = add(lite_house, open_dossier(lite_house))
    opened(lite_house, reference, 7, "Luca")

    with clock.at(clock.now() + timedelta(days=30)), lite_house.writing() as session:
        service.chase_unopened(session)

    stored = document(lite_house, reference)
    assert (stored.reminded_at, stored.to_print) == (None, False)


def test_an_end_date_near_is_told_once_and_again_after_it_has_moved(house: House) -> None:
    told: list[str] = []

    def hear(_session: object, dossier: service.Dossier) -> None:
        told.append(f"{dossier.reference} {dossier.valid_until}")

    near, far = open_dossier(house), open_dossier(house)
    today = clock.today("Europe/Zurich")
    days = {near: today + timedelta(days=30), far: today + timedelta(days=31)}
    with house.writing() as session:
        for reference, day in days.items():
            service.extend(session, service.dossier_of(session, reference), day)
    with deadlines.ending.connected_to(hear):
        for _again in "ab":
            with house.writing() as session:
                service.announce_endings(session)
        assert told == [f"{near} {days[near]}"]
        with house.writing() as session:
            service.extend(session, service.dossier_of(session, near), today + timedelta(days=20))
            service.announce_endings(session)

    assert told[1:] == [f"{near} {today + timedelta(days=20)}"]
    with house.reading() as session:
        assert [one.reference for one in queries.ending_soon(session, ALLOWANCES, today)] == [near]
