"""Documents that a person adds from her phone."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import BinaryIO, cast

from console.documents import service as documents
from console.documents.names import clean_name
from console.documents.refusals import FileRefused
from console.forms.fields import File
from console.institutions.sessions import db
from console.private import service as private
from console.shell.forms.attachments import MEGABYTE, brought, field_at, kinds_of, uploads_at
from console.shell.private.part import Part


@dataclass
class Taken:
    """What came with one request: documents that were checked, sentences about those refused."""

    path: str
    received: list[documents.Received] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)


def take(part: Part) -> list[Taken]:
    """Check and store what this request adds to her part, whichever button was pressed; no row is written yet.

    Comes before the first statement of the writing session: the check takes its time, and others wait for a writer.
    """
    hers = {one.key for section in part.own for one in section.fields}
    paths = [path for path in brought() if path.partition(".")[0] in hers]
    asked = ((path, field_at(part.form, path)) for path in paths)
    return [_take(path, one) for path, one in asked if one is not None]


def _take(path: str, asked: File) -> Taken:
    taken = Taken(path)
    limits = documents.FileLimits(kinds_of(asked), asked.megabytes * MEGABYTE)
    for upload in uploads_at(path):
        stream, name = cast(BinaryIO, upload.stream), upload.filename or ""
        try:
            taken.received.append(documents.receive(db.session(), stream, name, limits))
        except FileRefused as refused:
            # The sentence waits in the cookie, which holds four kilobytes: names must be short.
            taken.refusals.append(f"{clean_name(name)}: {refused}")
    return taken


def kept(part: Part, taken: Taken) -> list[str]:
    """Write the rows of what was taken: hers alone, of no company. Gives the references."""
    found = []
    for one in taken.received:
        file = documents.add(db.session(), one, user_id=private.NOBODY, company_id=None)
        private.keep(db.session(), part.guest.delegation.id, file)
        found.append(file.reference)
    return found
