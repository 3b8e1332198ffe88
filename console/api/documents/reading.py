"""Documents of dossiers as a key sees them, and what is told of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask import g
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.api import actors
from console.api.cursors import told_day, told_moment
from console.documents.models import StoredFile
from console.dossiers import queries, service
from console.dossiers.document_models import Document
from console.dossiers.documents import SUBJECT
from console.dossiers.models import Dossier
from console.institutions.sessions import acting, scope_of
from console.mailbox.states import Actor
from console.shell import service as shell

A_SYSTEM = 0
"""Who opens a document with a key: no person has this number."""


def documents(
    session: Session, themes: Sequence[str], dossier: str | None, after: int, size: int
) -> list[tuple[Document, StoredFile, str]]:
    """Give documents with their files and dossiers, the oldest first, and one more than `size` when there are."""
    wanted = (
        select(Document, StoredFile, Dossier.reference)
        .join(
            Dossier, (Dossier.institution_id == Document.institution_id) & (Dossier.id == Document.dossier_id)
        )
        .join(
            StoredFile,
            (StoredFile.institution_id == Document.institution_id)
            & (StoredFile.reference == Document.file_reference),
        )
        .where(Document.theme.in_(themes), Document.id > after)
    )
    if dossier is not None:
        wanted = wanted.where(Dossier.reference == dossier)
    rows = session.execute(wanted.order_by(Document.id).limit(size + 1))
    return [(document, file, reference) for document, file, reference in rows]


def document_seen(session: Session, who: Actor, reference: str) -> Document:
    """Give a document in a theme of the actor's; raises `NotFound`."""
    found = service.document_of(session, reference)
    actors.seen_theme(who, found.theme)
    return found


def told(document: Document, file: StoredFile, dossier: str) -> dict[str, Any]:
    """Give a document as it is told."""
    return {
        "reference": document.reference,
        "dossier": dossier,
        "theme": document.theme,
        "kind": document.kind,
        "title": document.title,
        "message": document.message or None,
        "state": document.state,
        "valid_until": told_day(document.valid_until),
        "made_available_at": told_moment(document.made_available_at),
        "opened_at": told_moment(document.opened_at),
        "name": file.name,
        "media_type": file.media_type,
        "size": file.size,
        "sha256": file.sha256,
    }


def note(document: Document, dossier: Dossier, act: str = "consulted") -> None:
    """Note in the journal that a system reads a document."""
    shell.note(
        SUBJECT,
        act=act,
        subject_id=document.id,
        concerning=dossier.person_number,
        reference=document.reference,
        name=document.title,
    )


def taken_in_hand(session: Session, who: Actor, document: Document) -> None:
    """Note that the company's system fetched a document, which proves that it arrived; in a session of its own."""
    if who.company is None or document.id in queries.known_to(session, {document.id}, A_SYSTEM):
        return
    actor, request_id = g.actor, g.request_id
    with acting(scope_of(session), writes=True) as own:
        g.actor, g.request_id = actor, request_id
        service.opened(own, [document.id], user_id=A_SYSTEM, by=who.name)
