"""Many envelopes at once: each once, in the order of its conversation, with its record."""

from __future__ import annotations

import threading
from datetime import timedelta

import pytest
from sqlalchemy import func, select

from console.base.sheets.phrases import Phrase
from console.dispatch import sending
from console.dispatch.declarations import Delivered, Exchange, Later, Letter, Outcome
from console.dispatch.models import DELIVERED, DispatchAttempt, DispatchExchange
from console.dispatch.running import AT_ONCE, Pipeline, run_one
from tests.support.house import House
from tests.support.outbox import claimed, put, receive, row_of


def drain(house: House) -> None:
    Pipeline(house.app).run(house.app)


def test_two_hundred_envelopes_of_two_institutions_leave_once_each(house: House) -> None:
    channel = receive(house)
    keys = [f"k{n}" for n in range(100)]
    put(house, *keys)
    put(house, *keys, institution="AK Aaretal")

    drain(house)

    assert sorted(channel.keys) == sorted(keys * 2)
    assert (claimed(house), row_of(house, "k99").state) == (0, DELIVERED)


def test_a_correction_never_overtakes_what_it_corrects(house: House) -> None:
    """The first of each conversation has to wait once; the others come after it nevertheless."""
    failed: set[str] = set()
    lock = threading.Lock()

    def answer(letter: Letter) -> Outcome:
        with lock:
            if letter.envelope.key.endswith("-0") and letter.envelope.key not in failed:
                failed.add(letter.envelope.key)
                return Later(Phrase("Come back."), after=timedelta())
        return Delivered("taken")

    channel = receive(house, answer)
    channel.pace = channel.pace.__class__(first=timedelta(), tries=5)
    for conversation in range(10):
        put(house, *(f"{conversation}-{n}" for n in range(5)), conversation=f"case {conversation}")

    drain(house)

    for conversation in range(10):
        mine = [key for key in channel.keys if key.startswith(f"{conversation}-")]
        assert mine == [f"{conversation}-{n}" for n in (0, 0, 1, 2, 3, 4)]


def test_what_was_said_is_kept_with_its_attempt(house: House) -> None:
    said = Exchange(
        "POST https://agency.example/in", {"Accept": "text/xml"}, "ab" * 32, 12, "202", {}, "<ok/>", 5, 3
    )
    receive(house, lambda letter: Delivered("202", reference="T-1", exchange=said))
    put(house, "a")

    drain(house)

    with house.reading() as session:
        kept = session.scalars(select(DispatchExchange)).one()
        assert (kept.number, kept.request, kept.status, kept.reply) == (1, said.request, "202", "<ok/>")
    assert row_of(house, "a").reference == "T-1"


def test_signs_that_no_database_keeps_hold_up_nothing_beside_them(house: House) -> None:
    nasty = "half \ud800 and \0"

    def answer(letter: Letter) -> Delivered:
        said = nasty if letter.envelope.key == "a" else "taken"
        return Delivered(
            said, reference=said, exchange=Exchange("POST https://agency.example/", status=said, reply=said)
        )

    receive(house, answer)
    put(house, "a", "b")
    drain(house)

    assert [(row_of(house, key).state, row_of(house, key).reference) for key in "ab"] == [
        ("delivered", "half ? and ?"),
        ("delivered", "taken"),
    ]


def test_a_worker_that_is_told_to_end_loses_nothing(house: House) -> None:
    ends = threading.Event()

    def answer(letter: Letter) -> Outcome:
        ends.set()
        return Delivered("taken")

    channel = receive(house, answer)
    keys = [f"k{n}" for n in range(300)]
    put(house, *keys)

    Pipeline(house.app).run(house.app, ends.is_set)
    before = len(channel.got)
    drain(house)

    assert (before < 300, sorted(channel.keys)) == (True, sorted(keys))
    with house.reading() as session:
        assert session.scalar(select(func.count()).select_from(DispatchAttempt)) == 300


def test_a_system_that_was_slow_gets_one_call_at_a_time(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would take all threads again and again, and the others would wait for it each time."""
    monkeypatch.setattr(sending, "SLOW", 0.05)
    lock, running, at_once = threading.Lock(), [0], list[int]()

    def answer(letter: Letter) -> Outcome:
        if letter.envelope.target == "slow":
            with lock:
                running[0] += 1
                at_once.append(running[0])
            threading.Event().wait(0.1)
            with lock:
                running[0] -= 1
        return Delivered("taken")

    channel = receive(house, answer)
    slow, good = [f"s{n}" for n in range(AT_ONCE + 4)], [f"g{n}" for n in range(20)]
    put(house, *slow, target="slow")
    put(house, *good)

    drain(house)

    assert sorted(channel.keys) == sorted(slow + good)
    assert set(at_once[AT_ONCE:]) == {1}


def test_one_that_is_named_is_worked_on_once(house: House) -> None:
    channel = receive(house)
    put(house, "a", "b")
    key = row_of(house, "b").id

    assert [run_one(house.app, key), run_one(house.app, key)] == [True, False]
    assert channel.keys == ["b"]


def test_one_that_is_named_waits_for_what_it_corrects(house: House) -> None:
    channel = receive(house)
    put(house, "a", "b", conversation="case")

    assert (run_one(house.app, row_of(house, "b").id), channel.got) == (False, [])
