"""An invented channel, and envelopes in the outbox of a house."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from console.base import clock
from console.dispatch.declarations import Channel, Delivered, Envelope, Letter, Outcome, Pace
from console.dispatch.models import Dispatch, DispatchAttempt, DispatchClaim
from console.dispatch.running import run_batch
from console.dispatch.service import Outbox, enqueue
from console.hooks.declarations import Health
from console.institutions.sessions import accounts
from tests.support.house import House


class Killed(BaseException):
    """What a process feels of its end: nothing of its own code runs any more."""


@dataclass
class Receiver(Channel):
    """A channel that keeps what it got; `answer` says what comes of it."""

    answer: Callable[[Letter], Outcome] = lambda letter: Delivered("taken")
    key: str = "test"
    title: str = "Test"
    pace: Pace = field(default_factory=lambda: Pace(tries=3))
    got: list[Letter] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def send(self, letter: Letter) -> Outcome:
        with self.lock:
            self.got.append(letter)
        return self.answer(letter)

    def check(self) -> list[Health]:
        return []

    @property
    def keys(self) -> list[str]:
        return [letter.envelope.key for letter in self.got]


def receive(house: House, answer: Callable[[Letter], Outcome] | None = None, **more: Any) -> Receiver:
    """Let the house have the invented channel."""
    found: Outbox = house.app.extensions["guichet_outbox"]
    receiver = Receiver(**({"answer": answer} if answer else {}), **more)
    found.channels[receiver.key] = receiver
    return receiver


def put(house: House, *keys: str, institution: str = "CC Léman", **more: Any) -> list[str]:
    """Put envelopes into the outbox, in one committed act; give their references."""
    with house.writing(institution) as session:
        made = [
            enqueue(
                session,
                Envelope(
                    **{
                        "channel": "test",
                        "kind": "test.note",
                        "target": "somebody",
                        "payload": {"n": key},
                        "key": key,
                        **more,
                    }
                ),
            )
            for key in keys
        ]
        return [row.public_id for row in made]


def work(house: House, *, until_empty: bool = True) -> int:
    """Let a worker do what is due; give how many were taken."""
    total = 0
    while taken := run_batch(house.app):
        total += taken
        if not until_empty:
            break
    return total


def row_of(house: House, key: str, institution: str = "CC Léman") -> Dispatch:
    """Give a row of the outbox, detached."""
    with house.reading(institution) as session:
        found = session.scalars(select(Dispatch).where(Dispatch.key == key)).one()
        session.expunge(found)
        return found


def outcomes(house: House, key: str) -> list[str]:
    """Give what came of the attempts, in their order."""
    with house.reading() as session:
        asked = (
            select(DispatchAttempt)
            .join(Dispatch, Dispatch.id == DispatchAttempt.dispatch_id)
            .where(Dispatch.key == key)
            .order_by(DispatchAttempt.number)
        )
        return [one.outcome for one in session.scalars(asked)]


def claimed(house: House) -> int:
    """Give how many claims there are."""
    with house.app.app_context():
        return len(accounts().scalars(select(DispatchClaim)).all())


@contextmanager
def later(by: timedelta) -> Iterator[None]:
    """Move the clock on."""
    with clock.at(clock.now() + by):
        yield
