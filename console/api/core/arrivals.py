"""What happened since a core system last asked, in the order in which it was committed, without a gap.

Keys of rows would not do: two transactions get theirs in one order and may commit in the other, and whoever had read
up to the later one would never see the earlier one. The journal gives its numbers after the commit
(`console.audit.sealing`), so that what is committed late comes later; a cursor is the number up to which somebody has
read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Final

from flask import Response, g, jsonify
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.api.core.calling import Core, called
from console.api.core.sighting import message_told
from console.audit.models import AuditChain, AuditEntry
from console.base.errors import BadArgument
from console.base.figures import API
from console.dispatch.models import Acknowledgement, Dispatch
from console.dossiers.document_models import Document
from console.mailbox.models import Message
from console.mailbox.moving import SUBJECT
from console.shell import service as shell

MESSAGE, DOCUMENT, ACKNOWLEDGEMENT = SUBJECT, "console.document", "console.acknowledgement"
EVENTS: Final[Mapping[str, str]] = MappingProxyType(
    {
        f"{MESSAGE}.fund_request": "requested",
        f"{MESSAGE}.send": "sent",
        f"{MESSAGE}.person_send": "sent",
        f"{MESSAGE}.register": "registered",
        f"{MESSAGE}.recall": "recalled",
        f"{MESSAGE}.take": "taken",
        f"{MESSAGE}.query": "asked",
        f"{MESSAGE}.settle": "settled",
        f"{MESSAGE}.reopen": "reopened",
        f"{MESSAGE}.withdraw_request": "withdrawn",
        f"{MESSAGE}.due_date_passed": "overdue",
        f"{DOCUMENT}.added": "document_available",
        f"{DOCUMENT}.opened": "document_opened",
        f"{ACKNOWLEDGEMENT}.came": "acknowledged",
    }
)
"""Kinds of journal lines to what they are called outside."""
MOST: Final = 100
"""Arrivals of one answer."""
REACH: Final = 20_000
"""Lines of the journal that one answer looks through: most of them are about other things."""
_DIGITS: Final = 18


@dataclass(frozen=True)
class Stretch:
    """The lines that one answer is made of, the cursor after them, and whether there are more."""

    lines: Sequence[AuditEntry]
    next: int
    more: bool


def fetch() -> Response:
    """Give what happened after a cursor; without one, from the beginning."""
    core = called()
    stretch = stretch_after(core.session, _after(g.arguments.get("after", "0")))
    telling = _Telling(core)
    items = [told for line in stretch.lines if (told := telling.item(line)) is not None]
    if telling.shown:
        shell.note(MESSAGE, act="fetched", count=len(telling.shown), rows=sorted(telling.shown))
    return jsonify(items=items, next=str(stretch.next), more=stretch.more)


def stretch_after(session: Session, after: int, *, reach: int = REACH, most: int = MOST) -> Stretch:
    """Give the next lines that tell of an arrival. What is not sealed yet is not there yet.

    A number is given while its journal's head is locked: whoever sees the head sees all lines up to it.
    """
    head = session.scalar(select(AuditChain.number)) or 0
    upto = min(head, after + reach)
    wanted = select(AuditEntry).where(
        AuditEntry.number > after, AuditEntry.number <= upto, AuditEntry.action.in_(EVENTS)
    )
    lines = session.scalars(wanted.order_by(AuditEntry.number).limit(most)).all()
    last = lines[-1].number if len(lines) == most else upto
    reached = max(after, last or 0)
    return Stretch(lines, reached, reached < head)


@dataclass
class _Telling:
    """Tells lines; what several lines are about is read once."""

    core: Core
    shown: set[int] = field(default_factory=set)
    """The keys of the messages that were told with what stands in them."""
    _messages: dict[int, Mapping[str, Any] | None] = field(default_factory=dict)

    def item(self, line: AuditEntry) -> dict[str, Any] | None:
        """Give an arrival; nothing for what is about another theme or module, or was removed since."""
        about: dict[str, Any] | None = None
        if line.subject == MESSAGE:
            about = self._message(int(line.subject_id))
        elif line.subject == DOCUMENT:
            about = self._document(int(line.subject_id))
        elif line.subject == ACKNOWLEDGEMENT:
            about = self._acknowledgement(line.subject_id)
        if about is None:
            return None
        empty = {"reference": None, "message": None, "document": None, "acknowledgement": None}
        told = {"cursor": str(line.number), "at": API.show_moment(line.at), "event": EVENTS[line.action]}
        return {**told, "by": line.actor_name, **empty, **about}

    def _message(self, key: int) -> dict[str, Any] | None:
        row = self.core.session.execute(
            select(Message.reference, Message.theme).where(Message.id == key)
        ).first()
        if row is None or row.theme not in self.core.themes:
            return None
        if key not in self._messages:
            self._messages[key] = message_told(self.core, row.reference)
            self.shown |= {key} if self._messages[key] is not None else set()
        return {"reference": row.reference, "message": self._messages[key]}

    def _document(self, key: int) -> dict[str, Any] | None:
        document = self.core.session.get(Document, key)
        if document is None or document.theme not in self.core.themes:
            return None
        told = {
            "kind": document.kind,
            "title": document.title,
            "message": document.message or None,
            "opened_at": API.show_moment(document.opened_at) if document.opened_at else None,
            "href": f"/core/documents/{document.reference}",
        }
        return {"reference": document.reference, "document": told}

    def _acknowledgement(self, reference: str) -> dict[str, Any] | None:
        found = self.core.session.execute(
            select(Acknowledgement, Dispatch)
            .join(Dispatch, Dispatch.id == Acknowledgement.dispatch_id)
            .where(Acknowledgement.public_id == reference)
        ).first()
        if found is None or found.Dispatch.plugin != self.core.reach.plugin:
            return None
        came, dispatch = found.Acknowledgement, found.Dispatch
        told = {
            "dispatch": dispatch.public_id,
            "kind": dispatch.kind,
            "subject": dispatch.subject,
            "subject_id": dispatch.subject_id,
            "verdict": came.verdict or None,
            "their_reference": came.reference,
        }
        return {"reference": came.public_id, "acknowledgement": told}


def _after(text: str) -> int:
    if not (text.isascii() and text.isdecimal() and len(text) <= _DIGITS):
        raise BadArgument(_l("Send the cursor of the answer before as it was."), place="after")
    return int(text)
