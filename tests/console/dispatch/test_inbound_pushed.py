"""What agencies tell an institution at its own address: signed, kept once, and nobody else's."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from config import Settings
from console.audit.models import AuditEntry
from console.base import clock
from console.dispatch.models import Acknowledgement
from console.dispatch.webhook.signatures import WINDOW, new_secret, signed
from console.hooks.manager import Plugins
from console.institutions.service import switch
from console.shell.inbound.door import LARGEST
from plugins.ch_fund.gateways.core_system import KEY, CoreSystem
from tests.conftest import settings_for
from tests.support.core_gateway import (
    INSIDE,
    SECRET,
    SENDER,
    Gateway,
    change,
    funds_in,
    leads,
    listening,
    rows,
)
from tests.support.house import House
from tests.support.outbox import later

FORGED = "console.acknowledgement.forged"


@pytest.fixture
def fund(make_settings: Callable[..., Settings]) -> Iterator[Gateway]:
    """Give a fund with a core system, on both databases in turn."""
    yield from funds_in(make_settings(**INSIDE))


@pytest.fixture
def lite_fund(sqlite_template: Path, here: Path) -> Iterator[Gateway]:
    """Give the same on SQLite alone."""
    shutil.copyfile(sqlite_template, here / "house.sqlite")
    yield from funds_in(settings_for(f"sqlite:///{here / 'house.sqlite'}", here, **INSIDE))


def address(house: House, institution: str = "CC Léman", channel: str = KEY) -> str:
    return f"/inbound/{house.institution(institution)}/{channel}"


def said(reference: str, verdict: str = "accepted", token: str = "t1") -> bytes:
    return json.dumps({"id": token, "type": "business", "reference": reference, "verdict": verdict}).encode()


def push(
    house: House,
    body: bytes,
    *,
    secret: str = SECRET,
    to: str = "",
    age: timedelta = timedelta(),
    method: str = "POST",
    **headers: str,
) -> Any:
    """Call the institution's address as the agency does."""
    told = {**signed([secret], "msg_1", clock.now() - age, body), **headers}
    return house.stranger().open(to or address(house), method=method, data=body, headers=told)


def forged_lines(house: House, institution: str = "CC Léman") -> list[AuditEntry]:
    return rows(house, select(AuditEntry).where(AuditEntry.action == FORGED), institution)


def kept(house: House, institution: str = "CC Léman") -> int:
    return len(rows(house, select(Acknowledgement).where(Acknowledgement.source == "pushed"), institution))


def test_the_core_system_pushes_over_the_network_what_it_decided(fund: Gateway) -> None:
    fund.hand_over()
    with listening(fund.house) as console:
        fund.agency.doors[SENDER] = (f"{console}{address(fund.house)}", SECRET)
        taken = fund.simulators.push()

    assert taken == 2
    assert fund.sent()[0].answer == "accepted"
    assert fund.journal("ch_fund.core_system") == ["accepted"]
    assert {row.source for row in rows(fund.house, select(Acknowledgement))} == {"answer", "pushed"}


def test_what_is_pushed_twice_and_polled_besides_is_one(fund: Gateway) -> None:
    fund.hand_over()
    reference = fund.sent()[0].reference
    body = said(reference, token=f"{reference}-business")

    answers = [push(fund.house, body).status_code for _ in range(2)]
    fund.poll()

    assert answers == [200, 200]
    assert kept(fund.house) == 1
    assert fund.journal("ch_fund.core_system") == ["accepted"]


def test_a_forged_call_learns_nothing_and_changes_nothing(fund: Gateway) -> None:
    fund.behaves("forged")
    fund.hand_over()
    with listening(fund.house) as console:
        fund.agency.doors[SENDER] = (f"{console}{address(fund.house)}", SECRET)
        fund.simulators.push()

    assert (kept(fund.house), fund.sent()[0].answer) == (0, "received")
    assert [line.subject_id for line in forged_lines(fund.house)] == [KEY]


@pytest.mark.parametrize(
    "wrong",
    [
        {"secret": new_secret()},
        {"age": WINDOW + timedelta(seconds=5)},
        {"age": -WINDOW - timedelta(seconds=5)},
        {"webhook-id": "msg_2"},
        {"webhook-id": ""},
        {"webhook-signature": ""},
        {"webhook-signature": "v1,AAAA"},
        {"webhook-timestamp": "soon"},
    ],
)
def test_a_call_that_is_not_signed_as_it_should_be_is_refused(
    lite_fund: Gateway, wrong: dict[str, Any]
) -> None:
    answer = push(lite_fund.house, said("AG-1"), **wrong)

    assert (answer.status_code, answer.mimetype) == (401, "application/problem+json")
    assert answer.json["detail"] == "The signature of this call is not valid."
    assert (kept(lite_fund.house), len(forged_lines(lite_fund.house))) == (0, 1)


def test_many_forged_calls_are_one_line_an_hour(lite_fund: Gateway) -> None:
    for _ in range(5):
        push(lite_fund.house, said("AG-1"), secret=new_secret())
    within = len(forged_lines(lite_fund.house))
    with later(timedelta(minutes=61)):
        push(lite_fund.house, said("AG-1"), secret=new_secret())

    assert (within, len(forged_lines(lite_fund.house))) == (1, 2)


def test_the_administrator_reads_in_the_journal_what_to_do_about_it(lite_fund: Gateway) -> None:
    push(lite_fund.house, said("AG-1"), secret=new_secret())

    assert KEY in lite_fund.house.browser("claire").get("/journal/").text


def test_without_a_secret_in_the_settings_every_call_is_forged(lite_house: House) -> None:
    assert push(lite_house, said("AG-1")).status_code == 401


def test_the_secret_of_one_fund_opens_no_other(fund: Gateway) -> None:
    leads(fund.house, "AK Aaretal", fund.agency.address, "aaretal", new_secret())
    fund.hand_over()

    there = push(fund.house, said(fund.sent()[0].reference), to=address(fund.house, "AK Aaretal"))

    assert there.status_code == 401
    assert (kept(fund.house, "AK Aaretal"), len(forged_lines(fund.house, "AK Aaretal"))) == (0, 1)
    assert forged_lines(fund.house) == []


def test_a_reference_of_another_fund_fits_nothing_there(fund: Gateway) -> None:
    leads(fund.house, "AK Aaretal", fund.agency.address, "aaretal")
    fund.hand_over()

    push(fund.house, said(fund.sent()[0].reference), to=address(fund.house, "AK Aaretal"))

    assert fund.answers("AK Aaretal") == [("accepted", "unmatched")]
    assert fund.sent()[0].answer == "received"


def test_where_nobody_listens_all_answers_are_alike(lite_fund: Gateway) -> None:
    house = lite_fund.house
    plugins: Plugins = house.app.extensions["guichet_plugins"]
    with house.writing("AK Aaretal") as session:
        switch(session, plugins["ch_fund"], False, list(plugins))
    nowhere = [
        "/inbound/999999/ch_fund.core_system",
        address(house, channel="ch_fund.other"),
        address(house, channel="email"),
        address(house, "AK Aaretal"),
        address(house, "CPAS Valbrume"),
    ]

    answers = [push(house, said("AG-1"), to=one) for one in nowhere]

    assert [one.status_code for one in answers] == [404] * 5
    assert len({(one.json["title"], one.json["detail"]) for one in answers}) == 1


def test_an_address_is_called_by_post_alone(lite_fund: Gateway) -> None:
    assert [push(lite_fund.house, b"", method=one).status_code for one in ("GET", "PUT", "DELETE")] == [
        405
    ] * 3


@pytest.mark.parametrize("body", [b"", b"<ok/>", b"[]", b"\xff\xfe", b"[" * 50_000])
def test_a_signed_call_that_cannot_be_read_is_a_problem_and_leaves_nothing(
    lite_fund: Gateway, body: bytes
) -> None:
    answer = push(lite_fund.house, body)

    assert (answer.status_code, answer.mimetype) == (400, "application/problem+json")
    assert (kept(lite_fund.house), forged_lines(lite_fund.house)) == (0, [])


def test_a_call_of_more_than_a_megabyte_is_refused(lite_fund: Gateway) -> None:
    most = push(lite_fund.house, b" " * (LARGEST - 2) + b"{}")
    more = push(lite_fund.house, b" " * (LARGEST + 1))

    assert (most.status_code, more.status_code, kept(lite_fund.house)) == (200, 413, 1)


def test_a_cookie_of_somebody_signed_in_neither_helps_nor_hinders(lite_fund: Gateway) -> None:
    browser, body = lite_fund.house.browser("claire"), said("AG-1")
    alone = browser.post(address(lite_fund.house), data=body)
    with_both = browser.post(
        address(lite_fund.house), data=body, headers=signed([SECRET], "m", clock.now(), body)
    )

    assert (alone.status_code, with_both.status_code) == (401, 200)


def test_a_new_secret_counts_from_the_next_call(lite_fund: Gateway) -> None:
    fresh = new_secret()
    change(lite_fund.house, "CC Léman", {"core_signing": fresh})

    old, new = (push(lite_fund.house, said("AG-1"), secret=one).status_code for one in (SECRET, fresh))

    assert (old, new) == (401, 200)


def test_the_administrator_finds_address_and_folder_on_the_channel_s_page(lite_fund: Gateway) -> None:
    page = lite_fund.house.browser("claire").get(f"/dispatch/channels/{KEY}").text

    assert f"http://localhost{address(lite_fund.house)}" in page
    assert f">inbound/{lite_fund.house.institution('CC Léman')}/{KEY}<" in page


def test_a_call_that_the_module_fails_at_is_told_again_later(
    lite_fund: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    lite_fund.hand_over()
    monkeypatch.setattr(CoreSystem, "hear", lambda *_: 1 / 0)

    answer = push(lite_fund.house, said(lite_fund.sent()[0].reference))

    assert (answer.status_code, answer.mimetype) == (503, "application/problem+json")
    assert kept(lite_fund.house) == 0
