"""The private working copy of a message: what one person types before anybody else sees it.

A working copy is a draft of the forms with the reference of its message. Saving and sending hand it to the mailbox,
which decides; it ends once its content stands in the message.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from console.base.errors import BadArgument, NotFound
from console.base.sheets.phrases import N_
from console.documents import service as documents
from console.forms import queries as drafts
from console.forms import service as forms
from console.forms.models import Draft
from console.forms.prefill import Prefilled
from console.institutions.sessions import db
from console.mailbox import queries, service
from console.mailbox.answer import ANSWER
from console.mailbox.asking import CHANNELS
from console.mailbox.headings import heading_of
from console.mailbox.models import A_QUERY, Message
from console.mailbox.moving import allowed, delegation_of, facts_of
from console.mailbox.service import Actor, Content, Event, Opening, Role, Sending
from console.parties.models import Company
from console.shell.forms import attachments, current
from console.shell.forms.opened import Opened, told_here
from console.shell.mailbox.actors import actor, announcer
from console.shell.page_view import visitor

REQUESTED = N_("the institution's request")


def begin_answer(who: Actor, reference: str) -> Draft:
    """Open a message of the visitor's company and give her working copy of it, made when she has none.

    Raises `NotFound`, or `Refused` where it cannot be answered as it stands.
    """
    session = db.session()
    message, _sight = queries.message_of(session, who, reference, lock=True)
    # Who may not save does not get what others have saved: to the staff a request is open while its answer is written.
    allowed(facts_of(message, delegation_of(session, message)), Event.SAVE, who)
    found = drafts.working_copy(session, reference, who.user_id)
    if found is not None and (found.edition == message.edition or found.changed_at > found.created_at):
        return found
    if found is not None:
        forms.release_draft(session, found)
    if message.state == service.State.INBOX:
        service.open_message(session, who, reference)
    offered = current.for_message(visitor(), message.theme, form_key(message), "can_write")
    if offered is None or message.state not in (service.State.INBOX, service.State.DRAFT):
        raise NotFound(_l("This message cannot be answered now. Open it again to see how it stands."))
    sender = forms.Sender(who.user_id, who.name, who.company, g.language)
    language = message.prefill_language if message.raw is None else message.language
    copied = forms.Copied(reference, message.edition, message.raw or {}, language or g.language)
    known = _requested(message) if message.raw is None else {}
    return forms.open_draft(session, offered.revision, sender, known, copied=copied)


def go_on(reference: str, message: str) -> Draft:
    """Give a working copy of a message that was saved from an earlier one, under the address of that one if it can."""
    session, who = db.session(), actor()
    other = drafts.working_copy(session, message, who.user_id)
    found = begin_answer(who, message)
    if found is not other:
        found.reference = reference
        session.flush()
    return found


def begin_registered(offered: current.Offered, number: str, channel: str) -> Draft:
    """Give a working copy in which the staff enter for a company what came by post, telephone or e-mail."""
    who, session = actor(), db.session()
    company = session.scalar(select(Company).where(Company.number == number.strip()))
    if who.role is not Role.FUND or channel not in CHANNELS or company is None:
        raise BadArgument(_l("Choose a company by its number, and how the message came."))
    sender = forms.Sender(who.user_id, who.name, company.id, g.language)
    return forms.open_draft(session, offered.revision, sender, channel=channel)


def is_for_mailbox(draft: Draft) -> bool:
    """Say whether what is filled in becomes a message: all that is for a company."""
    return draft.company_id is not None


def save(opened: Opened) -> Message:
    """Let everybody of the company with the theme see what was typed, among the drafts; the working copy ends.

    Raises `Overtaken` when somebody saved the message since the working copy was taken.
    """
    session, draft, who = db.session(), opened.draft, actor()
    documents.claim(session, sorted(opened.files))
    if draft.message and (stored := _as_stored(opened)) is not None:
        message = stored
    elif draft.message:
        message = service.save(
            session, who, draft.message, _content(opened), edition=draft.edition, key=draft.reference
        )
    else:
        message = service.save_new(session, who, _opening(opened), _content(opened), key=draft.reference)
    forms.release_draft(session, draft)
    return message


def send(opened: Opened) -> Message:
    """Send what passed all checks, once for each working copy, which ends. Raises as `save`, and `Refused`."""
    session, draft, who = db.session(), opened.draft, announcer(opened.offered.guard)
    documents.claim(session, sorted(attachments.references(opened.form, opened.values)))
    sending = Sending(_content(opened), opened.values, draft.reference)
    if draft.channel:
        message = service.register(session, who, _opening(opened), draft.channel, sending)
    elif draft.message:
        message = service.send(session, who, draft.message, sending, edition=draft.edition)
    else:
        message = service.send_new(session, who, _opening(opened), sending)
    forms.release_draft(session, draft)
    return message


def message_from(reference: str) -> Message | None:
    """Give the message that was sent, or saved and lies among the drafts, from a working copy, to its side."""
    found = queries.kept_under(db.session(), actor(), reference) if not visitor().everywhere else None
    states = (service.State.DRAFT, service.State.SENT, service.State.DONE)
    return found if found is not None and found.state in states else None


def form_key(message: Message) -> str:
    """Give the key of the form with which a message is answered."""
    return ANSWER.key if message.type == A_QUERY else message.type


def stored_raw(opened: Opened) -> tuple[Message, Mapping[str, Any]]:
    """Give the message of a working copy as it is stored now, and what stands in it in the reader's figures."""
    message, _sight = queries.message_of(db.session(), actor(), opened.draft.message)
    return message, told_here(opened.form, message.raw or {}, message.language or g.language)


def _as_stored(opened: Opened) -> Message | None:
    """Give the message of a working copy that brings nothing new, as after a second click."""
    message, raw = stored_raw(opened)
    known = (message.state, message.edition, raw)
    return message if known == (service.State.DRAFT, opened.draft.edition, dict(opened.raw)) else None


def _requested(message: Message) -> dict[str, Prefilled]:
    """Give what the institution filled in beforehand, each value with where it came from."""
    day = message.desk_at.date().isoformat()
    return {key: Prefilled(raw, REQUESTED, day) for key, raw in (message.prefill or {}).items()}


def _opening(opened: Opened) -> Opening:
    form, company = opened.form, opened.draft.company_id
    heading = heading_of(form, opened.values, opened.names)
    return Opening(
        company=company if company is not None else 0,
        theme=f"{opened.offered.plugin}.{opened.offered.guard.theme}",
        type=form.key,
        subject=heading.subject,
        person=heading.person,
        person_number=heading.person_number,
        delegable=form.delegable,
    )


def _content(opened: Opened) -> Content:
    heading = heading_of(opened.form, opened.values, opened.names)
    return Content(
        opened.offered.revision,
        opened.raw,
        g.language,
        subject=heading.subject,
        person=heading.person,
        person_number=heading.person_number,
    )
