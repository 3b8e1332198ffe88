"""Workers killed: at random moments, and just between the receiver's acceptance and our note of it."""

from __future__ import annotations

import random
from dataclasses import dataclass

from tests.faults.grounds import Ground, Outcome, ground, moment, outcome
from tests.services.run import Run

WORKERS = 3
LATENESS = 0.05
"""Seconds that the receiver takes for each: what is killed shall be under way."""


@dataclass(frozen=True)
class Killed:
    """What came of it."""

    where: str
    rounds: int
    workers: int
    outcome: Outcome

    @property
    def faults(self) -> list[str]:
        """Say what is not as it must be; a test in which nothing broke off has shown nothing."""
        nothing = [] if self.outcome.broken_off else ["no attempt broke off"]
        return [*self.outcome.faults, *nothing]


def at_random(where: str, rounds: int, messages: int, *, seed: int = 1, run: Run | None = None) -> Killed:
    """Kill one of three workers in each round, while somebody acts; then let the others finish."""
    chance = random.Random(seed)
    with ground(where, run=run) as made:
        made.ledger.modes["agency"], made.ledger.lateness = "late", LATENESS
        workers = [made.worker() for _ in range(WORKERS)]
        committed: list[str] = []
        for number in range(rounds):
            first, last = messages * number // rounds, messages * (number + 1) // rounds
            acts = made.put(first, last - first)
            moment(chance)
            victim = chance.randrange(WORKERS)
            workers[victim].kill()
            workers[victim] = made.worker()
            committed += acts.heard()
        return Killed(where, rounds, WORKERS, outcome(made, committed))


def when_accepted(where: str, rounds: int, workers: int, *, run: Run | None = None) -> Killed:
    """Kill every worker while the receiver, which has accepted, still holds its answer back; then let new ones work."""
    with ground(where, run=run, lease=1.0) as made:
        committed: list[str] = []
        for number in range(rounds):
            committed += _round(made, number, workers)
        return Killed(where, rounds, workers, outcome(made, committed))


def _round(made: Ground, number: int, workers: int) -> list[str]:
    """Put a matter, kill all workers once its first one is accepted, and let one worker finish."""
    ledger = made.ledger
    ledger.modes["agency"] = "held"
    ledger.released.clear()
    there = [made.worker() for _ in range(workers)]
    committed: list[str] = made.put(10 * number, 2).heard()
    ledger.arrived.get(timeout=60)
    for one in there:
        one.kill()
    ledger.modes["agency"] = "accept"
    ledger.released.set()
    last = made.worker()
    made.wait_until_empty()
    last.kill()
    while not ledger.arrived.empty():
        ledger.arrived.get()
    return committed
