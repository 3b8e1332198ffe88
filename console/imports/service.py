"""Keeping a file between the preview of an import and the decision on it.

Functions take the scoped session to work with and never commit.
"""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from console.base import clock
from console.base.errors import NotFound
from console.imports.models import Upload

KEPT = timedelta(days=1)


def keep(session: Session, *, user_id: int, view: str, name: str, content: bytes) -> Upload:
    """Store a file for this person and list, and remove what was forgotten; gives the row with its key."""
    sweep(session)
    upload = Upload(user_id=user_id, view=view, name=name[-200:], content=content, created_at=clock.now())
    session.add(upload)
    session.flush()
    return upload


def kept(session: Session, key: int, *, user_id: int, view: str) -> Upload:
    """Give this person's file for this list; raises `NotFound` when it is used up, too old or another's."""
    found = session.scalars(
        select(Upload).where(
            Upload.id == key,
            Upload.user_id == user_id,
            Upload.view == view,
            Upload.created_at >= clock.now() - KEPT,
        )
    ).first()
    if found is None:
        raise NotFound(_l("This file is no longer here: it was imported, or a day has passed. Add it again."))
    return found


def sweep(session: Session) -> None:
    """Remove the files nobody decided on within a day: they hold other people's data."""
    session.execute(delete(Upload).where(Upload.created_at < clock.now() - KEPT))
