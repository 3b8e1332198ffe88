"""Keeping the files that people attach.

Words: a file is *kept* when it was checked and stored, and *claimed* when something that was sent holds it. What nobody
claims within a week is removed. Functions take the scoped session to work with and never commit.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO
from pathlib import Path, PurePosixPath
from typing import BinaryIO, Protocol

from flask import current_app, g
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock, ids
from console.base.errors import NotFound, Unavailable
from console.base.sheets.phrases import Phrase
from console.documents.bucket import Bucket
from console.documents.files import Content, ContentLost, Folder, Store, StoreFailed
from console.documents.kinds import KINDS, Kind, is_locked_office, kind_of
from console.documents.models import StoredFile
from console.documents.names import clean_name, disposition
from console.documents.refusals import MESSAGES, FileRefused
from console.documents.scanner import Clamd, NotScanned
from console.documents.settings import FilesSettings
from console.institutions.scope import Scope
from console.institutions.sessions import acting, scope_of

UNCLAIMED = timedelta(days=7)
"""How long a file waits for what it is attached to."""
_BATCH = 500

log = logging.getLogger("guichet.documents")


@dataclass(frozen=True)
class FileLimits:
    """What a place takes: short names of `KINDS`, and the most bytes."""

    types: frozenset[str]
    max_bytes: int


@dataclass(frozen=True)
class Received:
    """A file that was checked and whose bytes lie in the store; no row names it yet."""

    name: str
    kind: Kind
    content: Content


class HasFiles(Protocol):
    """The part of the console's settings that says where files lie."""

    @property
    def data(self) -> Path:
        """Give the data folder."""

    @property
    def files(self) -> FilesSettings:
        """Give the bucket, if there is one."""


def receive(session: Session, stream: BinaryIO, name: str, limits: FileLimits) -> Received:
    """Check and store the bytes of a file; raises `FileRefused`. Nothing is written into the session.

    Call it before the first statement of a writing session: on SQLite all other writers would wait for the checks.
    """
    institution = scope_of(session).institution
    shown = clean_name(name)

    def look(path: Path) -> Kind:
        kind = _accepted(path, shown, limits)
        _scan(session, path, shown)
        return kind

    try:
        content, kind = store().put(institution, stream, most=limits.max_bytes, look=look)
    except StoreFailed as fault:
        log.error("a file was not stored: %s", fault)
        raise FileRefused("unstored") from None
    return Received(shown, kind, content)


def add(session: Session, received: Received, *, user_id: int, company_id: int | None) -> StoredFile:
    """Write the row of a received file, for a company or (`None`) the institution's staff."""
    name, kind = received.name, received.kind
    file = StoredFile(
        reference=ids.reference(),
        company_id=company_id,
        user_id=user_id,
        name=name if PurePosixPath(name).suffix else (name or "file") + kind.endings[0],
        media_type=kind.media_type,
        size=received.content.size,
        sha256=received.content.sha256,
        created_at=clock.now(),
    )
    session.add(file)
    session.flush()
    audit.record(
        session, "console.file.added", subject="console.file", subject_id=file.reference, name=file.name
    )
    return file


def keep(
    session: Session, stream: BinaryIO, name: str, limits: FileLimits, *, user_id: int, company_id: int | None
) -> StoredFile:
    """Receive one file and write its row; raises `FileRefused`. Comes first in a writing session, as `receive` does."""
    received = receive(session, stream, name, limits)
    return add(session, received, user_id=user_id, company_id=company_id)


def file_away(
    session: Session, content: bytes, name: str, media_type: str, *, company_id: int | None
) -> StoredFile:
    """Store what the console itself made, for a company or (`None`) for none; it stays from the beginning.

    Raises `Unavailable` when it cannot be stored.
    """
    institution = scope_of(session).institution
    try:
        stored, _seen = store().put(institution, BytesIO(content), most=len(content), look=lambda _path: None)
    except StoreFailed as fault:
        log.error("a file was not stored: %s", fault)
        raise Unavailable(Phrase(MESSAGES["unstored"])) from None
    file = StoredFile(
        reference=ids.reference(),
        company_id=company_id,
        user_id=0,
        name=name,
        media_type=media_type,
        size=stored.size,
        sha256=stored.sha256,
        created_at=clock.now(),
        claimed_at=clock.now(),
    )
    session.add(file)
    session.flush()
    return file


def find(session: Session, reference: str) -> StoredFile:
    """Give a file of this scope by its reference; raises `NotFound`."""
    found = session.scalars(select(StoredFile).where(StoredFile.reference == reference)).first()
    if found is None:
        raise NotFound(_l("This file is no longer here. Add it again."))
    return found


def claim(session: Session, references: Collection[str]) -> list[StoredFile]:
    """Take files for something that is being sent, so that they stay; raises `NotFound` when one is not there."""
    wanted = select(StoredFile).where(StoredFile.reference.in_(references)).order_by(StoredFile.id)
    found = list(session.scalars(wanted.with_for_update()))
    if len(found) < len(set(references)):
        raise NotFound(
            _l("An attached file is no longer here: it waited for more than a week. Add it again.")
        )
    for file in found:
        file.claimed_at = file.claimed_at or clock.now()
    session.flush()
    return found


def content_of(file: StoredFile) -> BinaryIO:
    """Open the bytes of a file; the caller closes them. Raises `Unavailable` when the store lost them."""
    try:
        return store().open(file.institution_id, Content(file.sha256, file.size))
    except (ContentLost, StoreFailed) as fault:
        log.error("the content of the file %s cannot be read: %s", file.reference, fault)
        raise Unavailable(
            _l("The content of this file cannot be read at the moment. Tell your support.")
        ) from None


def headers_for(file: StoredFile) -> Mapping[str, str]:
    """Give the headers with which a page sends a file: to be saved, never to be opened inside the console."""
    return {
        "Content-Type": file.media_type,
        "Content-Length": str(file.size),
        "Content-Disposition": disposition(file.name),
        "X-Content-Type-Options": "nosniff",
        "Content-Security-Policy": "default-src 'none'; sandbox",
        "Cache-Control": "private, no-store",
    }


def sweep(scope: Scope) -> None:
    """Remove what nobody claimed in an institution within a week, then the content that no row names.

    Two transactions: content goes only after the end of its row was committed.
    """
    with acting(scope, writes=True) as session:
        old = clock.now() - UNCLAIMED
        session.execute(
            delete(StoredFile).where(StoredFile.claimed_at.is_(None), StoredFile.created_at < old)
        )
    files, institution = store(), scope.institution
    settled = files.settled(institution)
    with acting(scope) as session:
        for start in range(0, len(settled), _BATCH):
            batch = settled[start : start + _BATCH]
            digests = {path.name for path in batch}
            named = set(session.scalars(select(StoredFile.sha256).where(StoredFile.sha256.in_(digests))))
            for path in batch:
                if path.name not in named:
                    files.remove(institution, path)


def store() -> Store:
    """Give the bucket or the folder in which this installation keeps its files."""
    return store_of(current_app.extensions["guichet_settings"])


def store_of(settings: HasFiles) -> Store:
    """Give the bucket or the folder of an installation with these settings."""
    bucket = settings.files.bucket
    return Folder(settings.data / "files") if bucket is None else Bucket(bucket)


def scanner() -> Clamd | None:
    """Give the scanner of this installation, if it has one."""
    files: FilesSettings = current_app.extensions["guichet_settings"].files
    return Clamd(files.clamd) if files.clamd else None


def _accepted(path: Path, name: str, limits: FileLimits) -> Kind:
    """Give the kind of a file that this place takes under this name; raises `FileRefused`."""
    kind, ending = kind_of(path), PurePosixPath(name).suffix.lower()
    if kind is None and is_locked_office(path) and ending in (".docx", ".xlsx"):
        raise FileRefused("encrypted")
    if kind is None or kind.name not in limits.types:
        endings = [KINDS[one].endings[0] for one in KINDS if one in limits.types]
        raise FileRefused("kind", kinds=", ".join(endings))
    if ending and ending not in kind.endings:
        raise FileRefused("name", extension=kind.endings[0])
    return kind


def _scan(session: Session, path: Path, name: str) -> None:
    """Let the scanner look at a file; what it cannot look at is refused too. Raises `FileRefused`."""
    clamd = scanner()
    if clamd is None:
        return
    try:
        found = clamd.found_in(path)
    except NotScanned as fault:
        log.error("a file was refused because clamd cannot be asked: %s", fault)
        raise FileRefused("unchecked") from None
    if found is not None:
        log.warning("an infected file was refused: %s", found)
        _note_infected(session, name=name, found=found)
        raise FileRefused("infected")


def _note_infected(session: Session, **facts: str) -> None:
    """Write a refused file into the journal, which stays also when the caller rolls back for the refusal."""
    if session.in_transaction():  # a second writer would wait for this one
        audit.record(session, "console.file.infected", **facts)
        return
    actor, request_id = g.get("actor"), g.get("request_id")
    with acting(Scope((scope_of(session).institution,), purpose="journal"), writes=True) as own:
        g.actor, g.request_id = actor, request_id
        audit.record(own, "console.file.infected", **facts)
