"""Stopping a channel for an institution, and letting it go: nothing is lost meanwhile, nothing is tried.

Holds lie outside the scope, beside the claims: functions take the `accounts` session, and never commit.
"""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import ColumnElement, delete, exists, select
from sqlalchemy.orm import Session

from console.base import clock
from console.dispatch.models import DispatchClaim, DispatchHold

LONGEST_REASON = 200


def hold(session: Session, institution: int, channel: str, *, by: str, reason: str) -> DispatchHold:
    """Stop a channel; one that is stopped already keeps who stopped it and why."""
    found = session.get(DispatchHold, (institution, channel))
    if found is None:
        found = DispatchHold(
            institution_id=institution,
            channel=channel,
            since=clock.now(),
            by=by[:130],
            reason=reason[:LONGEST_REASON],
        )
        session.add(found)
        session.flush()
    return found


def release(session: Session, institution: int, channel: str) -> bool:
    """Let a channel go; give whether it was stopped."""
    gone = session.execute(
        delete(DispatchHold).where(
            DispatchHold.institution_id == institution, DispatchHold.channel == channel
        )
    )
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def holds_of(session: Session, institution: int) -> Sequence[DispatchHold]:
    """Give the stopped channels of an institution."""
    asked = select(DispatchHold).where(DispatchHold.institution_id == institution)
    return session.scalars(asked.order_by(DispatchHold.channel)).all()


def free() -> ColumnElement[bool]:
    """Give the condition that nobody has stopped a claim's channel."""
    return ~exists(
        select(DispatchHold.channel).where(
            DispatchHold.institution_id == DispatchClaim.institution_id,
            DispatchHold.channel == DispatchClaim.channel,
        )
    )
