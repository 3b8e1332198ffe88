"""What is written into the outbox leaves once, or is shown."""

from __future__ import annotations

import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from sqlalchemy import select

from console.base import clock
from console.base.errors import ProgrammingError
from console.base.sheets.phrases import Phrase
from console.dispatch.declarations import (
    Delivered,
    Envelope,
    Later,
    Letter,
    Outcome,
    Rejected,
)
from console.dispatch.models import DELIVERED, GIVEN_UP, PARKED, Dispatch
from console.dispatch.running import run_batch
from console.dispatch.service import KEPT, dispatch_of, enqueue, give_up, sweep
from console.institutions.sessions import db
from tests.support.house import House
from tests.support.outbox import claimed, later, outcomes, put, receive, row_of, work

WHY = Phrase("Wait a little.")


def test_an_envelope_leaves_once_its_act_is_committed(house: House) -> None:
    receiver = receive(house)
    put(house, "a", "b")

    assert work(house) == 2
    assert receiver.keys == ["a", "b"]
    assert (row_of(house, "a").state, outcomes(house, "a"), claimed(house)) == (DELIVERED, ["delivered"], 0)


def test_an_act_that_is_rolled_back_sends_nothing(house: House) -> None:
    receiver = receive(house)
    with suppress(ValueError), house.writing() as session:
        enqueue(session, Envelope("test", "somebody", {}, "test.note", "a"))
        raise ValueError

    assert work(house) == 0
    assert (receiver.got, claimed(house)) == ([], 0)


def test_the_same_key_is_the_same_row(house: House) -> None:
    receiver = receive(house)
    first, second = put(house, "a", "a")
    (third,) = put(house, "a")

    work(house)
    assert first == second == third
    assert receiver.keys == ["a"]


def test_the_same_key_with_other_words_is_refused(lite_house: House) -> None:
    receive(lite_house)
    put(lite_house, "a")

    with pytest.raises(ProgrammingError):
        put(lite_house, "a", payload={"n": "other"})


def test_two_institutions_may_use_one_key(house: House) -> None:
    receiver = receive(house)
    put(house, "a")
    put(house, "a", institution="AK Aaretal")

    work(house)
    assert len({letter.institution for letter in receiver.got}) == 2


def test_no_transaction_is_open_while_the_other_side_is_called(house: House) -> None:
    open_connections = []

    def look(letter: Letter) -> Outcome:
        open_connections.append(db.engine.pool.checkedout())  # type: ignore[attr-defined]
        return Delivered()

    receive(house, look)
    put(house, "a", "b")
    work(house)

    assert open_connections == [0, 0]


def test_one_conversation_goes_out_in_its_order(house: House) -> None:
    answers: list[Outcome] = [Later(WHY), Delivered(), Delivered(), Delivered()]
    receiver = receive(house, lambda letter: answers.pop(0))
    put(house, "declaration", "correction", conversation="dossier 7")
    put(house, "other")

    work(house)
    assert receiver.keys == ["declaration", "other"]
    with later(timedelta(minutes=2)):
        work(house)
    assert receiver.keys == ["declaration", "other", "declaration", "correction"]


def test_a_parked_declaration_holds_its_correction_until_somebody_decides(house: House) -> None:
    answers: list[Outcome] = [Rejected(WHY), Delivered()]
    receiver = receive(house, lambda letter: answers.pop(0))
    declaration, _ = put(house, "declaration", "correction", conversation="dossier 7")
    work(house)
    assert receiver.keys == ["declaration"]

    with house.writing() as session:
        give_up(session, dispatch_of(session, declaration))
    work(house)
    assert receiver.keys == ["declaration", "correction"]
    assert row_of(house, "declaration").state == GIVEN_UP


def test_not_before_its_day(house: House) -> None:
    receiver = receive(house)
    put(house, "a", not_before=clock.now() + timedelta(days=1))
    work(house)
    assert receiver.got == []

    with later(timedelta(days=1, seconds=1)):
        work(house)
    assert receiver.keys == ["a"]


def test_what_is_urgent_goes_first(house: House) -> None:
    receiver = receive(house)
    put(house, "slow", priority=9)
    put(house, "urgent", priority=1)
    work(house)

    assert receiver.keys == ["urgent", "slow"]


def test_eight_workers_at_once_send_each_once(house: House) -> None:
    receiver = receive(house)
    keys = [f"k{n}" for n in range(120)]
    put(house, *keys)

    def toil() -> None:
        while run_batch(house.app, limit=7):
            pass

    threads = [threading.Thread(target=toil) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(receiver.keys) == sorted(keys)
    assert claimed(house) == 0


def test_a_worker_that_ends_gives_back_what_it_has_not_begun(house: House) -> None:
    receiver = receive(house)
    put(house, "a", "b")
    run_batch(house.app, lambda: True)
    assert receiver.got == []

    assert work(house) == 2


def test_another_institution_does_not_see_the_rows(house: House) -> None:
    receive(house)
    put(house, "a")

    with house.reading("AK Aaretal") as session:
        assert session.scalars(select(Dispatch)).all() == []


def test_a_secret_is_encrypted_in_the_database_and_erased_when_it_is_through(house: House) -> None:
    receiver = receive(house)
    put(house, "a", payload={"link": "a-secret-link"}, secret=True)
    before = row_of(house, "a")
    work(house)
    after = row_of(house, "a")

    assert "a-secret-link" not in before.payload
    assert receiver.got[0].envelope.payload == {"link": "a-secret-link"}
    assert (after.payload, after.digest) == ("", receiver.got[0].envelope.digest)


def test_a_secret_of_another_key_is_parked_with_its_reason(lite_house: House) -> None:
    receiver = receive(lite_house)
    put(lite_house, "a", secret=True)
    with lite_house.writing() as session:
        session.scalars(select(Dispatch)).one().payload = "gAAAAA-of-another-key"
    work(lite_house)

    assert (receiver.got, row_of(lite_house, "a").state) == ([], PARKED)


def test_what_ended_long_ago_is_deleted_with_its_attempts(house: House) -> None:
    receive(house)
    put(house, "a")
    work(house)
    put(house, "b")
    with later(KEPT + timedelta(days=1)), house.writing() as session:
        sweep(session)

    with house.reading() as session:
        assert [row.key for row in session.scalars(select(Dispatch))] == ["b"]


@pytest.mark.parametrize("typed", ["a\nb", "a\r\nBcc: x@y.example", ""])
def test_a_target_or_key_of_two_lines_is_refused(typed: str) -> None:
    with pytest.raises(ProgrammingError):
        Envelope("test", typed, {}, "test.note", "key")
    with pytest.raises(ProgrammingError):
        Envelope("test", "target", {}, "test.note", typed)
