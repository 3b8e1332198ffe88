"""What the staff do with one message, and what they begin."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import func, select

from console.accounts import service as people
from console.accounts.models import Membership
from console.base import clock
from console.desk import keeping
from console.desk.keeping import Option
from console.desk.models import StandardAnswer
from console.dossiers import service as dossiers
from console.hooks.declarations import Level
from console.institutions.sessions import accounts
from console.mailbox import queries, service
from console.mailbox.models import Message
from console.mailbox.service import Opening, State
from console.parties.models import Company
from console.shell.desk.panel import desk_panel
from tests.contract.routes import ask_every_page
from tests.contract.secret import OWN_KEYS
from tests.support.desk import Desk, desk_of
from tests.support.house import House, post
from tests.support.mailbox import ACCOUNTING, ALLOWANCES, TRAINING

SECRET = "Nachfragen-bei-der-Amtsstelle"
NEW = {
    "company": "41002",
    "theme": ALLOWANCES,
    "type": TRAINING,
    "subject": "Ausbildung von Lea",
    "text": "Bitte bestätigen.",
    "person": "Lea Exemple",
    "person_number": "756.1234.5678.97",
    "delegable": "y",
}


@pytest.fixture
def desk(lite_house: House) -> Desk:
    return desk_of(lite_house)


@pytest.fixture
def marc(desk: Desk) -> FlaskClient:
    return desk.house.browser("marc")


def number(desk: Desk) -> int:
    with desk.house.reading() as session:
        return session.scalar(select(func.count()).select_from(Message)) or 0


def requested(desk: Desk, **more: Any) -> str:
    with desk.house.writing() as session:
        opening = Opening(desk.companies["41002"], ALLOWANCES, TRAINING, "Ausbildung", **more)
        return str(service.request(session, desk.staff("marc"), opening).reference)


def answer(desk: Desk, language: str, title: str, text: str, theme: str = ALLOWANCES) -> int:
    with desk.house.writing() as session:
        row = StandardAnswer(theme="")
        values = {"theme": theme, "language": language, "title": title, "text": text}
        keeping.keep_answer(session, desk.staff("marc"), row, values)
        return row.id


def test_a_message_is_taken_given_on_settled_and_reopened(desk: Desk) -> None:
    reference = desk.sent("Ausbildung von Lea")
    desk.do("marc", reference, "take")
    assert desk.message(reference).assigned_to == desk.key("marc")
    desk.do("marc", reference, "assign", to=str(desk.key("anna")))
    assert desk.message(reference).assigned_to == desk.key("anna")
    assert desk.do("anna", reference, "settle", outcome="refused", text="").status_code == 422
    desk.do("anna", reference, "settle", outcome="refused", text="Beleg fehlt")
    assert desk.message(reference).outcome == "refused"
    desk.do("anna", reference, "reopen", text="Beleg ist da")
    assert desk.message(reference).state == State.SENT


def test_a_question_lands_in_the_inbox_once_however_often_one_clicks(desk: Desk, marc: FlaskClient) -> None:
    reference = desk.sent("Ausbildung von Lea")
    typed = {"subject": "Beleg", "text": "Wo ist er?", "due": "31.12.2199", "once": "one-key"}
    before = number(desk)
    for _ in range(2):
        assert desk.do("marc", reference, "ask", **typed).status_code == 303

    assert number(desk) == before + 1
    assert desk.do("marc", reference, "ask", **typed | {"once": "b", "due": "31.02.2027"}).status_code == 422
    assert desk.do("marc", reference, "ask", **typed | {"once": "c", "due": "01.01.2020"}).status_code == 422


def test_a_note_is_kept_once_however_often_one_clicks(desk: Desk) -> None:
    reference = desk.sent("Ausbildung von Lea")
    for _ in range(2):
        desk.do("marc", reference, "note", text=SECRET, once="one-key")

    with desk.house.reading() as session:
        found = queries.notes(session, desk.staff("anna"), desk.message(reference))
        assert [note.text for note in found] == [SECRET]


def test_settling_leads_to_the_next_one_and_a_second_click_to_the_same(desk: Desk) -> None:
    first, second = desk.sent("Eins", days=3), desk.sent("Zwei", days=2)
    desk.sent("Drei", days=1)
    typed = {"outcome": "accepted", "do": "next", "once": "one-key"}

    assert desk.do("marc", first, "settle", **typed).location.endswith(second)
    assert desk.do("marc", first, "settle", **typed).location.endswith(second)
    assert desk.message(second).state == State.SENT


def test_a_request_is_withdrawn_with_a_question_before(desk: Desk, marc: FlaskClient) -> None:
    reference = requested(desk)
    assert marc.get(f"/desk/message/{reference}/withdraw").status_code == 200
    desk.do("marc", reference, "withdraw")

    assert desk.message(reference).is_withdrawn
    assert desk.do("marc", reference, "withdraw").status_code == 409


def test_what_a_state_does_not_allow_has_no_page(desk: Desk, marc: FlaskClient) -> None:
    reference = requested(desk)

    for act in ("take", "assign", "ask", "settle", "confirm", "drop", "reopen"):
        assert marc.get(f"/desk/message/{reference}/{act}").status_code == 409, act
    assert marc.get("/desk/message/AAAA-BBBB/take").status_code == 404


def test_the_same_person_is_refused_as_second_in_two_tabs(desk: Desk) -> None:
    desk.set_up(ALLOWANCES, Option(needs_second=True))
    reference = desk.sent("Ausbildung von Lea")
    desk.do("marc", reference, "settle", outcome="accepted", once="tab-1")
    second = desk.do("marc", reference, "settle", outcome="accepted", once="tab-2")
    shown = desk.house.browser("marc").get(f"/desk/message/{reference}/confirm").text
    proposal = re.search(r'name="proposal" value="(\d+)"', shown).group(1)  # type: ignore[union-attr]
    third = desk.do("marc", reference, "confirm", proposal=proposal)

    assert (second.status_code, third.status_code) == (409, 409)
    assert desk.message(reference).state == State.SENT
    assert desk.do("anna", reference, "confirm", proposal="999").status_code == 409
    assert desk.do("anna", reference, "confirm", proposal=proposal).status_code == 303
    assert desk.message(reference).state == State.DONE


def test_the_companys_language_comes_first_and_an_answer_goes_into_the_text(
    desk: Desk, marc: FlaskClient
) -> None:
    german = answer(desk, "de", "Beleg fehlt", "Bitte senden Sie den Beleg.")
    answer(desk, "fr", "Pièce manquante", "Veuillez envoyer la pièce.")
    answer(desk, "fr", "Autre thème", "Rien", ACCOUNTING)
    reference = desk.sent("Ausbildung von Lea")
    page = marc.get(f"/desk/message/{reference}/settle").text

    assert page.index("Pièce manquante") < page.index("Beleg fehlt (Deutsch)")
    assert "Autre thème" not in page
    filled = desk.do("marc", reference, "settle", do="insert", answer=str(german), text="Guten Tag")
    assert re.search(r">\s*Guten Tag\s+Bitte senden Sie den Beleg.</textarea>", filled.text)
    assert desk.message(reference).state == State.SENT


def test_assigning_to_an_absent_colleague_names_the_substitute(desk: Desk, marc: FlaskClient) -> None:
    reference = desk.sent("Ausbildung von Lea")
    today = clock.today("Europe/Zurich")
    with desk.house.writing() as session:
        keeping.be_absent(session, desk.staff("anna"), today, today, desk.key("claire"), today)
    desk.post(marc, f"/desk/message/{reference}/assign", to=str(desk.key("anna")))

    assert "Claire Favre" in marc.get("/desk/").text.split("<main")[1].split("g-lead")[0]


def test_a_new_request_is_made_once_and_lies_in_the_companys_inbox(desk: Desk, marc: FlaskClient) -> None:
    before = number(desk)
    first = desk.post(marc, "/desk/new", **NEW, once="one-key")
    second = desk.post(marc, "/desk/new", **NEW, once="one-key")

    assert first.location == second.location
    assert number(desk) == before + 1
    found = desk.message(first.location.rsplit("/", 1)[1])
    assert (found.state, found.person_number, found.is_delegable) == (State.INBOX, "7561234567897", True)


@pytest.mark.parametrize(
    "changed",
    [{"company": "99999"}, {"company": ""}, {"theme": ACCOUNTING}, {"type": "ch_fund.nothing"}, {"subject": ""},
     {"due": "x"}, {"due": "1.1.2020"}, {"subject": "x" * 201}, {"person_number": "x" * 21}, {"theme": "ch_fund.x"}],
)  # fmt: skip
def test_a_faulty_request_keeps_what_was_typed(
    desk: Desk, marc: FlaskClient, changed: dict[str, str]
) -> None:
    before = number(desk)
    page = desk.post(marc, "/desk/new", **NEW | changed)

    assert page.status_code == 422
    assert "Lea Exemple" in page.text
    assert number(desk) == before


def test_a_company_that_receives_requests_by_post_gets_none_here(desk: Desk, marc: FlaskClient) -> None:
    with desk.house.writing() as session:
        company = session.get_one(Company, desk.companies["41002"])
        dossiers.choose_receipt(session, company, {"request": "post"}, by="Luca")
    with clock.at(clock.now() + timedelta(days=1)):
        refused = desk.post(desk.house.browser("marc"), "/desk/new", **NEW)

    assert refused.status_code == 409
    assert desk.post(marc, "/desk/new", **NEW | {"company": "41017"}).status_code == 303


@pytest.mark.parametrize("kind", ["query", "notice"])
def test_questions_and_notices_need_no_form(desk: Desk, marc: FlaskClient, kind: str) -> None:
    made = desk.post(marc, "/desk/new", **NEW | {"type": kind, "theme": ACCOUNTING})

    assert desk.message(made.location.rsplit("/", 1)[1]).type == kind


def test_mail_is_registered_by_choosing_company_channel_and_form(desk: Desk, marc: FlaskClient) -> None:
    page = marc.get("/desk/register?company=41002&channel=post").text

    assert f'action="/forms/{TRAINING}/new"' in page
    assert 'name="company" value="41002"' in page
    assert 'name="channel" value="post"' in page
    assert marc.get("/desk/register?company=nobody&channel=post").status_code == 422
    assert marc.get("/desk/register?company=41002&channel=owl").status_code == 422


def test_the_panel_offers_what_the_state_allows_and_shows_the_notes(desk: Desk) -> None:
    reference = desk.sent("Ausbildung von Lea")
    desk.do("marc", reference, "note", text=SECRET)
    page = desk.house.browser("marc").get(f"/mailbox/message/{reference}").text

    assert SECRET in page
    assert f"/desk/message/{reference}/settle" in page
    assert f"/desk/message/{reference}/reopen" not in page


def test_nobody_but_the_staff_gets_a_panel(desk: Desk) -> None:
    reference = desk.sent("Ausbildung von Lea")
    with desk.house.app.test_request_context(), desk.house.reading() as session:
        message, sight = queries.message_of(session, desk.user(), reference)
        assert desk_panel(desk.user(), message, sight) is None


def test_a_note_stands_on_no_page_of_the_company(desk: Desk) -> None:
    reference = desk.sent("Ausbildung von Lea")
    desk.do("marc", reference, "note", text=SECRET)
    desk.do("marc", reference, "settle", outcome="accepted")
    luca = desk.house.browser("luca")

    asked = ask_every_page(desk.house.app, luca, search=SECRET[:12], numbers=OWN_KEYS[:1])
    found = [one.path for one in asked if SECRET in one.text]
    assert found == []
    assert SECRET not in luca.get(f"/mailbox/message/{reference}").text


@pytest.mark.parametrize("who", ["luca", "nora", "petra"])
def test_to_a_companys_people_the_desk_is_an_unknown_address(desk: Desk, who: str) -> None:
    reference = desk.sent("Ausbildung von Lea")
    browser = desk.house.browser(who)
    rules = [rule for rule in desk.house.app.url_map.iter_rules() if rule.endpoint.startswith("Desk")]
    values = {"reference": reference, "act": "take", "pk": 1, "theme": ALLOWANCES}
    assert len(rules) > 12
    for rule in rules:
        path = rule.build({name: values[name] for name in rule.arguments})[1]  # type: ignore[index]
        for method in {"GET", "POST"} & set(rule.methods or ()):
            asked = browser.get(path) if method == "GET" else post(browser, path)
            assert asked.status_code == 404, (method, path)


def test_who_works_in_no_theme_of_a_message_does_not_find_it(desk: Desk) -> None:
    reference = desk.sent("Ausbildung von Lea")
    with desk.house.app.test_request_context():
        membership = accounts().get_one(Membership, desk.house.membership("anna").id)
        people.set_theme_rights(membership, {("ch_fund", "accounting"): Level.SEND})
        accounts().commit()
    anna = desk.house.browser("anna")

    assert reference not in anna.get("/desk/").text
    assert anna.get(f"/desk/message/{reference}/note").status_code == 404
    assert desk.post(anna, "/desk/next").location.endswith("/desk/")
    assert desk.house.browser("heidi").get("/desk/").status_code == 403
