"""Whether the database has the tables this program needs; until then every page says what to do instead of failing."""

from __future__ import annotations

import threading

from flask import Flask, current_app, request
from flask_babel import lazy_gettext as _l

from console.base import engines
from console.base.errors import Unavailable
from console.hooks.manager import Plugins
from console.hooks.owners import owners, state_of
from console.institutions.sessions import db

_looking = threading.Lock()
_MESSAGES = {
    "newer": _l("The database is newer than this program. Install the newer version again."),
    "behind": _l("The database is not prepared yet. Run guichet db upgrade."),
    "restoring": _l("The console is being restored from a backup. Come back later."),
}


def install(app: Flask) -> None:
    """Answer 503 to every page until the database is at the version of this program; then look no more."""
    app.extensions["guichet_ready"] = False

    @app.before_request
    def refuse_unprepared() -> None:
        if request.endpoint is not None and request.endpoint not in current_app.extensions["guichet_plain"]:
            check()


def check() -> None:
    """Raise `Unavailable` with what to do unless each owner's tables are at its head."""
    if current_app.extensions["guichet_ready"]:
        return
    # One thread looks: Python 3.11 does not bear two that parse at once (SystemError in ast.parse).
    with _looking:
        if not current_app.extensions["guichet_ready"]:
            _look()


def check_again() -> None:
    """Raise as `check` does, also where all was well before: an upgrade may have moved the tables on meanwhile."""
    with _looking:
        _look()


def _look() -> None:
    app = current_app
    plugins: Plugins = app.extensions["guichet_plugins"]
    # The files of migrations are read once: a program keeps the ones with which it began.
    known = app.extensions.setdefault("guichet_owners", owners(plugins))
    reading = engines.options(engines.READ, db.engine.dialect.name)
    with db.engine.connect().execution_options(**reading) as connection:
        state = state_of(connection, known)
    app.extensions["guichet_ready"] = state == "ready"
    if state != "ready":
        raise Unavailable(_MESSAGES[state])
