"""A hub that lists what cannot be read, too much, or documents that are gone: nothing else is held up or lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from console.base import clock
from console.dispatch.outward import Answer
from plugins.fr_dsn.deposits.models import HubReturn
from plugins.fr_dsn.gateways import hub_simulator
from plugins.fr_dsn.gateways.hub import ADDRESSES, WHO, Hub, Login
from plugins.fr_dsn.gateways.hub_simulator import Declared, report
from tests.plugins.fr_dsn.deposits import hub as hubs
from tests.plugins.fr_dsn.deposits.hub import FEBRUARY

SAID = Declared("999000011", "00018", "2025-02", "01", "1", "11", "2850369123456", "MARCHAND")
SET = {**dict.fromkeys(WHO, "x"), **{name: f"https://hub.example/{name}" for name in ADDRESSES}}
NOW = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)

BROKEN: list[tuple[str, dict[str, Any]]] = [
    ("a status that nobody knows", {"statut": "PERDU"}),
    ("no nature", {"nature": None, "statut": None}),
    ("no moment", {"production": None, "publication": None}),
    ("a moment that is none", {"production": "hier"}),
    ("the first moment of all", {"production": "0001-01-01T00:00:00+14:00"}),
    ("the last moment of all", {"production": "9999-12-31T23:59:59Z"}),
    ("an address that is none", {"url": "http://["}),
]


@pytest.mark.parametrize("changed", [row[1] for row in BROKEN], ids=[row[0] for row in BROKEN])
def test_a_return_that_cannot_be_read_is_kept_for_a_person_and_holds_up_no_other(
    lite_hub: hubs.Hub, monkeypatch: pytest.MonkeyPatch, changed: dict[str, Any]
) -> None:
    deposit = lite_hub.deposit(FEBRUARY)
    listed = hub_simulator.Listed.value
    monkeypatch.setattr(
        hub_simulator.Listed,
        "value",
        lambda one, at: listed(one, at) | (changed if one.nature == "31" else {}),
    )
    lite_hub.says(deposit.flow, "31", "KO", report("31", [SAID], "KO"), "CPAM")
    lite_hub.says(deposit.flow, "11", "KO", report("11", [SAID], "KO"))
    lite_hub.poll()
    lite_hub.poll()

    assert lite_hub.states() == ["refused"]
    assert lite_hub.rows(HubReturn, nature="31") == []
    assert [one.outcome for one in lite_hub.answers() if '"31"' in one.body or '"retour"' in one.body] == [
        "failed"
    ]


def test_a_return_whose_document_is_gone_counts_without_it(
    lite_hub: hubs.Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    deposit = lite_hub.deposit(FEBRUARY)
    listed = hub_simulator.Listed.value
    monkeypatch.setattr(
        hub_simulator.Listed, "value", lambda one, at: listed(replace(one, number=one.number + 700), at)
    )
    lite_hub.says(deposit.flow, "11", "KO", report("11", [SAID], "KO"))
    lite_hub.poll()

    assert lite_hub.states() == ["refused"]


class Listing(Hub):
    """A hub that answers from a function: what it lists between two moments."""

    def __init__(self, answer: Callable[[datetime, datetime], Answer]) -> None:
        super().__init__()
        self.windows: list[tuple[datetime, datetime]] = []
        self._say = answer

    def _login(self, settings: Mapping[str, str]) -> Login:
        return Login("token")

    def look(self, url: str, auth: Any = None) -> Answer:
        """Answer for the window of an address."""
        first, last = (
            datetime.strptime(one, "%Y%m%d%H%M%S").replace(tzinfo=UTC) for one in url.rsplit("/", 2)[1:]
        )
        self.windows.append((first, last))
        return self._say(first, last)


def nothing(_first: datetime, _last: datetime) -> Answer:
    return Answer(200, {}, b"{}")


def test_a_list_that_is_too_long_is_asked_for_in_shorter_windows_and_none_is_left_out() -> None:
    said = [NOW - timedelta(minutes=minutes) for minutes in range(1, 60)]

    def answer(first: datetime, last: datetime) -> Answer:
        flows = [
            {"id": f"F{one:%H%M}", "retour": {"nature": "10", "statut": "OK", "production": one.isoformat()}}
            for one in said
            if first <= one < last
        ]
        body = json.dumps({"flux": flows}).encode()
        return Answer(200, {}, body[:1500], is_cut=len(body) > 1500)

    hub = Listing(answer)
    with clock.at(NOW):
        found = hub.fetch(1, SET, (NOW - timedelta(hours=1)).isoformat())

    assert len({one.reference for one in found.arrivals}) == len(said)
    assert found.cursor == NOW.isoformat()


def test_a_clock_that_was_ahead_makes_the_last_day_be_asked_for_once_more() -> None:
    hub = Listing(nothing)
    with clock.at(NOW):
        found = hub.fetch(1, SET, (NOW + timedelta(days=2)).isoformat())

    assert min(first for first, _last in hub.windows) == NOW - timedelta(days=1)
    assert found.cursor == NOW.isoformat()


def test_a_document_at_another_host_or_over_another_way_is_not_asked_for() -> None:
    hub = Hub()
    for address in ("https://elsewhere.example/retours/1", "http://hub.example/retours/1", ""):
        assert hub._document(address, SET, Login("token")) == ""
