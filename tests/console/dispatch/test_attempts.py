"""What does not get through is tried again, ever less often, and in the end shown to somebody."""

from __future__ import annotations

from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select

from console.audit.models import AuditEntry
from console.base.errors import Conflict
from console.base.sheets.phrases import Phrase
from console.dispatch.declarations import (
    Delivered,
    Later,
    Letter,
    Misconfigured,
    Outcome,
    Pace,
    Rejected,
)
from console.dispatch.models import DELIVERED, PARKED, WAITING, Dispatch
from console.dispatch.running import LEASE, run_batch
from console.dispatch.service import dispatch_of, give_up, retry, send_again
from tests.support.house import House
from tests.support.outbox import Killed, later, outcomes, put, receive, row_of, work

WHY = Phrase("Wait a little.")


def test_what_has_to_wait_is_tried_again_later_each_time(house: House) -> None:
    answers: list[Outcome] = [Later(WHY, "450 busy"), Later(WHY), Delivered()]
    receiver = receive(house, lambda letter: answers.pop(0))
    put(house, "a")

    assert work(house) == 1
    assert (row_of(house, "a").state, row_of(house, "a").why["message"]) == (WAITING, "Wait a little.")
    with later(timedelta(minutes=2)):
        assert work(house) == 1
    with later(timedelta(minutes=2)):
        assert work(house) == 0
    with later(timedelta(minutes=5)):
        assert work(house) == 1

    assert (len(receiver.got), row_of(house, "a").state) == (3, DELIVERED)
    assert outcomes(house, "a") == ["later", "later", "delivered"]


def test_the_other_side_may_ask_for_more_time(lite_house: House) -> None:
    receive(lite_house, lambda letter: Later(WHY, after=timedelta(hours=1)))
    put(lite_house, "a")
    work(lite_house)

    with later(timedelta(minutes=59)):
        assert work(lite_house) == 0


def test_what_never_gets_through_is_parked_and_shown(house: House) -> None:
    receiver = receive(house, lambda letter: Later(WHY))
    put(house, "a")
    for n in range(1, 8):
        with later(timedelta(hours=5 * n)):
            work(house)

    found = row_of(house, "a")
    assert (len(receiver.got), found.state, found.next_at) == (3, PARKED, None)
    with house.reading() as session:
        line = session.scalars(select(AuditEntry).where(AuditEntry.action == "console.dispatch.parked")).one()
    assert line.subject_id == found.public_id


def test_what_is_refused_is_parked_at_once(house: House) -> None:
    receive(house, lambda letter: Rejected(WHY, "550 nobody here"))
    put(house, "a")
    work(house)

    assert (row_of(house, "a").state, outcomes(house, "a")) == (PARKED, ["rejected"])


def test_wrong_settings_park_nothing_and_hold_the_rest_of_the_channel(house: House) -> None:
    receiver = receive(house, lambda letter: Misconfigured(WHY))
    put(house, "a", "b", "c")
    for n in range(6):
        with later(timedelta(hours=n)):
            work(house)

    assert (row_of(house, "a").state, row_of(house, "a").tries) == (WAITING, 0)
    assert len(receiver.got) == 6


def test_a_channel_that_is_away_holds_up_no_other(house: House) -> None:
    away = receive(house, lambda letter: Later(WHY, away=True))
    well = receive(house, key="well")
    put(house, "a", "b")
    put(house, "c", channel="well")
    work(house)

    assert (len(away.got), well.keys) == (1, ["c"])


def test_a_fault_in_a_channel_is_noted_and_tried_again(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(letter: Letter) -> Outcome:
        raise KeyError("AVS 756.0000.0000.02")

    receive(house, fail)
    put(house, "a")
    work(house)

    assert (row_of(house, "a").state, outcomes(house, "a")) == (WAITING, ["later"])
    assert "756" not in str(row_of(house, "a").why)


def test_a_person_lets_a_parked_one_be_tried_again(house: House) -> None:
    answers: list[Outcome] = [Rejected(WHY), Delivered()]
    receive(house, lambda letter: answers.pop(0))
    (reference,) = put(house, "a")
    work(house)
    with house.writing() as session:
        retry(session, dispatch_of(session, reference))
    work(house)

    assert row_of(house, "a").state == DELIVERED


def test_what_has_ended_is_neither_tried_again_nor_given_up(lite_house: House) -> None:
    receive(lite_house)
    (reference,) = put(lite_house, "a")
    work(lite_house)

    for act in (retry, give_up):
        with pytest.raises(Conflict), lite_house.writing() as session:
            act(session, dispatch_of(session, reference))


def test_a_worker_killed_between_sending_and_noting_sends_the_same_key_again(house: House) -> None:
    def die(letter: Letter) -> Outcome:
        raise Killed

    receiver = receive(house, die)
    put(house, "a")
    with suppress(Killed):
        work(house)
    assert work(house) == 0, "the lease of the dead still runs"

    receiver.answer = lambda letter: Delivered()
    with later(LEASE + timedelta(seconds=1)):
        work(house)
    assert receiver.keys == ["a", "a"]
    assert (row_of(house, "a").state, outcomes(house, "a")) == (DELIVERED, ["unknown", "delivered"])


def test_one_given_up_after_its_worker_was_killed_can_be_sent_again(house: House) -> None:
    def die(letter: Letter) -> Outcome:
        raise Killed

    receiver = receive(house, die)
    (reference,) = put(house, "a")
    with suppress(Killed):
        work(house)
    with house.writing() as session:
        give_up(session, dispatch_of(session, reference))
    with house.writing() as session:
        send_again(session, dispatch_of(session, reference))

    receiver.answer = lambda letter: Delivered()
    with later(LEASE + timedelta(seconds=1)):
        work(house)

    assert outcomes(house, "a") == ["unknown", "delivered"]
    assert (row_of(house, "a").state, row_of(house, "a").attempts) == (DELIVERED, 2)


def test_one_that_kills_its_worker_each_time_is_parked(house: House) -> None:
    def die(letter: Letter) -> Outcome:
        raise Killed

    receiver = receive(house, die)
    put(house, "a")
    for n in range(6):
        with later(n * 2 * LEASE), suppress(Killed):
            work(house)

    assert (len(receiver.got), row_of(house, "a").state) == (3, PARKED)


def test_a_slow_worker_that_lost_its_lease_decides_nothing(house: House) -> None:
    receiver = receive(house)

    def overtaken(letter: Letter) -> Outcome:
        receiver.answer = lambda letter: Delivered()
        with later(2 * LEASE):
            run_batch(house.app)
        return Rejected(WHY)

    receiver.answer = overtaken
    put(house, "a")
    work(house)

    assert (row_of(house, "a").state, outcomes(house, "a")) == (DELIVERED, ["rejected", "delivered"])


def test_one_that_cannot_be_read_holds_up_no_other(
    lite_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    receiver = receive(lite_house)
    put(lite_house, "a", "b")
    with lite_house.writing() as session:
        session.scalars(select(Dispatch).where(Dispatch.key == "a")).one().payload = "no JSON"
    work(lite_house)

    assert receiver.keys == ["b"]
    assert "failed" in caplog.text


def test_a_channel_that_is_gone_is_said_and_nothing_is_lost(lite_house: House) -> None:
    receive(lite_house)
    put(lite_house, "a")
    del lite_house.app.extensions["guichet_outbox"].channels["test"]
    work(lite_house)

    assert (row_of(lite_house, "a").state, outcomes(lite_house, "a")) == (WAITING, ["misconfigured"])


def test_the_wait_doubles_up_to_its_limit_and_is_spread() -> None:
    import random

    pace, chance = Pace(), random.Random(7)
    waits = [[pace.after(n, chance) for _ in range(50)] for n in (1, 2, 3, 40)]

    for found, minutes in zip(waits, (1, 2, 4, 240), strict=True):
        assert (
            timedelta(minutes=0.75 * minutes) <= min(found) < max(found) <= timedelta(minutes=1.25 * minutes)
        )
