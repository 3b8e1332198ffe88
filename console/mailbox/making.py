"""What new messages are made of: their heading, what was typed, and what is sent."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from blinker import Signal
from sqlalchemy.orm import Session

from console.base import clock, ids
from console.dossiers import service as dossiers
from console.forms import service as forms
from console.forms.models import Submission
from console.forms.revisions import Revision
from console.mailbox.errors import Overtaken, unknown
from console.mailbox.models import ASKED, Message
from console.mailbox.states import Actor, Facts, State

requested: Final = Signal()
"""Sent by the session when the institution makes a request or a question: `message`, not placed yet.

Subscribers complete it, such as with the last day of a deadline; they never flush and never commit.
"""


@dataclass(frozen=True)
class Opening:
    """The heading of a new message. `dossier` is the reference of the one it belongs to; empty means one of its own."""

    company: int
    theme: str
    """With its plugin: `ch_fund.accounting`."""
    type: str
    """The key of a form, `query` or `notice`."""
    subject: str
    text: str = ""
    due: date | None = None
    person_number: str = ""
    person: str = ""
    delegable: bool = False
    dossier: str = ""


@dataclass(frozen=True)
class Content:
    """What was typed into a revision of a form, in the figures and days of a language."""

    revision: Revision
    raw: Mapping[str, Any]
    language: str
    subject: str = ""
    """What a message of a company is called, and about whom it is, as far as that could be read from the values."""
    person: str = ""
    person_number: str = ""


@dataclass(frozen=True)
class Sending:
    """What is sent: the typed content, its values, which passed all checks, and the one-time key of the page."""

    content: Content
    values: Mapping[str, Any]
    key: str
    source: str = "page"


def facts_before(opening: Opening, actor: Actor, state: State | None) -> Facts:
    """Give what the machine needs to know of a message that is not there yet."""
    return Facts(state, actor.institution, opening.company, opening.theme, delegable=opening.delegable)


def new_message(session: Session, opening: Opening, origin: str) -> Message:
    """Make a message in no state yet; raises `NotFound` for a dossier of another company or theme.

    Without a dossier it gets one of its own when the institution first sees it.
    """
    dossier = _dossier(session, opening) if opening.dossier else None
    message = Message(
        reference=ids.reference(),
        company_id=opening.company,
        dossier_id=dossier.id if dossier else None,
        theme=opening.theme,
        type=opening.type,
        origin=origin,
        subject=opening.subject,
        text=opening.text,
        due=opening.due,
        person_number=opening.person_number or (dossier.person_number if dossier else ""),
        person=opening.person or (dossier.person if dossier else ""),
        is_delegable=opening.delegable,
    )
    if origin in ASKED:
        requested.send(session, message=message)
    return message


def keep(session: Session, message: Message, content: Content, actor: Actor) -> None:
    """Put what a company typed into the message."""
    message.raw, message.language = dict(content.raw), content.language
    message.revision_id = forms.keep_revision(session, content.revision).id
    message.edition = (message.edition or 0) + 1
    message.saved_by, message.saved_at = actor.name, clock.now()
    if message.origin not in ASKED:
        message.subject = content.subject or message.subject
        message.person = content.person or message.person
        message.person_number = content.person_number or message.person_number


def empty(message: Message, actor: Actor) -> None:
    """Take out what a company typed, and note who did it; a request keeps what the institution had written."""
    message.raw = None
    message.edition += 1
    message.saved_by, message.saved_at = actor.name, clock.now()
    if message.origin not in ASKED:
        message.subject = message.person = message.person_number = ""


def not_overtaken(message: Message, edition: int) -> None:
    """Raise `Overtaken` when somebody saved the message after the edition that a person saw."""
    if message.edition != edition:
        raise Overtaken(message.raw, message.edition, message.saved_by, message.saved_at)


def submit(
    session: Session, sending: Sending, actor: Actor, *, whose: str, company: int | None
) -> Submission:
    """Store what is sent, once per key; `company` is whose people may read it, none for a person's own part."""
    sender = forms.Sender(actor.user_id, actor.name, company, sending.content.language)
    return forms.submit(
        session,
        sending.content.revision,
        sending.values,
        sender,
        source=sending.source,
        send_key=f"{whose}:{ids.digest(sending.key)[:40]}",
    )


def _dossier(session: Session, opening: Opening) -> dossiers.Dossier:
    found = dossiers.dossier_of(session, opening.dossier)
    if (found.company_id, found.theme) != (opening.company, opening.theme):
        raise unknown()
    return found
