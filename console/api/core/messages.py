"""Acts of the core system on messages: the same as at the desk, by the same rules."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, replace
from datetime import date
from io import BytesIO
from typing import Any, Final

from flask import Response, jsonify
from flask_babel import gettext as _
from sqlalchemy import select

from console.api import bodies
from console.api.core.calling import Core, called, checked, nothing_here
from console.api.core.members import Members
from console.api.core.requests import LONGEST_SUBJECT, LONGEST_TEXT
from console.base.errors import Conflict
from console.desk import settling
from console.documents import service as files
from console.documents.models import StoredFile
from console.documents.refusals import FileRefused
from console.dossiers import service as dossiers
from console.dossiers.kinds import RECEIVED
from console.institutions.sessions import acting, scope_of
from console.mailbox import queries
from console.mailbox import service as mailbox
from console.mailbox.handling import Outcome
from console.mailbox.models import Message
from console.parties.references import LONGEST

MEGABYTES: Final = 10
"""All files of one act together."""
MOST_DOCUMENTS: Final = 20
LARGEST: Final = 15 * 1024 * 1024
"""Bytes of a body with files: in base64 they are a third longer."""
_LIMITS: Final = files.FileLimits(frozenset({"pdf"}), MEGABYTES * 1024 * 1024)
LONGEST_REASON: Final = settling.LONGEST_REASON


@dataclass(frozen=True)
class Attached:
    """A document that goes into the dossier: a file that was sent before, or one that was received just now."""

    new: dossiers.NewDocument
    file: str = ""
    received: files.Received | None = None


def take(named: str) -> Response:
    """Take a message in hand; the core system may say what it calls it from now on."""
    core, given = called(), Members(bodies.an_object()).only("reference")
    message = mailbox.take(core.session, core.actor, reference_of(core, checked(named)))
    _call(core, message, given)
    return _told(message)


def ask(named: str) -> Response:
    """Ask the company about a message: gives the question, which is a message of its own."""
    core, given = called(), Members(bodies.an_object()).only("reference", "subject", "text", "due")
    due = given.day("due")
    if due is not None and due < core.reach.day:
        raise given.fault("due", "past", _("This day is over. Choose a later one."))
    question = mailbox.query(
        core.session,
        core.actor,
        reference_of(core, checked(named)),
        subject=given.text("subject", LONGEST_SUBJECT, needed=True),
        text=given.text("text", LONGEST_TEXT, needed=True),
        due=due,
    )
    _call(core, question, given)
    return _told(question)


def settle(named: str) -> Response:
    """Settle a message, or propose it where a second person confirms; documents go into its dossier."""
    core, given = called(), Members(bodies.an_object()).only("outcome", "reason", "documents")
    outcome: Outcome = (
        "refused" if given.choice("outcome", "accepted", "refused") == "refused" else "accepted"
    )
    reason = given.text("reason", LONGEST_REASON)
    if outcome == "refused" and not reason:
        raise given.fault("reason", "required", _("State the reason."))
    # Checking files takes its time: it comes before the writing session's first statement.
    reference = _seen(core, checked(named))
    documents = [_received(core, one) for one in given.objects("documents", MOST_DOCUMENTS)]
    result = settling.settle(core.session, core.actor, reference, outcome, reason)
    if documents and result == "proposed":
        text = _(
            "In this theme a second person confirms. Settle without documents, and send them once it is confirmed."
        )
        raise Conflict(text, place="documents")
    message, _sight = queries.message_of(core.session, core.actor, reference)
    added = [_add(core, message, one) for one in documents]
    return _told(message, result=result, documents=added)


def reopen(named: str) -> Response:
    """Work on a settled message again."""
    core, given = called(), Members(bodies.an_object()).only("reason")
    reason = given.text("reason", LONGEST_REASON, needed=True)
    return _told(mailbox.reopen(core.session, core.actor, reference_of(core, checked(named)), reason))


def _seen(core: Core, named: str) -> str:
    """Give our reference of a message that the core system may see; raises `NotFound` for any other."""
    who = core.actor
    with acting(scope_of(core.session)) as session:
        reference = reference_of(replace(core, session=session), named)
        queries.message_of(session, who, reference)
    return reference


def _call(core: Core, message: Message, given: Members) -> None:
    """Note what the core system calls a message, if it says so."""
    own, references = given.text("reference", LONGEST), core.references(Message)
    if own and references.row(checked(own)) != message.id:
        references.add(own, message.id)


def reference_of(core: Core, named: str) -> str:
    """Give our reference of a message that is named by the core system's or by ours."""
    row = core.references(Message).row(named)
    if row is None:
        return named
    found: str | None = core.session.scalar(select(Message.reference).where(Message.id == row))
    if found is None:
        raise nothing_here()
    return found


def _received(core: Core, given: Members) -> Attached:
    given.only("kind", "title", "valid_until", "file", "name", "content")
    new = dossiers.NewDocument(
        given.choice("kind", *RECEIVED),
        " ".join(given.text("title", 200, needed=True).split()),
        given.day("valid_until"),
    )
    if file := given.text("file", 14):
        return Attached(new, file=file)
    name = given.text("name", 200, needed=True)
    try:
        return Attached(new, received=files.receive(core.session, _content(given), name, _LIMITS))
    except FileRefused as refused:
        raise given.fault("content", refused.code, refused) from refused


def _content(given: Members) -> BytesIO:
    content: Any = given.given.get("content")
    try:
        if not isinstance(content, str) or not content:
            raise ValueError(content)
        return BytesIO(base64.b64decode(content, validate=True))
    except (ValueError, binascii.Error):
        raise given.fault("content", "base64", _("Send the file in base64.")) from None


def _add(core: Core, message: Message, one: Attached) -> str:
    """Put a document into the dossier of a message, where its company finds it; gives its reference."""
    session, company = core.session, message.company_id
    dossier = session.get_one(dossiers.Dossier, message.dossier_id)
    if one.received is not None:
        file = files.add(session, one.received, user_id=0, company_id=company)
    else:
        file = _handed_over(core, one.file, company)
    new = dossiers.NewDocument(one.new.kind, one.new.title, one.new.valid_until, message.reference)
    return str(dossiers.add_document(session, dossier, new, file, by=core.actor.name).reference)


def _handed_over(core: Core, reference: str, company: int) -> StoredFile:
    """Give a file that the institution's systems sent before, which from now on is the company's to read too."""
    file = files.find(core.session, reference)
    if (
        file.company_id is not None
        or file.user_id
        or file.claimed_at is not None
        or file.media_type != "application/pdf"
    ):
        raise nothing_here()
    file.company_id = company
    core.session.flush()
    return file


def _told(message: Message, **more: Any) -> Response:
    due: date | None = message.due
    return jsonify(
        reference=message.reference,
        state=message.desk,
        outcome=message.outcome or None,
        due=due.isoformat() if due else None,
        **({"result": "done", "documents": []} | more),
    )
