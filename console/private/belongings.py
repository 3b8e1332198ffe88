"""What belongs to a person's part beside her text: the documents she added, and her own agreement."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock
from console.documents.models import StoredFile
from console.private.models import PrivateDoor, PrivateFile

NOBODY: Final = 0
"""The user of what a person without an account adds."""


@dataclass(frozen=True)
class Testimony:
    """Who a person was, and that she agreed: what the institution is told with her answer."""

    way: str
    identified_at: datetime | None
    agreed_at: datetime | None


def keep(session: Session, delegation: int, file: StoredFile) -> None:
    """Note whose document this is: from now on no other delegation can name it."""
    session.add(PrivateFile(delegation_id=delegation, reference=file.reference))
    session.flush()


def files(session: Session, delegation: int, wanted: Collection[str]) -> dict[str, StoredFile]:
    """Give those of these documents that were added to a delegation, by reference."""
    if not wanted:
        return {}
    rows = session.scalars(
        select(StoredFile)
        .join(PrivateFile, PrivateFile.reference == StoredFile.reference)
        .where(
            PrivateFile.delegation_id == delegation,
            StoredFile.reference.in_(wanted),
            StoredFile.company_id.is_(None),
        )
    )
    return {row.reference: row for row in rows}


def agree(session: Session, delegation: int, *, message: int, reference: str) -> None:
    """Note that she agrees to what she sends, now; `reference` is that of the message."""
    asked = select(PrivateDoor).where(PrivateDoor.delegation_id == delegation)
    row: PrivateDoor | None = session.scalar(asked.with_for_update())
    if row is not None:
        row.agreed_at = clock.now()
        audit.record(
            session,
            "console.private.agreed",
            subject="console.message",
            subject_id=message,
            reference=reference,
        )
        session.flush()


def testimony(session: Session, delegation: int) -> Testimony | None:
    """Give how a person identified herself last and when she agreed; `None` when she never came in."""
    row = session.scalar(select(PrivateDoor).where(PrivateDoor.delegation_id == delegation))
    return Testimony(row.identified, row.identified_at, row.agreed_at) if row and row.identified else None
