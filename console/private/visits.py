"""The visits of persons who identified themselves: a browser, one delegation, half an hour without a sign of life."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from console.base import clock, ids
from console.private.models import PrivateVisit

IDLE: Final = timedelta(minutes=30)
LONGEST: Final = timedelta(hours=12)
SEEN_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True)
class Visit:
    """A browser in which a person identified herself."""

    digest: str
    institution: int
    delegation: int
    way: str
    seen_at: datetime
    left: tuple[str, ...]
    """Sections she left by the button."""


def begin(
    session: Session,
    institution: int,
    delegation: int,
    way: str,
    left: Iterable[str] = (),
    *,
    secret: str = "",
) -> str:
    """Open a visit and give the secret for its cookie, which is stored nowhere. Old ones are swept away.

    A visit in a user account brings its `secret`: it lasts as long as the account is signed in.
    """
    moment, secret = clock.now(), secret or ids.token()
    gone = (PrivateVisit.seen_at < moment - LONGEST) | (PrivateVisit.digest == ids.digest(secret))
    session.execute(delete(PrivateVisit).where(gone))
    session.add(
        PrivateVisit(
            digest=ids.digest(secret),
            institution_id=institution,
            delegation_id=delegation,
            way=way,
            begun_at=moment,
            seen_at=moment,
            left=list(left),
        )
    )
    session.flush()
    return secret


def find(session: Session, secret: str) -> Visit | None:
    """Give the visit of a cookie while it lasts. Needs no scope."""
    row, moment = session.get(PrivateVisit, ids.digest(secret)), clock.now()
    if row is None or row.seen_at + IDLE <= moment or row.begun_at + LONGEST <= moment:
        return None
    return Visit(row.digest, row.institution_id, row.delegation_id, row.way, row.seen_at, tuple(row.left))


def seen(session: Session, visit: Visit) -> None:
    """Note that she is still there."""
    session.execute(
        update(PrivateVisit).where(PrivateVisit.digest == visit.digest).values(seen_at=clock.now())
    )


def leave_section(session: Session, visit: Visit, keys: Iterable[str]) -> None:
    """Note sections she left by the button."""
    row = session.get(PrivateVisit, visit.digest)
    if row is not None:
        row.left = [*row.left, *(key for key in keys if key not in row.left)]
        session.flush()


def end(session: Session, visit: Visit) -> None:
    """End a visit."""
    session.execute(delete(PrivateVisit).where(PrivateVisit.digest == visit.digest))
