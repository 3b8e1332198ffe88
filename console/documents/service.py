"""Keeping the files that people attach.

Words: a file is *kept* when it was checked and stored, and *claimed* when something that was sent holds it. What nobody
claims within a week is removed. Functions take the scoped session to work with and never commit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock, ids
from console.base.errors import NotFound, Unavailable
from console.documents.files import Content, ContentLost, Folder
from console.documents.kinds import KINDS, Kind, is_locked_office, kind_of
from console.documents.models import StoredFile
from console.documents.names import clean_name, disposition
from console.documents.refusals import FileRefused
from console.institutions.scope import Scope
from console.institutions.sessions import acting, scope_of

UNCLAIMED = timedelta(days=7)
"""How long a file waits for what it is attached to."""
_BATCH = 500


@dataclass(frozen=True)
class FileLimits:
    """What a place takes: short names of `KINDS`, and the most bytes."""

    types: frozenset[str]
    max_bytes: int


def keep(
    session: Session, stream: BinaryIO, name: str, limits: FileLimits, *, user_id: int, company_id: int | None
) -> StoredFile:
    """Check and store a file, for a company or (`None`) the institution's staff; gives its row. Raises `FileRefused`.

    The bytes are on the disk before the row is written. Call it before the first statement of a writing session:
    on SQLite all other writers would wait for the checks.
    """
    institution = scope_of(session).institution
    shown = clean_name(name)

    def look(path: Path) -> Kind:
        return _accepted(path, shown, limits)

    content, kind = folder().put(institution, stream, most=limits.max_bytes, look=look)
    file = StoredFile(
        reference=ids.reference(),
        company_id=company_id,
        user_id=user_id,
        name=shown if PurePosixPath(shown).suffix else (shown or "file") + kind.endings[0],
        media_type=kind.media_type,
        size=content.size,
        sha256=content.sha256,
        created_at=clock.now(),
    )
    session.add(file)
    session.flush()
    audit.record(
        session, "console.file.added", subject="console.file", subject_id=file.reference, name=file.name
    )
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
    """Open the bytes of a file; the caller closes them. Raises `Unavailable` when the disk lost them."""
    try:
        return folder().open(file.institution_id, Content(file.sha256, file.size))
    except ContentLost:
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
    files, institution = folder(), scope.institution
    settled = files.settled(institution)
    with acting(scope) as session:
        for start in range(0, len(settled), _BATCH):
            paths = {path.name: path for path in settled[start : start + _BATCH]}
            named = set(session.scalars(select(StoredFile.sha256).where(StoredFile.sha256.in_(paths))))
            for digest in paths.keys() - named:
                files.remove(institution, paths[digest])


def folder() -> Folder:
    """Give the folder of files in the data folder of this installation."""
    data: Path = current_app.extensions["guichet_settings"].data
    return Folder(data / "files")


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
