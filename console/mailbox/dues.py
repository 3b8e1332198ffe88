"""What happens by the mere passing of time: messages become late, links expire."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.base import clock
from console.institutions.models import Institution
from console.institutions.sessions import scope_of
from console.mailbox.models import Delegation, Message
from console.mailbox.moving import begin, end
from console.mailbox.states import Actor, Event, Role, State

OPEN = (State.INBOX, State.DRAFT, State.DELEGATED)
PIECE = 1_000
"""How many are marked in one transaction: the next ones follow with the next run."""


def mark_due(session: Session) -> None:
    """Mark what is past its due day in the institution's zone, and the links that opened long enough; each once."""
    actor = Actor(Role.SYSTEM, scope_of(session).institution, name="Guichet")
    for reference in _late(session):
        message, _delegation, step = begin(session, reference, Event.DUE_DATE_PASSED, actor)
        message.is_expired = True
        end(session, message, step, actor)
    for reference in _expired(session):
        message, delegation, step = begin(session, reference, Event.EXPIRE_OR_BOUNCE, actor)
        if delegation is not None:
            delegation.is_expired = True
        end(session, message, step, actor, delegation=delegation)


def _late(session: Session) -> list[str]:
    zone = session.scalars(
        select(Institution.zone).where(Institution.id == scope_of(session).institution)
    ).one()
    return list(
        session.scalars(
            select(Message.reference)
            .where(Message.state.in_(OPEN), Message.due < clock.today(zone), Message.is_expired.is_(False))
            .order_by(Message.id)
            .limit(PIECE)
        )
    )


def _expired(session: Session) -> list[str]:
    return list(
        session.scalars(
            select(Message.reference)
            .join(Delegation, Delegation.id == Message.delegation_id)
            .where(
                Delegation.state.in_(("waiting", "saved")),
                Delegation.expires_at <= clock.now(),
                Delegation.is_expired.is_(False),
                Message.state == State.DELEGATED,
            )
            .order_by(Message.id)
            .limit(PIECE)
        )
    )
