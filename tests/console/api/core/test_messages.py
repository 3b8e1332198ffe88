"""The core system takes, asks, settles and reopens, as the desk does."""

from __future__ import annotations

import base64
from typing import Any

import pytest
from sqlalchemy import select

from console.desk.keeping import Option
from console.dossiers.document_models import Document
from console.mailbox.models import Message
from tests.support.core_system import CoreSystem, core_system
from tests.support.desk import Desk, desk_of
from tests.support.dossiers import small_pdf
from tests.support.house import House
from tests.support.mailbox import ALLOWANCES


@pytest.fixture
def desk(house: House) -> Desk:
    return desk_of(house)


@pytest.fixture
def lite_desk(lite_house: House) -> Desk:
    return desk_of(lite_house)


def core_of(desk: Desk) -> CoreSystem:
    return core_system(desk.house)


def decision(**more: Any) -> dict[str, Any]:
    pdf = base64.b64encode(small_pdf()).decode()
    return {"kind": "decision", "title": "Verfügung 2026", "name": "decision.pdf", "content": pdf, **more}


def documents(desk: Desk) -> list[Document]:
    with desk.house.reading() as session:
        rows = list(session.scalars(select(Document).where(Document.title == "Verfügung 2026")))
        session.expunge_all()
        return rows


def test_taken_in_hand_it_is_called_by_the_core_systems_own_reference(desk: Desk) -> None:
    core, reference = core_of(desk), desk.sent("Ausbildung von Lea")

    taken = core.post(f"/messages/{reference}/take", {"reference": "CASE-1"})
    settled = core.post("/messages/CASE-1/settle", {"outcome": "accepted"})

    assert (taken.json["reference"], settled.json["state"]) == (reference, "DONE")
    found = desk.message(reference)
    assert (found.taken_by, found.assigned_to, found.outcome) == ("Core system", None, "accepted")


def test_what_it_took_in_hand_colleagues_still_find(lite_desk: Desk) -> None:
    reference = lite_desk.sent("Ausbildung von Lea")

    core_of(lite_desk).post(f"/messages/{reference}/take", {})

    page = lite_desk.house.browser("marc").get("/desk/?assignee=nobody").get_data(as_text=True)
    assert "Ausbildung von Lea" in page


def test_settled_with_a_document_it_reaches_the_dossier_of_the_company(desk: Desk) -> None:
    core, reference = core_of(desk), desk.sent("Ausbildung von Lea")

    answer = core.post(
        f"/messages/{reference}/settle",
        {"outcome": "accepted", "reason": "Danke", "documents": [decision(valid_until="2027-07-31")]},
    )

    assert answer.status_code == 200, answer.json
    (document,) = documents(desk)
    assert answer.json["documents"] == [document.reference]
    assert (document.company_id, document.message) == (desk.companies["41002"], reference)
    file = desk.house.browser("luca").get(f"/dossiers/document/{document.reference}/file")
    assert file.data[:5] == b"%PDF-"


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"outcome": "maybe"}, "outcome"),
        ({"outcome": "refused"}, "reason"),
        ({"outcome": "accepted", "documents": [decision(kind="proof")]}, "documents.0.kind"),
        ({"outcome": "accepted", "documents": [decision(content="%%%")]}, "documents.0.content"),
        ({"outcome": "accepted", "documents": [decision(content="aGFsbG8=")]}, "documents.0.content"),
        ({"outcome": "accepted", "documents": [decision(), decision(title="")]}, "documents.1.title"),
    ],
)
def test_a_faulty_settlement_changes_nothing_and_says_where(
    lite_desk: Desk, given: dict[str, Any], place: str
) -> None:
    reference = lite_desk.sent("Ausbildung von Lea")

    answer = core_of(lite_desk).post(f"/messages/{reference}/settle", given)

    assert answer.status_code == 422
    assert answer.json["faults"][0]["place"] == place
    assert lite_desk.message(reference).state == "SENT"
    assert documents(lite_desk) == []


def test_where_a_second_person_confirms_it_only_proposes_and_sends_no_document(lite_desk: Desk) -> None:
    lite_desk.set_up(ALLOWANCES, Option(needs_second=True))
    core, reference = core_of(lite_desk), lite_desk.sent("Ausbildung von Lea")

    early = core.post(f"/messages/{reference}/settle", {"outcome": "accepted", "documents": [decision()]})
    proposed = core.post(f"/messages/{reference}/settle", {"outcome": "accepted"})

    assert (early.status_code, proposed.json["result"]) == (409, "proposed")
    assert lite_desk.message(reference).state == "SENT"
    assert documents(lite_desk) == []


def test_a_question_is_a_message_of_its_own_and_asked_once_for_its_key(desk: Desk) -> None:
    core, reference = core_of(desk), desk.sent("Ausbildung von Lea")
    asked = {"subject": "Beleg", "text": "Bitte senden Sie den Vertrag.", "reference": "Q-1"}

    first = core.post(f"/messages/{reference}/ask", asked, **{"Idempotency-Key": "ask-1"})
    again = core.post(f"/messages/{reference}/ask", asked, **{"Idempotency-Key": "ask-1"})

    assert first.json == again.json
    assert first.status_code == 200
    with desk.house.reading() as session:
        assert len(session.scalars(select(Message).where(Message.subject == "Beleg")).all()) == 1


def test_settled_it_can_be_opened_again_with_a_reason(lite_desk: Desk) -> None:
    core, reference = core_of(lite_desk), lite_desk.sent("Ausbildung von Lea")
    core.post(f"/messages/{reference}/settle", {"outcome": "accepted"})

    assert core.post(f"/messages/{reference}/reopen", {}).status_code == 422
    assert core.post(f"/messages/{reference}/reopen", {"reason": "Neuer Beleg"}).json["state"] == "SENT"


def test_what_is_settled_cannot_be_settled_again(lite_desk: Desk) -> None:
    core, reference = core_of(lite_desk), lite_desk.sent("Ausbildung von Lea")
    core.post(f"/messages/{reference}/settle", {"outcome": "accepted"})

    assert core.post(f"/messages/{reference}/settle", {"outcome": "accepted"}).status_code == 409


def test_another_funds_message_is_not_there(lite_desk: Desk) -> None:
    reference = lite_desk.sent("Ausbildung von Lea")
    theirs = core_system(lite_desk.house, "AK Aaretal")

    for act, body in (("take", {}), ("settle", {"outcome": "accepted"}), ("reopen", {"reason": "x"})):
        assert theirs.post(f"/messages/{reference}/{act}", body).status_code == 404
