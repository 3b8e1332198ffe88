"""Documents on their way out: one by one or all as an archive; who of the company opens them is noted."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from flask import Response, g, request, stream_with_context

from console.documents import service as files
from console.documents.names import disposition
from console.dossiers import queries, service
from console.dossiers.archive import Member, safe_names, zipped
from console.dossiers.document_models import Document
from console.dossiers.models import Dossier
from console.dossiers.queries import Filed
from console.institutions.sessions import acting, db, scope_of
from console.mailbox.states import Actor
from console.shell.dossiers import here
from console.shell.forms.attachments import handed_out


def one(actor: Actor, document: Document) -> Response:
    """Answer with a document, to be saved."""
    answer = handed_out(queries.file_of(db.session(), document))
    _note(actor, [document])
    here.note_document(document, "handed_out")
    return answer


def every(actor: Actor, dossier: Dossier) -> Response:
    """Answer with all documents of a dossier as one archive, made while it is sent; raises `NotFound` without any."""
    found = queries.documents_in(db.session(), dossier)
    if not found:
        raise here.unknown()
    for filed in found:
        # What cannot be read is told before the first byte is on its way; the bytes follow after this transaction.
        files.content_of(filed.file).close()
        db.session.expunge(filed.file)
    members = _members(found)
    _note(actor, [filed.document for filed in found])
    here.note_dossier(dossier, "handed_out")
    headers = {
        "Content-Type": "application/zip",
        "Content-Disposition": disposition(f"{dossier.reference}.zip"),
        "X-Content-Type-Options": "nosniff",
        "Cache-Control": "private, no-store",
    }
    return Response(stream_with_context(zipped(members)), headers=headers)


def _members(found: Sequence[Filed]) -> list[Member]:
    names = safe_names([filed.file.name for filed in found])
    return [
        Member(
            name,
            filed.document.made_available_at.astimezone(g.style.zone),
            partial(files.content_of, filed.file),
        )
        for name, filed in zip(names, found, strict=True)
    ]


def _note(actor: Actor, documents: Sequence[Document]) -> None:
    """Note what the visitor opens for her company, in a session of its own: this one only reads."""
    if here.is_staff(actor) or request.method != "GET":
        return
    keys = {document.id for document in documents}
    keys -= queries.known_to(db.session(), keys, actor.user_id)
    if not keys:
        return
    who, request_id = g.actor, g.request_id
    with acting(scope_of(db.session()), writes=True) as session:
        g.actor, g.request_id = who, request_id
        service.opened(session, keys, user_id=actor.user_id, by=actor.name)
