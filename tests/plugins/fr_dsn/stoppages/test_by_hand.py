"""Stoppages by form, and the documents that the health insurance asks for."""

from __future__ import annotations

import base64
from io import BytesIO
from typing import Any

import pytest
from flask import g
from sqlalchemy import select

from console.accounts import visits
from console.accounts.models import User
from console.base import clock
from console.documents import service as documents
from console.institutions.sessions import accounts
from console.mailbox.effects import Moved
from console.mailbox.models import Message
from console.plugin import NotAllowed, NotFound
from plugins.fr_dsn.forms.stoppages import CLOSING, DECLARATION, DOCUMENTS
from plugins.fr_dsn.stoppages import by_hand
from plugins.fr_dsn.stoppages.errors import Unfit
from plugins.fr_dsn.stoppages.models import Stoppage
from tests.plugins.fr_dsn.portfolio.accounts import ADMINISTRATOR, COLLEAGUE, account, entrust, plant, siret
from tests.plugins.fr_dsn.stoppages.gateway import HEXALIA, Gateway, later
from tests.plugins.fr_dsn.stoppages.test_pages import LIST, give_the_theme
from tests.support.outbox import work

TYPED = {
    "nir": "285036912345656", "family_name": "MARCHAND", "given_name": "LUCIE", "siret": "99900001100018",
    "contract": "00001", "kind": "first", "reason": "06", "accident_on": "2026-03-10",
    "last_day_worked": "2026-03-10", "planned_end": "2026-03-31", "subrogated": True,
    "subrogation": {"from": "2026-03-11", "until": "2026-03-31"}, "iban": "FR7630006000011234567890189",
    "wages": [{"month": "2026-02-28", "gross": "2450.00"}],
}  # fmt: skip


def send(
    gateway: Gateway,
    form: str,
    values: Any,
    reference: str = "MMMM-2222",
    sending: str = "s1",
    event: str = "send",
) -> None:
    """Send a form as the company does, or take it back, and let a worker do what follows."""
    with gateway.house.writing(HEXALIA):
        told = Moved(event, reference, "", gateway.company, "fr_dsn.stoppages", form, "", "", values, sending)
        by_hand.moved(told)
    work(gateway.house)


def test_what_a_company_types_is_declared_like_what_hr_software_sends(gateway: Gateway) -> None:
    send(gateway, DECLARATION.key, TYPED)

    found: Stoppage = gateway.one(select(Stoppage))
    assert (found.source, found.state, found.reason) == ("page", "acknowledged", "06")
    sent = gateway.got()[0]["declaration"]
    assert sent["wages"] == [{"month": "2026-02", "gross": "2450.00"}]
    assert sent["subrogation"]["iban"] == TYPED["iban"]


def test_a_hook_that_is_told_twice_declares_once(lite: Gateway) -> None:
    send(lite, DECLARATION.key, TYPED)
    send(lite, DECLARATION.key, TYPED)

    assert len(lite.all(select(Stoppage))) == 1


def test_what_is_not_right_is_not_sent(lite: Gateway) -> None:
    with pytest.raises(Unfit):
        send(lite, DECLARATION.key, TYPED | {"kind": "relapse"})
    assert lite.all(select(Stoppage)) == []


def test_a_form_that_is_taken_back_cancels_its_stoppage_alone_and_is_sent_once_more_corrected(
    lite: Gateway,
) -> None:
    other = TYPED | {"nir": "179076912345775", "contract": "00002"}
    send(lite, DECLARATION.key, other, "MMMM-22")
    send(lite, DECLARATION.key, TYPED)

    send(lite, DECLARATION.key, TYPED, event="recall")
    send(lite, DECLARATION.key, TYPED | {"planned_end": "2026-04-03"}, sending="s2")

    assert [one["act"] for one in lite.got()] == ["open", "open", "cancel", "open"]
    states = {one.own_key: one.state for one in lite.all(select(Stoppage))}
    assert states == {
        "MMMM-22.s1": "acknowledged",
        "MMMM-2222.s1": "cancelled",
        "MMMM-2222.s2": "acknowledged",
    }


def test_a_stoppage_is_closed_by_form(lite: Gateway) -> None:
    lite.declare()
    values = {"stoppage": lite.stoppage().reference, "resumed_on": "2026-03-20", "resumption": "01"}
    send(lite, CLOSING.key, values)

    assert lite.stoppage().state == "closed"


def test_documents_that_are_asked_for_become_a_task_and_are_relayed(gateway: Gateway) -> None:
    gateway.behaves("ask")
    gateway.declare()
    gateway.poll()
    task: Message = gateway.one(select(Message).where(Message.type == DOCUMENTS.key))
    assert (task.reference, "part 3" in task.text) == (gateway.stoppage().documents_request, True)
    give_the_theme(gateway)
    page = gateway.house.browser("camille").get(f"{LIST}{gateway.stoppage().reference}").text
    assert f"/mailbox/message/{task.reference}" in page

    with gateway.house.writing(HEXALIA) as session:
        received = documents.receive(
            session,
            BytesIO(b"Certificate"),
            "certificate.txt",
            documents.FileLimits(frozenset({"text"}), 1000),
        )
        file = documents.add(session, received, user_id=1, company_id=gateway.company).reference
    send(gateway, DOCUMENTS.key, {"documents": [file], "note": "As asked"}, task.reference)

    sent = gateway.got()[-1]
    assert (sent["act"], sent["documents"]["note"]) == ("documents", "As asked")
    assert base64.b64decode(sent["documents"]["files"][0]["content"]) == b"Certificate"
    found = gateway.stoppage()
    assert (found.state, found.awaits, found.documents_request) == (
        "acknowledged",
        "business",
        task.reference,
    )
    with later(hours=1):
        gateway.poll()
    assert gateway.stoppage().state == "accepted"


def test_documents_that_are_taken_back_and_sent_corrected_are_relayed_again(lite: Gateway) -> None:
    lite.behaves("ask")
    lite.declare()
    lite.poll()
    task: Message = lite.one(select(Message).where(Message.type == DOCUMENTS.key))
    for sending, note in (("1", "The wrong page"), ("2", "The right page")):
        send(lite, DOCUMENTS.key, {"documents": [], "note": note}, task.reference, sending=sending)

    assert [one["documents"]["note"] for one in lite.got() if one["act"] == "documents"] == [
        "The wrong page",
        "The right page",
    ]


def test_an_answer_to_another_request_relays_nothing(lite: Gateway) -> None:
    lite.declare()
    send(lite, DOCUMENTS.key, {"documents": []}, "XXXX-3333")

    assert len(lite.got()) == 1


SITE = TYPED | {"siret": siret(1)}


def send_as(gateway: Gateway, who: str, form: str, values: Any, reference: str = "MMMM-2222") -> None:
    """Send a form as a person of the account C-100."""
    house = gateway.house
    mandate = house.membership(who).id
    with house.writing(HEXALIA) as session:
        person = accounts().scalars(select(User).where(User.username == who)).one()
        g.visit = visits.visit_in(accounts(), person, mandate, "", ("fr_dsn",), clock.now())
        told = Moved(
            "send", reference, "", account(session), "fr_dsn.stoppages", form, "", "", values, reference
        )
        by_hand.moved(told)


def test_a_colleague_declares_by_form_for_what_is_entrusted_to_her_alone(lite: Gateway) -> None:
    place = plant(lite.house, 1)
    with pytest.raises(Unfit):
        send_as(lite, COLLEAGUE, DECLARATION.key, SITE)
    entrust(lite.house, place, returns=True)
    with pytest.raises(Unfit):
        send_as(lite, COLLEAGUE, DECLARATION.key, SITE)
    assert lite.all(select(Stoppage)) == []

    entrust(lite.house, place, deposits=True)
    send_as(lite, COLLEAGUE, DECLARATION.key, SITE)

    assert lite.one(select(Stoppage)).siret == siret(1)


def test_a_colleague_closes_no_stoppage_that_is_not_entrusted_to_her(lite: Gateway) -> None:
    plant(lite.house, 1)
    send_as(lite, ADMINISTRATOR, DECLARATION.key, SITE)
    found = lite.one(select(Stoppage))
    values = {"stoppage": found.reference, "resumed_on": "2026-03-20", "resumption": "01"}
    with pytest.raises(NotFound) as hers:
        send_as(lite, COLLEAGUE, CLOSING.key, values, "MMMM-3333")
    with pytest.raises(NotFound) as nobody_s:
        send_as(lite, COLLEAGUE, CLOSING.key, values | {"stoppage": "ZZZZ-ZZZZ"}, "MMMM-3333")

    assert str(hers.value) == str(nobody_s.value)
    send_as(lite, ADMINISTRATOR, CLOSING.key, values, "MMMM-4444")
    assert lite.one(select(Stoppage)).state == "closed"


def test_documents_of_what_is_not_entrusted_are_handed_in_by_others(lite: Gateway) -> None:
    plant(lite.house, 1)
    send_as(lite, ADMINISTRATOR, DECLARATION.key, SITE)
    with lite.house.writing(HEXALIA) as session:
        session.scalars(select(Stoppage)).one().documents_request = "MMMM-5555"

    with pytest.raises(NotAllowed):
        send_as(lite, COLLEAGUE, DOCUMENTS.key, {"documents": []}, "MMMM-5555")
