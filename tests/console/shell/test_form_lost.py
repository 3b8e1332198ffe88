"""Whatever happens while a form is filled in, nothing that was typed is lost and nothing is sent twice."""

from __future__ import annotations

import json
import re
from html import unescape
from typing import Any

import pytest
from sqlalchemy import delete, select
from sqlalchemy.exc import OperationalError
from werkzeug.test import encode_multipart

from console.accounts.models import SignIn
from console.forms import service
from console.forms.models import Draft
from console.institutions.sessions import accounts
from console.mailbox.models import Message
from tests.support.drafts import ASKED, INSTALMENTS, QUESTION, Filling, asked, begin
from tests.support.house import House, post
from tests.support.rules import publish_terms


def raw_of(house: House, filling: Filling) -> dict[str, Any]:
    with house.reading() as session:
        return session.scalars(select(Draft.raw).where(Draft.reference == filling.reference)).one()


def carried(page: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.split("<main", 1)[1])
    return {name: unescape(value) for name, value in found}


def test_sending_twice_gives_one_submission_and_shows_the_first(house: House) -> None:
    filling = asked(house.browser("luca"))
    hidden = filling.hidden("check-and-send")

    first = filling.send("check-and-send", {}, "send", hidden=hidden)
    second = filling.send("check-and-send", {}, "send", hidden=hidden)
    looked_at_again = filling.browser.get(filling.url("question"))

    assert first.location == second.location == looked_at_again.location
    with house.reading() as session:
        sent = session.scalars(select(Message).where(Message.send_key == filling.reference)).all()
    assert len(sent) == 1


def test_what_was_typed_when_the_session_ended_is_sent_after_signing_in_again(lite_house: House) -> None:
    luca = lite_house.browser("luca")
    filling = begin(luca, INSTALMENTS)
    filling.send("plan", {}, "add:instalments")
    hidden = filling.hidden("plan")
    (row,) = (name.split(".")[1] for name in hidden if name.startswith("f-instalments"))
    with lite_house.app.app_context():
        accounts().execute(delete(SignIn))
        accounts().commit()

    refused = filling.send("plan", {f"f-instalments.{row}.amount": "120.05"}, "next", hidden=hidden)
    token = unescape(
        re.findall(
            r'name="csrf_token" type="hidden" value="([^"]+)"|name="csrf_token" value="([^"]+)"', refused.text
        )[0][1]
        or ""
    )
    kept = unescape(re.findall(r'name="kept"[^>]*value="([^"]*)"', refused.text)[0])
    again = luca.post(
        f"/login/?next={filling.url('plan')}",
        data={"csrf_token": token, "kept": kept, "next": filling.url("plan"), "username": "luca", "password": "Demo-2026-Guichet"},
    )  # fmt: skip
    luca.post(filling.url("plan"), data=carried(again.text))

    assert refused.status_code == 401
    assert ["f-instalments." + row + ".amount", "120.05"] in json.loads(kept)
    assert raw_of(lite_house, filling)["instalments"][0]["amount"] == "120.05"


def test_what_was_typed_when_new_terms_came_waits_and_is_sent_once_they_are_accepted(
    lite_house: House,
) -> None:
    luca = lite_house.browser("luca")
    filling = begin(luca, QUESTION)
    hidden = filling.hidden("question")
    publish_terms(lite_house)

    waiting = filling.send("question", ASKED, "next", hidden=hidden)
    post(luca, "/terms/accept", {"version": "2", "language": "fr", "agreed": "y"})
    again = luca.post(filling.url("question"), data=carried(waiting.text))

    assert waiting.status_code == 403
    assert 'href="/terms/"' in waiting.text
    assert again.status_code == 303
    assert raw_of(lite_house, filling)["question"] == ASKED["f-question"]


def test_a_token_that_is_too_old_loses_nothing(lite_house: House) -> None:
    filling = begin(lite_house.browser("luca"), QUESTION)
    hidden = {**filling.hidden("question"), "csrf_token": "old"}
    data = {**hidden, **ASKED, "do": "next"}

    refused = filling.browser.post(filling.url("question"), data=data, headers={"Origin": "http://localhost"})
    filling.browser.post(filling.url("question"), data=carried(refused.text))

    assert refused.status_code == 400
    assert raw_of(lite_house, filling)["subject"] == "Allaitement"


def test_a_foreign_page_puts_no_words_into_a_persons_mouth(lite_house: House) -> None:
    filling = begin(lite_house.browser("luca"), QUESTION)
    data = {**ASKED, "csrf_token": "made-up"}

    refused = filling.browser.post(
        filling.url("question"), data=data, headers={"Origin": "http://evil.example"}
    )

    assert refused.status_code == 400
    assert "Allaitement" not in refused.text


@pytest.mark.parametrize(
    "fault", [RuntimeError("invented"), OperationalError("UPDATE", {}, Exception("gone"))]
)
def test_a_failing_server_gives_back_what_was_typed(
    lite_house: House, monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    filling = begin(lite_house.browser("luca"), QUESTION)

    def fail(*_: object, **__: object) -> None:
        raise fault

    lite_house.app.config["PROPAGATE_EXCEPTIONS"] = False
    with monkeypatch.context() as broken:
        broken.setattr(service, "save_draft", fail)
        refused = filling.send("question", ASKED)
    filling.browser.post(filling.url("question"), data=carried(refused.text))

    assert refused.status_code in (500, 503)
    assert raw_of(lite_house, filling)["question"] == "Combien de jours ?"


def test_two_windows_are_shown_side_by_side_and_the_person_chooses(lite_house: House) -> None:
    filling = begin(lite_house.browser("luca"), QUESTION)
    opened_before = filling.hidden("question")
    filling.send("question", {"f-subject": "Ici", "f-question": "Première"}, "update")

    refused = filling.send("question", {"f-subject": "Là-bas", "f-question": "Seconde"}, hidden=opened_before)
    choice = {**carried(refused.text), "keep-subject": "mine", "keep-question": "theirs"}
    filling.browser.post(filling.url("question"), data=choice)

    assert refused.status_code == 409
    assert "Première" in refused.text
    assert "Seconde" in refused.text
    raw = raw_of(lite_house, filling)
    assert (raw["subject"], raw["question"]) == ("Là-bas", "Première")


def test_two_windows_on_different_steps_do_not_disturb_each_other(lite_house: House) -> None:
    filling = begin(lite_house.browser("luca"), QUESTION)
    opened_before = filling.hidden("question")
    filling.send("answer", {"f-reach": "message"}, "update")

    answer = filling.send("question", ASKED, hidden=opened_before)

    assert answer.status_code == 303
    assert {"subject", "reach"} <= raw_of(lite_house, filling).keys()


def test_the_same_page_sent_twice_is_no_dispute(lite_house: House) -> None:
    filling = begin(lite_house.browser("luca"), QUESTION)
    hidden = filling.hidden("question")

    answers = [filling.send("question", ASKED, hidden=hidden).status_code for _ in range(2)]

    assert answers == [303, 303]


def test_the_script_saves_and_gets_the_new_mark(lite_house: House) -> None:
    filling = begin(lite_house.browser("luca"), QUESTION)
    hidden = filling.hidden("question")

    saved = filling.send("question", {"f-subject": "Alla"}, "save", hidden=hidden).get_json()
    went_on = filling.send("question", ASKED, hidden={**hidden, "base": saved["base"]})

    assert re.search(r"\d\d:\d\d", saved["said"])
    assert went_on.status_code == 303


def test_a_thousand_fields_and_a_text_of_five_megabytes_are_told_and_not_lost(lite_house: House) -> None:
    filling = begin(lite_house.browser("luca"), QUESTION)
    long, many = "x" * 5_000_000, {f"more-{n}": "1" for n in range(1_001)}
    data = {**filling.hidden("question"), **many, **ASKED, "f-question": long, "do": "next"}
    boundary, body = encode_multipart(
        {name: one[0] if isinstance(one, list) else one for name, one in data.items()}
    )

    answer = filling.browser.post(
        filling.url("question"), data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )

    assert answer.status_code == 303
    assert len(raw_of(lite_house, filling)["question"]) == 5_000_000
    assert 'href="#f-question"' in filling.page("question")


def test_strangers_do_not_get_the_wide_limits(lite_house: House) -> None:
    boundary, body = encode_multipart({"f": "x" * 3_000_000})

    answer = lite_house.stranger().post(
        "/forms/draft/K7QF-2MXR/question", data=body, content_type=f"multipart/form-data; boundary={boundary}"
    )

    assert answer.status_code == 413
