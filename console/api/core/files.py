"""Files for the core system: what companies and persons sent with a message, and documents of dossiers."""

from __future__ import annotations

from flask import Response, g

from console.api.core.calling import Core, called, checked, nothing_here
from console.api.core.messages import reference_of
from console.api.core.sighting import files_of
from console.documents import service as files
from console.documents.models import StoredFile
from console.dossiers import service as dossiers
from console.dossiers.documents import SUBJECT as DOCUMENT
from console.mailbox import queries
from console.mailbox.moving import SUBJECT as MESSAGE
from console.shell import service as shell


def handed_out(file: str) -> Response:
    """Give the bytes of a file of a message (`message` names it), or of a document of a dossier."""
    core = called()
    named = g.arguments.get("message")
    found = _of_message(core, checked(named, "message"), file) if named else _of_dossier(core, file)
    return shell.handed_out(found)


def _of_message(core: Core, named: str, file: str) -> StoredFile:
    reference = reference_of(core, named)
    found = files_of(core, reference).get(file)
    if found is None:
        raise nothing_here()
    message, _sight = queries.message_of(core.session, core.actor, reference)
    shell.note(
        MESSAGE,
        act="file_handed_out",
        subject_id=message.id,
        concerning=message.person_number,
        reference=reference,
        name=found.name,
    )
    return found


def _of_dossier(core: Core, reference: str) -> StoredFile:
    document = dossiers.document_of(core.session, reference)
    if document.theme not in core.themes:
        raise nothing_here()
    dossier = core.session.get_one(dossiers.Dossier, document.dossier_id)
    shell.note(
        DOCUMENT,
        act="handed_out",
        subject_id=document.id,
        concerning=dossier.person_number,
        reference=document.reference,
        name=document.title,
    )
    return files.find(core.session, document.file_reference)
