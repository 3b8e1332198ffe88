"""The cookie by which a browser is known for the people who were let in before (see `console.accounts.tries`)."""

from __future__ import annotations

from flask import Response, after_this_request, current_app, request

from config import Settings
from console.accounts import tries

COOKIE = "guichet_browser"


def mark() -> str:
    """Give the mark of this browser, as it came; empty without one."""
    return request.cookies.get(COOKIE, "")


def keep(text: str) -> None:
    """Let the browser keep a mark, with the answer to this request."""
    settings: Settings = current_app.extensions["guichet_settings"]

    @after_this_request
    def _give(answer: Response) -> Response:
        answer.set_cookie(
            COOKIE,
            text,
            max_age=tries.LASTS,
            secure=settings.is_production,
            httponly=True,
            samesite="Lax",
        )
        return answer
