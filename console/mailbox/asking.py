"""What the institution begins: requests, queries, notices, and registering what came by other ways."""

from __future__ import annotations

from datetime import date

from sqlalchemy.orm import Session

from console.base.errors import BadArgument
from console.base.sheets.phrases import N_, Phrase
from console.dossiers import service as dossiers
from console.forms import service as forms
from console.mailbox.making import Content, Opening, Sending, facts_before, keep, new_message, submit
from console.mailbox.models import A_QUERY, QUERY, REGISTERED, REQUEST, Message
from console.mailbox.moving import allowed, begin, end, place
from console.mailbox.states import Actor, Event, Given, State

CHANNELS = ("post", "telephone", "email")


def request(
    session: Session,
    actor: Actor,
    opening: Opening,
    *,
    prefilled: Content | None = None,
    electronic: bool = True,
) -> Message:
    """Ask a company for something, or tell it (type `notice`); it lies in its inbox, with what is filled in already.

    `electronic` says whether the company receives this document type electronically; by post is refused.
    """
    given = Given(electronic=electronic)
    step = allowed(facts_before(opening, actor, None), Event.FUND_REQUEST, actor, given)
    message = new_message(session, opening, QUERY if opening.type == A_QUERY else REQUEST)
    if prefilled is not None:
        message.prefill, message.prefill_language = dict(prefilled.raw), prefilled.language
        message.revision_id = forms.keep_revision(session, prefilled.revision).id
    end(session, message, step, actor)
    return message


def query(
    session: Session, actor: Actor, reference: str, *, subject: str, text: str, due: date | None = None
) -> Message:
    """Ask about a message that was sent: gives a new message in the same dossier; the first one stays as it is."""
    about, _delegation, step = begin(session, reference, Event.QUERY, actor)
    opening = Opening(
        about.company_id,
        about.theme,
        A_QUERY,
        subject,
        text=text,
        due=due,
        person_number=about.person_number,
        person=about.person,
        dossier=session.get_one(dossiers.Dossier, about.dossier_id).reference,
    )
    asked = new_message(session, opening, QUERY)
    asked.about_id = about.id
    place(session, asked, State.INBOX)
    end(session, about, step, actor, query=asked)
    return asked


def withdraw_request(session: Session, actor: Actor, reference: str) -> Message:
    """Take a request back that nobody has begun to answer; the company sees that it was."""
    message, _delegation, step = begin(session, reference, Event.WITHDRAW_REQUEST, actor)
    message.is_withdrawn = True
    end(session, message, step, actor)
    return message


def register(
    session: Session, actor: Actor, opening: Opening, channel: str, sending: Sending | None = None
) -> Message:
    """Register on behalf of a company what came by `post`, `telephone` or `email`; it is in hand from the beginning."""
    if channel not in CHANNELS:
        raise BadArgument(Phrase(N_("Choose how it came: by post, telephone or e-mail.")), place="channel")
    step = allowed(facts_before(opening, actor, None), Event.REGISTER, actor)
    message = new_message(session, opening, REGISTERED)
    message.channel, message.taken_by, message.assigned_to = channel, actor.name, actor.user_id
    if sending is not None:
        message.send_key = sending.key
        keep(session, message, sending.content, actor)
        made = submit(session, sending, actor, whose=message.reference, company=message.company_id)
        message.submission_id = made.id
    end(session, message, step, actor, facts={"channel": channel})
    return message
