"""The embedded worker: a thread beside the web server, or `guichet worker` alone."""

from __future__ import annotations

import logging
import threading
from collections.abc import Sequence

from flask import Flask
from sqlalchemy.exc import SQLAlchemyError

from console.jobs.service import Job, run_due

PACE = 15.0
"""Seconds between two looks at the schedule."""

log = logging.getLogger("guichet.jobs")


class Worker:
    """Looks at the schedule again and again until it is told to stop."""

    def __init__(self, app: Flask, jobs: Sequence[Job], pace: float = PACE) -> None:
        self._app, self._jobs, self._pace = app, jobs, pace
        self._stopped = threading.Event()

    def start(self) -> threading.Thread:
        """Work in a thread that ends with the process."""
        thread = threading.Thread(target=self.work, name="guichet-worker", daemon=True)
        thread.start()
        return thread

    def stop(self) -> None:
        """End after the job at hand."""
        self._stopped.set()

    def work(self) -> None:
        """Run due jobs until stopped; a database that does not answer is asked again later."""
        while not self._stopped.is_set():
            try:
                run_due(self._app, self._jobs)
            except SQLAlchemyError as fault:
                log.warning("the schedule cannot be read: %s", fault)
            self._stopped.wait(self._pace)
