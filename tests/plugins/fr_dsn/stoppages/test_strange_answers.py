"""A health insurance that answers strangely: kept, shown, and nothing else moves or stops."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from console.dispatch import acknowledging
from console.dispatch.models import Acknowledgement, Dispatch
from console.dispatch.outward import Answer
from console.mailbox.models import Message
from plugins.fr_dsn.gateways import health_insurance, slip_service
from plugins.fr_dsn.stoppages.exchange import HEALTH
from tests.plugins.fr_dsn.stoppages.gateway import HEXALIA, Gateway

SET = {"health_url": "https://health.example", "slips_url": "https://slips.example"}


def said(gateway: Gateway, **item: Any) -> Acknowledgement:
    """Let the health insurance say something about the stoppage HR-1, as bytes that it sends."""
    (sent,) = gateway.all(select(Dispatch).where(Dispatch.channel == HEALTH))
    body = json.dumps({"id": "S-1", "reference": sent.reference, **item}).encode()
    (arrival,) = health_insurance.CHANNEL.read_file("", body, {})
    with gateway.house.writing(HEXALIA) as session:
        row = acknowledging.receive(session, arrival, "pushed")
        session.flush()
        session.refresh(row)
        session.expunge(row)
    return row


def test_documents_with_signs_that_no_database_keeps_become_a_task_all_the_same(gateway: Gateway) -> None:
    gateway.behaves("late")
    gateway.declare()
    row = said(gateway, type="documents", text="Illisible\0\ud800", documents=["Certificat\0", "\udfff"])

    assert row.outcome == "applied"
    (task,) = gateway.all(select(Message).where(Message.reference == gateway.stoppage().documents_request))
    assert [word for word in ("Illisible", "Certificat") if word not in task.text] == []


@pytest.mark.parametrize(
    "item",
    [
        {"verdict": "refused", "text": ["no text"], "documents": "none"},
        {"verdict": "refused", "text": "x" * 100_000, "said_at": "9999-12-31T23:59:59+00:00"},
        {"verdict": "refused", "said_at": "0001-01-01T00:00:00+14:00", "type": None},
    ],
)
def test_a_decision_with_strange_beside_is_a_decision(lite: Gateway, item: dict[str, Any]) -> None:
    lite.behaves("late")
    lite.declare()
    said(lite, **item)

    assert lite.stoppage().state == "rejected"


@pytest.mark.parametrize("verdict", ["", "maybe", None, 5, {"deep": []}])
def test_a_decision_that_decides_nothing_is_kept_and_moves_nothing(lite: Gateway, verdict: Any) -> None:
    lite.behaves("late")
    lite.declare()
    before = lite.stoppage().state
    row = said(lite, verdict=verdict)

    assert (lite.stoppage().state, bool(row.body)) == (before, True)


CURSORS: list[tuple[Any, str]] = [
    ("17", "17"), (17, "17"), (None, "9"), ([], "9"), ({}, "9"), (True, "9"), (1e400, "9"), ("", "9"), ("x" * 201, "9"),
    ("\0", "9"), ("\ud800", "9"),
]  # fmt: skip


@pytest.mark.parametrize(("told", "cursor"), CURSORS)
@pytest.mark.parametrize("channel", [health_insurance.CHANNEL, slip_service.CHANNEL_OF_SLIPS])
def test_a_place_that_is_none_is_no_place_to_go_on_from(
    monkeypatch: pytest.MonkeyPatch, channel: Any, told: Any, cursor: str
) -> None:
    body = json.dumps({"items": [], "cursor": told}).encode()
    monkeypatch.setattr(type(channel), "look", lambda *_asked: Answer(200, {}, body))

    assert channel.fetch(1, SET, "9").cursor == cursor


def test_items_of_every_kind_are_each_kept_and_none_stops_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    deep = "[" * 900 + "]" * 900
    body = f'{{"items": [null, 5, "x", [], {{"id": {deep}}}, {{"id": "good", "verdict": "accepted"}}], "cursor": "2"}}'
    monkeypatch.setattr(type(health_insurance.CHANNEL), "look", lambda *_: Answer(200, {}, body.encode()))
    found = health_insurance.CHANNEL.fetch(1, SET, "1")

    assert [one.verdict for one in found.arrivals] == ["", "", "", "", "", "accepted"]
