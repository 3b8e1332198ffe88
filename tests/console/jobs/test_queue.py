"""What a relay publishes, and how often."""

from __future__ import annotations

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from console.jobs import queue
from console.jobs.queue import Kind, Relay
from tests.support.house import House


class Outbox:
    """What is due, and what was published."""

    def __init__(self) -> None:
        self.due: list[int] = []
        self.published: list[int] = []
        kind = Kind("test", self._due, self._one)
        self.relay = Relay([kind], lambda _name, key: self.published.append(key))

    def _due(self, session: Session, limit: int) -> list[int]:
        return self.due[:limit]

    def _one(self, app: Flask, key: int) -> bool:
        raise AssertionError("a relay does no work")

    def look(self, house: House, *due: int) -> list[int]:
        """Let the relay look while these are due; give what it published."""
        self.due, self.published = list(due), []
        self.relay.look(house.app)
        return self.published


def test_what_stays_due_is_published_once(lite_house: House) -> None:
    outbox = Outbox()

    assert [outbox.look(lite_house, 1, 2), outbox.look(lite_house, 1, 2, 3)] == [[1, 2], [3]]


def test_what_was_taken_and_is_due_once_more_is_published_at_once(lite_house: House) -> None:
    outbox = Outbox()

    assert [outbox.look(lite_house, 1), outbox.look(lite_house), outbox.look(lite_house, 1)] == [[1], [], [1]]


def test_what_nobody_takes_is_published_again(lite_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    outbox = Outbox()
    outbox.look(lite_house, 1)
    monkeypatch.setattr(queue, "AGAIN", 0.0)

    assert outbox.look(lite_house, 1) == [1]
