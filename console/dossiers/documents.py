"""Putting documents into dossiers, and what proves that they reached the company."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from blinker import Signal
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock, ids
from console.base.errors import BadArgument, NotFound
from console.base.sheets.phrases import N_, Phrase
from console.documents import service as files
from console.documents.models import StoredFile
from console.dossiers.document_models import CLOSED, PENDING, Document, Opening
from console.dossiers.kinds import ASKING, DECISION, KINDS
from console.dossiers.matters import enter, extend, told_day
from console.dossiers.models import Dossier
from console.dossiers.receipts import is_electronic

SUBJECT: Final = "console.document"
document_added: Final = Signal()
"""Sent in the transaction in which a document becomes available, by its session: `document`.

Subscribers write into the same session and never commit. A document with `to_print` goes out by post.
"""


@dataclass(frozen=True)
class NewDocument:
    """What is put into a dossier: a file that was kept for the dossier's company."""

    kind: str
    """A key of `kinds.KINDS`."""
    title: str
    valid_until: date | None = None
    message: str = ""
    """The reference of the message it answers, if it does."""


def add_document(
    session: Session, dossier: Dossier, new: NewDocument, file: StoredFile, *, by: str
) -> Document:
    """Make a document available to the dossier's company; by post too where the company wants this type by post.

    The end date of a decision becomes that of its dossier. Raises `BadArgument` for an unknown type, `NotFound` for a
    file of another company.
    """
    if new.kind not in KINDS:
        raise BadArgument(Phrase(N_("Choose what kind of document it is.")), place="kind")
    if file.company_id != dossier.company_id:
        raise NotFound(Phrase(N_("There is nothing at this address.")))
    files.claim(session, [file.reference])
    moment = clock.now()
    document = Document(
        reference=ids.reference(),
        dossier_id=dossier.id,
        company_id=dossier.company_id,
        theme=dossier.theme,
        kind=new.kind,
        title=new.title,
        message=new.message,
        file_reference=file.reference,
        state=PENDING,
        valid_until=new.valid_until,
        made_available_at=moment,
        made_available_by=by,
        to_print=not is_electronic(session, dossier.company_id, new.kind),
    )
    session.add(document)
    session.flush()
    _tell(session, dossier, document, "document_added", by, told_day(new.valid_until))
    record(session, document, "added")
    if new.kind == DECISION and new.valid_until is not None and new.valid_until != dossier.valid_until:
        extend(session, dossier, new.valid_until, by=by)
    document_added.send(session, document=document)
    return document


def notified(session: Session, company: int, theme: str, moment: datetime) -> None:
    """Note that an e-mail told a company's people of what was available in a theme by then; the first time counts."""
    told = (
        Document.company_id == company,
        Document.theme == theme,
        Document.notified_at.is_(None),
        Document.to_print.is_(False),
        Document.made_available_at <= moment,
    )
    for document in session.scalars(select(Document).where(*told)):
        document.notified_at = moment
    session.flush()


def opened(session: Session, keys: Collection[int], *, user_id: int, by: str) -> None:
    """Note that one of the company's people opens documents: each person's first time, and the very first.

    The rows are locked first, so that two people who open at once are told apart.
    """
    wanted = select(Document).where(Document.id.in_(keys)).order_by(Document.id)
    rows = session.scalars(wanted.with_for_update().execution_options(populate_existing=True)).all()
    known = set(
        session.scalars(
            select(Opening.document_id).where(Opening.document_id.in_(keys), Opening.user_id == user_id)
        )
    )
    for document in rows:
        if document.id in known:
            continue
        moment = clock.now()
        session.add(
            Opening(
                document_id=document.id, company_id=document.company_id, user_id=user_id, by=by, at=moment
            )
        )
        if document.opened_at is None:
            document.opened_at, document.opened_by = moment, by
            _in_hand(document)
            _tell(session, _dossier(session, document), document, "document_opened", by)
        record(session, document, "opened")
    session.flush()


def close_document(session: Session, document: Document, *, by: str) -> None:
    """Close a document of which nothing more is expected; nothing when it is closed already."""
    if document.state == CLOSED:
        return
    document.state = CLOSED
    _tell(session, _dossier(session, document), document, "document_closed", by)
    record(session, document, "closed")


def reached_by_post(session: Session, document: Document, *, by: str) -> None:
    """Note that a printed document was posted."""
    document.posted_at = clock.now()
    _in_hand(document)
    _tell(session, _dossier(session, document), document, "document_posted", by)


def tell(session: Session, document: Document, act: str, *, by: str) -> None:
    """Write what happened to a document into the timeline of its dossier and into the journal."""
    _tell(session, _dossier(session, document), document, act, by)
    record(session, document, act.removeprefix("document_"))


def document_of(session: Session, reference: str, *, lock: bool = False) -> Document:
    """Give a document of the session's scope; raises `NotFound`."""
    wanted = select(Document).where(Document.reference == reference)
    found: Document | None = session.scalar(wanted.with_for_update() if lock else wanted)
    if found is None:
        raise NotFound(Phrase(N_("There is nothing at this address.")))
    return found


def record(session: Session, document: Document, act: str) -> None:
    """Write an act on a document into the journal."""
    audit.record(
        session,
        f"{SUBJECT}.{act}",
        subject=SUBJECT,
        subject_id=document.id,
        reference=document.reference,
        name=document.title,
    )
    session.flush()


def _in_hand(document: Document) -> None:
    if document.kind not in ASKING:
        document.state = CLOSED


def _tell(
    session: Session,
    dossier: Dossier,
    document: Document,
    act: str,
    by: str,
    facts: dict[str, Any] | None = None,
) -> None:
    enter(session, dossier, act, message=document.message, by=by, document=document.title, **(facts or {}))


def _dossier(session: Session, document: Document) -> Dossier:
    found: Dossier = session.get_one(Dossier, document.dossier_id)
    return found
