"""Documents that are added to a draft: taken in, looked up, handed out."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO, cast

from flask import Response, request, stream_with_context
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from console.documents import service as documents
from console.documents.kinds import KINDS
from console.documents.models import StoredFile
from console.documents.names import clean_name
from console.documents.refusals import FileRefused
from console.forms import queries
from console.forms.declarations import Form
from console.forms.faults import Fault, Place, Placed
from console.forms.fields import File, Group
from console.forms.models import Draft
from console.institutions.sessions import acting, db, scope_of
from console.shell.forms.offering import offered_of
from console.shell.page_view import visitor

MEGABYTE = 1024 * 1024
_OTHER_NAMES = {"txt": "text", "csv": "text"}
"""Kinds as forms name them, where the documents call them otherwise."""
_NAME = "file-"
"""What the names of fields with files begin with, before the path."""


@dataclass
class Taken:
    """What came of the documents of one request: references of those kept, sentences about those refused."""

    path: str
    references: list[str] = field(default_factory=list)
    refusals: list[str] = field(default_factory=list)


def take(reference: str) -> list[Taken]:
    """Keep the documents that this request adds to a draft, whichever button was pressed.

    Comes before the first statement of the writing session: their check takes its time, and others wait for a writer.
    """
    visit, paths = visitor(), brought()
    if not paths:
        return []
    with acting(scope_of(db.session())) as session:
        draft = queries.draft(session, reference, visit.user_id)
        offered = offered_of(session, visit, draft, "can_write") if draft is not None else None
    if draft is None or offered is None:
        return []
    asked = ((path, field_at(offered.form, path)) for path in paths)
    return [_take(path, one, visit.user_id, draft.company_id) for path, one in asked if one is not None]


def _take(path: str, asked: File, user: int, company: int | None) -> Taken:
    taken, received = Taken(path), []
    limits = documents.FileLimits(kinds_of(asked), asked.megabytes * MEGABYTE)
    for upload in uploads_at(path):
        name = upload.filename or ""
        try:
            received.append(documents.receive(db.session(), cast(BinaryIO, upload.stream), name, limits))
        except FileRefused as refused:
            # The sentence waits in the cookie, which holds four kilobytes: names must be short.
            taken.refusals.append(f"{clean_name(name)}: {refused}")
    for one in received:
        file = documents.add(db.session(), one, user_id=user, company_id=company)
        taken.references.append(file.reference)
    return taken


def field_at(form: Form, path: str) -> File | None:
    """Give the field for documents at a path of the page: `proof`, or `children.a1.proof`."""
    key, *rest = path.split(".")
    fields = {one.key: one for one in form.fields()}
    found = fields.get(key)
    if isinstance(found, Group) and len(rest) == 2:
        found = {one.key: one for one in found.fields}.get(rest[1])
    return found if isinstance(found, File) else None


def kinds_of(asked: File) -> frozenset[str]:
    """Give the kinds a field takes by their names among the documents."""
    return frozenset(_OTHER_NAMES.get(kind, kind) for kind in asked.kinds)


def endings_of(asked: File) -> tuple[str, ...]:
    """Give the endings of names that a field takes."""
    return tuple(ending for kind in sorted(kinds_of(asked)) for ending in KINDS[kind].endings)


def references(form: Form, raw: Mapping[str, Any]) -> set[str]:
    """Give the reference of every document that raw values or values mention."""
    return {one for _, _, found in mentioned(form, raw) for one in found}


def mentioned(form: Form, values: Mapping[str, Any]) -> Iterator[tuple[File, Place, Collection[str]]]:
    """Give every field for documents that has some, its place and the references."""
    for one in form.fields():
        if isinstance(one, File) and values.get(one.key):
            yield one, (one.key,), values[one.key]
        elif isinstance(one, Group):
            inner = [file for file in one.fields if isinstance(file, File)]
            for number, row in enumerate(values.get(one.key) or () if inner else ()):
                for file in inner:
                    if row.get(file.key):
                        yield file, (one.key, str(number), file.key), row[file.key]


def own(session: Session, wanted: Collection[str], draft: Draft) -> dict[str, StoredFile]:
    """Give those of these documents that the draft's person added for its company."""
    found = of_company(session, wanted, draft.company_id)
    return {key: file for key, file in found.items() if file.user_id == draft.user_id}


def of_company(session: Session, wanted: Collection[str], company: int | None) -> dict[str, StoredFile]:
    """Give those of these documents that were added for a company, or (`None`) for the institution's staff."""
    if not wanted:
        return {}
    rows = session.scalars(
        select(StoredFile).where(StoredFile.reference.in_(wanted), StoredFile.company_id == company)
    )
    return {row.reference: row for row in rows}


def faults_of(form: Form, values: Mapping[str, Any], found: Mapping[str, StoredFile]) -> tuple[Placed, ...]:
    """Give a fault for every document that is gone or does not keep the limits of its field."""
    return tuple(
        Placed(place, fault)
        for asked, place, wanted in mentioned(form, values)
        for one in wanted
        if (fault := _fault(asked, found.get(one)))
    )


def _fault(asked: File, file: StoredFile | None) -> Fault | None:
    if file is None:
        return Fault("unknown_file")
    if file.media_type not in {KINDS[kind].media_type for kind in kinds_of(asked)}:
        return Fault("file_kind", name=file.name, kinds=", ".join(endings_of(asked)))
    if file.size > asked.megabytes * MEGABYTE:
        return Fault("file_size", name=file.name, most=asked.megabytes)
    return None


def handed_out(file: StoredFile) -> Response:
    """Answer with a document, to be saved."""
    content = documents.content_of(file)

    def blocks() -> Iterator[bytes]:
        with content:
            while block := content.read(1 << 16):
                yield block

    answer = Response(stream_with_context(blocks()), headers=dict(documents.headers_for(file)))
    answer.call_on_close(content.close)  # who asks for the head alone never begins the blocks
    return answer


def brought() -> list[str]:
    """Give the paths at which this request adds documents; a browser sends empty fields too."""
    names = [name for name, one in request.files.items(multi=True) if one.filename]
    return [name.removeprefix(_NAME) for name in dict.fromkeys(names) if name.startswith(_NAME)]


def uploads_at(path: str) -> list[FileStorage]:
    """Give the files that this request adds at a path."""
    return [one for one in request.files.getlist(f"{_NAME}{path}") if one.filename]
