"""How much a page of a form may send: more than other pages, since what was typed must never be lost to a limit.

A group of a hundred children with ten fields is a thousand parts; a text far too long is told so by its field, with the
text still in it. Only who is, or was, signed in gets these limits: the frame's own ones hold for everybody else.
"""

from __future__ import annotations

from flask import Flask, request, session

from console.shell import kept

MOST_BYTES = 64 * 1024 * 1024
"""A document of any size that a field may allow, with everything that was typed beside it."""
MOST_TEXT = 8 * 1024 * 1024
"""One value; the text fields themselves say what is too long."""
MOST_PARTS = 20_000


def install(app: Flask) -> None:
    """Widen the limits before anything looks at the form."""

    @app.before_request
    def widen() -> None:
        if request.blueprint in ("FormsView", "FormSheetsView") and (
            "sign_in" in session or kept.ENDED in session
        ):
            request.max_content_length = MOST_BYTES
            request.max_form_memory_size = MOST_TEXT
            request.max_form_parts = MOST_PARTS
