"""What the addresses of documents answer."""

from __future__ import annotations

from io import BytesIO

from flask import Response, g, jsonify, request
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from console.api import actors, cursors, etags
from console.api.documents import reading
from console.api.messages.reading import file_told
from console.base.errors import BadArgument
from console.documents import service as files
from console.documents.kinds import KINDS
from console.documents.names import clean_name
from console.dossiers import queries
from console.dossiers.models import Dossier
from console.institutions.sessions import db
from console.mailbox.states import Role
from console.shell import service as shell

LARGEST = 20 * 1024 * 1024
LIMITS = files.FileLimits(frozenset(KINDS), LARGEST)
LONGEST_NAME = 150


def listed() -> ResponseReturnValue:
    """Give a page of the documents of dossiers."""
    who, asked = actors.reader(), g.arguments
    size, after = cursors.size_of(asked), cursors.key_of(asked)
    themes = actors.theme_named(asked, who)
    rows = reading.documents(db.session(), themes, asked.get("dossier"), after, size)
    page, last = cursors.cut(rows, size)
    return jsonify(items=[reading.told(*row) for row in page], next=str(last[0].id) if last else None)


def shown(reference: str) -> Response:
    """Give what is known of one document."""
    session, who = db.session(), actors.reader()
    document = reading.document_seen(session, who, reference)
    dossier = session.get_one(Dossier, document.dossier_id)
    body = reading.told(document, queries.file_of(session, document), dossier.reference)
    version = etags.of_version(document.reference, document.version)
    reading.note(document, dossier)
    return etags.answered(body, version if who.role is not Role.FUND else etags.of_body(body))


def content(reference: str) -> Response:
    """Hand out a document."""
    session, who = db.session(), actors.reader()
    document = reading.document_seen(session, who, reference)
    dossier = session.get_one(Dossier, document.dossier_id)
    answer = shell.handed_out(queries.file_of(session, document))
    reading.taken_in_hand(session, who, document)
    reading.note(document, dossier, "handed_out")
    return answer


def upload() -> ResponseReturnValue:
    """Keep a file for something that will be sent; raises `FileRefused`."""
    name = g.arguments.get("name", "")
    if not clean_name(name) or len(name) > LONGEST_NAME:
        raise BadArgument(
            _l("Say in the argument %(name)s what the file is called.", name="name"), place="name"
        )
    # The file is checked before the first statement of the writing session.
    received = files.receive(db.session(), BytesIO(request.get_data(cache=True)), name, LIMITS)
    file = files.add(db.session(), received, user_id=reading.A_SYSTEM, company_id=g.reach.company)
    return jsonify(file_told(file)), 201
