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
_SECRET = frozenset({"password", "present", "again"})

Typed = tuple[tuple[str, str], ...]
"""Names and values of a form, in its order."""


def way_back() -> str:
    """Give where to go after signing in: this page, or the start page when this address only takes forms."""
    takes = request.url_rule.methods if request.url_rule is not None else None
    return request.full_path.rstrip("?") if takes and "GET" in takes else url_for("HomeView.home")


def typed() -> str:
    """Give what this request brings of a form that can be sent again; empty for none, and for any password."""
    values = [(name, value) for name, value in request.form.items(multi=True) if name != _TOKEN]
    names = {name for name, _ in values}
    if request.method != "POST" or not any(value for _, value in values) or names & _SECRET:
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
        values = tuple((name, value) for name, value in request.form.items(multi=True) if name != _TOKEN)
    except RequestEntityTooLarge:
        return ()
    return values if _is_own() or request.headers.get("Origin") == request.host_url.rstrip("/") else ()


def read(text: str | None) -> Typed:
    """Give back what `typed` gave; nothing for anything else."""
    try:
        values = json.loads(text or "[]")
        return tuple(
            (name, value) for name, value in values if isinstance(name, str) and isinstance(value, str)
        )
    except (ValueError, TypeError, RecursionError):
        return ()


def takes_forms(path: str) -> bool:
    """Say whether a page of this console takes forms at this path."""
    address = path.partition("?")[0]
    try:
        current_app.url_map.bind("").match(address, method="POST")
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
