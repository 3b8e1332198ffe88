"""The old level of a password only: announcements, the contact form and one's own sendings; no mailbox, no dossier."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from console.accounts.policies import Asked
from console.forms.models import Submission
from console.mailbox.models import Message
from tests.support.drafts import ANSWERED, ASKED, ENTRY, QUESTION, TRAINING, asked, begin
from tests.support.house import House, post
from tests.support.rules import ask_for, pass_factor

NOT_OPEN = (
    "/mailbox/",
    "/mailbox/inbox",
    "/mailbox/search",
    "/dossiers/",
    "/ch_fund/employee/list/",
    "/users/",
)


@pytest.fixture
def old(lite_house: House) -> House:
    """Give a house whose first fund keeps the old level."""
    ask_for(lite_house, Asked.BASIC)
    return lite_house


def sendings(house: House) -> int:
    with house.reading() as session:
        return session.scalar(select(func.count(Submission.id))) or 0


@pytest.mark.parametrize("path", NOT_OPEN)
def test_with_a_password_only_mailbox_dossiers_and_lists_answer_like_nothing(old: House, path: str) -> None:
    luca = old.browser("luca")

    assert luca.get(path).status_code == 404
    pass_factor(old, "luca")
    assert luca.get(path, follow_redirects=True).status_code == 200


def test_the_navigation_offers_announcements_and_help_and_says_what_is_missing(old: House) -> None:
    page = old.browser("luca").get("/").text

    for path in ("/forms/", "/information/", "/me/factors/"):
        assert f'href="{path}"' in page
    for path in ("/mailbox/", "/dossiers/", "/users/", "/ch_fund/"):
        assert f'href="{path}' not in page


def test_announcements_of_old_and_the_question_are_open_and_the_others_are_not(old: House) -> None:
    luca = old.browser("luca")

    assert [post(luca, f"/forms/{key}/new").status_code for key in (ENTRY, QUESTION, TRAINING)] == [
        303,
        303,
        404,
    ]
    page = luca.get("/forms/").text
    assert TRAINING not in page


def test_what_is_sent_reaches_the_institution_and_stands_in_the_list_of_ones_own(old: House) -> None:
    filling = asked(old.browser("luca"))

    sent = filling.send("check-and-send", {}, "send")

    assert sent.location.startswith("/forms/sent/")
    assert "Allaitement" in filling.browser.get(sent.location).text
    assert sent.location in filling.browser.get("/forms/").text
    with old.reading() as session:
        message = session.scalars(select(Message).order_by(Message.id.desc())).first()
        assert message is not None
        assert (message.state, message.subject) == ("SENT", "Allaitement")
    assert filling.browser.get(f"/mailbox/message/{message.reference}").status_code == 404


def test_pressing_send_twice_leads_to_what_was_sent(old: House) -> None:
    filling = asked(old.browser("luca"))
    hidden, before = filling.hidden("check-and-send"), sendings(old)
    first = filling.send("check-and-send", {}, "send")

    second = filling.send("check-and-send", {}, "send", hidden=hidden)

    assert second.location == first.location
    assert sendings(old) == before + 1


def test_a_colleagues_sending_is_nobody_elses(old: House) -> None:
    sent = asked(old.browser("luca")).send("check-and-send", {}, "send").location
    nora = old.browser("nora")

    unknown = nora.get("/forms/sent/ZZZZ-ZZZZ")
    for path in (sent, f"{sent}/paper.pdf", f"{sent}/values.json"):
        assert nora.get(path).status_code == unknown.status_code == 404
    assert sent not in nora.get("/forms/").text


def test_what_is_saved_stays_her_own_draft(old: House) -> None:
    filling = begin(old.browser("luca"), QUESTION)

    assert filling.send("question", ASKED, "leave").location == "/forms/"
    assert filling.reference in filling.browser.get("/forms/").text
    filling.send("answer", ANSWERED)
    assert filling.send("check-and-send", {}, "send").location.startswith("/forms/sent/")


def test_the_institutions_own_staff_are_led_to_a_second_factor(old: House) -> None:
    assert old.browser("marc").get("/mailbox/").location == "/me/factors/"


def test_a_theme_that_asks_for_more_is_shut_and_the_others_stay_open(lite_house: House) -> None:
    ask_for(lite_house, Asked.OPTIONAL, themes={"ch_fund.employees": "required", "ch_fund.other": "basic"})
    luca = lite_house.browser("luca")

    assert luca.get("/ch_fund/employee/list/").status_code == 404
    assert luca.get("/mailbox/inbox").status_code == 200
    assert [post(luca, f"/forms/{key}/new").status_code for key in (ENTRY, QUESTION, TRAINING)] == [
        404,
        303,
        303,
    ]
    assert asked(luca).send("check-and-send", {}, "send").location.startswith("/forms/sent/")


def test_where_a_second_factor_is_required_nothing_is_open_before_it(lite_house: House) -> None:
    ask_for(lite_house, Asked.REQUIRED)
    luca = lite_house.browser("luca")

    assert {luca.get(path).location for path in ("/", "/forms/", *NOT_OPEN)} == {"/me/factors/"}
    assert luca.get("/information/").status_code == 200
