"""Settling with the rules of the desk: where a theme asks for it, what two people say alike is settled.

The only door to `mailbox.settle`: a page that went there itself would forget the second person.
"""

from __future__ import annotations

from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock
from console.base.errors import BadArgument, Conflict
from console.base.sheets.phrases import N_, Phrase
from console.desk.keeping import option_of
from console.desk.models import Proposal
from console.mailbox import service as mailbox
from console.mailbox.handling import Outcome
from console.mailbox.models import Message
from console.mailbox.moving import SUBJECT, allowed, delegation_of, facts_of, stored
from console.mailbox.service import Actor, Event
from console.mailbox.states import Given

LONGEST_REASON = 500
Settled = Literal["settled", "proposed"]


def settle(session: Session, actor: Actor, reference: str, outcome: Outcome, reason: str = "") -> Settled:
    """Settle a message, or propose it where the theme needs a second person.

    What another person has proposed is settled by saying the same: this outcome, and her text or none. Anything else
    takes the place of the proposal. Raises what the mailbox refuses, and `Conflict` for one's own proposal.
    """
    reason = reason.strip()
    if len(reason) > LONGEST_REASON:
        text = N_("Shorten this text: at most %(longest)s characters.")
        raise BadArgument(Phrase(text, {"longest": LONGEST_REASON}), place="reason")
    message = stored(session, reference, lock=True)
    proposed = proposal_of(session, message)
    if proposed is not None and proposed.outcome == outcome:
        reason = reason or proposed.reason
    given = Given(reason=outcome == "accepted" or bool(reason))
    allowed(facts_of(message, delegation_of(session, message)), Event.SETTLE, actor, given)
    if option_of(session, message.theme).needs_second and not _agreed(proposed, actor, outcome, reason):
        _propose(session, actor, message, proposed, outcome, reason)
        return "proposed"
    if proposed is not None:
        session.delete(proposed)
    mailbox.settle(session, actor, reference, outcome, reason)
    return "settled"


def drop_proposal(session: Session, actor: Actor, reference: str) -> Message:
    """Take a proposal back; a colleague's goes back to her, as her work. Raises `Conflict` where there is none."""
    message = stored(session, reference, lock=True)
    allowed(facts_of(message, delegation_of(session, message)), Event.SETTLE, actor)
    proposed = proposal_of(session, message)
    if proposed is None:
        raise Conflict(
            Phrase(N_("There is no proposal any more. Open the message again to see how it stands."))
        )
    session.delete(proposed)
    mailbox.assign(session, actor, reference, proposed.user_id)
    _record(session, "proposal_dropped", message, proposed.outcome)
    session.flush()
    return message


def proposal_of(session: Session, message: Message) -> Proposal | None:
    """Give how somebody proposes to settle a message."""
    found: Proposal | None = session.scalar(select(Proposal).where(Proposal.message_id == message.id))
    return found


def proposals_of(session: Session, messages: list[int]) -> dict[int, Proposal]:
    """Give the proposals for these messages, by the keys of the messages."""
    rows = session.scalars(select(Proposal).where(Proposal.message_id.in_(messages)))
    return {row.message_id: row for row in rows}


def _agreed(proposed: Proposal | None, actor: Actor, outcome: str, reason: str) -> bool:
    """Say whether an actor says what another person has proposed; raises `Conflict` when that was herself."""
    if proposed is None or (proposed.outcome, proposed.reason) != (outcome, reason):
        return False
    if proposed.user_id == actor.user_id:
        raise Conflict(Phrase(N_("You have proposed this yourself. A colleague has to confirm it.")))
    return True


def _propose(
    session: Session, actor: Actor, message: Message, before: Proposal | None, outcome: str, reason: str
) -> None:
    """Keep a proposal, and give the message back to the queue, where a colleague finds it."""
    if before is not None:
        session.delete(before)
        session.flush()
    # In hand from now on: nobody can take back, and send anew, what a colleague is about to confirm.
    mailbox.take(session, actor, message.reference)
    mailbox.assign(session, actor, message.reference, None)
    session.add(
        Proposal(
            message_id=message.id,
            outcome=outcome,
            reason=reason,
            user_id=actor.user_id,
            by=actor.name,
            at=clock.now(),
        )
    )
    _record(session, "proposed", message, outcome)
    session.flush()


def _record(session: Session, act: str, message: Message, outcome: str) -> None:
    audit.record(
        session,
        f"{SUBJECT}.{act}",
        subject=SUBJECT,
        subject_id=message.id,
        reference=message.reference,
        outcome=outcome,
    )
