"""What leaves, as the administrator sees it, and links that go out by e-mail."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from console.app import create_app
from console.audit.models import AuditEntry
from console.base.sheets.phrases import Phrase
from console.dispatch.declarations import Delivered, Later, Rejected
from console.dispatch.models import DELIVERED, GIVEN_UP, PARKED, WAITING, Dispatch
from console.institutions.sessions import db
from tests.conftest import settings_for
from tests.support.house import House, post
from tests.support.outbox import put, receive, row_of, work
from tests.support.people import ANNA, key_of, link_in

WHY = Phrase("The mail server refuses this e-mail or its address. Correct the address, or give it up.")


@pytest.fixture
def mailing(sqlite_template: Path, tmp_path: Path) -> Iterator[House]:
    """Give a console that keeps its e-mails in a folder."""
    file = tmp_path / "house.sqlite"
    shutil.copyfile(sqlite_template, file)
    settings = settings_for(f"sqlite:///{file}", tmp_path, GUICHET_MAIL="file")
    found = House(create_app(settings), settings)
    yield found
    with found.app.app_context():
        db.engine.dispose()


@pytest.fixture
def claire(mailing: House) -> FlaskClient:
    return mailing.browser("claire")


def dispatches(house: House, institution: str = "CC Léman") -> list[Dispatch]:
    with house.reading(institution) as session:
        found = list(session.scalars(select(Dispatch).order_by(Dispatch.id)))
        session.expunge_all()
        return found


def kept(house: House) -> str:
    """Give the text of the last e-mail as the folder keeps it."""
    claire, row = house.browser("claire"), dispatches(house)[-1]
    return claire.get(f"/dispatch/{row.public_id}/mail").text


def test_a_new_person_gets_her_link_by_e_mail_and_the_page_does_not_show_it(
    mailing: House, claire: FlaskClient
) -> None:
    shown = post(claire, "/users/add", ANNA).text
    assert "anna.muster@firma.example" in shown
    assert "/password/" not in shown

    work(mailing)
    said = kept(mailing)
    assert "Invitation" in said or "Einladung" in said
    assert mailing.stranger().get(link_in(said)).status_code == 200


def test_a_refused_form_sends_nothing(mailing: House, claire: FlaskClient) -> None:
    post(claire, "/users/add", ANNA | {"username": "marc"})

    assert dispatches(mailing) == []


def test_a_newer_link_takes_the_place_of_one_that_has_not_left(mailing: House, claire: FlaskClient) -> None:
    post(claire, "/users/add", ANNA)
    anna = key_of(mailing, "anna")
    post(claire, f"/users/{anna}/link")
    work(mailing)

    assert [row.state for row in dispatches(mailing)] == [GIVEN_UP, DELIVERED]


def test_the_administrator_may_pass_a_link_on_herself(mailing: House, claire: FlaskClient) -> None:
    post(claire, "/users/add", ANNA)
    anna = key_of(mailing, "anna")
    shown = post(claire, f"/users/{anna}/link?by=hand").text
    work(mailing)

    assert mailing.stranger().get(link_in(shown)).status_code == 200
    assert [row.state for row in dispatches(mailing)] == [GIVEN_UP]


def test_the_link_stands_nowhere_in_the_database(mailing: House, claire: FlaskClient) -> None:
    post(claire, "/users/add", ANNA)
    (waiting,) = dispatches(mailing)
    assert "password" not in waiting.payload

    work(mailing)
    assert dispatches(mailing)[0].payload == ""
    link = link_in(kept(mailing)).removeprefix("/password/")
    for file in mailing.settings.data.glob("house.sqlite*"):
        assert link.encode() not in file.read_bytes()


def test_an_administrator_of_a_company_sends_links_too(mailing: House) -> None:
    luca = mailing.browser("luca")
    nora = key_of(mailing, "nora")
    assert post(luca, f"/users/{nora}/link").status_code == 200
    work(mailing)

    assert [row.state for row in dispatches(mailing)] == [DELIVERED]
    assert luca.get("/dispatch/").status_code == 403


def test_the_list_says_what_did_not_get_through_and_why(lite_house: House) -> None:
    answers = {"a": Rejected(WHY, "550 nobody here"), "b": Later(Phrase("Wait.")), "c": Delivered()}
    receive(lite_house, lambda letter: answers[letter.envelope.key])
    put(lite_house, "a", "b", "c")
    work(lite_house)
    page = lite_house.browser("claire").get("/dispatch/").text
    parked = lite_house.browser("claire").get("/dispatch/?state=parked").text

    references = {key: row_of(lite_house, key).public_id for key in "abc"}
    assert all(reference in page for reference in references.values())
    assert references["a"] in parked
    assert references["b"] not in parked
    assert references["c"] not in parked


def test_one_transmission_shows_its_attempts_with_the_answer(lite_house: House) -> None:
    receive(lite_house, lambda letter: Rejected(WHY, "550 nobody here"))
    (reference,) = put(lite_house, "a")
    work(lite_house)

    assert "550 nobody here" in lite_house.browser("claire").get(f"/dispatch/{reference}").text


def test_what_is_parked_is_tried_again_or_given_up_and_the_journal_says_who(lite_house: House) -> None:
    receive(lite_house, lambda letter: Rejected(WHY))
    (reference,) = put(lite_house, "a")
    work(lite_house)
    claire = lite_house.browser("claire")

    assert post(claire, f"/dispatch/{reference}/retry").status_code == 303
    assert row_of(lite_house, "a").state == WAITING
    work(lite_house)
    assert row_of(lite_house, "a").state == PARKED
    told = {"reason": "The person has moved."}
    assert post(claire, f"/dispatch/{reference}/give-up", told).status_code == 303
    assert row_of(lite_house, "a").state == GIVEN_UP
    assert post(claire, f"/dispatch/{reference}/retry").status_code == 409
    with lite_house.reading() as session:
        lines = session.scalars(
            select(AuditEntry).where(AuditEntry.subject_id == reference).order_by(AuditEntry.id)
        )
        told = [(line.action.rpartition(".")[2], line.actor_id is not None) for line in lines]
    assert told == [("parked", False), ("retried", True), ("parked", False), ("given_up", True)]


def test_another_institution_has_nothing_at_this_address(lite_house: House) -> None:
    receive(lite_house)
    (reference,) = put(lite_house, "a")
    ruth = lite_house.browser("ruth")

    assert ruth.get(f"/dispatch/{reference}").status_code == 404
    assert post(ruth, f"/dispatch/{reference}/retry").status_code == 404
    assert reference not in ruth.get("/dispatch/").text


@pytest.mark.parametrize("query", ["state=nonsense", "channel=nonsense", "wrong=1"])
def test_a_filter_that_means_nothing_is_refused(lite_house: House, query: str) -> None:
    assert lite_house.browser("claire").get(f"/dispatch/?{query}").status_code == 400


def test_an_e_mail_that_was_really_sent_cannot_be_read_here(lite_house: House) -> None:
    receive(lite_house)
    (reference,) = put(lite_house, "a")
    work(lite_house)

    assert lite_house.browser("claire").get(f"/dispatch/{reference}/mail").status_code == 404


def test_whoever_reads_a_kept_e_mail_stands_in_the_journal(mailing: House, claire: FlaskClient) -> None:
    post(claire, "/users/add", ANNA)
    work(mailing)
    kept(mailing)

    with mailing.reading() as session:
        lines = session.scalars(select(AuditEntry).where(AuditEntry.kind == "consulted"))
        assert [(line.action, line.subject_id) for line in lines] == [
            ("console.dispatch.consulted", dispatches(mailing)[-1].public_id)
        ]
