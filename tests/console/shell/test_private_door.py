"""A link alone opens nothing: what stands before it, who comes in, and what guessing costs."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from console.audit.models import AuditEntry
from console.base import clock
from console.mailbox import service
from console.private import service as private
from tests.support.house import House
from tests.support.outbox import later
from tests.support.private import LEA, Phone, carried, delegated, phone_of, sent_codes


@pytest.fixture
def phone(lite_house: House) -> Phone:
    return phone_of(lite_house)


def lines(phone: Phone) -> list[str]:
    """Give what the journal says of the person, in its order."""
    with phone.mailbox.house.reading() as session:
        asked = select(AuditEntry.action).order_by(AuditEntry.id)
        found = session.scalars(asked.where(AuditEntry.action.startswith("console.private.")))
        return [one.removeprefix("console.private.") for one in found]


def is_in(phone: Phone) -> bool:
    return 'name="f-avs"' in phone.browser.get(phone.step("child")).text


def test_the_door_says_whose_it_is_who_asks_and_until_when_and_nothing_of_the_matter(phone: Phone) -> None:
    page = phone.browser.get(phone.door).text

    assert "Caisse de compensation" in page
    assert "Atelier Fictif SA" in page
    for secret in ("Ausbildung", "Lea", "Exemple", "aline", LEA, "2008", phone.reference):
        assert secret not in page.split("<main", 1)[1]
    assert lines(phone) == ["opened"]


def test_a_link_that_never_was_or_is_withdrawn_answers_as_any_unknown_address(phone: Phone) -> None:
    guessed = phone.browser.get("/private/abcdefghijklmnopqrstuvwxyz0123456789ABCDEFG")
    phone.mailbox.do(phone.mailbox.user(), service.withdraw, phone.reference)
    withdrawn = phone.browser.get(phone.door)
    unknown = phone.browser.get("/there-is-no-such-page")

    assert (guessed.status_code, withdrawn.status_code) == (404, 404)
    assert withdrawn.text.count("<h1>") == guessed.text.count("<h1>") == unknown.text.count("<h1>")
    assert "Atelier" not in withdrawn.text


def test_guessing_links_is_stopped_by_address(phone: Phone) -> None:
    statuses = [phone.browser.get(f"/private/guess-number-{n}").status_code for n in range(7)]

    assert statuses == [404] * 5 + [429] * 2
    assert phone.browser.get(phone.door).status_code == 200


def test_an_expired_link_says_whom_to_ask_and_opens_nothing(phone: Phone) -> None:
    with later(timedelta(days=31)):
        answer = phone.browser.get(phone.door)
        tried = phone.browser.post(phone.door, data={"do": "open", "csrf_token": "none"})

    assert answer.status_code == 410
    assert "Atelier Fictif SA" in answer.text
    assert 'name="birth"' not in answer.text
    assert tried.status_code == 400


def test_birth_and_number_open_her_part_and_the_journal_knows_how(house: House) -> None:
    phone = phone_of(house)

    answer = phone.identify()

    assert answer.location == f"{phone.door}/start"
    assert is_in(phone)
    assert lines(phone) == ["opened", "identified"]
    with house.reading() as session:
        testimony = private.testimony(session, phone.delegation)
    assert testimony is not None
    assert testimony.way == "birth_number"


def test_without_identification_no_page_behind_the_door_opens(phone: Phone) -> None:
    for path in ("/start", "/step/child", "/sent", "/proof", "/document/K7QF-2MXR", "/recall"):
        page = phone.browser.get(phone.door + path)
        assert (page.status_code, 'name="f-avs"' in page.text) == (200, False), path
        assert 'name="birth"' in page.text


def test_another_browser_with_the_same_link_must_identify_itself(phone: Phone) -> None:
    phone.identify()
    other = phone.mailbox.house.stranger()

    assert 'name="f-avs"' not in other.get(phone.step("child")).text


def test_her_visit_opens_no_page_of_the_console(phone: Phone) -> None:
    phone.identify()

    for path in ("/", "/mailbox/", "/forms/", "/dossiers/", f"/mailbox/message/{phone.reference}"):
        assert phone.browser.get(path).status_code in (303, 302, 308, 404), path


def test_the_employer_gets_nowhere_with_the_code_that_he_sent_to_his_own_address(phone: Phone) -> None:
    code = phone.code()
    alone = phone.post(phone.door, {"way": "code_email", "code": code, "number": "", "do": "open"})
    as_sms = phone.post(phone.door, {"way": "code_sms", "code": code, "do": "open"})
    guessed = phone.post(
        phone.door, {"way": "code_email", "code": code, "number": "7560000000000", "do": "open"}
    )

    assert (alone.status_code, as_sms.status_code, guessed.status_code) == (422, 422, 422)
    assert not is_in(phone)


def test_a_code_by_email_opens_together_with_the_number(phone: Phone) -> None:
    code = phone.code()

    assert (
        phone.post(phone.door, {"way": "code_email", "code": code, "number": LEA, "do": "open"}).status_code
        == 303
    )
    assert is_in(phone)


def test_a_code_opens_once_for_ten_minutes_and_only_its_own_link(lite_house: House) -> None:
    phone = phone_of(lite_house)
    other = delegated(phone.mailbox, phone.mails)
    code = phone.code()

    elsewhere = other.post(other.door, {"way": "code_email", "code": code, "number": LEA, "do": "open"})
    with later(timedelta(minutes=11)):
        late = phone.post(phone.door, {"way": "code_email", "code": code, "number": LEA, "do": "open"})
        fresh = phone.code()
        first = phone.post(phone.door, {"way": "code_email", "code": fresh, "number": LEA, "do": "open"})
        stolen = lite_house.stranger()
        hidden = carried(stolen.get(phone.door).text)
        replay = stolen.post(
            phone.door, data={**hidden, "way": "code_email", "code": fresh, "number": LEA, "do": "open"}
        )

    assert (elsewhere.status_code, late.status_code, first.status_code, replay.status_code) == (
        422,
        422,
        303,
        422,
    )


def test_a_new_code_ends_the_one_before_and_a_fourth_within_the_hour_is_refused(phone: Phone) -> None:
    first = phone.code()
    phone.code()
    old = phone.post(phone.door, {"way": "code_email", "code": first, "number": LEA, "do": "open"})
    phone.code()
    fourth = phone.post(phone.door, {"way": "code_email", "do": "code"})

    assert (old.status_code, fourth.status_code) == (422, 429)
    assert len(sent_codes(phone)) == 3


def test_the_fifth_wrong_try_locks_the_link_until_it_is_sent_again(house: House) -> None:
    phone = phone_of(house)
    moment, hidden = clock.now(), phone.hidden(phone.door)
    statuses = []
    for n in range(5):
        with clock.at(moment + timedelta(minutes=2 * n)):
            statuses.append(phone.identify(birth="1.1.2001").status_code)
    with clock.at(moment + timedelta(hours=30)):
        right = phone.identify(hidden=hidden)
        with phone.mailbox.acting(phone.mailbox.user()) as session:
            assert private.is_locked(session, phone.delegation)
            phone.token = service.resend(session, phone.mailbox.user(), phone.reference).token
        again = phone.identify()

    assert statuses == [422, 422, 422, 422, 429]
    assert (right.status_code, again.status_code) == (429, 303)
    assert "locked" in lines(phone)


def test_after_the_second_wrong_try_the_next_one_has_to_wait(phone: Phone) -> None:
    moment = clock.now()
    with clock.at(moment):
        statuses = [phone.identify(birth="1.1.2001").status_code for _ in range(3)]
        too_soon = phone.identify()
    with clock.at(moment + timedelta(seconds=6)):
        in_time = phone.identify()

    assert statuses == [422, 422, 429]
    assert (too_soon.status_code, in_time.status_code) == (429, 303)


def test_who_is_not_known_at_all_is_told_whom_to_ask(lite_house: House) -> None:
    phone = phone_of(lite_house, number="", prefill={})

    answer = phone.browser.get(phone.door)

    assert answer.status_code == 409
    assert "Atelier Fictif SA" in answer.text


def test_half_an_hour_without_a_sign_of_life_ends_the_visit(phone: Phone) -> None:
    moment = clock.now()
    phone.identify()
    with clock.at(moment + timedelta(minutes=20)):
        assert is_in(phone)
    with clock.at(moment + timedelta(minutes=45)):
        assert is_in(phone)
    with clock.at(moment + timedelta(minutes=80)):
        assert not is_in(phone)


def test_two_links_in_one_browser_do_not_get_mixed_up(lite_house: House) -> None:
    first = phone_of(lite_house)
    second = delegated(first.mailbox, first.mails)
    second.browser = first.browser
    first.identify()
    second.identify()
    first.post(first.step("child"), {"f-given_name": "Lea", "do": "next"})
    second.post(second.step("child"), {"f-given_name": "Noé", "do": "next"})

    assert (first.raw() or {})["given_name"] == "Lea"
    assert (second.raw() or {})["given_name"] == "Noé"


def test_the_link_is_not_written_into_the_log(phone: Phone, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO", logger="guichet.request"):
        phone.browser.get(phone.step("child"))

    assert caplog.text
    assert phone.token not in caplog.text


def test_a_birth_with_two_figures_of_the_year_is_asked_again_and_costs_no_try(phone: Phone) -> None:
    answer = phone.identify(birth="14.5.08")

    assert answer.status_code == 422
    assert "failed" not in lines(phone)
