"""Receivers that are slow, silent, half there or gone: what is for the others goes on at its pace."""

from __future__ import annotations

import time
from dataclasses import dataclass

from tests.faults.grounds import Ground, Outcome, ground, outcome, until
from tests.services.run import Run

MODES = ("late", "never", "dribble", "close", "half", "busy")
GOOD = "good"
LATENESS = 3.0
"""Seconds: longer than a call may take before it counts as slow, shorter than its limit."""


@dataclass(frozen=True)
class Slow:
    """What came of it."""

    alone: float
    """Envelopes per second to a good receiver, while nothing waits for the others."""
    beside: float
    """The same while each of the six bad receivers has its share of the outbox, waiting in front of it."""
    longest_call: float
    """The longest call in seconds; the limit is 5."""
    bad: dict[str, tuple[int, int]]
    """Of each bad receiver: effects and deliveries, after it was well again."""
    outcome: Outcome

    @property
    def faults(self) -> list[str]:
        """Say what is not as it must be."""
        found = list(self.outcome.faults)
        if self.beside < self.alone / 3:
            found.append("the others leave at less than a third of their pace")
        if self.longest_call > 6:
            found.append("a call took longer than its limit")
        return found


def run(where: str, messages: int, *, run: Run | None = None) -> Slow:
    """Send to one good receiver alone, then beside six bad ones whose share stands in front; then let these get well."""
    with ground(where, run=run) as made:
        made.ledger.lateness = LATENESS
        committed = made.put(0, messages, 0, GOOD).heard()
        alone = _rate(made, messages)
        made.ledger.modes.update({mode: mode for mode in MODES})
        waiting = [made.put(0, max(5, messages // 20), 0, mode) for mode in MODES]
        committed += [key for part in waiting for key in part.heard()]
        committed += made.put(messages, messages, 0, GOOD).heard()
        beside = _rate(made, 2 * messages)
        longest = made.longest_call()
        made.ledger.modes.clear()
        made.worker()
        end = outcome(made, committed)
        return Slow(alone, beside, longest, {mode: _effects(made, mode) for mode in MODES}, end)


def _rate(made: Ground, number: int) -> float:
    """Let a worker begin, until so many had their effect at the good receiver; give how many it made per second."""
    done = made.ledger.moments.setdefault(GOOD, [])
    before, worker, began = len(done), made.worker(), time.monotonic()
    until(lambda: len(done) >= number)
    worker.kill()
    return round((len(done) - before) / (done[-1] - began), 1)


def _effects(made: Ground, mode: str) -> tuple[int, int]:
    keys = [key for key in made.ledger.effects if key.startswith(f"{mode}-")]
    return len(keys), sum(made.ledger.deliveries[key] for key in keys)
