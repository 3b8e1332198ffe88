"""Importing, handing out and removing the lists of codes that controls need.

Functions take the scoped session to work with and never commit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session, undefer

from console.plugin import NotFound, clock, record
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.checking.outcome import StoredList
from plugins.fr_dsn.formats.listing import stored
from plugins.fr_dsn.models import CodeList
from plugins.fr_dsn.rules.lists.catalog import LISTS, ListKind
from plugins.fr_dsn.rules.lists.codes import Code

SUBJECT = "fr_dsn.code_list"


@dataclass(frozen=True, slots=True)
class Brought:
    """An edition that was read whole, and where it comes from."""

    name: str
    edition: str
    source: str
    published_on: date
    file_name: str
    data: bytes
    """The file as it was sent."""
    codes: Sequence[Code]


def kind_of(name: str) -> ListKind:
    """Give a list by its name; raises `NotFound`."""
    kind = LISTS.get(name)
    if kind is None:
        raise NotFound(_l("There is no such list."))
    return kind


def imported(session: Session) -> Mapping[str, CodeList]:
    """Give the lists of this institution by name, without their codes."""
    return {one.name: one for one in session.scalars(select(CodeList))}


def to_check_with(session: Session) -> list[StoredList]:
    """Give the lists of this institution with their codes, for whoever checks files."""
    found = session.execute(select(CodeList.name, CodeList.edition, CodeList.content).order_by(CodeList.name))
    # A list that a later version of the norm no longer has is of no use to anybody.
    return [StoredList(name, edition, content) for name, edition, content in found if name in LISTS]


def find(session: Session, name: str) -> CodeList | None:
    """Give a list of this institution with its codes, or None while it was not imported."""
    asked = select(CodeList).where(CodeList.name == name).options(undefer(CodeList.content))
    return session.scalars(asked).first()


def take(session: Session, brought: Brought, by: str) -> CodeList:
    """Put an edition in the place of the one before, which is forgotten."""
    row = find(session, brought.name)
    before = row.edition if row else ""
    if row is None:
        row = CodeList(name=brought.name)
        session.add(row)
    row.edition, row.source, row.published_on = brought.edition, brought.source, brought.published_on
    row.codes = len({one.code for one in brought.codes})
    row.file_name, row.digest = brought.file_name, sha256(brought.data).hexdigest()
    row.content = stored(brought.codes)
    row.imported_at, row.imported_by = clock.now(), by
    session.flush()
    act = "replaced" if before else "imported"
    record(session, f"{SUBJECT}.{act}", subject=SUBJECT, subject_id=row.name, **told(row), before=before)
    return row


def remove(session: Session, row: CodeList) -> None:
    """Forget a list; the controls that need it are silent from now on."""
    record(session, f"{SUBJECT}.removed", subject=SUBJECT, subject_id=row.name, **told(row))
    session.delete(row)
    session.flush()


def told(row: CodeList) -> dict[str, Any]:
    """Give what a line of the journal says of a list."""
    return {"name": row.name, "edition": row.edition, "count": row.codes, "digest": row.digest}
