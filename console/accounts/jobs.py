"""What the accounts let go of after its time."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from console.accounts.models import ApiToken, OneTimeLink, PasswordRequest, SignIn, Throttle
from console.base import clock

KEPT = timedelta(days=3)
"""Longer than any sign-in or block lasts."""


def sweep(session: Session) -> None:
    """Delete sign-ins, tries, one-time links, requests and tokens that no longer mean anything."""
    before = clock.now() - KEPT
    session.execute(delete(SignIn).where(SignIn.last_seen < before))
    session.execute(delete(Throttle).where(Throttle.since < before))
    session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at < before))
    session.execute(delete(PasswordRequest).where(PasswordRequest.at < before))
    session.execute(delete(ApiToken).where(ApiToken.expires_at < before))
