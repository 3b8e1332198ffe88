"""A person fills in her part, nothing of it is lost or doubled, and nobody else reads it."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from console.audit.models import AuditEntry
from console.base import clock
from console.documents.models import StoredFile
from console.forms.models import Submission
from console.mailbox import service
from console.mailbox.models import PrivatePart
from console.mailbox.service import State
from console.private.models import PrivateDoor, PrivateFile
from tests.support.house import House
from tests.support.mailbox import sending
from tests.support.private import CHILD, PICTURE, TRAINED, Phone, carried, delegated, phone_of


@pytest.fixture
def phone(lite_house: House) -> Phone:
    found = phone_of(lite_house)
    found.identify()
    return found


def own(phone: Phone, model: Any) -> list[Any]:
    with phone.mailbox.house.reading() as session:
        return list(session.scalars(select(model)))


def file_of(phone: Phone) -> str:
    return str(own(phone, PrivateFile)[0].reference)


def sent_rows(phone: Phone) -> list[Submission]:
    with phone.mailbox.house.reading() as session:
        asked = select(Submission).where(Submission.send_key.startswith("person:"))
        return list(session.scalars(asked))


def test_from_the_link_to_the_proof_she_needs_no_account(house: House) -> None:
    phone = phone_of(house)
    phone.identify()
    phone.fill()

    answer = phone.send()
    page = phone.browser.get(answer.location).text

    assert answer.location == f"{phone.door}/sent"
    assert phone.reference in page
    assert "Gymnase de Nyon" in page
    assert "carte.png" in page
    assert phone.mailbox.state(phone.reference) == State.SENT
    (sent,) = sent_rows(phone)
    assert sent.company_id is None
    assert sent.user_name == "Aline Exemple"
    assert own(phone, PrivateDoor)[0].agreed_at is not None


def test_what_the_institution_knew_stands_in_it_already(phone: Phone) -> None:
    page = phone.browser.get(phone.step("child")).text

    assert "756.1234.5678.97" in page
    assert "2008" in page


def test_each_step_is_saved_and_found_again_in_another_browser(phone: Phone) -> None:
    phone.post(phone.step("child"), {**CHILD, "do": "next"})
    phone.browser = phone.mailbox.house.stranger()
    phone.identify()

    assert phone.browser.get(f"{phone.door}/start").location == phone.step("training")
    assert 'value="Exemple"' in phone.browser.get(phone.step("child")).text


def test_nothing_is_sent_before_she_agrees_and_what_she_typed_stays(phone: Phone) -> None:
    phone.fill()

    answer = phone.post(phone.step("check-and-send"), {"do": "send"})

    assert answer.status_code == 200
    assert 'id="agree-fault"' in answer.text
    assert phone.mailbox.state(phone.reference) == State.DELEGATED


def test_what_is_missing_is_shown_on_the_last_page_and_not_sent(phone: Phone) -> None:
    answer = phone.send()

    assert answer.location == phone.step("check-and-send")
    assert "g-summary" in phone.browser.get(answer.location).text
    assert phone.mailbox.state(phone.reference) == State.DELEGATED


def test_a_double_tap_and_a_second_tab_send_once(house: House) -> None:
    phone = phone_of(house)
    phone.identify()
    phone.fill()
    one, two = phone.hidden(phone.step("check-and-send")), phone.hidden(phone.step("check-and-send"))

    answers = [phone.send(hidden=hidden) for hidden in (one, one, two)]

    assert {answer.location for answer in answers} == {f"{phone.door}/sent"}
    assert len(sent_rows(phone)) == 1


def test_what_two_tabs_saved_is_shown_side_by_side(phone: Phone) -> None:
    hidden = phone.hidden(phone.step("child"))
    phone.post(phone.step("child"), {"f-given_name": "Lea", "do": "next"}, hidden=hidden)
    answer = phone.post(phone.step("child"), {"f-given_name": "Léa", "do": "next"}, hidden=hidden)

    assert answer.status_code == 409
    assert "Lea" in answer.text
    assert "Léa" in answer.text
    assert (phone.raw() or {})["given_name"] == "Lea"

    chosen = carried(answer.text) | {"keep-given_name": ["mine"]}
    phone.browser.post(phone.step("child"), data=chosen)
    assert (phone.raw() or {})["given_name"] == "Léa"


def test_what_was_typed_when_the_visit_ended_is_saved_after_identifying_again(phone: Phone) -> None:
    hidden, moment = phone.hidden(phone.step("child")), clock.now()
    with clock.at(moment + timedelta(hours=1)):
        refused = phone.post(phone.step("child"), {**CHILD, "do": "next"}, hidden=hidden)
        again = phone.identify(hidden=carried(refused.text))
        phone.browser.post(phone.step("child"), data=carried(again.text))

    assert (refused.status_code, again.status_code) == (401, 200)
    assert (phone.raw() or {})["family_name"] == "Exemple"


def test_what_somebody_else_typed_into_her_address_is_not_taken_up(phone: Phone) -> None:
    stranger = phone.mailbox.house.stranger()
    hidden = carried(stranger.get(phone.step("child")).text)
    refused = stranger.post(phone.step("child"), data={**hidden, **CHILD, "do": "next"})

    assert refused.status_code == 200
    assert "kept" not in carried(refused.text) or carried(refused.text)["kept"] == [""]
    assert phone.raw() is None


def test_a_withdrawal_while_she_fills_in_is_said_and_nothing_is_stored(phone: Phone) -> None:
    hidden = phone.hidden(phone.step("child"))
    phone.mailbox.do(phone.mailbox.user(), service.withdraw, phone.reference)

    answer = phone.post(phone.step("child"), {**CHILD, "do": "next"}, hidden=hidden)

    assert answer.status_code == 410
    assert "Atelier Fictif SA" in answer.text
    assert own(phone, PrivatePart) == []


def test_a_link_that_expires_while_she_fills_in_stores_nothing_and_says_whom_to_ask(phone: Phone) -> None:
    moment = clock.now()
    with clock.at(moment + timedelta(days=29, hours=23, minutes=50)):
        phone.identify()
        hidden = phone.hidden(phone.step("child"))
    with clock.at(moment + timedelta(days=30, minutes=5)):
        answer = phone.post(phone.step("child"), {**CHILD, "do": "next"}, hidden=hidden)

    assert answer.status_code == 410
    assert "Atelier Fictif SA" in answer.text
    assert own(phone, PrivatePart) == []


def test_a_new_link_does_not_throw_her_out_of_what_she_is_doing(phone: Phone) -> None:
    hidden = phone.hidden(phone.step("child"))
    phone.mailbox.do(phone.mailbox.user(), service.resend, phone.reference)

    phone.post(phone.step("child"), {**CHILD, "do": "next"}, hidden=hidden)

    assert (phone.raw() or {})["family_name"] == "Exemple"


def test_her_photo_is_for_the_institution_once_it_is_sent_and_never_for_the_company(house: House) -> None:
    phone = phone_of(house, company="41002")
    phone.identify()
    phone.fill()
    file = file_of(phone)
    address = f"/mailbox/message/{phone.reference}/document/{file}"
    before = house.browser("claire").get(address).status_code
    phone.send()
    (sent,) = sent_rows(phone)
    luca = house.browser("luca")

    assert (before, house.browser("claire").get(address).status_code) == (404, 200)
    for path in (address, f"/forms/sent/{sent.reference}", f"/forms/sent/{sent.reference}/document/{file}"):
        assert luca.get(path).status_code == 404, path
    shown = luca.get(f"/mailbox/message/{phone.reference}").text
    assert "Gymnase de Nyon" not in shown
    assert "carte.png" not in shown
    assert phone.browser.get(f"{phone.door}/document/{file}").data.startswith(b"\x89PNG")
    with phone.mailbox.acting(phone.mailbox.user(), writes=False) as session:
        assert not session.scalars(select(StoredFile).where(StoredFile.reference == file)).all()
        assert not session.scalars(select(PrivateFile)).all()
        assert not session.scalars(select(Submission).where(Submission.id == sent.id)).all()


def test_another_persons_document_cannot_be_named_nor_fetched(lite_house: House) -> None:
    other = phone_of(lite_house)
    other.identify()
    other.fill()
    file = file_of(other)
    phone = delegated(other.mailbox, other.mails)
    phone.identify()
    phone.post(phone.step("child"), {**CHILD, "do": "next"})
    phone.post(phone.step("training"), {**TRAINED, "f-proof": file, "do": "next"})

    answer = phone.send()

    assert answer.location == phone.step("check-and-send")
    assert phone.browser.get(f"{phone.door}/document/{file}").status_code == 404
    assert "carte.png" not in phone.browser.get(phone.step("training")).text
    assert phone.mailbox.state(phone.reference) == State.DELEGATED


def test_a_document_that_is_none_of_the_asked_kinds_is_refused_with_a_reason(phone: Phone) -> None:
    answer = phone.upload("carte.pdf", b"MZ" + bytes(300))
    page = phone.browser.get(answer.location).text

    assert "carte.pdf" in page
    assert "g-fault" in page
    assert own(phone, PrivateFile) == []


def test_refusals_of_long_names_fit_the_cookie(phone: Phone) -> None:
    phone.identify()

    answer = phone.upload("".join(map(chr, range(0x4E00, 0x5800))) + ".svg", b"<svg onload=alert(1)>")

    assert len(answer.headers["Set-Cookie"]) < 4093


def test_who_got_the_link_by_mistake_does_not_learn_that_the_right_person_has_answered(
    phone: Phone,
) -> None:
    phone.identify()
    mailbox = phone.mailbox
    with mailbox.acting(mailbox.user()) as session:
        issued = service.correct_address(session, mailbox.user(), phone.reference, "aline@example.org")
        aline = mailbox.person(issued.delegation.id)
    mailbox.do(aline, service.person_send, sending("key"))

    for path in ("/start", "/step/child", "/sent", "/proof"):
        answer = phone.browser.get(phone.door + path, follow_redirects=True)
        assert answer.status_code == 410
        assert "already sent" not in answer.text


def test_a_photo_she_chose_is_kept_whichever_button_she_presses(phone: Phone) -> None:
    typed = {**TRAINED, "file-proof": (io.BytesIO(PICTURE), "carte.png"), "do": "next"}

    phone.post(phone.step("training"), typed, content_type="multipart/form-data")

    assert (phone.raw() or {})["proof"] == [file_of(phone)]


def test_she_takes_back_what_nobody_has_taken_and_then_has_no_way_in(phone: Phone) -> None:
    phone.fill()
    phone.send()

    answer = phone.post(f"{phone.door}/recall", {})

    assert answer.status_code == 200
    assert phone.mailbox.state(phone.reference) == State.DRAFT
    assert phone.browser.get(phone.step("child")).status_code in (200, 404)
    assert 'name="f-avs"' not in phone.browser.get(phone.step("child")).text


def test_what_the_institution_took_in_hand_cannot_be_taken_back(phone: Phone) -> None:
    phone.fill()
    phone.send()
    phone.mailbox.do(phone.mailbox.fund, service.take, phone.reference)

    assert "/recall" not in phone.browser.get(f"{phone.door}/sent").text
    assert phone.post(f"{phone.door}/recall", {}).status_code == 409
    assert phone.mailbox.state(phone.reference) == State.SENT


def test_saving_by_itself_answers_in_short(phone: Phone) -> None:
    answer = phone.post(phone.step("child"), {**CHILD, "do": "save"})

    assert set(answer.get_json()) == {"base", "said"}


def test_save_and_leave_ends_the_visit_and_keeps_all(phone: Phone) -> None:
    answer = phone.post(phone.step("child"), {**CHILD, "do": "leave"})

    assert answer.location == f"{phone.door}/left"
    assert phone.browser.get(answer.location).status_code == 200
    assert 'name="f-avs"' not in phone.browser.get(phone.step("child")).text
    assert (phone.raw() or {})["family_name"] == "Exemple"


def test_her_acts_are_in_the_journal_under_her_name(phone: Phone) -> None:
    phone.fill()
    phone.send()
    with phone.mailbox.house.reading() as session:
        found = session.execute(select(AuditEntry.action, AuditEntry.actor_name)).all()

    by_aline = {action for action, name in found if name == "Aline Exemple"}
    assert {
        "console.message.person_save",
        "console.message.person_send",
        "console.private.agreed",
    } <= by_aline


def test_the_page_speaks_the_language_she_chooses(phone: Phone) -> None:
    hidden = carried(phone.browser.get(phone.step("child")).text)
    phone.browser.post("/me/language", data={**hidden, "language": "de", "next": phone.step("child")})

    assert '<html lang="de"' in phone.browser.get(phone.step("child")).text
