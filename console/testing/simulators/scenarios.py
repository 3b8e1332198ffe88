"""How a simulator behaves: by a marker in what it gets, else by its script, else as usual.

A marker is `sim-reject` or, with how often, `sim-fail-3`, anywhere in the target or the payload: in the address
`anna+sim-reject@firma.example` as well as in a text. What is decided for a key holds for all its attempts.
"""

from __future__ import annotations

import random
import re
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from threading import Lock


class Behaviour(StrEnum):
    """What a simulator can do with a request."""

    ACCEPT = "accept"
    REJECT = "reject"
    """Refused at the door."""
    REFUSE = "refuse"
    """It is received, and refused by the business acknowledgement."""
    ASK = "ask"
    """It is received, and documents are asked for."""
    LATE = "late"
    """The business acknowledgement waits until somebody releases it."""
    TWICE = "twice"
    """Each acknowledgement is said twice."""
    REORDERED = "reordered"
    """The business acknowledgement comes before the technical one."""
    FORGED = "forged"
    """The acknowledgement has a wrong signature and names another reference."""
    FOREIGN = "foreign"
    """The acknowledgement goes to another institution."""
    HALF = "half"
    """It is taken, and half of the answer arrives."""
    CLOSE = "close"
    """It is taken, and the connection ends without an answer."""
    NEVER = "never"
    """Nothing is taken and nothing answered; the connection stays open until somebody releases it."""
    FAIL = "fail"
    """Answered with 500."""
    BUSY = "busy"
    """Answered with 429 and Retry-After."""
    PAGE = "page"
    """Answered with 200 and a page of HTML."""
    ERROR_INSIDE = "error-inside"
    """Answered with 200 and an error inside."""


TAKES = frozenset(Behaviour) - {
    Behaviour.REJECT, Behaviour.NEVER, Behaviour.FAIL, Behaviour.BUSY, Behaviour.PAGE, Behaviour.ERROR_INSIDE,
}  # fmt: skip
"""Behaviours with which a request has its effect."""
_LASTING = (TAKES | {Behaviour.REJECT}) - {Behaviour.HALF, Behaviour.CLOSE}
"""They hold for every attempt of a key. The others hold for the first ones, then it is accepted."""
_NAMES = "|".join(sorted(Behaviour, key=len, reverse=True))
_MARKER = re.compile(rf"sim-({_NAMES})(?:-([0-9]{{1,3}}))?(?![a-z0-9])")


@dataclass(frozen=True)
class Step:
    """A behaviour, and for how many attempts of a key it holds."""

    behaviour: Behaviour
    times: int = 1


def step_of(text: str) -> Step:
    """Give the step of `reject` or `fail-3`; raises `ValueError` with the words that there are."""
    found = _MARKER.fullmatch(f"sim-{text}")
    if found is None:
        raise ValueError(f"{text!r} is no behaviour; there are: {', '.join(Behaviour)}")
    return Step(Behaviour(found[1]), int(found[2] or 1))


class Scenario:
    """Decides how one simulator behaves; serves all its threads."""

    def __init__(
        self,
        usual: Step = Step(Behaviour.ACCEPT),
        mix: Mapping[Behaviour, float] | None = None,
        seed: int = 0,
    ) -> None:
        """`mix` gives weights: the same seed and key give the same behaviour, in whatever order they come."""
        self.usual, self._mix, self._seed = usual, dict(mix or {}), seed
        self._script: deque[Step] = deque()
        self._decided: dict[str, Step] = {}
        self._attempts: dict[str, int] = {}
        self._lock = Lock()

    def script(self, *steps: Step) -> None:
        """Say how the next new keys without a marker are met, one after the other."""
        with self._lock:
            self._script.extend(steps)

    def mix(self, weights: Mapping[Behaviour, float], seed: int) -> None:
        """Meet keys from now on at random by these weights; none ends the mixing."""
        with self._lock:
            self._mix, self._seed = dict(weights), seed

    def behaviour(self, key: str, text: str) -> Behaviour:
        """Give how this attempt of a key is met; `text` is where a marker is looked for."""
        with self._lock:
            step = self._decided.get(key)
            if step is None:
                step = self._decided[key] = self._step(key, text)
            self._attempts[key] = attempt = self._attempts.get(key, 0) + 1
        if step.behaviour in _LASTING or attempt <= step.times:
            return step.behaviour
        return Behaviour.ACCEPT

    def _step(self, key: str, text: str) -> Step:
        if found := _MARKER.search(text):
            return Step(Behaviour(found[1]), int(found[2] or 1))
        if self._script:
            return self._script.popleft()
        if self._mix:
            chance = random.Random(f"{self._seed} {key}")  # noqa: S311 - no secret
            return Step(chance.choices(list(self._mix), list(self._mix.values()))[0])
        return self.usual
