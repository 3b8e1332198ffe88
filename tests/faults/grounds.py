"""Where faults happen: databases of their own, the receiver, and the processes that are killed."""

from __future__ import annotations

import os
import random
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, func, select

from console.dispatch.models import (
    DELIVERED,
    UNKNOWN,
    Dispatch,
    DispatchAttempt,
    DispatchClaim,
    DispatchExchange,
)
from tests.faults import acts, processes
from tests.faults.processes import PATIENCE, Act, Part
from tests.faults.receiver import Ledger, receiver
from tests.services import postgresql as postgresql_service
from tests.services import redis as redis_service
from tests.services.postgresql import PostgreSQL
from tests.services.run import Run


@dataclass
class Ground:
    """One installation under test."""

    name: str
    folder: Path
    run: Run
    environment: dict[str, str]
    ledger: Ledger
    server: PostgreSQL | None = None
    parts: list[Part] = field(default_factory=list)

    def start(self, act: Act, *arguments: Any) -> Part:
        """Start a process that is ended with the ground."""
        part = processes.start(act, self.environment, *arguments)
        self.parts.append(part)
        return part

    def worker(self) -> Part:
        """Start a worker and wait until it is there."""
        part = self.start(acts.work)
        part.heard()
        return part

    def put(self, first: int, count: int, pause: float = 0, target: str = "agency", size: int = 0) -> Part:
        """Start somebody who acts, and wait until he begins."""
        part = self.start(acts.put, first, count, pause, target, size)
        part.heard()
        return part

    def wait_until_empty(self) -> float:
        """Wait until nothing may leave any more; give the seconds it took."""
        return until(lambda: not self.tables()["claims"])

    def longest_call(self) -> float:
        """Give the seconds of the call that took longest, of those that ended."""
        engine = create_engine(self.environment["GUICHET_OWNER_URL"])
        try:
            with engine.connect() as connection:
                found = connection.scalar(select(func.max(DispatchExchange.__table__.c.milliseconds)))
                return round((found or 0) / 1000, 1)
        finally:
            engine.dispose()

    def tables(self) -> dict[str, int]:
        """Count what the tables say, past row-level security."""
        engine = create_engine(self.environment["GUICHET_OWNER_URL"])
        asked = {
            "claims": select(func.count()).select_from(DispatchClaim.__table__),
            "dispatches": select(func.count()).select_from(Dispatch.__table__),
            "delivered": select(func.count()).where(Dispatch.__table__.c.state == DELIVERED),
            "attempts": select(func.count()).select_from(DispatchAttempt.__table__),
            "broken_off": select(func.count()).where(DispatchAttempt.__table__.c.outcome == UNKNOWN),
        }
        try:
            with engine.connect() as connection:
                return {name: connection.scalar(one) or 0 for name, one in asked.items()}
        finally:
            engine.dispose()


@dataclass(frozen=True)
class Outcome:
    """What came of everything that was put into the outbox; `faults` says what is not as it must be."""

    committed: int
    delivered: int
    lost: int
    contrary: int
    """Keys under which the receiver was given two bodies; it drops a double of the same."""
    out_of_order: int
    repeated: int
    """Deliveries beyond the first, with the same key."""
    unrecorded: int
    """Deliveries of which no attempt is on record."""
    broken_off: int
    stuck: int
    seconds_to_empty: float

    @property
    def faults(self) -> list[str]:
        """Name what must be zero and is not."""
        zero = ("lost", "contrary", "out_of_order", "unrecorded", "stuck")
        found = [f"{name}: {getattr(self, name)}" for name in zero if getattr(self, name)]
        return found if self.delivered >= self.committed else [*found, "not everything is noted as delivered"]


def outcome(made: Ground, committed: list[str]) -> Outcome:
    """Wait for the outbox to be empty and compare what was committed with the tables and with the receiver."""
    seconds = made.wait_until_empty()
    tables, ledger = made.tables(), made.ledger
    repeated = sum(ledger.deliveries.values()) - len(ledger.effects)
    return Outcome(
        committed=len(committed),
        delivered=tables["delivered"],
        lost=len(set(committed) - set(ledger.effects)),
        contrary=len(ledger.contrary),
        out_of_order=_out_of_order(ledger),
        repeated=repeated,
        unrecorded=max(0, sum(ledger.deliveries.values()) - tables["attempts"]),
        broken_off=tables["broken_off"],
        stuck=tables["claims"],
        seconds_to_empty=round(seconds, 1),
    )


@contextmanager
def ground(
    name: str, *, run: Run | None = None, lease: float = 3.0, inside: Path | None = None, **more: str
) -> Iterator[Ground]:
    """Make an installation on `sqlite`, `postgresql`, or `celery` (with PostgreSQL and Redis).

    The servers are those of a test run, or of a run of its own; `inside` is the folder for everything it writes.
    """
    with ExitStack() as ends, tempfile.TemporaryDirectory(prefix="guichet-faults-", dir=inside) as folder:
        if run is None:
            run = Run.begin(inside)
            ends.callback(run.end)
        ledger = ends.enter_context(receiver())
        url = owner = f"sqlite:///{folder}/guichet.sqlite"
        server = None
        if name != "sqlite":
            server = postgresql_service.start(run, durable=True)
            database = Path(folder).name.replace("-", "_")
            server.create(database)
            ends.callback(_drop, server, database)
            url, owner = server.app_url(database), server.owner_url(database)
        environment = {
            **{k: v for k, v in os.environ.items() if not k.startswith("GUICHET_")},
            "GUICHET_ENV": "test",
            "GUICHET_SECRET_KEY": "a secret of the faults, long enough to be accepted",
            "GUICHET_DATA": folder,
            "DATABASE_URL": url,
            "GUICHET_OWNER_URL": owner,
            "FAULTS_LEASE": str(lease),
            "FAULTS_LONGEST": "5",
            "FAULTS_LOG": f"{folder}/processes.log",
            "FAULTS_PORT": str(ledger.port),
            **more,
        }
        if name == "celery":
            environment |= {"GUICHET_ENGINE": "celery", "GUICHET_BROKER": redis_service.start(run)}
        made = Ground(name, Path(folder), run, environment, ledger, server)
        ends.callback(_end, made.parts)
        made.start(acts.found).heard()
        if name == "celery":
            made.start(acts.relay).heard()
        yield made


def until(is_so: Callable[[], object], patience: float = PATIENCE) -> float:
    """Wait until something is so, or patience ends; give the seconds it took."""
    began = time.monotonic()
    while not is_so() and time.monotonic() - began < patience:
        time.sleep(0.05)
    return time.monotonic() - began


def moment(chance: random.Random, longest: float = 0.3) -> None:
    """Wait for a random part of `longest` seconds."""
    time.sleep(chance.uniform(0, longest))


def _out_of_order(ledger: Ledger) -> int:
    """Count what had its effect after something later of its matter."""
    newest: dict[str, int] = defaultdict(int)
    found = 0
    for key in ledger.effects:
        matter, number = acts.matter_of(key), int(key.rpartition("-")[2])
        found += number < newest[matter]
        newest[matter] = max(newest[matter], number)
    return found


def _end(parts: list[Part]) -> None:
    for part in parts:
        part.kill()


def _drop(server: PostgreSQL, database: str) -> None:
    if server.answers():
        server.drop(database)
