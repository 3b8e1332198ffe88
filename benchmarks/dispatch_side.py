"""The console's side of the outbox's benchmark.

    python -m benchmarks.dispatch_side enqueue <port> <count> [<each> [<warm>]]
        prints when it began, after the first `warm`; `each` in a transaction
    python -m benchmarks.dispatch_side drain <port> [<early>]
        prints when it ended, and MB after `early` and all
    python -m benchmarks.dispatch_side work <port>
        works until it is told to end

Each envelope is written with a business row in a transaction of its own; each attempt keeps its exchange.
"""

from __future__ import annotations

import itertools
import json
import os
import secrets
import sys
import time
import uuid
from collections.abc import Callable, Sequence
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from benchmarks import sink
from benchmarks.register.models import Office
from config import settings_from
from console.app import create_app
from console.dispatch.declarations import Channel, Delivered, Envelope, Exchange, Letter, Outcome, Pace
from console.dispatch.running import Pipeline, line
from console.dispatch.service import enqueue, outbox
from console.hooks.declarations import Health
from console.institutions.models import Institution
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from console.jobs.worker import Worker


class SinkChannel(Channel):
    """Posts to the sink."""

    key, title, pace = "sink", "Sink", Pace()

    def __init__(self, port: int) -> None:
        self._port, self._sent = port, itertools.count(1)
        self.sent_so_many: Callable[[int], object] = lambda n: None

    def send(self, letter: Letter) -> Outcome:
        """Post the payload and keep what was said."""
        body = letter.envelope.text.encode()
        began = time.monotonic()
        reply = sink.post(self._port, body, letter.envelope.key)
        self.sent_so_many(next(self._sent))
        took = int((time.monotonic() - began) * 1000)
        said = Exchange(
            "POST /", {"Idempotency-Key": letter.envelope.key}, "", len(body), "200", {}, reply, 12, took
        )
        return Delivered("200", exchange=said)

    def check(self) -> Sequence[Health]:
        """Nothing to try."""
        return []


def main(act: str, port: int, count: int = 0, each: int = 1, warm: int = 0) -> object:
    """Do one part of a round."""
    app = create_app(settings_from(os.environ))
    channel = SinkChannel(port)
    with app.app_context():
        outbox().channels["sink"] = channel
    if act == "enqueue":
        return _enqueue(app, count, each, warm)
    if act == "drain":
        return _drain(app, channel, count)
    print("ready", flush=True)
    Worker(app, [], [line(app)]).serve()
    return None


def _enqueue(app: Flask, count: int, each: int, warm: int) -> float:
    with app.app_context():
        institution = accounts().scalars(select(Institution.id).order_by(Institution.id)).all()[0]
        accounts.rollback()
        scope = Scope((institution,), purpose="benchmark")
        # The register's rows were copied in: its sequence knows nothing of them.
        last = secrets.randbelow(1_000_000_000) + 1_000_000_000
        began = time.time()
        for first in range(0, count, each):
            began = time.time() if first == warm else began
            with acting(scope, writes=True) as session:
                for n in range(first, min(first + each, count)):
                    name = uuid.uuid4().hex
                    session.add(Office(id=last + n, number=name[:12], name=name))
                    enqueue(
                        session,
                        Envelope("sink", "agency", {"n": name}, "bench.note", name, conversation=name),
                    )
        return began


def _drain(app: Flask, channel: SinkChannel, early: int) -> dict[str, float]:
    """Send everything that is due; give when that ended and what the process holds when so many were sent."""
    marks: list[float] = []
    channel.sent_so_many = lambda n: marks.append(_memory()) if n == early else None
    Pipeline(app).run(app)
    return {"ended": time.time(), "early": marks[0] if marks else 0, "after": _memory()}


def _memory() -> float:
    """Give the memory this process holds, in MB."""
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], *map(int, sys.argv[2:]))))
