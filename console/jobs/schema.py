"""Whether the database is still the one that a worker was made for: an upgrade may move it on while the worker runs."""

from __future__ import annotations

import logging
import threading
import time
from typing import Literal

from flask import Flask

from console.base import engines
from console.hooks.owners import State, owners, state_of
from console.institutions.sessions import db

EVERY = 1.0
"""Seconds for which an answer holds: a worker that takes thousands a second does not ask each time."""
_WAITS = {
    "behind": "the database is not prepared yet: the worker waits for guichet db upgrade",
    "restoring": "the database is being restored: the worker waits",
}
log = logging.getLogger("guichet.jobs")


class Schema:
    """Asks the database of an application how far it is, for all threads of a worker."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._owners = owners(app.extensions["guichet_plugins"])
        self._lock = threading.Lock()
        self._state: State | Literal["restoring"] = "ready"
        self._until = 0.0

    def state(self) -> State | Literal["restoring"]:
        """Give `ready` when work may be taken; the log says what another state waits for."""
        with self._lock:
            if time.monotonic() >= self._until:
                before, self._state = self._state, self._look()
                self._until = time.monotonic() + EVERY
                if self._state != before and self._state in _WAITS:
                    log.warning(_WAITS[self._state])
            return self._state

    def _look(self) -> State | Literal["restoring"]:
        with self._app.app_context():
            reading = engines.options(engines.READ, db.engine.dialect.name)
            with db.engine.connect().execution_options(**reading) as connection:
                return state_of(connection, self._owners)
