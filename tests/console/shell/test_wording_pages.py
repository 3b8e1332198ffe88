"""Messages to people: each can be worded in the institution's own way, and none can be broken by it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from console.audit.models import AuditEntry
from console.base import clock
from console.dispatch.models import Dispatch
from console.dispatch.wording import templates
from console.languages.models import OwnText
from tests.support.house import House, post
from tests.support.outbox import receive

PATH = "/wording/console.notice_task/fr"
TEXT = "Bonjour,\n\n%(institution)s vous écrit: %(theme)s.\n\n%(link)s"


@pytest.fixture
def claire(lite_house: House) -> FlaskClient:
    return lite_house.browser("claire")


def saved(browser: FlaskClient, subject: str, text: str, do: str = "save") -> Any:
    """Send the page as a browser does."""
    page = browser.get(PATH).text
    marks = dict(re.findall(r'name="(was_\w+)" value="(\w+)"', page))
    return post(browser, f"{PATH}/save", {**marks, "subject": subject, "text": text, "do": do})


def own(house: House) -> list[str]:
    with house.reading() as session:
        return sorted(text for row in session.scalars(select(OwnText)) for text in row.texts)


def test_every_message_can_be_looked_at_in_every_language_of_the_institution(
    lite_house: House, claire: FlaskClient
) -> None:
    with lite_house.app.app_context():
        keys = list(templates())
    assert all(key in claire.get("/wording/").text for key in keys)

    for key in keys:
        for language in ("fr", "de"):
            assert claire.get(f"/wording/{key}/{language}").status_code == 200, (key, language)
        assert claire.get(f"/wording/{key}/nl").status_code == 404


def test_an_own_wording_is_what_the_page_and_the_e_mail_say(lite_house: House, claire: FlaskClient) -> None:
    assert saved(claire, "Du nouveau: %(theme)s", TEXT).status_code == 303

    page = claire.get(PATH).text
    assert "vous écrit" in page.split("preview-title")[-1]
    assert own(lite_house) == [TEXT, "Du nouveau: %(theme)s"]


def test_the_other_institution_keeps_its_wording(lite_house: House, claire: FlaskClient) -> None:
    saved(claire, "Du nouveau: %(theme)s", TEXT)

    assert "vous écrit" not in lite_house.browser("ruth").get("/wording/console.notice_task/de").text


def test_a_preview_stores_nothing(lite_house: House, claire: FlaskClient) -> None:
    answer = saved(claire, "Du nouveau: %(theme)s", TEXT, "look")

    assert "vous écrit" in answer.text.split("preview-title")[-1]
    assert own(lite_house) == []


@pytest.mark.parametrize(
    ("subject", "text"),
    [
        ("Sans marque", TEXT),
        ("%(theme)s", "Sans le lien de %(institution)s, %(theme)s"),
        ("%(theme)s", TEXT + " %(name)s"),
        ("%(theme)s", TEXT + " 100 %"),
        ("%(theme)s", TEXT + " <b>gras</b>"),
        ("%(theme)s\nBcc: a@b.example", TEXT),
        ("", TEXT),
    ],
)
def test_what_would_break_a_message_is_refused_and_stays_typed(
    lite_house: House, claire: FlaskClient, subject: str, text: str
) -> None:
    answer = saved(claire, subject, text)

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.text
    assert own(lite_house) == []


def test_who_was_slower_is_shown_the_other_wording(lite_house: House, claire: FlaskClient) -> None:
    page = claire.get(PATH).text
    marks = dict(re.findall(r'name="(was_\w+)" value="(\w+)"', page))
    saved(claire, "Du nouveau: %(theme)s", TEXT)
    late = post(claire, f"{PATH}/save", {**marks, "subject": "%(theme)s", "text": TEXT + " !"})

    assert late.status_code == 422
    assert "Du nouveau" in late.text


def test_the_original_comes_back(lite_house: House, claire: FlaskClient) -> None:
    saved(claire, "Du nouveau: %(theme)s", TEXT)
    assert post(claire, f"{PATH}/reset").status_code == 303

    assert own(lite_house) == []
    with lite_house.reading() as session:
        told = session.scalars(select(AuditEntry.action).where(AuditEntry.subject == "console.translation"))
        assert {action.rpartition(".")[2] for action in told} == {"changed", "reset"}


def test_a_test_goes_to_her_own_address_once_a_minute(lite_house: House, claire: FlaskClient) -> None:
    receive(lite_house, key="email")
    with clock.at(clock.now()):
        post(claire, f"{PATH}/test", {"address": "somebody@else.example"})
        post(claire, f"{PATH}/test")

    with lite_house.reading() as session:
        (row,) = session.scalars(select(Dispatch)).all()
        assert row.target == "claire@guichet.example"
        assert row.kind == "console.notice_task"


def test_a_translator_may_word_them_and_a_case_worker_may_not(lite_house: House) -> None:
    assert saved(lite_house.browser("heidi"), "Neu: %(theme)s", TEXT).status_code == 303
    assert lite_house.browser("marc").get(PATH).status_code == 403
    assert lite_house.browser("luca").get(PATH).status_code == 403
