"""Keeping pages: what is asked of one, what the journal says, how processes hear of outages."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from io import BytesIO

import pytest
from sqlalchemy import select

from console.audit.models import AuditEntry
from console.base import clock
from console.base.errors import BadArgument, Conflict
from console.documents import service as documents
from console.documents.models import StoredFile
from console.documents.service import FileLimits
from console.information import queries, service
from console.information.models import InfoPage
from console.information.queries import Said
from console.information.service import Wanted
from console.institutions.models import Institution
from tests.support.house import House

NOW = datetime(2026, 3, 1, 8, tzinfo=UTC)
PAGE = Wanted("page", {"fr": Said("fr", "Écoles & études", "Texte"), "de": Said("de", "Ausbildung", "Text")})
OUTAGE = Wanted(
    "outage",
    {"fr": Said("fr", "Panne", "…")},
    starts_at=NOW,
    ends_at=NOW + timedelta(hours=2),
    at_sign_in=True,
)
LIMITS = FileLimits(frozenset({"text"}), 1000)


def journal(house: House) -> list[str]:
    with house.reading() as session:
        found = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    return [one.rpartition(".")[2] for one in found if one.startswith("console.information.")]


def versions(house: House) -> list[int]:
    with house.reading() as session:
        return list(session.scalars(select(Institution.outages_version).order_by(Institution.id)))


def test_an_address_is_made_from_the_first_title_and_never_given_twice(lite_house: House) -> None:
    with lite_house.writing() as session:
        slugs = [service.add(session, PAGE).slug for _ in range(2)]
        contact = service.add(session, Wanted("page", {"fr": Said("fr", "Contact", "")})).slug
        silent = service.add(session, Wanted("page", {"fr": Said("fr", "???", "")})).slug
    assert slugs == ["ecoles-etudes", "ecoles-etudes-2"]
    assert (contact, silent) == ("contact-2", "page")


def test_each_change_stands_in_the_journal_by_language(lite_house: House) -> None:
    with lite_house.writing() as session:
        key = service.add(session, PAGE).id
    with lite_house.writing() as session:
        row = service.page_of(session, key)
        texts = {"fr": PAGE.texts["fr"], "nl": Said("nl", "Opleiding", "Tekst")}
        service.change(session, row, replace(PAGE, texts=texts, audience="companies"))
        service.publish(session, row, published=True, name="x")
        service.publish(session, row, published=True, name="x")
        service.delete(session, row, name="x")
        assert session.scalars(select(InfoPage)).all() == []
    assert journal(lite_house) == ["added", "changed", "text_changed", "text_changed", "published", "deleted"]
    assert set(versions(lite_house)) == {0}


def test_a_change_of_a_text_alone_makes_a_stale_page_refuse(lite_house: House) -> None:
    with lite_house.writing() as session:
        row = service.add(session, PAGE)
        key, version = row.id, row.version
    with lite_house.writing() as session:
        row = service.page_of(session, key)
        service.change(session, row, replace(PAGE, texts={"fr": Said("fr", "Autre", "")}))
        assert row.version > version


def test_only_outage_notices_are_counted_and_only_at_home(lite_house: House) -> None:
    with clock.at(NOW), lite_house.writing() as session:
        row = service.add(session, OUTAGE)
        service.publish(session, row, published=True, name="x")
        service.change(session, row, replace(OUTAGE, audience="staff"))
        service.publish(session, row, published=False, name="x")
    assert sorted(one for one in versions(lite_house) if one) == [3]


def test_an_outage_needs_a_beginning_before_its_end_and_a_leaflet_its_pdf(lite_house: House) -> None:
    backwards = replace(OUTAGE, ends_at=OUTAGE.starts_at)
    for wanted, place in (
        (backwards, "ends_at"),
        (replace(PAGE, kind="leaflet"), "file_fr"),
        (replace(PAGE, texts={}), "texts"),
    ):
        with lite_house.writing() as session, pytest.raises(BadArgument) as refused:
            service.add(session, wanted)
        assert refused.value.place == place


def test_an_outage_that_is_over_is_not_published(lite_house: House) -> None:
    with lite_house.writing() as session:
        row = service.add(session, OUTAGE)
        with clock.at(NOW + timedelta(hours=2)), pytest.raises(Conflict):
            service.publish(session, row, published=True, name="x")


def test_only_published_outages_that_are_not_over_are_told(lite_house: House) -> None:
    with clock.at(NOW), lite_house.writing() as session:
        service.add(session, OUTAGE)
        service.publish(session, service.add(session, OUTAGE), published=True, name="x")
    with lite_house.reading() as session:
        assert len(queries.outages(session, NOW)) == 1
        assert queries.outages(session, NOW + timedelta(hours=2)) == ()


def test_the_pdf_of_a_leaflet_stays_until_another_takes_its_place(lite_house: House) -> None:
    def keep(text: bytes) -> str:
        return documents.keep(session, BytesIO(text), "a.txt", LIMITS, user_id=1, company_id=None).reference

    def leaflet(file: str) -> Wanted:
        return Wanted("leaflet", {"fr": Said("fr", "Mémento", "", file)})

    with lite_house.writing() as session:
        first = keep(b"one")
        row = service.add(session, leaflet(first))
        key = row.id
    with lite_house.writing() as session:
        second = keep(b"two")
        service.change(session, service.page_of(session, key), leaflet(second))
    with lite_house.reading() as session:
        claimed = {one.reference for one in session.scalars(select(StoredFile)) if one.claimed_at is not None}
    assert second in claimed
    assert first not in claimed
