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


class Worker:
    """Looks at the schedule in one thread and for other work in others, so that no long work holds up the schedule."""

    def __init__(
        self, app: Flask, jobs: Sequence[Job], lines: Sequence[Line] = (), *, pace: float = PACE
    ) -> None:
        self._app, self._jobs, self._pace = app, jobs, pace
        self._stopped = threading.Event()
        tasks: Tasks = app.extensions["guichet_tasks"]
        self._lines = (Line(run_next, tasks.wake, TASK_THREADS), *lines)
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
        """Work until the process is told to end (SIGTERM, Ctrl-C)."""
        told = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: told.set())
        self.start()
        told.wait()

    def work(self) -> None:
        """Run due jobs until stopped; a database that does not answer is asked again later."""
        while not self._stopped.is_set():
            self._quietly(lambda: run_due(self._app, self._jobs))
            self._stopped.wait(self._pace)

    def work_on(self, line: Line) -> None:
        """Do the work of one line until stopped."""
        while not self._stopped.is_set():
            if not self._quietly(lambda: line.look(self._app, self._stopped.is_set)):
                line.wake.wait(TASK_PACE)
                line.wake.clear()

    def _quietly(self, look: Callable[[], object]) -> bool:
        """Look once; no fault may end a thread that nobody would start again."""
        try:
            return bool(look())
        except SQLAlchemyError as fault:
            log.warning("the database does not answer the worker: %s", fault)
        except Exception:
            log.exception("the worker failed")
        return False
