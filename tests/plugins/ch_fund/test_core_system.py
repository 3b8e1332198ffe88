"""What companies send goes to the fund's core system, once in effect, and what becomes of it comes back."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import suppress
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from config import Settings
from console.dispatch.models import (
    DELIVERED,
    PARKED,
    WAITING,
    Acknowledgement,
    Dispatch,
    DispatchAttempt,
    DispatchExchange,
    DispatchPoll,
)
from console.mailbox import service as mailbox
from console.mailbox.effects import Moved
from console.mailbox.moving import stored
from plugins.ch_fund.gateways import core_system
from plugins.ch_fund.gateways.core_system import KEY
from plugins.ch_fund.settings import check_address, check_signing, health
from tests.conftest import settings_for
from tests.support.agencies import agency, says
from tests.support.core_gateway import INSIDE, SECRET, Gateway, change, funds_in, gateway_of, leads, rows
from tests.support.house import House
from tests.support.mailbox import opening, sending
from tests.support.outbox import later, outcomes, work

PRACTICE = "Caisse d’essai"


@pytest.fixture
def fund(make_settings: Callable[..., Settings]) -> Iterator[Gateway]:
    """Give a fund with a core system, on both databases in turn."""
    yield from funds_in(make_settings(**INSIDE))


@pytest.fixture
def lite_fund(sqlite_template: Path, here: Path) -> Iterator[Gateway]:
    """Give the same on SQLite alone."""
    shutil.copyfile(sqlite_template, here / "house.sqlite")
    yield from funds_in(settings_for(f"sqlite:///{here / 'house.sqlite'}", here, **INSIDE))


def test_what_a_company_sends_is_handed_over_once_and_accepted(fund: Gateway) -> None:
    reference = fund.hand_over()
    fund.poll()

    (row,) = fund.sent()
    assert fund.effects == [1]
    assert (row.state, row.answer, row.subject_id) == (DELIVERED, "accepted", reference)
    assert (row.technical_at is not None, row.business_at is not None) == (True, True)
    assert fund.journal("ch_fund.core_system") == ["accepted"]


def test_the_core_system_learns_who_sent_what_and_no_key_of_the_console_s_rows(lite_fund: Gateway) -> None:
    reference = lite_fund.hand_over()

    (line,) = lite_fund.simulators.ledger.lines
    said = json.loads(line.body)
    assert (said["reference"], said["company"], said["values"]) == (reference, "70001", {"text": "ganz"})
    assert said["type"] == "ch_fund.training_confirmation"


def test_the_envelope_stands_or_falls_with_what_the_company_sends(fund: Gateway) -> None:
    user, what = fund.mailbox.user(), opening(fund.mailbox.atelier)
    with suppress(RuntimeError), fund.mailbox.acting(user) as session:
        mailbox.send_new(session, user, what, sending("k1"))
        raise RuntimeError("the disk is full")

    assert fund.sent() == []


def test_what_is_sent_twice_with_one_key_is_handed_over_once(fund: Gateway) -> None:
    fund.announce("k1")
    fund.announce("k1")
    work(fund.house)

    assert fund.effects == [1]


def test_told_twice_of_one_sending_it_hands_it_over_once(lite_fund: Gateway) -> None:
    """A hook may be called again; the clock of the second call is another one."""
    with lite_fund.house.writing():
        core_system.hand_over(told("CC Léman"))
        with later(timedelta(seconds=3)):
            core_system.hand_over(told("CC Léman"))

    assert len(lite_fund.sent()) == 1


def test_what_is_taken_back_and_sent_again_is_handed_over_again(fund: Gateway) -> None:
    reference, user = fund.hand_over(), fund.mailbox.user()
    fund.mailbox.do(user, mailbox.recall, reference)
    with fund.mailbox.acting(user, writes=False) as session:
        edition = stored(session, reference).edition
    fund.mailbox.do(user, mailbox.send, reference, sending("k2"), edition=edition)
    work(fund.house)

    assert fund.effects == [1, 1]
    assert len({row.reference for row in fund.sent()}) == 2


def test_nothing_is_handed_over_as_long_as_no_address_is_set(lite_fund: Gateway) -> None:
    change(lite_fund.house, "CC Léman", {"core_url": ""})

    lite_fund.hand_over()
    lite_fund.poll()

    assert (lite_fund.sent(), lite_fund.effects, lite_fund.poll_row().failures) == ([], [], 0)


def test_what_is_only_asked_of_a_company_is_not_handed_over(lite_fund: Gateway) -> None:
    lite_fund.mailbox.ask()

    assert lite_fund.sent() == []


def test_an_address_taken_out_meanwhile_parks_what_is_still_to_leave(lite_fund: Gateway) -> None:
    lite_fund.announce()
    change(lite_fund.house, "CC Léman", {"core_url": ""})
    work(lite_fund.house)

    (row,) = lite_fund.sent()
    assert (row.state, "not set" in row.why["message"]) == (PARKED, True)


def test_documents_that_it_asks_for_stand_in_the_journal_and_decide_nothing(fund: Gateway) -> None:
    fund.behaves("ask")
    fund.hand_over()
    fund.poll()

    (row,) = fund.sent()
    assert row.answer == "received"
    assert fund.answers() == [("received", "late"), ("documents", "applied")]
    assert fund.journal("ch_fund.core_system") == ["documents"]


def test_a_refusal_stands_in_the_journal(lite_fund: Gateway) -> None:
    lite_fund.behaves("refuse")
    lite_fund.hand_over()
    lite_fund.poll()

    assert lite_fund.sent()[0].answer == "refused"
    assert lite_fund.journal("ch_fund.core_system") == ["refused"]


def test_an_answer_that_comes_late_is_taken_when_it_comes(fund: Gateway) -> None:
    fund.behaves("late")
    fund.hand_over()
    fund.poll()
    before = fund.sent()[0].answer
    fund.simulators.release()
    fund.poll_again()

    assert (before, fund.sent()[0].answer) == ("received", "accepted")


@pytest.mark.parametrize("behaviour", ["twice", "reordered"])
def test_answers_that_come_twice_or_out_of_order_end_alike(fund: Gateway, behaviour: str) -> None:
    fund.behaves(behaviour)
    fund.hand_over()
    fund.poll()
    fund.poll_again()

    (row,) = fund.sent()
    assert row.answer == "accepted"
    assert len(fund.answers()) == 2
    assert fund.journal("ch_fund.core_system") == ["accepted"]


@pytest.mark.parametrize("behaviour", ["close", "half"])
def test_an_announcement_taken_without_an_answer_is_sent_again_and_counts_once(
    fund: Gateway, behaviour: str
) -> None:
    fund.behaves(behaviour)
    fund.hand_over()
    with later(timedelta(minutes=1)):
        work(fund.house)
    fund.poll()

    (row,) = fund.sent()
    assert outcomes(fund.house, row.key) == ["later", "delivered"]
    assert (fund.effects, row.answer) == ([1], "accepted")


@pytest.mark.parametrize("behaviour", ["fail", "busy", "page", "error-inside"])
def test_an_answer_that_is_none_is_tried_again_and_counts_once(lite_fund: Gateway, behaviour: str) -> None:
    lite_fund.behaves(behaviour)
    lite_fund.hand_over()
    before = lite_fund.sent()[0]
    with later(timedelta(minutes=1)):
        work(lite_fund.house)

    assert (before.state, bool(before.why)) == (WAITING, True)
    assert (lite_fund.sent()[0].state, lite_fund.effects) == (DELIVERED, [1])


def test_what_it_refuses_at_the_door_waits_for_a_person(lite_fund: Gateway) -> None:
    lite_fund.behaves("reject")
    lite_fund.hand_over()

    assert lite_fund.sent()[0].state == PARKED


def test_a_key_that_it_does_not_know_is_a_fault_of_the_settings(lite_fund: Gateway) -> None:
    change(lite_fund.house, "CC Léman", {"core_key": "another-key"})
    lite_fund.hand_over()

    (row,) = lite_fund.sent()
    assert outcomes(lite_fund.house, row.key) == ["misconfigured"]


def test_no_key_and_no_secret_is_kept_of_what_was_said(lite_fund: Gateway) -> None:
    lite_fund.hand_over()
    lite_fund.poll()

    kept = [
        vars(row)
        for model in (Dispatch, DispatchAttempt, DispatchExchange, Acknowledgement)
        for row in rows(lite_fund.house, select(model))
    ]
    assert len(kept) > 3
    assert "simulated-key" not in str(kept)


def told(institution: str, number: int = 1) -> Moved:
    """Give what the hook is told of something sent in an institution."""
    return Moved("send", f"{institution} {number}", "", 0, "ch_fund.other", "x", "", "", {}, "s1")


def hand_over_in(house: House, institution: str) -> Dispatch:
    with house.writing(institution):
        core_system.hand_over(told(institution))
    work(house)
    found: list[Dispatch] = rows(house, select(Dispatch).where(Dispatch.channel == KEY), institution)
    return found[-1]


def test_a_practice_institution_reaches_a_simulator(lite_fund: Gateway) -> None:
    leads(lite_fund.house, PRACTICE, lite_fund.agency.address, "essai")

    row = hand_over_in(lite_fund.house, PRACTICE)
    lite_fund.poll()

    assert (row.state, lite_fund.answers(PRACTICE)) == (
        DELIVERED,
        [("received", "late"), ("accepted", "applied")],
    )


def test_a_practice_institution_neither_sends_to_nor_asks_anything_but_simulators(lite_fund: Gateway) -> None:
    leads(lite_fund.house, PRACTICE, "https://192.0.2.7", "essai")

    row = hand_over_in(lite_fund.house, PRACTICE)
    lite_fund.poll()

    (poll,) = rows(lite_fund.house, select(DispatchPoll), PRACTICE)
    (attempt,) = rows(lite_fund.house, select(DispatchAttempt), PRACTICE)
    assert (row.state, attempt.outcome) == (WAITING, "misconfigured")
    assert (poll.failures, "no simulator" in str(poll.why)) == (1, True)


def test_a_real_institution_reaches_this_machine_only_where_the_operator_says_so(lite_house: House) -> None:
    with gateway_of(lite_house) as fund:
        fund.hand_over()
        fund.poll()

        (row,) = fund.sent()
        assert outcomes(lite_house, row.key) == ["misconfigured"]
        assert (fund.poll_row().failures, fund.effects) == (1, [])


def test_an_answer_meant_for_another_fund_decides_nothing_there(fund: Gateway) -> None:
    leads(fund.house, "AK Aaretal", fund.agency.address, "aaretal")
    hand_over_in(fund.house, "AK Aaretal")
    fund.behaves("foreign")
    fund.hand_over()
    fund.poll()

    assert [row.answer for row in fund.sent()] == ["received"]
    assert ("accepted", "unmatched") in fund.answers("AK Aaretal")


@pytest.mark.parametrize(
    "address",
    [
        "core.fund.example",
        "ftp://core.fund.example",
        "https://user:secret@core.fund.example",
        "https://core.fund.example/?key=1",
        "https://core.fund.example/#x",
        "https://core.fund.example/ a",
        "https://[::1]/",
    ],
)  # fmt: skip
def test_an_address_that_is_none_of_a_core_system_is_refused_in_the_settings(address: str) -> None:
    assert check_address(address) is not None
    assert check_address("https://core.fund.example:8443/v2") is None


def test_a_secret_for_signatures_has_their_usual_form() -> None:
    assert check_signing(SECRET) is None
    assert [check_signing(text) is None for text in ("", "whsec_short", SECRET.removeprefix("whsec_"))] == [
        False
    ] * 3


def test_whether_the_core_system_takes_connections_is_tried_without_sending_anything(
    lite_fund: Gateway,
) -> None:
    with lite_fund.house.app.test_request_context():
        found = health({"fund_number": "998.000", "core_url": lite_fund.agency.address})
        nobody = health({"fund_number": "998.000", "core_url": "http://127.0.0.1:1"})

    assert ([one.state for one in found], [one.state for one in nobody]) == (["ok"], ["bad"])
    assert lite_fund.simulators.ledger.lines == ()


def test_the_message_and_its_company_see_what_became_of_it(lite_fund: Gateway) -> None:
    reference = lite_fund.hand_over()
    lite_fund.poll()

    page = lite_fund.house.browser("marc").get(f"/mailbox/message/{reference}").text
    assert lite_fund.sent()[0].reference in page.split('id="trail-title"')[1]


@pytest.mark.parametrize(
    "item",
    [
        {},
        {"id": "1", "verdict": "perhaps", "reference": "AG-1"},
        {"id": "1", "verdict": 7, "reference": ["AG-1"], "said_at": "yesterday"},
        {"id": "1", "verdict": "accepted", "reference": "AG-1", "said_at": "0001-01-01T00:00:00+23:59"},
        {"id": "\0\ud800", "type": "\ud800", "reference": "\0", "verdict": "accepted"},
        {"id": "x" * 5000, "type": "y" * 5000, "reference": "z" * 5000, "verdict": "refused"},
        "no object",
        None,
    ],
)
def test_an_answer_that_says_nothing_known_is_kept_and_shown(fund: Gateway, item: object) -> None:
    with agency() as other:
        change(fund.house, "CC Léman", {"core_url": other.url.replace("localhost", "127.0.0.1")})
        other.usual = says(200, json.dumps({"items": [item], "cursor": "1"}).encode())
        fund.poll()

    assert [outcome for _, outcome in fund.answers()] == ["unmatched"]
    assert (fund.poll_row().failures, fund.poll_row().cursor) == (0, "1")
