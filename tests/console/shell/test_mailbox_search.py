"""Searching the mailbox: by words of many places, and never more than a reader sees."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient

from console.dossiers.models import Dossier
from console.mailbox import service
from tests.support.house import House
from tests.support.mail_pages import ROW, pages_of, statements
from tests.support.mailbox import Mailbox, content, opening, sending


@pytest.fixture
def mailbox(house: House) -> Mailbox:
    return pages_of(house)


def found(mailbox: Mailbox, person: str, typed: str) -> list[str]:
    """Give the references that a person finds."""
    return ROW.findall(_search(mailbox.house.browser(person), typed))


def _search(client: FlaskClient, typed: str) -> str:
    return client.get("/mailbox/search", query_string={"q": typed}).text


def test_words_of_subject_person_number_and_company_find_a_message(mailbox: Mailbox) -> None:
    here = mailbox.ask(subject="Ausbildung Gärtnerin", person="Lea Exemple", person_number="7560000000118")
    mailbox.ask(subject="Anderes")

    for typed in ("gartn", "exemple lea", "756.0000.0001.18", "ausb 7560000000118", here.lower()[:6]):
        assert found(mailbox, "marc", typed) == [here], typed
        assert found(mailbox, "luca", typed) == [here], typed
    assert len(found(mailbox, "marc", "boulangerie")) == 2
    assert found(mailbox, "marc", "boulangerie gartnerin") == [here]
    assert found(mailbox, "luca", "boulangerie") == [], "all her messages are of her company"


def test_a_dossier_s_reference_finds_its_messages_and_a_message_s_leads_to_it(mailbox: Mailbox) -> None:
    reference = mailbox.ask()
    with mailbox.acting(mailbox.fund, writes=False) as session:
        dossier = session.query(Dossier).one().reference

    assert found(mailbox, "luca", dossier) == [reference]
    answer = mailbox.house.browser("luca").get("/mailbox/search", query_string={"q": reference.lower()})
    assert answer.location == f"/mailbox/message/{reference}"


def test_a_company_s_draft_is_found_by_its_own_people_only(mailbox: Mailbox) -> None:
    heading = opening(mailbox.atelier, subject="Geheimes", person="Mia Muster")
    draft = mailbox.do(mailbox.user(), service.save_new, heading, content())

    assert found(mailbox, "luca", "geheimes") == [draft]
    for person in ("marc", "petra", "ruth"):
        assert found(mailbox, person, "geheimes") == []
        assert found(mailbox, person, draft) == []


def test_what_was_deleted_is_found_no_more(mailbox: Mailbox) -> None:
    heading = opening(mailbox.atelier, subject="Verworfenes")
    draft = mailbox.do(mailbox.user(), service.save_new, heading, content())
    mailbox.do(mailbox.user(), service.delete, draft)

    assert found(mailbox, "luca", "verworfenes") == []


def test_a_recalled_message_is_found_by_the_institution_no_more(mailbox: Mailbox) -> None:
    heading = opening(mailbox.atelier, subject="Vorschnelles")
    reference = mailbox.do(mailbox.user(), service.send_new, heading, sending("k"))
    assert found(mailbox, "marc", "vorschnelles") == [reference]

    mailbox.do(mailbox.user(), service.recall, reference)

    assert found(mailbox, "marc", "vorschnelles") == []


@pytest.mark.parametrize("typed", ["", "   ", "…", "'; --", "%", "x" * 80])
def test_whatever_is_typed_gets_a_page(mailbox: Mailbox, typed: str) -> None:
    mailbox.ask()
    client = mailbox.house.browser("luca")

    answer = client.get("/mailbox/search", query_string={"q": typed})

    assert answer.status_code == 200
    assert ROW.findall(answer.text) == []


def test_a_search_costs_a_folder_and_its_line_in_the_journal(mailbox: Mailbox) -> None:
    mailbox.ask()
    client = mailbox.house.browser("marc")
    _search(client, "ausbildung")

    with statements(mailbox.house) as said:
        assert ROW.findall(_search(client, "ausbildung"))

    assert len(said) <= 9, "\n".join(said)
    assert sum("INSERT INTO audit_entry" in one for one in said) == 1


def test_the_field_for_searching_stands_on_every_page_of_who_has_a_mailbox(mailbox: Mailbox) -> None:
    assert 'action="/mailbox/search"' in mailbox.house.browser("luca").get("/me/profile").text
    assert 'action="/mailbox/search"' not in mailbox.house.browser("heidi").get("/me/profile").text
