"""PostgreSQL stopped fast, stopped at once, and with all its connections ended, while people and workers work."""

from __future__ import annotations

import random
import time
from dataclasses import dataclass

from tests.faults import acts, clusters
from tests.faults.grounds import Ground, Outcome, ground, moment, outcome, until
from tests.faults.processes import Part
from tests.faults.visitors import Visitor, visiting

SOON = 10.0
"""Seconds within which everything works again, without anybody starting it."""


@dataclass(frozen=True)
class Outages:
    """What came of it."""

    times: int
    ways: tuple[str, ...]
    pages: dict[str, int]
    """What was shown how often: the page, the page that says that the database is away (`sorry`), nothing at all."""
    strange: tuple[str, ...]
    page_again: float
    """The longest time, in seconds, from the database's return to the next good page."""
    worker_again: float
    """The same to the next delivery."""
    outcome: Outcome

    @property
    def faults(self) -> list[str]:
        """Say what is not as it must be."""
        found = [*self.outcome.faults, *(f"shown: {page}" for page in self.strange)]
        if self.pages.get("nobody"):
            found.append(f"nobody answered {self.pages['nobody']} requests")
        if not self.pages.get("sorry") and set(self.ways) & {"fast", "immediate"}:
            found.append("nobody was told that the database is away")
        slow = max(self.page_again, self.worker_again)
        return [*found, f"it took {slow:.1f} s to work again"] if slow > SOON else found


def run(rounds: int, *, seed: int = 1) -> Outages:
    """Interrupt the database in each way in turn, while two workers, three who act, and two visitors go on."""
    chance = random.Random(seed)
    ways = clusters.WAYS[:rounds]
    with ground("postgresql", lease=2.0, GUICHET_WORKER="yes") as made:
        made.worker()
        made.worker()
        with visiting(made, "luca", "/") as guest:
            committed: list[str] = []
            pages, workers = [], []
            for number in range(rounds):
                load = [made.start(acts.put, number * 30, 30, 0.05, f"agency{n}") for n in range(3)]
                for part in load:
                    part.heard()
                moment(chance, 1.0)
                clusters.interrupt(made, ways[number % len(ways)])
                moment(chance)
                clusters.start(made)
                page, worker = _again(made, guest, load, number)
                pages.append(page)
                workers.append(worker)
                committed += [key for part in load for key in part.heard()]
            guest.end()
            return Outages(
                rounds, ways, dict(guest.shown), tuple(guest.strange), round(max(pages), 1),
                round(max(workers), 1), outcome(made, committed),
            )  # fmt: skip


def _again(made: Ground, guest: Visitor, load: list[Part], number: int) -> tuple[float, float]:
    """Give the seconds from now to the next good page, and to the delivery of something acted from now on."""
    began = time.monotonic()
    until(lambda: guest.ask() == "200", 2 * SOON)
    page = time.monotonic() - began
    (key,) = made.put(number, 1, 0, "after").heard() or [""]
    acted = time.monotonic()
    until(lambda: key in made.ledger.effects, 2 * SOON)
    return page, time.monotonic() - acted
