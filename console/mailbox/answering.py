"""What a company's people do: open, save, send, delete, take back."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.base import clock
from console.mailbox import machine
from console.mailbox.errors import Refused, unknown
from console.mailbox.making import (
    Content,
    Opening,
    Sending,
    empty,
    facts_before,
    keep,
    new_message,
    not_overtaken,
    submit,
)
from console.mailbox.models import A_NOTICE, COMPANY, Delegation, Message, PrivatePart
from console.mailbox.moving import allowed, begin, delegation_of, end, facts_of, stored
from console.mailbox.states import Actor, Event, Role, Sight, State


def start(actor: Actor, opening: Opening) -> None:
    """Make sure that an actor may begin such a message, before she fills in its form; stores nothing."""
    allowed(facts_before(opening, actor, None), Event.START, actor)


def open_message(session: Session, actor: Actor, reference: str) -> Message:
    """Open what lies in the inbox; the first time it is marked as read."""
    message, _delegation, step = begin(session, reference, Event.OPEN, actor)
    if message.read_at is None:
        message.read_at, message.read_by = clock.now(), actor.name
        end(session, message, step, actor)
    return message


def put_away(session: Session, actor: Actor, reference: str) -> Message:
    """Put a notice that was read among what is done; a task is refused. Done twice, it is done once."""
    message = stored(session, reference, lock=True)
    if message.state == State.DONE and message.type == A_NOTICE:
        return message
    message, _delegation, step = begin(session, reference, Event.PUT_AWAY, actor)
    end(session, message, step, actor)
    return message


def save_new(session: Session, actor: Actor, opening: Opening, content: Content, *, key: str = "") -> Message:
    """Keep a message that the company begins among its drafts, whatever its values are worth.

    `key` is that of the page, by which the message is found again.
    """
    step = allowed(facts_before(opening, actor, State.UNSAVED), Event.SAVE, actor)
    message = new_message(session, opening, COMPANY)
    message.send_key = key or None
    keep(session, message, content, actor)
    end(session, message, step, actor)
    return message


def save(
    session: Session, actor: Actor, reference: str, content: Content, *, edition: int, key: str = ""
) -> Message:
    """Keep what was typed; a request goes to the drafts with it. `edition` is the one the person saw, `key` her page's.

    Raises `Overtaken` with what was saved meanwhile, and keeps nothing.
    """
    message, _delegation, step = begin(session, reference, Event.SAVE, actor)
    not_overtaken(message, edition)
    message.send_key = key or message.send_key
    keep(session, message, content, actor)
    end(session, message, step, actor)
    return message


def delete(session: Session, actor: Actor, reference: str) -> Message:
    """Delete a draft, of which an empty trace stays; an answer goes, and its request returns to the inbox."""
    message, _delegation, step = begin(session, reference, Event.DELETE, actor)
    empty(message, actor)
    message.is_recalled = False
    end(session, message, step, actor)
    return message


def send_new(session: Session, actor: Actor, opening: Opening, sending: Sending) -> Message:
    """Send a message that was never saved. Sent twice with one key, also at once, it gives the first one."""
    if (sent := _sent(session, actor, sending.key)) is not None:
        return sent
    step = allowed(facts_before(opening, actor, State.UNSAVED), Event.SEND, actor)
    try:
        with session.begin_nested():
            message = new_message(session, opening, COMPANY)
            message.send_key = sending.key
            keep(session, message, sending.content, actor)
            message.submission_id = _submitted(session, message, sending, actor)
            end(session, message, step, actor)
            return message
    except IntegrityError:
        # Another tab was faster: its message is there once its transaction ended.
        if (sent := _sent(session, actor, sending.key)) is None:
            raise
        return sent


def send(session: Session, actor: Actor, reference: str, sending: Sending, *, edition: int) -> Message:
    """Send an answer or a draft whose values passed all checks.

    Sent twice with one key, also at once, it is sent once. Raises `Overtaken` when somebody saved it meanwhile.
    """
    stored(session, reference, lock=True)
    if (sent := _sent(session, actor, sending.key)) is not None:
        if sent.reference != reference:
            raise Refused("not_now")
        return sent
    message, _delegation, step = begin(session, reference, Event.SEND, actor)
    not_overtaken(message, edition)
    keep(session, message, sending.content, actor)
    message.send_key, message.is_recalled = sending.key, False
    message.submission_id = _submitted(session, message, sending, actor)
    end(session, message, step, actor)
    return message


def recall(session: Session, actor: Actor, reference: str) -> Message:
    """Take back what one's own side sent, as long as nobody of the institution has taken it in hand."""
    message, delegation, step = begin(session, reference, Event.RECALL, actor)
    message.is_recalled, message.submission_id = True, None
    if actor.role is Role.PERSON and delegation is not None:
        _recall_part(session, delegation)
    end(session, message, step, actor)
    return message


def _recall_part(session: Session, delegation: Delegation) -> None:
    delegation.state, delegation.ended_at = "recalled", clock.now()
    delegation.sent_at = None
    part: PrivatePart | None = session.scalar(
        select(PrivatePart).where(PrivatePart.delegation_id == delegation.id).with_for_update()
    )
    if part is not None:
        part.submission_id = None


def _submitted(session: Session, message: Message, sending: Sending, actor: Actor) -> int:
    return submit(session, sending, actor, whose=message.reference, company=message.company_id).id


def _sent(session: Session, actor: Actor, key: str) -> Message | None:
    """Give what was sent under a key; raises when the actor may not see it, or when it was taken back since."""
    wanted = select(Message).where(Message.send_key == key)
    found: Message | None = session.scalar(wanted.with_for_update().execution_options(populate_existing=True))
    if found is None:
        return None
    if machine.sees(facts_of(found, delegation_of(session, found)), actor) is Sight.NOTHING:
        raise unknown()
    if found.state not in (State.SENT, State.DONE):
        raise Refused("not_now")
    return found
