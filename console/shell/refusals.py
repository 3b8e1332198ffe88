"""Every error in the reader's language, with a reference found in the log: a page, or a problem for other systems."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from flask import Flask, Response, current_app, g, make_response, render_template, request
from flask.globals import request_ctx
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import (
    DataError,
    DBAPIError,
    IntegrityError,
    OperationalError,
    PendingRollbackError,
    ProgrammingError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from console.base.errors import ConsoleError, TooManyTries
from console.shell import kept, words
from console.shell.pages import Action, ErrorPage
from console.shell.problems import problem

log = logging.getLogger("guichet.refusals")
FOR_SYSTEMS = ("/api/", "/inbound/")
"""Addresses that other systems call, and no browser."""
_BROKEN_CONNECTION = "8s2b"
"""SQLAlchemy's code for what is asked after the connection broke; other codes are faults of ours."""
_NOTED = frozenset({400, 401, 403, 404, 405, 413, 429})
"""Refusals by which somebody may be trying what she may not do; an address that leads nowhere is not among them."""


def install(app: Flask) -> None:
    """Answer each kind of error; nothing reaches the server's own page."""
    app.register_error_handler(ConsoleError, _refused)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(IntegrityError, _doubled)
    app.register_error_handler(OperationalError, _no_database)
    app.register_error_handler(ProgrammingError, _no_table)
    app.register_error_handler(NoConnection, _busy)
    app.register_error_handler(PendingRollbackError, _cut_off)
    app.register_error_handler(DataError, _unstorable)
    app.register_error_handler(CSRFError, _too_old)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)


def answer(code: int, text: str = "", advice: str = "", members: Mapping[str, Any] | None = None) -> Response:
    """Give the page or the problem for an error, this one with `members`; reads nothing from the database."""
    words.ensure()
    g.setdefault("mail_counts", ())  # the navigation of this page shows its folders without their numbers
    if request_ctx.url_adapter is None:
        # The request named a foreign host: the links of this page lead to one of ours.
        request_ctx.url_adapter = current_app.url_map.bind(current_app.config["FAB_SAFE_REDIRECT_HOSTS"][0])
    reference = g.get("request_id", "")[:8]
    title = _title(code)
    if request.path.startswith(FOR_SYSTEMS):
        return problem(code, title, text, reference, members)
    if text.rstrip(".") == title:
        text = ""
    if not advice and not (code == 404 and text):
        # What is missing and has a sentence of its own (an entry, a one-time link) is no mistyped address.
        advice = _advice(code)
    return _page(ErrorPage(code, title, text, advice, reference, kept.again(), request.full_path.rstrip("?")))


def do_first(what: Action, text: str) -> Response:
    """Give the page for a form that cannot be taken before its sender did something else: it waits there meanwhile."""
    reference, path = g.get("request_id", "")[:8], request.full_path.rstrip("?")
    return _page(ErrorPage(403, _title(403), text, "", reference, kept.unsent(), path, what))


def _page(page: ErrorPage) -> Response:
    return make_response(render_template("guichet/error.html", page=page), page.code)


def _note(fault: Exception, code: int) -> None:
    """Write a line for whoever watches the log: who and from where stand in it as in every line."""
    if code == 400 or (code in _NOTED and request.endpoint is not None):
        facts = {"status": code, "view": request.endpoint, "method": request.method}
        log.warning("refused: %s", type(fault).__name__, extra=facts)


def _refused(fault: ConsoleError) -> Response:
    _note(fault, fault.status)
    response = answer(fault.status, str(fault), members=getattr(fault, "members", None))
    if isinstance(fault, TooManyTries):
        response.headers["Retry-After"] = str(fault.seconds)
    return response


def _stale(fault: StaleDataError) -> Response:
    log.warning("stale edit refused: %s", fault)
    return answer(
        409, _("Somebody changed this entry while you were working on it. Nothing of theirs was overwritten.")
    )


def _doubled(fault: IntegrityError) -> Response:
    log.warning("constraint refused: %s", _cause(fault))
    return answer(409, _("This entry exists already, or something it depends on has gone."))


def _no_database(fault: DBAPIError) -> Response:
    log.error("database: %s", fault.orig)
    if _lacks_table(fault):
        return answer(503, _("The database is not prepared yet. Run guichet db upgrade."))
    return answer(503, _("The database does not answer at the moment. What you sent was not saved."))


def _no_table(fault: ProgrammingError) -> Response:
    return _no_database(fault) if _lacks_table(fault) else _failed(fault)


def _lacks_table(fault: DBAPIError) -> bool:
    """Say whether a table or column is missing, as SQLite and as PostgreSQL say it."""
    state = getattr(fault.orig, "sqlstate", None)
    return state in ("42P01", "42703") or any(
        words in str(fault.orig) for words in ("no such table", "no such column")
    )


def _busy(fault: SQLAlchemyError) -> Response:
    log.error("no connection: %s", fault)
    return answer(503, _("The database does not answer at the moment. What you sent was not saved."))


def _cut_off(fault: PendingRollbackError) -> Response:
    """Answer where the connection broke in something that may fail, such as a tile, and the page went on to ask."""
    return _failed(fault) if fault.code != _BROKEN_CONNECTION else _busy(fault)


def _cause(fault: DBAPIError) -> str:
    """Give the first line of what the database says; the next ones may hold the values of the row."""
    return str(fault.orig).partition("\n")[0]


def _unstorable(fault: DataError) -> Response:
    log.warning("value refused: %s", _cause(fault))
    return answer(400, _("The address or the form holds characters that cannot be stored."))


def _too_old(fault: CSRFError) -> Response:
    log.warning("csrf: %s", fault.description)
    return answer(400, _("This page was open too long or comes from another window. Nothing was saved."))


def _http(fault: HTTPException) -> Response:
    if fault.code is None or fault.code < 400:
        return make_response(fault.get_response())
    _note(fault, fault.code)
    response = answer(fault.code)
    for name, value in fault.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _failed(fault: Exception) -> Response:
    log.error("unexpected error", exc_info=fault)
    return answer(500)


def _title(code: int) -> str:
    titles = {
        400: _("This request cannot be understood"),
        401: _("Please sign in"),
        403: _("You have no right to do this"),
        404: _("There is nothing at this address"),
        405: _("This address does not accept that"),
        406: _("This address answers in another form"),
        409: _("This has changed meanwhile"),
        412: _("This has changed meanwhile"),
        413: _("This is too large"),
        414: _("This is too large"),
        415: _("This body cannot be read"),
        422: _("Something has to be corrected"),
        428: _("Say which version this is about"),
        429: _("Too many tries"),
        431: _("This is too large"),
        503: _("Not available at the moment"),
    }
    other = _("Something went wrong") if code >= 500 else _("This request cannot be understood")
    return str(titles.get(code, other))


def _advice(code: int) -> str:
    advice = {
        400: _("Go back, reload the page and try again."),
        403: _("Ask your administrator for the right if you need it for your work."),
        404: _(
            "Check the address, or go to the start page. The module may be switched off for your institution."
        ),
        409: _("Go back, reload the page and look at the present state before you enter it again."),
        413: _("Choose a smaller file: at most 10 MB."),
        414: _("The address is too long. Go to the start page and try again from there."),
        429: _("Wait a little before the next try."),
        431: _("Your browser sent too much along. Delete the cookies of this site, then try again."),
        503: _("Try again in a moment. If it lasts, tell the support the reference below."),
    }
    other = _("If it happens again, tell the support the reference below: with it the log entry is found.")
    return str(advice.get(code, other))
