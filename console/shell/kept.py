"""What was typed into a page whose session had ended: it waits in the sign-in page and is sent from there afterwards.

Nothing is stored: the values travel through the browser that sent them. They are taken up only when they came with the
token of this browser's own session, so that no foreign page can put words into a person's mouth.
"""

from __future__ import annotations

import json

from flask import current_app, g, request, session, url_for
from flask_wtf.csrf import validate_csrf
from werkzeug.exceptions import MethodNotAllowed, NotFound, RequestEntityTooLarge
from wtforms import ValidationError

ENDED = "ended"
"""Names in the cookie whose sign-in has ended, until somebody signs in again."""
_TOKEN = "csrf_token"  # noqa: S105
_SECRET = frozenset({"password", "present", "again", "secret"})
CONFIRMING = "confirm-"
"""How the names begin under which somebody shows again who she is: they are never kept."""

Typed = tuple[tuple[str, str], ...]
"""Names and values of a form, in its order."""


def way_back() -> str:
    """Give where to go after signing in: this page, or the start page when this address only takes forms."""
    takes = request.url_rule.methods if request.url_rule is not None else None
    return request.full_path.rstrip("?") if takes and "GET" in takes else url_for("HomeView.home")


def typed() -> str:
    """Give what this request brings of a form that can be sent again; empty for none, and for any password."""
    values = carried() if request.method == "POST" else ()
    if not any(value for _, value in values):
        return ""
    if way_back() != request.full_path.rstrip("?") or not _is_own():
        return ""
    return json.dumps(values)


def again() -> Typed:
    """Give what this refused request brings of a page that offers to send it once more; nothing for other requests.

    Taken up only from a page of this console: with its token, or, when that is too old, as the browser says.
    """
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method != "POST" or not getattr(getattr(view, "__self__", None), "keeps_typed", False):
        return ()
    try:
        values = carried()
    except RequestEntityTooLarge:
        return ()
    return values if _is_own() or request.headers.get("Origin") == request.host_url.rstrip("/") else ()


def unsent() -> Typed:
    """Give what this request brings of a form of ours, by a person who must do something else first."""
    values = carried() if request.method == "POST" else ()
    return values if any(value for _, value in values) and _is_own() else ()


def read(text: str | None) -> Typed:
    """Give back what `typed` gave; nothing for anything else."""
    try:
        values = json.loads(text or "[]")
        return tuple(
            (name, value) for name, value in values if isinstance(name, str) and isinstance(value, str)
        )
    except (ValueError, TypeError, RecursionError):
        return ()


def carried() -> Typed:
    """Give what was typed into the form of this request, to be sent once more; nothing of one that holds a password."""
    values = tuple(
        (name, value)
        for name, value in request.form.items(multi=True)
        if name != _TOKEN and not name.startswith(CONFIRMING)
    )
    return () if _SECRET & {name for name, _ in values} else values


def takes_forms(path: str) -> bool:
    """Say whether a page of this console takes forms at this path."""
    return _matches(path, "POST")


def shows(path: str) -> bool:
    """Say whether a page of this console can be looked at at this path."""
    return _matches(path, "GET")


def _matches(path: str, method: str) -> bool:
    address = path.partition("?")[0]
    try:
        current_app.url_map.bind("").match(address, method=method)
    except (NotFound, MethodNotAllowed):
        return False
    return True


def fresh_token() -> None:
    """Let the next form carry a token of the session as it is now, after it was cleared."""
    g.pop(_TOKEN, None)


def _is_own() -> bool:
    try:
        validate_csrf(request.form.get(_TOKEN))
    except ValidationError:
        return False
    return _TOKEN in session
