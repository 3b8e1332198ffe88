"""The cookie by which a browser is remembered that passed the second factor, as long as every institution allows it."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from flask import Response, after_this_request, current_app, request
from sqlalchemy.orm import Session

from config import Settings
from console.accounts.visits import mandates_of
from console.factors import service as factors

COOKIE: Final = "guichet_remembered"
REMEMBERED: Final = "remembered"
"""What a sign-in says of its second factor when the browser was remembered; a sensitive act asks for a real one."""


def days_for(session: Session, user_id: int) -> int:
    """Give how many days a browser of this person may be remembered: what the strictest of her institutions allows."""
    return min((mandate.policy.remember_days for mandate in mandates_of(session, user_id)), default=0)


def is_remembered(session: Session, user_id: int) -> bool:
    """Say whether this browser passed the second factor of this person lately enough for all her institutions."""
    token = request.cookies.get(COOKIE, "")
    days = days_for(session, user_id) if token else 0
    return days > 0 and factors.is_remembered(session, user_id, token, days)


def remember(session: Session, user_id: int) -> None:
    """Remember this browser for this person; does nothing where an institution of hers does not allow it."""
    settings: Settings = current_app.extensions["guichet_settings"]
    days = days_for(session, user_id)
    if not days:
        return
    token = factors.remember(session, user_id, days, request.user_agent.string)

    @after_this_request
    def _give(answer: Response) -> Response:
        answer.set_cookie(
            COOKIE,
            token,
            max_age=timedelta(days=days),
            secure=settings.is_production,
            httponly=True,
            samesite="Lax",
        )
        return answer
