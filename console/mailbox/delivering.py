"""What was submitted by sheet becomes messages, each with the same rules as one that was sent from a page."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.forms import service as forms
from console.forms.canonical import from_canonical
from console.forms.models import Submission
from console.forms.revisions import Revision
from console.mailbox.headings import heading_of
from console.mailbox.making import Opening, facts_before, new_message
from console.mailbox.models import COMPANY, Message
from console.mailbox.moving import allowed, end
from console.mailbox.states import Actor, Event, State


def deliver(
    session: Session, actor: Actor, opening: Opening, revision: Revision, keys: Collection[str]
) -> list[Message]:
    """Send a message for each of these submissions, given by their keys. Raises `Refused` as sending does.

    `opening` names company, theme and type; subject and person are read from the values.
    """
    found = session.scalars(select(Submission).where(Submission.send_key.in_(keys)).order_by(Submission.id))
    kept = forms.keep_revision(session, revision)
    return [_deliver(session, actor, opening, revision, kept.id, one) for one in found]


def _deliver(
    session: Session, actor: Actor, opening: Opening, revision: Revision, kept: int, sent: Submission
) -> Message:
    heading = heading_of(revision.form, from_canonical(revision.form, sent.content), {})
    named = replace(
        opening, subject=heading.subject, person=heading.person, person_number=heading.person_number
    )
    step = allowed(facts_before(named, actor, State.UNSAVED), Event.SEND, actor)
    message = new_message(session, named, COMPANY)
    message.send_key, message.submission_id, message.revision_id = sent.send_key, sent.id, kept
    message.language, message.edition = actor.language, 1
    message.saved_by, message.saved_at = actor.name, sent.sent_at
    end(session, message, step, actor)
    return message
