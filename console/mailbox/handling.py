"""What the institution does with what was sent: take it in hand, hand it on, settle it, open it again, note."""

from __future__ import annotations

from typing import Literal

from sqlalchemy import update
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock
from console.base.errors import BadArgument
from console.base.sheets.phrases import N_, Phrase
from console.mailbox import machine
from console.mailbox.errors import unknown
from console.mailbox.models import InternalNote, Message
from console.mailbox.moving import SUBJECT, begin, delegation_of, end, facts_of, stored
from console.mailbox.states import Actor, Event, Given, Role, Sight, State

Outcome = Literal["accepted", "refused"]
LONGEST_NOTE = 4_000


def take(session: Session, actor: Actor, reference: str) -> Message:
    """Take a message in hand: from now on the sender cannot take it back."""
    message, _delegation, step = begin(session, reference, Event.TAKE, actor)
    # A system has no user: what it takes in hand is nobody's work, and stays where colleagues find it.
    message.taken_by, message.assigned_to = message.taken_by or actor.name, actor.user_id or None
    end(session, message, step, actor)
    return message


def assign(session: Session, actor: Actor, reference: str, user_id: int | None) -> Message:
    """Give a message to a colleague, or to nobody. Whoever checks that she works in this theme is the caller."""
    message, _delegation, step = begin(session, reference, Event.ASSIGN, actor)
    message.assigned_to = user_id
    end(session, message, step, actor)
    return message


def release(session: Session, user_id: int) -> int:
    """Give back what lies open in the hands of somebody who leaves, so that colleagues find it; gives how many."""
    released = (
        update(Message)
        .where(Message.assigned_to == user_id, Message.desk == State.SENT)
        .values(assigned_to=None)
        .execution_options(synchronize_session=False)
    )
    count: int = session.execute(released).rowcount  # type: ignore[attr-defined]
    return count


def settle(
    session: Session, actor: Actor, reference: str, outcome: Outcome = "accepted", reason: str = ""
) -> Message:
    """Settle a message; to refuse what it asks for needs a reason, which the company reads."""
    given = Given(reason=outcome == "accepted" or bool(reason.strip()))
    message, _delegation, step = begin(session, reference, Event.SETTLE, actor, given)
    message.outcome, message.reason = outcome, reason.strip()
    message.taken_by = message.taken_by or actor.name
    end(session, message, step, actor, facts={"outcome": outcome, "reason": message.reason})
    return message


def reopen(session: Session, actor: Actor, reference: str, reason: str) -> Message:
    """Work on a settled message again; the reason is kept."""
    given = Given(reason=bool(reason.strip()))
    message, _delegation, step = begin(session, reference, Event.REOPEN, actor, given)
    message.outcome, message.reason = "", reason.strip()
    end(session, message, step, actor, facts={"reason": message.reason})
    return message


def note(session: Session, actor: Actor, reference: str, text: str) -> InternalNote:
    """Add an internal note to a message that the staff see in any way; no company ever reads it."""
    message = stored(session, reference)
    sight = machine.sees(facts_of(message, delegation_of(session, message)), actor)
    if actor.role is not Role.FUND or sight is Sight.NOTHING:
        raise unknown()
    if not text.strip() or len(text) > LONGEST_NOTE:
        raise BadArgument(Phrase(N_("Write a note of at most %(most)s characters."), {"most": LONGEST_NOTE}))
    made = InternalNote(
        message_id=message.id, at=clock.now(), user_id=actor.user_id, by=actor.name, text=text.strip()
    )
    session.add(made)
    audit.record(
        session, f"{SUBJECT}.noted", subject=SUBJECT, subject_id=message.id, reference=message.reference
    )
    session.flush()
    return made
