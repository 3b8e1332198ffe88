"""Clocks that are wrong on some machines of several, and one that jumps back while it works.

The console asks one place for the time (`console/base/clock.py`): that place tells the workers here a wrong one.
`faketime` would do it from outside, but makes `time.sleep` of Python 3.11 fail, and with it the worker.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tests.faults import acts
from tests.faults.grounds import Outcome, ground, outcome, until
from tests.services.run import Run

LATENESS = 0.5
"""Seconds that the receiver takes: longer than a worker waits between two looks, shorter than a lease."""
LEASE = 10.0
"""Seconds: also on a busy machine a worker that lives keeps it."""
SLOW, FAST, JUMPS = "five minutes slow", "five minutes fast", "jumps back an hour"
WRONG = {SLOW: -300, FAST: 300, JUMPS: 0}


@dataclass(frozen=True)
class Skewed:
    """What came of it."""

    where: str
    clocks: tuple[str, ...]
    outcome: Outcome

    @property
    def faults(self) -> list[str]:
        """Say what is not as it must be: by the database's clock nobody takes what is another one's."""
        again = self.outcome.repeated
        return [*self.outcome.faults, *([f"sent again: {again}"] if again else [])]


def run(messages: int, *, run: Run | None = None) -> Skewed:
    """Let workers whose clocks are wrong share the work with one whose clock is right; the others write, too."""
    with ground("postgresql", run=run, lease=LEASE) as made:
        made.ledger.modes["agency"], made.ledger.lateness = "late", LATENESS
        hands = {name: _hand(made.folder / name, seconds) for name, seconds in WRONG.items()}
        workers = [made.start(acts.work, *told) for told in ((), *((hand,) for hand in hands.values()))]
        for worker in workers:
            worker.heard()
        committed: list[str] = []
        for n, hand in enumerate(hands.values()):
            part = made.start(acts.put, n * messages, messages // 3, 0, "agency", 0, hand)
            part.heard()
            committed += part.heard()
        until(lambda: len(made.ledger.effects) >= messages // 3)
        _hand(hands[JUMPS], -3600)
        return Skewed("postgresql", tuple(WRONG), outcome(made, committed))


def _hand(file: Path, seconds: int) -> Path:
    file.write_text(str(seconds))
    return file
