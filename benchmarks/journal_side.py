"""Acts as several people do them, each with its line in the journal; prints how they went as JSON.

    python -m benchmarks.journal_side <plain|beside|inside> <acts>

`plain` never seals, `beside` seals as the worker does, `inside` in the transaction of each act.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import func, select

from config import settings_from
from console.app import create_app
from console.audit.models import JOURNAL, AuditEntry
from console.audit.sealing import seal
from console.audit.service import record
from console.audit.verifying import verify
from console.institutions.models import Institution
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from console.jobs.worker import TASK_PACE
from console.parties.models import Company
from console.shell.sealing import seal_all

THREADS = 4


def main(way: str, acts: int) -> dict[str, float]:
    """Do the acts and give their rate; with `beside` also the longest time from a line to its seal, in seconds."""
    app = create_app(settings_from(os.environ))
    with app.app_context():
        institution = accounts().scalars(select(Institution.id).order_by(Institution.id)).all()[0]
        accounts.rollback()
    scope = Scope((institution,), purpose="benchmark")
    _seal(app)
    already = _last(app, scope)
    with _worker(app, way == "beside"):
        rate = _rate(app, scope, acts, inside=way == "inside")
    if way == "plain":
        return {"rate": rate}
    return {"rate": rate, "lag": _lag(app, scope, already)}


def _rate(app: Flask, scope: Scope, acts: int, *, inside: bool) -> float:
    def act(_: int) -> None:
        with app.app_context(), acting(scope, writes=True) as session:
            name = uuid.uuid4().hex
            session.add(Company(number=name[:24], name=name))
            record(session, "console.note", name=name, changes={"name": [None, name]})
            session.flush()
            if inside:
                seal(session, JOURNAL)

    begin = time.perf_counter()
    with ThreadPoolExecutor(THREADS) as pool:
        list(pool.map(act, range(acts)))
    return acts / (time.perf_counter() - begin)


@contextmanager
def _worker(app: Flask, seals: bool) -> Iterator[None]:
    """Seal at the worker's pace while the block runs, and what is left after it."""
    ended = threading.Event()

    def work() -> None:
        while not ended.is_set():
            if not seal_all(app):
                ended.wait(TASK_PACE)

    thread = threading.Thread(target=work, daemon=True)
    if seals:
        thread.start()
    yield
    ended.set()
    if seals:
        thread.join()
        _seal(app)


def _seal(app: Flask) -> None:
    while seal_all(app):
        pass


def _last(app: Flask, scope: Scope) -> int:
    with app.app_context(), acting(scope) as session:
        return session.scalar(select(func.max(AuditEntry.number))) or 0


def _lag(app: Flask, scope: Scope, already: int) -> float:
    """Give the longest lag of the lines after `already`; raises when the journal is not whole."""
    with app.app_context(), acting(scope) as session:
        report = verify(session, JOURNAL)
        if report.faults or report.unsealed:
            raise RuntimeError(f"the journal is not as it should be: {report}")
        lines = select(AuditEntry.at, AuditEntry.sealed_at).where(AuditEntry.number > already)
        return max((sealed - at).total_seconds() for at, sealed in session.execute(lines) if sealed)


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]))))
