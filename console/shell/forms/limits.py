"""How much a page may send, where that is more than elsewhere.

A page of a form takes more, since what was typed must never be lost to a limit; so does one that asks for large files.

A group of a hundred children with ten fields is a thousand parts; a text far too long is told so by its field, with the
text still in it. Only who is, or was, signed in gets these limits: the frame's own ones hold for everybody else.
"""

from __future__ import annotations

from flask import Flask, current_app, request, session

from console.shell import kept
from console.shell.bodies import MEGABYTE, MOST_KEPT, MOST_READ, Intake
from console.shell.page_view import PageView

MOST_TEXT = 8 * 1024 * 1024
"""One value; the text fields themselves say what is too long."""
MOST_PARTS = 20_000


def install(app: Flask) -> None:
    """Widen the limits before anything looks at the form."""

    @app.before_request
    def widen() -> None:
        by_user = request.blueprint in ("FormsView", "FormSheetsView", "DossiersView", "MatterView") and (
            "sign_in" in session or kept.ENDED in session
        )
        by_person = request.blueprint == "PrivateView" and "private" in session
        if by_user or by_person:
            in_parts = request.mimetype == "multipart/form-data"
            request.max_content_length = MOST_READ if in_parts else MOST_KEPT
            request.max_form_memory_size = MOST_TEXT
            request.max_form_parts = MOST_PARTS

    @app.before_request
    def take_large_files() -> None:
        view = getattr(current_app.view_functions.get(request.endpoint or ""), "__self__", None)
        wanted = view.files_mb if isinstance(view, PageView) and "sign_in" in session else 0
        if wanted and isinstance(request, Intake):
            request.max_content_length = MOST_READ
            request.files_kept = wanted * MEGABYTE
