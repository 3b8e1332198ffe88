"""The embedded worker: threads beside the web server, or `guichet worker` alone."""

from __future__ import annotations

import atexit
import logging
import signal
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from console.jobs.running import run_next
from console.jobs.schema import Schema
from console.jobs.service import Job, run_due
from console.jobs.tasks import Tasks

PACE = 15.0
"""Seconds between two looks at the schedule."""
TASK_PACE = 2.0
"""Seconds between two looks for work that another process started; that of this process is begun at once."""
TASK_THREADS = 2
"""Tasks at once: a short export does not wait for a long import."""
PATIENCE = 10.0
"""Seconds that the pieces at hand get when the process ends; a piece not committed by then is done again."""

log = logging.getLogger("guichet.jobs")


@dataclass(frozen=True)
class Line:
    """Work that threads of its own look for, beside the schedule and the tasks."""

    look: Callable[[Flask, Callable[[], bool]], object]
    """Does what is there and gives whether there was anything; its second argument says that the worker ends."""
    wake: threading.Event
    """Set when there may be something."""
    threads: int
    pace: float = TASK_PACE
    """Seconds between two looks for what another process has made."""


class Worker:
    """Looks at the schedule in one thread and for other work in others, so that no long work holds up the schedule."""

    def __init__(
        self,
        app: Flask,
        jobs: Sequence[Job],
        lines: Sequence[Line] = (),
        *,
        pace: float = PACE,
        takes_tasks: bool = True,
    ) -> None:
        self._app, self._jobs, self._pace = app, jobs, pace
        self._stopped = threading.Event()
        self._told = threading.Event()
        self._schema = Schema(app)
        self.is_outdated = False
        """Whether it ended by itself, because the database has moved on to a newer version."""
        tasks: Tasks = app.extensions["guichet_tasks"]
        own = (Line(run_next, tasks.wake, TASK_THREADS),) if takes_tasks else ()
        self._lines = (*own, *lines)
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Work in threads that end with the process, which lets go of their tasks first."""
        works: list[Callable[[], None]] = [self.work]
        works += [partial(self.work_on, line) for line in self._lines for _ in range(line.threads)]
        self._threads = [
            threading.Thread(target=work, name=f"guichet-worker-{n}", daemon=True)
            for n, work in enumerate(works)
        ]
        for thread in self._threads:
            thread.start()
        atexit.register(self.stop)

    def stop(self) -> None:
        """End after the jobs and the pieces at hand, and wait for them a little."""
        self._stopped.set()
        for line in self._lines:
            line.wake.set()
        for thread in self._threads:
            thread.join(PATIENCE / len(self._threads))

    def serve(self) -> None:
        """Work until the process is told to end (SIGTERM, Ctrl-C), or is outdated."""
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: self._told.set())
        self.start()
        self._told.wait()
        self.stop()

    def work(self) -> None:
        """Run due jobs until stopped; a database that does not answer is asked again later."""
        while not self._stopped.is_set():
            self._quietly(lambda: run_due(self._app, self._jobs))
            self._stopped.wait(self._pace)

    def work_on(self, line: Line) -> None:
        """Do the work of one line until stopped."""
        while not self._stopped.is_set():
            if not self._quietly(lambda: line.look(self._app, self._ends)):
                line.wake.wait(line.pace)
                line.wake.clear()

    def _quietly(self, look: Callable[[], object]) -> bool:
        """Look once, if the database is ours; no fault may end a thread that nobody would start again."""
        try:
            return self._may_work() and bool(look())
        except SQLAlchemyError as fault:
            log.warning("the database does not answer the worker: %s", fault)
        except Exception:
            log.exception("the worker failed")
        return False

    def _ends(self) -> bool:
        """Say whether a line lets go of its work: what is long looks at the tables between its pieces too."""
        return self._stopped.is_set() or not self._may_work()

    def _may_work(self) -> bool:
        """Say whether the tables are those of this program; a worker older than they are ends.

        What it has begun it still notes; what it has only taken goes back, or is free after its lease.
        """
        state = self._schema.state()
        if state == "newer" and not self._stopped.is_set():
            log.error("the database is newer than this worker, which ends: start the one of the new version")
            self.is_outdated = True
            self._stopped.set()
            for line in self._lines:
                line.wake.set()
            self._told.set()
        return state == "ready"
