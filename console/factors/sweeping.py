"""What the second factors let go of after its time."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from console.base import clock
from console.factors.models import Factor, RememberedBrowser, SmsCode, UsedChallenge

UNPROVED = timedelta(days=1)
"""How long a telephone number waits for its first code."""


def sweep(session: Session) -> None:
    """Delete codes, challenges and browsers that no longer count, and numbers that nobody proved."""
    moment = clock.now()
    for model in (SmsCode, UsedChallenge, RememberedBrowser):
        session.execute(delete(model).where(model.expires_at < moment))
    session.execute(delete(Factor).where(Factor.proved.is_(False), Factor.added_at < moment - UNPROVED))
