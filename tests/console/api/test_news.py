"""What happens in mailbox and dossiers is told to those who asked for it, in the transaction of the act."""

from __future__ import annotations

import json

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.dispatch.models import Dispatch
from console.dispatch.webhook import service as webhooks
from console.dossiers import service as dossiers
from console.hooks.declarations import Level
from console.institutions.sessions import scope_of
from console.mailbox import service as mailbox
from console.mailbox.service import Actor, Opening, Role
from console.parties.models import Company
from tests.support.house import House

THEME = "ch_fund.other"
EVENTS = ("message.asked", "message.settled", "dossier.changed")


def told(session: Session) -> list[tuple[str, dict[str, str]]]:
    """Give what was written for subscribers: the host and the news."""
    found = session.scalars(select(Dispatch).where(Dispatch.channel == "webhook").order_by(Dispatch.id))
    return [(one.target, json.loads(one.payload)["body"]) for one in found]


def test_a_request_is_told_to_the_institution_and_its_company_and_to_nobody_else(lite_house: House) -> None:
    with lite_house.writing() as session:
        mine, other = session.scalars(select(Company.id).order_by(Company.id).limit(2))
        webhooks.subscribe(session, "https://fund.example/", EVENTS)
        webhooks.subscribe(session, "https://mine.example/", ["message.asked"], company=mine)
        webhooks.subscribe(session, "https://other.example/", EVENTS, company=other)
        staff = Actor(Role.FUND, scope_of(session).institution, themes={THEME: Level.SEND}, name="Claire")
        opening = Opening(
            mine,
            THEME,
            "query",
            "Who works where?",
            "Please say.",
            person_number="7569217076985",
            person="Anna",
        )
        reference = mailbox.request(session, staff, opening).reference
        news = told(session)

    asked = [(host, body) for host, body in news if body["type"] == "message.asked"]
    assert [host for host, _ in asked] == ["fund.example", "mine.example"]
    assert asked[0][1]["data"] == {
        "message": reference,
        "theme": THEME,
        "type": "query",
        "outcome": "",
    }
    assert "other.example" not in {host for host, _ in news}
    assert not any(word in json.dumps(news) for word in ("Anna", "7569217076985", "Who works"))


def test_a_line_in_a_dossier_is_told(lite_house: House) -> None:
    with lite_house.writing() as session:
        company = session.scalars(select(Company.id).order_by(Company.id)).first()
        assert company is not None
        webhooks.subscribe(session, "https://fund.example/", ["dossier.changed"])
        dossier = dossiers.open_dossier(session, dossiers.Matter(company, THEME, "training", "Lehre"))
        dossiers.close(session, dossier)
        news, reference = told(session), dossier.reference

    assert [body["data"] for _, body in news] == [
        {"dossier": reference, "theme": THEME, "change": change} for change in ("opened", "closed")
    ]
