"""A system that does not work is left alone, and holds up no other."""

from __future__ import annotations

import threading
from datetime import timedelta

from sqlalchemy import select

from console.base.sheets.phrases import Phrase
from console.dispatch import breakers, taking
from console.dispatch.attempts import Done
from console.dispatch.declarations import Delivered, Envelope, Later, Letter, Outcome, Pace, Rejected
from console.dispatch.models import WAITING, DispatchBreaker
from console.dispatch.running import Pipeline, Work
from console.institutions.sessions import accounts
from tests.support.house import House
from tests.support.outbox import Receiver, claimed, later, outcomes, put, row_of, work

AWAY = Later(Phrase("The agency does not answer."), away=True)


class Agencies(Receiver):
    """A channel with a system for each target."""

    def peer(self, envelope: Envelope) -> str:
        return envelope.target


def agencies(house: House, dead: str, answer: Outcome = AWAY) -> Agencies:
    """Let the house have the channel; the system `dead` does not work."""
    made = Agencies(answer=lambda letter: answer if letter.envelope.target == dead else Delivered("taken"))
    made.pace = Pace(first=timedelta(seconds=1), tries=20)
    house.app.extensions["guichet_outbox"].channels["test"] = made
    return made


def breaker(house: House) -> DispatchBreaker | None:
    with house.app.app_context():
        found = accounts().scalars(select(DispatchBreaker)).first()
        if found is not None:
            accounts().expunge(found)
        return found


def test_a_dead_agency_is_left_alone_after_three_failures(house: House) -> None:
    channel = agencies(house, "dead.example")
    put(house, "a", "b", "c", "d", target="dead.example")
    for minutes in (0, 1, 2):
        with later(timedelta(minutes=minutes)):
            work(house)
    tried = len(channel.got)

    with later(timedelta(minutes=2, seconds=10)):
        work(house)

    found = breaker(house)
    assert found is not None
    assert (found.failures, found.name, len(channel.got) - tried) == (3, "dead.example", 0)


def test_the_others_go_on_while_one_is_dead(house: House) -> None:
    channel = agencies(house, "dead.example")
    put(house, "a", target="dead.example")
    for minutes in (0, 1, 2):
        with later(timedelta(minutes=minutes)):
            work(house)

    with later(timedelta(minutes=2, seconds=1)):
        put(house, "x", "y", target="well.example")
        work(house)

    assert [key for key in channel.keys if key in "xy"] == ["x", "y"]


def test_one_envelope_tries_whether_the_agency_works_again(house: House) -> None:
    channel = agencies(house, "dead.example")
    put(house, "a", "b", "c", target="dead.example")
    for minutes in (0, 1, 2):
        with later(timedelta(minutes=minutes)):
            work(house)
    tried = len(channel.got)

    with later(timedelta(minutes=30)):
        work(house)

    assert len(channel.got) - tried == 1


def test_when_it_answers_again_everything_goes_out(house: House) -> None:
    channel = agencies(house, "dead.example")
    put(house, "a", "b", "c", target="dead.example")
    for minutes in (0, 1, 2):
        with later(timedelta(minutes=minutes)):
            work(house)
    channel.answer = lambda letter: Delivered("taken")

    with later(timedelta(hours=1)):
        work(house)

    assert (breaker(house), claimed(house)) == (None, 0)


def test_only_one_of_two_workers_tries_a_dead_agency(house: House) -> None:
    agencies(house, "dead.example")
    put(house, "a", target="dead.example")
    for minutes in (0, 1, 2):
        with later(timedelta(minutes=minutes)):
            work(house)
    found = breaker(house)
    assert found is not None

    with later(timedelta(hours=1)), house.app.app_context():
        answers = [breakers.try_one(accounts(), found.peer) for _ in range(2)]
        accounts.commit()

    assert answers == [True, False]


def test_a_refusal_is_no_failure_of_the_agency(lite_house: House) -> None:
    agencies(lite_house, "strict.example", Rejected(Phrase("No.")))
    put(lite_house, "a", "b", "c", "d", target="strict.example")

    work(lite_house)

    assert breaker(lite_house) is None


def test_an_agency_that_never_answers_leaves_the_threads_to_the_others(house: House) -> None:
    """Eight calls hang; what goes to others leaves meanwhile, and no further one is sent to the first."""
    let_go = threading.Event()
    channel = agencies(house, "dead.example")

    def answer(letter: Letter) -> Outcome:
        if letter.envelope.target == "dead.example":
            let_go.wait(30)
            return AWAY
        if letter.envelope.key == "last":
            let_go.set()
        return Delivered("taken")

    channel.answer = answer
    put(house, *(f"dead{n}" for n in range(40)), target="dead.example", priority=1)
    put(house, *(f"well{n}" for n in range(20)), "last", target="well.example", priority=2)

    Pipeline(house.app).run(house.app)

    before = channel.keys[: channel.keys.index("last")]
    assert [key for key in before if key.startswith("dead")] == [f"dead{n}" for n in range(8)]
    assert outcomes(house, "well0") == ["delivered"]


def test_what_was_not_sent_after_all_has_no_attempt(house: House) -> None:
    agencies(house, "dead.example")
    put(house, "a", target="dead.example")
    with house.app.app_context():
        taken = taking.take(accounts(), 5)
        steps = Work()
        steps.note([Done(begun, None) for begun in steps.begin(taken)])

    assert (outcomes(house, "a"), row_of(house, "a").state, row_of(house, "a").attempts) == ([], WAITING, 0)
    work(house)
    assert outcomes(house, "a") == ["later"]
