"""Whether the database has the tables this program needs; until then every page says what to do instead of failing."""

from __future__ import annotations

import threading

from flask import Flask, current_app, request
from flask_babel import lazy_gettext as _l

from console.base import engines
from console.base.errors import Unavailable
from console.hooks.manager import Plugins
from console.hooks.owners import owners, version_of
from console.institutions.sessions import db

_looking = threading.Lock()


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


def _look() -> None:
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    reading = engines.options(engines.READ, db.engine.dialect.name)
    with db.engine.connect().execution_options(**reading) as connection:
        states = {version_of(connection, owner).state for owner in owners(plugins)}
    if "newer" in states:
        raise Unavailable(_l("The database is newer than this program. Install the newer version again."))
    if "behind" in states:
        raise Unavailable(_l("The database is not prepared yet. Run guichet db upgrade."))
    current_app.extensions["guichet_ready"] = True
