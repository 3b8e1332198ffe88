"""Handing a message to a person: her way in, what she enters, and what the others may do meanwhile."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from sqlalchemy import Select, delete, select
from sqlalchemy.orm import Session

from console.base import clock, ids
from console.base.errors import ProgrammingError
from console.base.figures import Misread, style_of
from console.forms import service as forms
from console.forms.fields import Email
from console.forms.tongue import Tongue
from console.mailbox import machine
from console.mailbox.errors import Overtaken, error_of, unknown
from console.mailbox.making import Content, Opening, Sending, facts_before, new_message, submit
from console.mailbox.models import COMPANY, REQUEST, Delegation, DelegationLink, Message, PrivatePart
from console.mailbox.moving import allowed, begin, delegation_of, end, facts_of, place, stored
from console.mailbox.states import Actor, Event, Given, Link, Refusal, Role, Sight, State, Step

LASTS = timedelta(days=30)
"""How long a link opens, and never after the day on which the answer is due."""


@dataclass(frozen=True)
class Person:
    """To whom a message is handed, and who agreed to it when."""

    email: str
    name: str
    number: str = ""
    agreed_by: str = ""
    agreed_on: date | None = None


@dataclass(frozen=True)
class Issued:
    """A delegation with the secret of its link, which is stored nowhere: it goes out by mail or is lost."""

    message: Message
    delegation: Delegation
    token: str


@dataclass(frozen=True)
class WayIn:
    """Where a link leads."""

    institution: int
    delegation: int


def delegate(
    session: Session, actor: Actor, reference: str, person: Person, *, part_complete: bool = False
) -> Issued:
    """Hand a request or a draft to a person. A draft needs `part_complete`: the employer's part passed all checks."""
    given = _given(person, part_complete)
    message, _delegation, step = begin(session, reference, Event.DELEGATE, actor, given)
    return _issue(session, message, person, State(message.state), actor, step)


def delegate_in_dossier(session: Session, actor: Actor, opening: Opening, person: Person) -> Issued:
    """Begin a message in the hands of a person. Withdrawn, it becomes a request when the institution began it."""
    by_fund = actor.role is Role.FUND
    step = allowed(
        facts_before(opening, actor, None),
        Event.DELEGATE_IN_DOSSIER,
        actor,
        _given(person, part_complete=True),
    )
    message = new_message(session, opening, REQUEST if by_fund else COMPANY)
    place(session, message, step.target)
    return _issue(session, message, person, State.INBOX if by_fund else State.DRAFT, actor, step)


def consult(session: Session, actor: Actor, reference: str) -> Delegation:
    """Give the status of a delegation: whom, when, how far; never what the person entered."""
    message = stored(session, reference)
    delegation = delegation_of(session, message)
    allowed(facts_of(message, delegation), Event.CONSULT, actor)
    return _there(delegation)


def withdraw(session: Session, actor: Actor, reference: str) -> Message:
    """Take a delegation back, until the person has sent: her link dies at once."""
    message, delegation, step = begin(session, reference, Event.WITHDRAW, actor)
    _close(session, _there(delegation))
    message.delegation_id = None
    end(session, message, step, actor, delegation=delegation)
    return message


def resend(session: Session, actor: Actor, reference: str) -> Issued:
    """Send the mail again, with a fresh link and a fresh term; the link before dies."""
    message, found, step = begin(session, reference, Event.RESEND, actor)
    delegation = _there(found)
    delegation.is_expired = delegation.is_bounced = False
    delegation.expires_at = _term(message)
    token = _open_link(session, delegation)
    end(session, message, step, actor, delegation=delegation, token=token)
    return Issued(message, delegation, token)


def correct_address(session: Session, actor: Actor, reference: str, email: str) -> Issued:
    """Send to another address. It is a new delegation: who reads there must not see what was entered before."""
    given = Given(email=is_email(email))
    message, found, step = begin(session, reference, Event.CORRECT_ADDRESS, actor, given)
    before = _there(found)
    _close(session, before)
    person = Person(email, before.person, before.person_number, before.agreed_by, before.agreed_on)
    return _issue(session, message, person, State(before.origin), actor, step)


def bounced(session: Session, actor: Actor, delegation_id: int) -> None:
    """Mark a delegation whose mail came back; the company may correct the address."""
    message = _message_of(session, delegation_id)
    delegation = _there(delegation_of(session, message))
    step = allowed(facts_of(message, delegation), Event.EXPIRE_OR_BOUNCE, actor)
    delegation.is_bounced = True
    end(session, message, step, actor, delegation=delegation)


def way_in(session: Session, token: str) -> WayIn:
    """Give where a link leads; raises `NotFound` for one that never was or is withdrawn. Needs no scope."""
    link = session.get(DelegationLink, ids.digest(token))
    if link is None:
        raise unknown()
    return WayIn(link.institution_id, link.delegation_id)


def come_in(session: Session, actor: Actor) -> None:
    """Note that a person came, once she has identified herself; raises `NotFound`, or `Refused` for an expired link.

    All acts of a person run in a scope of the whole institution: a company's scope does not show her part.
    """
    _message, delegation = _hers(session, actor)
    if delegation.opened_at is None:
        delegation.opened_at = clock.now()
        session.flush()


def hers(session: Session, actor: Actor) -> tuple[Message, Delegation, PrivatePart | None]:
    """Give a person her message and what she has entered so far; raises as `come_in`, and writes nothing."""
    message, delegation = _hers(session, actor, lock=False)
    part: PrivatePart | None = session.scalar(_part_of(delegation))
    return message, delegation, part


def person_save(session: Session, actor: Actor, content: Content, *, edition: int = 0) -> PrivatePart:
    """Keep what a person entered, unseen by anybody else; raises `Overtaken` when she saved it elsewhere meanwhile."""
    message, delegation, step = _begin(session, actor, Event.PERSON_SAVE)
    part = _keep(session, delegation, content, actor, edition)
    delegation.state, delegation.saved_at = "saved", part.saved_at
    end(session, message, step, actor)
    return part


def person_send(
    session: Session, actor: Actor, sending: Sending, *, edition: int = 0, employer: Sending | None = None
) -> Message:
    """Send a person's answer, and with it the employer's part when there is one. Sent twice with one key, it is one.

    Raises `ProgrammingError` when the employer has a part and it is not handed in: it would be lost.
    """
    message, delegation = _hers(session, actor)
    if message.send_key == sending.key and message.state in (State.SENT, State.DONE):
        return message
    _same, _delegation, step = _begin(session, actor, Event.PERSON_SEND)
    if employer is None and _has_employer_part(session, message):
        raise ProgrammingError(f"the employer's part of message {message.reference} is missing")
    part = _keep(session, delegation, sending.content, actor, edition)
    part.submission_id = submit(session, sending, actor, whose=f"person:{delegation.id}", company=None).id
    if employer is not None:
        made = submit(session, employer, actor, whose=message.reference, company=message.company_id)
        message.submission_id = made.id
    delegation.state, delegation.sent_at, message.send_key = "sent", part.saved_at, sending.key
    message.is_recalled = False
    end(session, message, step, actor)
    return message


def _has_employer_part(session: Session, message: Message) -> bool:
    """Say whether the company entered a part of its own that is sent along with the person's."""
    if message.raw is None or message.revision_id is None:
        return False
    sections = forms.revision_of(session, message.revision_id).form.sections
    return any(section.private for section in sections)


def is_email(text: str) -> bool:
    """Say whether a text is an e-mail address, as the forms' own field would."""
    try:
        Email("email", "E-mail").reader(Tongue(style_of("en", "CH")))(text)
    except Misread:
        return False
    return True


def _given(person: Person, part_complete: bool) -> Given:
    return Given(
        part_complete=part_complete,
        agreement=bool(person.agreed_by.strip()) and person.agreed_on is not None,
        email=is_email(person.email),
    )


def _issue(
    session: Session, message: Message, person: Person, origin: State, actor: Actor, step: Step
) -> Issued:
    """Make the delegation and its link, and move the message."""
    delegation = Delegation(
        message_id=message.id,
        company_id=message.company_id,
        email=person.email.strip(),
        person_number=person.number or message.person_number,
        person=person.name or message.person,
        agreed_by=person.agreed_by,
        agreed_on=person.agreed_on,
        origin=origin,
        state="waiting",
        expires_at=_term(message),
        made_at=clock.now(),
    )
    session.add(delegation)
    session.flush()
    message.delegation_id = delegation.id
    token = _open_link(session, delegation)
    end(session, message, step, actor, delegation=delegation, token=token)
    return Issued(message, delegation, token)


def _term(message: Message) -> datetime:
    latest = clock.now() + LASTS
    if message.due is None:
        return latest
    last = datetime.combine(message.due + timedelta(days=1), time(), UTC)
    # What is late already may still be answered: the usual term begins anew.
    return latest if last <= clock.now() else min(latest, last)


def _open_link(session: Session, delegation: Delegation) -> str:
    session.execute(delete(DelegationLink).where(DelegationLink.delegation_id == delegation.id))
    token = ids.token()
    session.add(
        DelegationLink(
            digest=ids.digest(token), institution_id=delegation.institution_id, delegation_id=delegation.id
        )
    )
    session.flush()
    return token


def _close(session: Session, delegation: Delegation) -> None:
    session.execute(delete(DelegationLink).where(DelegationLink.delegation_id == delegation.id))
    delegation.state, delegation.ended_at = "withdrawn", clock.now()
    session.flush()


def _message_of(session: Session, delegation_id: int | None, *, lock: bool = True) -> Message:
    """Give the message that a delegation holds, or that was sent through it."""
    reference = session.scalar(select(Message.reference).where(Message.delegation_id == delegation_id))
    if delegation_id is None or reference is None:
        raise unknown()
    return stored(session, reference, lock=lock)


def _hers(session: Session, actor: Actor, *, lock: bool = True) -> tuple[Message, Delegation]:
    """Give a person's message; raises `NotFound`, or `Refused` when her link has expired."""
    message = _message_of(session, actor.delegation, lock=lock)
    delegation = _there(delegation_of(session, message))
    facts = facts_of(message, delegation)
    if machine.sees(facts, actor) is Sight.NOTHING:
        expired = actor.delegation == delegation.id and facts.link is Link.EXPIRED
        raise error_of(Refusal("link_expired" if expired else "unknown"))
    return message, delegation


def _begin(session: Session, actor: Actor, event: Event) -> tuple[Message, Delegation, Step]:
    message = _message_of(session, actor.delegation)
    delegation = _there(delegation_of(session, message))
    return message, delegation, allowed(facts_of(message, delegation), event, actor)


def _there(delegation: Delegation | None) -> Delegation:
    if delegation is None:
        raise unknown()
    return delegation


def _part_of(delegation: Delegation) -> Select[Any]:
    return select(PrivatePart).where(PrivatePart.delegation_id == delegation.id)


def _keep(
    session: Session, delegation: Delegation, content: Content, actor: Actor, edition: int
) -> PrivatePart:
    part: PrivatePart | None = session.scalar(_part_of(delegation).with_for_update())
    if part is None:
        part = PrivatePart(delegation_id=delegation.id, edition=0, saved_at=clock.now())
    if part.edition != edition:
        raise Overtaken(part.raw, part.edition, actor.name, part.saved_at)
    part.raw, part.language = dict(content.raw), content.language
    part.revision_id = forms.keep_revision(session, content.revision).id
    part.edition, part.saved_at = part.edition + 1, clock.now()
    session.add(part)
    session.flush()
    return part
