"""A request that is sent again does nothing again, and is answered as the first time."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import func, select, update

from console.api import repeats
from console.api.models import Repeat
from console.base import clock
from console.mailbox.models import Message
from tests.support.api import FORM, System, accept_terms, key_for, question
from tests.support.house import House
from tests.support.mailbox import Mailbox, mailbox_of


@pytest.fixture
def mailbox(house: House) -> Mailbox:
    found = mailbox_of(house)
    accept_terms(house, found.atelier, found.other)
    return found


def sent(mailbox: Mailbox, company: int) -> int:
    with mailbox.house.reading() as session:
        own = select(func.count(Message.id)).where(Message.company_id == company)
        return session.scalar(own) or 0


def test_two_posts_with_one_key_are_one_message(mailbox: Mailbox) -> None:
    system = System(mailbox.house, key_for(mailbox.house, mailbox.atelier))

    first, again = system.send(Idempotency_Key="abc"), system.send(Idempotency_Key="abc")

    assert (first.status_code, first.json, first.location) == (again.status_code, again.json, again.location)
    assert first.headers["ETag"] == again.headers["ETag"]
    assert repeats.REPEATED not in first.headers
    assert again.headers[repeats.REPEATED] == "true"
    assert sent(mailbox, mailbox.atelier) == 1


def test_another_body_with_the_same_key_is_refused(mailbox: Mailbox) -> None:
    system = System(mailbox.house, key_for(mailbox.house, mailbox.atelier))
    system.send(Idempotency_Key="abc")

    answer = system.send(2, Idempotency_Key="abc")

    assert (answer.status_code, answer.mimetype) == (422, "application/problem+json")
    assert sent(mailbox, mailbox.atelier) == 1


def test_the_keys_of_two_systems_have_nothing_to_do_with_each_other(mailbox: Mailbox) -> None:
    ours = System(mailbox.house, key_for(mailbox.house, mailbox.atelier))
    theirs = System(mailbox.house, key_for(mailbox.house, mailbox.other))

    first, second = ours.send(Idempotency_Key="abc"), theirs.send(Idempotency_Key="abc")

    assert first.json["reference"] != second.json["reference"]
    assert (first.json["company"], second.json["company"]) == ("70001", "70002")


def test_without_a_key_nothing_is_created(mailbox: Mailbox) -> None:
    system = System(mailbox.house, key_for(mailbox.house, mailbox.atelier))

    answer = system.send(Idempotency_Key="")

    assert answer.status_code == 400
    assert repeats.HEADER in answer.json["detail"]
    assert sent(mailbox, mailbox.atelier) == 0


def test_a_key_of_endless_length_or_with_signs_of_other_alphabets_is_refused(mailbox: Mailbox) -> None:
    system = System(mailbox.house, key_for(mailbox.house, mailbox.atelier))

    assert system.send(Idempotency_Key="x" * 256).status_code == 400
    assert system.send(Idempotency_Key="clé").status_code == 400


def test_what_was_refused_is_sent_again_corrected_with_the_same_key(mailbox: Mailbox) -> None:
    system = System(mailbox.house, key_for(mailbox.house, mailbox.atelier))
    wrong = {**question(), "reach": "pigeon"}

    refused = system.post("/messages", {"form": FORM, "values": wrong}, Idempotency_Key="abc")
    corrected = system.send(Idempotency_Key="abc")

    assert (refused.status_code, corrected.status_code) == (422, 201)


def test_of_two_at_the_same_moment_one_is_told_to_come_again(
    mailbox: Mailbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = System(mailbox.house, key_for(mailbox.house, mailbox.atelier))
    system.send(Idempotency_Key="abc")
    # Both looked before either had stored its answer.
    monkeypatch.setattr(repeats, "_found", lambda _key: None)

    second = system.send(2, Idempotency_Key="abc")

    assert (second.status_code, second.mimetype) == (409, "application/problem+json")
    assert sent(mailbox, mailbox.atelier) == 1


def test_after_a_day_a_key_counts_for_a_new_request(mailbox: Mailbox) -> None:
    system = System(mailbox.house, key_for(mailbox.house, mailbox.atelier))
    system.send(Idempotency_Key="abc")
    with mailbox.house.writing() as session:
        session.execute(update(Repeat).values(at=clock.now() - timedelta(hours=25)))

    assert system.send(2, Idempotency_Key="abc").status_code == 201
    with mailbox.house.writing() as session:
        session.execute(update(Repeat).values(at=clock.now() - timedelta(hours=25)))
        repeats.sweep(session)
        assert session.scalar(select(func.count(Repeat.id))) == 0


def test_the_database_alone_does_not_give_an_answer_away(mailbox: Mailbox) -> None:
    system = System(mailbox.house, key_for(mailbox.house, mailbox.atelier))
    answer = system.send(Idempotency_Key="abc")

    with mailbox.house.writing() as session:
        [row] = session.scalars(select(Repeat))
        stored = json.dumps([row.body, row.headers, row.key])
    assert answer.json["subject"] not in stored
    assert "abc" not in stored


def test_an_upload_that_is_sent_twice_is_one_file(mailbox: Mailbox) -> None:
    system = System(mailbox.house, key_for(mailbox.house, mailbox.atelier))

    first, again = system.upload(Idempotency_Key="abc"), system.upload(Idempotency_Key="abc")

    assert first.status_code == 201
    assert first.json["reference"] == again.json["reference"]
