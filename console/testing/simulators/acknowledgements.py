"""What a simulated agency says after it has received something: in order or not, late, twice, forged."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from threading import Lock
from typing import Any

from console.base import clock
from console.testing.simulators.scenarios import Behaviour

RECEIVED, ACCEPTED, REFUSED = "received", "accepted", "refused"


@dataclass(frozen=True)
class Acknowledgement:
    """One thing that an agency says to one of those who send to it."""

    token: str
    """Its own mark: the same one twice is one."""
    sender: str
    key: str
    reference: str
    verdict: str
    """`received`, `accepted`, `refused`, or empty for a message."""
    kind: str
    """`technical`, `business` or `documents`."""
    said_at: str
    forged: bool = False
    """Signed by nobody who may."""

    @property
    def value(self) -> dict[str, Any]:
        """Give what is sent."""
        return {
            "id": self.token,
            "type": self.kind,
            "key": self.key,
            "reference": self.reference,
            "verdict": self.verdict,
            "said_at": self.said_at,
        }

    @property
    def body(self) -> bytes:
        """Give what is sent as JSON."""
        return json.dumps(self.value).encode()


class Acknowledgements:
    """What an agency has said and will say; serves all threads."""

    def __init__(self) -> None:
        self._said: list[Acknowledgement] = []
        self._held: list[Acknowledgement] = []
        self._pushed = 0
        self._senders: list[str] = []
        self._lock = Lock()

    def answer(self, behaviour: Behaviour, sender: str, key: str, reference: str) -> None:
        """Say what follows from a request that has had its effect."""

        def one(kind: str, verdict: str) -> Acknowledgement:
            moment = clock.now().isoformat()
            return Acknowledgement(f"{reference}-{kind}", sender, key, reference, verdict, kind, moment)

        technical, business = one("technical", RECEIVED), one("business", ACCEPTED)
        with self._lock:
            if sender not in self._senders:
                self._senders.append(sender)
            match behaviour:
                case Behaviour.REFUSE:
                    self._said += [technical, one("business", REFUSED)]
                case Behaviour.ASK:
                    self._said += [technical, one("documents", "")]
                case Behaviour.LATE:
                    self._said.append(technical)
                    self._held.append(business)
                case Behaviour.TWICE:
                    self._said += [technical, technical, business, business]
                case Behaviour.REORDERED:
                    self._said += [business, technical]
                case Behaviour.FORGED:
                    self._said.append(replace(business, key="", reference=f"{reference}-forged", forged=True))
                case Behaviour.FOREIGN:
                    self._said.append(replace(business, sender=self._other(sender)))
                case _:
                    self._said += [technical, business]

    def release(self) -> int:
        """Say what was held back; give how many that were."""
        with self._lock:
            released, self._held = self._held, []
            self._said += released
        return len(released)

    def since(self, sender: str, cursor: int) -> tuple[list[Acknowledgement], int]:
        """Give what was said to a sender since a cursor, and the next cursor."""
        with self._lock:
            return [one for one in self._said[cursor:] if one.sender == sender], len(self._said)

    def hand_out(self, hand: Callable[[Acknowledgement], bool]) -> int:
        """Hand each one over in its order until one is not taken; give how many were."""
        count = 0
        while True:
            with self._lock:
                found = self._said[self._pushed : self._pushed + 1]
            if not found or not hand(found[0]):
                return count
            with self._lock:
                self._pushed += 1
            count += 1

    def _other(self, sender: str) -> str:
        """Give somebody else who sends to the agency."""
        return next((one for one in self._senders if one != sender), f"not-{sender}")
