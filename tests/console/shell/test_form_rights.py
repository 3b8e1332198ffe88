"""Who may fill in, send and read forms, and what happens when a form changes under a draft."""

from __future__ import annotations

import msgspec
from sqlalchemy import select

from console.accounts.models import ThemeRight
from console.forms import service
from console.forms.declarations import Form, Section
from console.forms.fields import Text
from console.forms.models import Draft, OwnForm
from console.forms.revisions import Revision, publish
from console.institutions.sessions import accounts
from tests.support.drafts import ASKED, QUESTION, Filling, asked, begin
from tests.support.house import House, post

OWN = "ch_fund.visit"


def own_form(house: House, *fields: Text, rules: tuple[str, ...] = ()) -> None:
    form = Form(key=OWN, title="Visit", theme="other", sections=(Section("visit", "Visit", fields),))
    revision = publish(form, (), lambda _, message: message)
    revision = Revision(msgspec.structs.replace(revision.form, rules=rules), revision.texts)
    with house.writing() as session:
        service.publish_own(session, "ch_fund", revision)


def raw_of(house: House, filling: Filling) -> dict[str, object]:
    with house.reading() as session:
        return session.scalars(select(Draft.raw).where(Draft.reference == filling.reference)).one()


def test_who_may_only_prepare_is_told_whom_to_ask_and_cannot_send(lite_house: House) -> None:
    filling = asked(lite_house.browser("nora"))
    page = filling.page("check-and-send")

    filling.send("check-and-send", {}, "send")

    assert 'value="send"' not in page
    assert filling.browser.get(filling.url("question")).status_code == 200, "it is still a draft"


def test_drafts_of_others_do_not_exist(lite_house: House) -> None:
    filling = begin(lite_house.browser("luca"), QUESTION)
    nowhere = lite_house.browser("luca").get("/forms/draft/K7QF-2MXR/question")

    for person in ("nora", "petra", "claire", "ruth"):
        browser = lite_house.browser(person)
        for path in (filling.url("question"), f"/forms/draft/{filling.reference}/throw-away"):
            assert browser.get(path).status_code == nowhere.status_code == 404, (person, path)
        assert browser.get(f"/forms/suggest/{filling.reference}?source=company&q=").status_code == 404


def test_what_was_sent_is_read_by_colleagues_and_staff_and_by_nobody_else(lite_house: House) -> None:
    filling = asked(lite_house.browser("luca"))
    sent = filling.send("check-and-send", {}, "send").location

    readers = {
        person: lite_house.browser(person).get(sent).status_code
        for person in ("luca", "nora", "marc", "petra", "ruth")
    }

    assert readers == {"luca": 200, "nora": 200, "marc": 200, "petra": 404, "ruth": 404}


def test_the_menu_shows_announcements_only_to_who_may_prepare_one(lite_house: House) -> None:
    def has_entry(person: str) -> bool:
        return 'href="/forms/"' in lite_house.browser(person).get("/").text

    assert {person: has_entry(person) for person in ("luca", "marc", "heidi", "sofie")} == {
        "luca": True,
        "marc": True,
        "heidi": False,
        "sofie": False,
    }


def test_without_a_level_in_its_theme_a_form_is_not_there(lite_house: House) -> None:
    membership = lite_house.membership("luca").id
    with lite_house.app.app_context():
        wanted = select(ThemeRight).where(ThemeRight.membership_id == membership, ThemeRight.theme == "other")
        for right in accounts().scalars(wanted):
            accounts().delete(right)
        accounts().commit()
    luca = lite_house.browser("luca")

    assert QUESTION not in luca.get("/forms/").text
    assert post(luca, f"/forms/{QUESTION}/new").status_code == 404


def test_all_companies_at_once_begin_nothing(lite_house: House) -> None:
    petra = lite_house.browser("petra")
    post(petra, "/me/mandate", {"mandate": "0"})

    assert "/new" not in petra.get("/forms/").text
    assert post(petra, f"/forms/{QUESTION}/new").status_code == 403


def test_a_draft_follows_a_changed_form_and_shows_what_has_no_place_any_more(lite_house: House) -> None:
    own_form(lite_house, Text("when", "When"), Text("who", "Who comes"))
    filling = begin(lite_house.browser("luca"), OWN)
    filling.send("visit", {"f-when": "Monday", "f-who": "Anna"}, "update")

    own_form(lite_house, Text("when", "When"), Text("where", "Where", required=True))
    page = filling.page("visit")
    filling.send("visit", {"f-where": "Vevey"}, "update")

    assert 'value="Monday"' in page
    assert "Who comes" in page
    assert "Anna" in page
    assert raw_of(lite_house, filling)["who"] == "Anna"
    filling.send("visit", {"f-where": "Vevey"}, "forget")
    assert "who" not in raw_of(lite_house, filling)


def test_a_page_opened_before_the_form_changed_loses_nothing(lite_house: House) -> None:
    own_form(lite_house, Text("who", "Who comes"))
    filling = begin(lite_house.browser("luca"), OWN)
    hidden = filling.hidden("visit")

    own_form(lite_house, Text("where", "Where"))
    filling.send("visit", {"f-who": "Anna"}, "update", hidden=hidden)

    assert raw_of(lite_house, filling)["who"] == "Anna"


def test_a_form_whose_rule_is_not_installed_opens_to_be_read(lite_house: House) -> None:
    own_form(lite_house, Text("who", "Who comes"))
    filling = begin(lite_house.browser("luca"), OWN)
    filling.send("visit", {"f-who": "Anna"}, "update")
    opened_before = filling.hidden("visit")

    own_form(lite_house, Text("who", "Who comes"), rules=("ch_fund.gone@1",))
    answer = filling.browser.get(filling.url("visit"))

    assert answer.status_code == 200
    assert "ch_fund.gone@1" in answer.text
    assert "Anna" in answer.text
    refused = filling.send("visit", {"f-who": "Berta"}, "next", hidden=opened_before)
    assert refused.status_code == 409
    assert "Berta" in refused.text, "to be sent again once the rule is there"


def test_a_closed_form_keeps_its_drafts(lite_house: House) -> None:
    own_form(lite_house, Text("who", "Who comes"))
    filling = begin(lite_house.browser("luca"), OWN)
    filling.send("visit", {"f-who": "Anna"}, "update")
    with lite_house.writing() as session:
        session.scalars(select(OwnForm).where(OwnForm.form_key == OWN)).one().is_open = False

    overview = filling.browser.get("/forms/").text

    assert "Anna" in overview
    assert filling.browser.get(filling.url("visit")).status_code == 404


def test_what_was_sent_is_shown_with_the_form_of_then(lite_house: House) -> None:
    own_form(lite_house, Text("who", "Who comes"))
    filling = begin(lite_house.browser("luca"), OWN)
    filling.send("visit", {"f-who": "Anna"})
    sent = filling.send("check-and-send", {}, "send").location

    own_form(lite_house, Text("where", "Where"))
    page = filling.browser.get(sent).text

    assert "Who comes" in page
    assert "Anna" in page


def test_sending_and_throwing_away_are_journalled_without_what_was_typed(lite_house: House) -> None:
    luca = lite_house.browser("luca")
    asked(luca).send("check-and-send", {}, "send")
    dropped = begin(luca, QUESTION)
    dropped.send("question", ASKED, "update")
    post(luca, f"/forms/draft/{dropped.reference}/throw-away")

    journal = lite_house.browser("claire").get("/journal/").text

    assert "console.form." not in journal, "each line has its sentence"
    assert "Allaitement" not in journal
