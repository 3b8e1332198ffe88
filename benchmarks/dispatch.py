"""The outbox beside procrastinate on PostgreSQL: from the act to the other side, and draining what has piled up.

One worker process each with eight calls at once, the same durable server and the same sink; the job is written in the
transaction of its row on both sides. Ours keeps attempts, exchanges and the order of conversations besides.
"""

from __future__ import annotations

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import partial

import psycopg
from sqlalchemy.engine import make_url

from benchmarks import grounds, sink
from benchmarks.grounds import Databases
from benchmarks.measuring import Line, take_turns

END_TO_END, DRAIN, GROWTH = 1.5, 2.5, 1.1
ROUNDS = 5
TOGETHER = 500
"""Envelopes written in a transaction where only the draining is looked at."""
WARM = 200
"""Jobs before those that count: a worker and a web process live for weeks, their first second is another question."""


def compare(databases: Databases, jobs: int, rounds: int, many: int) -> list[Line]:
    """Compare jobs a second of both sides in turns, and the memory before and after draining `many` of ours."""
    _peer(databases, "prepare")
    with _sink() as port:
        _settle(databases, port)
        end, drain = (
            take_turns(
                {side: partial(what, databases, side, port, jobs) for side in ("ours", "peer")}, rounds
            )
            for what in (_end_to_end, _drain)
        )
        early, late = _growth(databases, port, many)
    return [
        _line("outbox end to end, to procrastinate", end, END_TO_END),
        _line("outbox drained, to procrastinate", drain, DRAIN),
        Line(
            f"memory after {many:,} envelopes, to {many // 10:,}",
            "MB",
            late,
            early,
            late / early,
            GROWTH,
            most=True,
        ),
    ]


def _settle(databases: Databases, port: int) -> None:
    """Let both sides work once and both databases look at what they hold, as any does within its first minute."""
    for side, url in (("ours", databases.owner), ("peer", databases.peer)):
        _drain(databases, side, port, WARM)
        info = make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)
        with psycopg.connect(info, autocommit=True) as connection:
            connection.execute("ANALYZE")


def _line(what: str, rates: Mapping[str, float], limit: float) -> Line:
    return Line(what, "jobs/s", rates["ours"], rates["peer"], rates["ours"] / rates["peer"], limit)


def _drain(databases: Databases, side: str, port: int, jobs: int) -> float:
    run = _ours if side == "ours" else _peer
    run(databases, "enqueue", port, WARM + jobs)
    before, _ = sink.told(port)
    ended: float = json.loads(run(databases, "drain", port).splitlines()[-1])["ended"]
    return jobs / (ended - sink.told(port, before + WARM)[1])


def _end_to_end(databases: Databases, side: str, port: int, jobs: int) -> float:
    before, _ = sink.told(port)
    command = ("dispatch_side", "work") if side == "ours" else ("dispatch_peer", "work", databases.peer)
    with _worker(databases, *command, str(port)):
        run = _ours if side == "ours" else _peer
        began = float(run(databases, "enqueue", port, WARM + jobs, 1, WARM).splitlines()[-1])
        while True:
            came, last = sink.told(port)
            if came >= before + WARM + jobs:
                return jobs / (last - began)
            time.sleep(0.05)


def _growth(databases: Databases, port: int, many: int) -> tuple[float, float]:
    """Give the memory of a worker in MB, after a tenth of the envelopes and after all of them."""
    _ours(databases, "enqueue", port, many, TOGETHER)
    told = json.loads(_ours(databases, "drain", port, many // 10))
    return told["early"], told["after"]


def _ours(databases: Databases, act: str, *more: int) -> str:
    return grounds.run(databases, "dispatch_side", act, *map(str, more))


def _peer(databases: Databases, act: str, *more: int) -> str:
    return grounds.run(databases, "dispatch_peer", act, databases.peer, *map(str, more))


@contextmanager
def _worker(databases: Databases, module: str, *arguments: str) -> Iterator[None]:
    """Run a worker that says when it is ready, and end it afterwards."""
    argv = [sys.executable, "-m", f"benchmarks.{module}", *arguments]
    with _process(argv, grounds.environment(databases)) as told:
        if told != "ready":
            raise RuntimeError(f"{module} did not begin")
        yield


@contextmanager
def _sink() -> Iterator[int]:
    with _process([sys.executable, "-m", "benchmarks.sink"]) as told:
        yield int(told)


@contextmanager
def _process(argv: Sequence[str], environment: Mapping[str, str] | None = None) -> Iterator[str]:
    """Start a process and give the first line it prints."""
    with subprocess.Popen(
        argv, cwd=grounds.ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    ) as process:
        assert process.stdout is not None
        try:
            yield process.stdout.readline().strip()
        finally:
            process.kill()
