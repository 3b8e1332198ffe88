"""Sending for a company: the values are judged as on the page, then the mailbox decides as for the page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from console.api.errors import Faulty
from console.api.forms.judging import Verdict, asked, verdict_of
from console.base import ids
from console.base.errors import NotFound
from console.documents import service as documents
from console.documents.models import StoredFile
from console.forms import queries as forms
from console.forms.canonical import to_raw
from console.forms.declarations import Form
from console.forms.revisions import Revision, from_stored
from console.institutions.sessions import db
from console.mailbox import service
from console.mailbox.answer import ANSWER
from console.mailbox.headings import heading_of
from console.mailbox.models import A_NOTICE, A_QUERY, Message
from console.mailbox.service import Actor, Content, Opening, Sending
from console.shell import service as shell

SOURCE = "api"


def send(who: Actor, form: str, values: Mapping[str, Any], key: str) -> Message:
    """Send a new message of the company; raises `Faulty` with every fault, `NotFound`, `Refused`."""
    session, revision = db.session(), asked(form)
    verdict = _sound(session, revision, values)
    heading = heading_of(revision.form, verdict.values, verdict.names)
    opening = Opening(
        company=who.company or 0,
        theme=f"{g.reach.plugin}.{revision.form.theme}",
        type=revision.form.key,
        subject=heading.subject,
        person=heading.person,
        person_number=heading.person_number,
        delegable=revision.form.delegable,
    )
    return service.send_new(session, who, opening, _sending(session, revision, verdict, key))


def answer(who: Actor, message: Message, values: Mapping[str, Any], key: str) -> Message:
    """Answer a request of the institution, or send a draft again; raises as `send`, and `Refused` for a notice."""
    session = db.session()
    if message.type == A_NOTICE:
        raise service.Refused("no_answer")
    revision = _revision(message)
    verdict = _sound(session, revision, values, message)
    sending = _sending(session, revision, verdict, key)
    return service.send(session, who, message.reference, sending, edition=message.edition)


def _sound(
    session: Session, revision: Revision, values: Mapping[str, Any], message: Message | None = None
) -> Verdict:
    files = _attachable(session, revision.form, values, message)
    verdict = verdict_of(revision, values, files)
    if verdict.faults:
        raise Faulty(
            _l("Some values are not right: see the faults."),
            members={"faults": verdict.told, "fault_count": len(verdict.faults)},
        )
    documents.claim(session, sorted(shell.references(revision.form, verdict.values)))
    return verdict


def _attachable(
    session: Session, form: Form, values: Mapping[str, Any], message: Message | None
) -> Mapping[str, StoredFile]:
    """Give the files that may be attached: uploaded with a key for this company, or in the message already.

    What a person added to a draft of her own stays hers.
    """
    try:
        wanted = shell.references(form, values)
    except (TypeError, AttributeError):
        return {}  # values of another build: the validator says so at their places
    wanted = {one for one in wanted if isinstance(one, str)}
    kept = shell.references(form, message.raw) if message is not None and message.raw else set()
    found = shell.of_company(session, wanted, g.reach.company)
    return {
        key: file
        for key, file in found.items()
        if key in kept or (file.user_id == 0 and file.claimed_at is None)
    }


def _sending(session: Session, revision: Revision, verdict: Verdict, key: str) -> Sending:
    form = revision.form
    heading = heading_of(form, verdict.values, verdict.names)
    content = Content(
        revision,
        to_raw(form, verdict.values, shell.tongue(revision)),
        g.language,
        subject=heading.subject,
        person=heading.person,
        person_number=heading.person_number,
    )
    return Sending(content, verdict.values, ids.digest(f"{g.client}:{key}"), SOURCE)


def _revision(message: Message) -> Revision:
    """Give the form that answers a message; one that is closed to new messages still does. Raises `NotFound`."""
    plugin = g.reach.plugin
    if message.type == A_QUERY:
        return shell.revision_of(plugin, ANSWER)
    known = shell.registry().forms.get(message.type)
    if known is not None and known.plugin == plugin:
        return shell.revision_of(plugin, known.form)
    own = forms.own_form(db.session(), message.type, closed=True)
    if own is None or own[0].plugin != plugin:
        raise NotFound(_l("There is nothing at this address."))
    return from_stored(own[1].content)
