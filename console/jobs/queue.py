"""Work in many processes, brought by a queue of another product: Celery over Redis or RabbitMQ.

The tables stay the truth. A message carries a kind of work and a key, nothing else; whoever gets it claims the row by
its key, as the embedded worker does. A message that is lost or comes twice is harmless: the *relay* publishes again
what is still due, and a row that is claimed or done is not taken a second time. The queue itself need not be durable.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from flask import Flask
from sqlalchemy.orm import Session

from console.institutions.sessions import accounts
from console.jobs.worker import Line

PACE = 0.25
"""Seconds between two looks of the relay."""
AGAIN = 30.0
"""Seconds after which what is still due is published again."""
MOST = 500
"""Keys of one kind that the relay publishes at a time."""


@dataclass(frozen=True)
class Kind:
    """A kind of work that a queue may bring."""

    name: str
    due: Callable[[Session, int], list[int]]
    """Gives the keys of free rows that are due, at most so many."""
    one: Callable[[Flask, int], bool]
    """Claims the row of a key and works on it; gives whether it was free."""


class Relay:
    """Publishes what is due. Several relays at once are harmless: a doubled message finds its row taken."""

    def __init__(self, kinds: Sequence[Kind], publish: Callable[[str, int], None]) -> None:
        self._kinds, self._publish = kinds, publish
        self._told: dict[str, dict[int, float]] = {}
        """When each was published, as long as it is due: what is due once more is published once more."""

    def line(self) -> Line:
        """Give the relay to a worker of ours."""
        return Line(self.look, threading.Event(), 1, PACE)

    def look(self, app: Flask, ends: Callable[[], bool] = lambda: False) -> bool:
        """Publish what is due and was not published lately; gives that it never has to look again at once."""
        with app.app_context():
            for kind in self._kinds:
                if not ends():
                    self._tell(kind, kind.due(accounts(), MOST))
        return False

    def _tell(self, kind: Kind, keys: Sequence[int]) -> None:
        moment, before = time.monotonic(), self._told.get(kind.name, {})
        told = {key: before[key] for key in keys if key in before and moment - before[key] < AGAIN}
        self._told[kind.name] = told
        for key in keys:
            if key not in told:
                self._publish(kind.name, key)
                told[key] = moment
