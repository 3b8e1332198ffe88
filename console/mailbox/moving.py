"""How every act on a message goes: find and lock it, ask the machine, move it, count it, write it down, announce it."""

from __future__ import annotations

from typing import Any, Final

from blinker import Signal
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock
from console.dossiers import service as dossiers
from console.mailbox import counters, machine
from console.mailbox.errors import error_of, unknown
from console.mailbox.models import A_NOTICE, ASKED, COMPANY, REGISTERED, Delegation, Message
from console.mailbox.states import Actor, Event, Facts, Given, Link, Refusal, State, Step

announced: Final = Signal()
"""Sent in the transaction of each act, by its session: `message`, `step`, `actor`, and what the act adds.

That is `delegation` and `token` (the secret of its link, stored nowhere) where a mail goes out to a person, and `query`
for the new message of a query. Subscribers write into the same session and never commit.
"""

SUBJECT: Final = "console.message"
_TOLD = frozenset(
    {
        Event.FUND_REQUEST,
        Event.QUERY,
        Event.DELEGATE,
        Event.DELEGATE_IN_DOSSIER,
        Event.WITHDRAW,
        Event.PERSON_SEND,
        Event.SEND,
        Event.RECALL,
        Event.SETTLE,
        Event.REOPEN,
        Event.WITHDRAW_REQUEST,
        Event.REGISTER,
    }
)
"""What both sides may read in the timeline of the dossier."""


def stored(session: Session, reference: str, *, lock: bool = False) -> Message:
    """Give a message of the session's scope, whoever may see it; raises `NotFound`.

    With `lock` it is as stored now, and nobody else changes it until the end of the transaction.
    """
    wanted = select(Message).where(Message.reference == reference)
    if lock:
        wanted = wanted.with_for_update().execution_options(populate_existing=True)
    found: Message | None = session.scalar(wanted)
    if found is None:
        raise unknown()
    return found


def delegation_of(session: Session, message: Message) -> Delegation | None:
    """Give the delegation that holds, or through which the message was sent."""
    if message.delegation_id is None:
        return None
    found: Delegation | None = session.scalar(
        select(Delegation).where(Delegation.id == message.delegation_id)
    )
    return found


def facts_of(message: Message, delegation: Delegation | None) -> Facts:
    """Give what the machine needs to know of a stored message."""
    return Facts(
        state=State(message.state),
        institution=message.institution_id,
        company=message.company_id,
        theme=message.theme,
        is_asked=message.origin in ASKED,
        needs_answer=message.type != A_NOTICE,
        delegable=message.is_delegable,
        origin=State(delegation.origin) if delegation else State.INBOX,
        delegation=message.delegation_id,
        link=_link(delegation),
        by_company=message.submission_id is not None or message.origin == REGISTERED,
        by_person=delegation is not None and delegation.sent_at is not None,
        taken=bool(message.taken_by),
    )


def allowed(facts: Facts, event: Event, actor: Actor, given: Given = machine.NOTHING_LACKS) -> Step:
    """Give what an event does; raises `NotFound` or `Refused`."""
    found = machine.decide(facts, event, actor, given)
    if isinstance(found, Refusal):
        raise error_of(found)
    return found


def begin(
    session: Session, reference: str, event: Event, actor: Actor, given: Given = machine.NOTHING_LACKS
) -> tuple[Message, Delegation | None, Step]:
    """Lock a message and ask the machine; raises `NotFound` or `Refused`."""
    message = stored(session, reference, lock=True)
    delegation = delegation_of(session, message)
    return message, delegation, allowed(facts_of(message, delegation), event, actor, given)


def place(session: Session, message: Message, state: State) -> None:
    """Put a message into a state, and count it there; a new one is added to the session."""
    before = counters.keys_of(message) if message.state else ()
    moment = clock.now()
    desk = machine.desk_of(state, message.origin in ASKED) or ""
    if message.state != state:
        message.state, message.moved_at = state, moment
    if message.desk != desk:
        message.desk, message.desk_at = desk, moment
    if state is State.DONE:
        message.settled_at, message.settled_year = moment, str(moment.year)
    else:
        message.settled_at, message.settled_year = None, ""
    session.add(message)
    session.flush()
    counters.moved(session, before, counters.keys_of(message))


def end(
    session: Session,
    message: Message,
    step: Step,
    actor: Actor,
    *,
    facts: dict[str, Any] | None = None,
    **told: Any,
) -> None:
    """Move the message where the step leads, write it into journal and timeline, and announce it.

    `facts` go into the timeline, which both sides read; `told` goes to the subscribers only.
    """
    if message.dossier_id is None and machine.desk_of(step.target, message.origin in ASKED):
        message.dossier_id = _own_dossier(session, message, actor)
    place(session, message, step.target)
    _head_dossier(session, message)
    if step.event in _TOLD and message.dossier_id is not None:
        dossier = session.get_one(dossiers.Dossier, message.dossier_id)
        dossiers.enter(
            session, dossier, step.event, message=message.reference, by=actor.name, **(facts or {})
        )
    audit.record(
        session,
        f"{SUBJECT}.{step.event}",
        subject=SUBJECT,
        subject_id=message.id,
        concerning=message.person_number,
        reference=message.reference,
        theme=message.theme,
        type=message.type,
    )
    session.flush()
    announced.send(session, message=message, step=step, actor=actor, **told)


def _head_dossier(session: Session, message: Message) -> None:
    """Let the dossier that a company's own message opened say what the institution may read of it, and no more.

    Taken back, handed to a person or deleted, a message is its company's affair again; sent, it names its dossier.
    """
    if message.origin != COMPANY or message.dossier_id is None:
        return
    dossier = session.get_one(dossiers.Dossier, message.dossier_id)
    others = select(Message.id).where(Message.dossier_id == dossier.id, Message.id != message.id).limit(1)
    if dossier.kind != message.type or session.scalar(others) is not None:
        return
    is_sent = message.state in (State.SENT, State.DONE)
    named = (message.subject, message.person_number, message.person) if is_sent else ("", "", "")
    dossiers.name(session, dossier, *named)


def _own_dossier(session: Session, message: Message, actor: Actor) -> int:
    """Open the dossier of a message that the institution sees for the first time."""
    matter = dossiers.Matter(
        message.company_id,
        message.theme,
        message.type,
        message.subject,
        message.person_number or "",
        message.person or "",
    )
    return dossiers.open_dossier(session, matter, by=actor.name).id


def _link(delegation: Delegation | None) -> Link:
    if delegation is None or delegation.ended_at is not None:
        return Link.NONE
    late = delegation.is_expired or delegation.expires_at <= clock.now()
    return Link.EXPIRED if late and delegation.sent_at is None else Link.OPEN
