"""What the accounts let go of after its time."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import delete
from sqlalchemy.orm import Session

from console.accounts.models import OneTimeLink, SignIn, Throttle
from console.base import clock

KEPT = timedelta(days=3)
"""Longer than any sign-in or block lasts."""


def sweep(session: Session) -> None:
    """Delete sign-ins, tries and one-time links that no longer mean anything."""
    before = clock.now() - KEPT
    session.execute(delete(SignIn).where(SignIn.last_seen < before))
    session.execute(delete(Throttle).where(Throttle.since < before))
    session.execute(delete(OneTimeLink).where(OneTimeLink.expires_at < before))
