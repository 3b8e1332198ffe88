"""Every error as a page (or JSON under /api) in the reader's language, with a reference that is found in the log."""

from __future__ import annotations

import logging

from flask import Flask, Response, current_app, g, jsonify, make_response, render_template, request
from flask.globals import request_ctx
from flask_babel import gettext as _
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError, OperationalError, ProgrammingError
from sqlalchemy.exc import TimeoutError as NoConnection
from sqlalchemy.orm.exc import StaleDataError
from werkzeug.exceptions import HTTPException

from console.base.errors import ConsoleError, NoKey, TooManyTries
from console.shell import kept, words
from console.shell.pages import ErrorPage

log = logging.getLogger("guichet.refusals")


def install(app: Flask) -> None:
    """Answer each kind of error; nothing reaches the server's own page."""
    app.register_error_handler(ConsoleError, _refused)
    app.register_error_handler(StaleDataError, _stale)
    app.register_error_handler(IntegrityError, _doubled)
    app.register_error_handler(OperationalError, _no_database)
    app.register_error_handler(ProgrammingError, _no_table)
    app.register_error_handler(NoConnection, _busy)
    app.register_error_handler(DataError, _unstorable)
    app.register_error_handler(CSRFError, _too_old)
    app.register_error_handler(HTTPException, _http)
    app.register_error_handler(Exception, _failed)


def answer(code: int, text: str = "", advice: str = "") -> Response:
    """Give the page or JSON for an error; reads nothing from the database."""
    words.ensure()
    if request_ctx.url_adapter is None:
        # The request named a foreign host: the links of this page lead to one of ours.
        request_ctx.url_adapter = current_app.url_map.bind(current_app.config["FAB_SAFE_REDIRECT_HOSTS"][0])
    reference = g.get("request_id", "")[:8]
    title = _title(code)
    if request.path.startswith("/api/"):
        response = jsonify({"error": {"code": code, "title": title, "text": text, "reference": reference}})
        response.status_code = code
        return response
    if text.rstrip(".") == title:
        text = ""
    if not advice and not (code == 404 and text):
        # What is missing and has a sentence of its own (an entry, a one-time link) is no mistyped address.
        advice = _advice(code)
    page = ErrorPage(code, title, text, advice, reference, kept.again(), request.full_path.rstrip("?"))
    return make_response(render_template("guichet/error.html", page=page), code)


def _refused(fault: ConsoleError) -> Response:
    response = answer(fault.status, str(fault))
    if isinstance(fault, TooManyTries):
        response.headers["Retry-After"] = str(fault.seconds)
    if isinstance(fault, NoKey):
        response.headers["WWW-Authenticate"] = "Bearer"
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


def _busy(fault: NoConnection) -> Response:
    log.error("no connection is free: %s", fault)
    return answer(503, _("The database does not answer at the moment. What you sent was not saved."))


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
        409: _("This has changed meanwhile"),
        413: _("This is too large"),
        414: _("This is too large"),
        422: _("Something has to be corrected"),
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
