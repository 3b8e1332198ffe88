"""A system says itself where it is told of news, and gets the secret once."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from console.accounts import keys
from console.accounts.models import ApiKey
from console.dispatch.models import Dispatch
from console.institutions.sessions import accounts
from tests.support.api import System, key_for
from tests.support.house import House
from tests.support.mailbox import ACCOUNTING, Mailbox, mailbox_of

ASKED = {"url": "https://hr.example/hooks", "events": ["message.asked"]}


@pytest.fixture
def mailbox(lite_house: House) -> Mailbox:
    return mailbox_of(lite_house)


@pytest.fixture
def ours(mailbox: Mailbox) -> System:
    return System(mailbox.house, key_for(mailbox.house, mailbox.atelier))


def test_a_secret_is_given_once_and_replaced_on_request(ours: System) -> None:
    made = ours.post("/webhooks", ASKED)
    path = f"/webhooks/{made.json['reference']}"

    replaced = ours.post(f"{path}/rotate")

    assert made.status_code == 201
    assert made.location.endswith(f"/api/v1{path}")
    assert made.json["secret"].startswith("whsec_")
    assert replaced.json["secret"] != made.json["secret"]
    assert ours.get("/webhooks").json["items"] == [ours.get(path).json]
    assert "secret" not in ours.get(path).json


def test_a_test_is_written_into_the_outbox_and_a_removed_one_gets_nothing(ours: System) -> None:
    path = f"/webhooks/{ours.post('/webhooks', ASKED).json['reference']}"

    assert ours.post(f"{path}/test").status_code == 202
    assert (
        ours.house.stranger()
        .delete(f"/api/v1{path}", headers={"Authorization": f"Bearer {ours.key}"})
        .status_code
        == 204
    )
    assert ours.post(f"{path}/test").status_code == 404


def test_the_subscriptions_of_others_are_not_there(mailbox: Mailbox, ours: System) -> None:
    path = f"/webhooks/{ours.post('/webhooks', ASKED).json['reference']}"

    for other in (key_for(mailbox.house, mailbox.other), key_for(mailbox.house, name="Core")):
        system = System(mailbox.house, other)
        assert system.get("/webhooks").json["items"] == []
        assert system.get(path).status_code == 404
        assert system.post(f"{path}/rotate").status_code == 404


def test_a_system_is_told_nothing_of_themes_that_its_key_does_not_open(mailbox: Mailbox) -> None:
    key = key_for(mailbox.house, mailbox.atelier, themes=("accounting",))
    System(mailbox.house, key).post("/webhooks", ASKED)

    mailbox.ask()
    assert told(mailbox) == []
    mailbox.ask(theme=ACCOUNTING)
    assert told(mailbox) == ["hr.example"]


def test_a_system_is_told_nothing_once_its_key_has_ended(mailbox: Mailbox, ours: System) -> None:
    ours.post("/webhooks", ASKED)
    with mailbox.house.app.app_context():
        session = accounts()
        keys.end(session, session.scalars(select(ApiKey.id).order_by(ApiKey.id.desc()).limit(1)).one())
        session.commit()

    mailbox.ask(theme=ACCOUNTING)

    assert told(mailbox) == []


def told(mailbox: Mailbox) -> list[str]:
    """Give where news was written for."""
    with mailbox.house.reading() as session:
        return list(session.scalars(select(Dispatch.target).where(Dispatch.channel == "webhook")))


@pytest.mark.parametrize(
    "wrong",
    [{"url": "http://hr.example/"}, {"url": "https://u:p@hr.example/"}, {"events": []}, {"events": ["all"]}, {"events": [1]}],
)  # fmt: skip
def test_an_address_or_a_kind_of_news_that_cannot_be_is_refused(
    ours: System, wrong: dict[str, object]
) -> None:
    answer = ours.post("/webhooks", ASKED | wrong)

    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
