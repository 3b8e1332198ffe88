"""Forgotten passwords: what is asked for is noted at once for any name, and answered later by a worker.

So the page costs the same for a name that exists and for one that does not. Functions never commit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from console.accounts import service
from console.accounts.models import AccountEvent, PasswordRequest, User
from console.base import clock
from console.base.sealing import Unreadable, seal, unseal

MOST_AN_HOUR = 3
"""E-mails to one person: more would only annoy her, and the links she has go on working."""
BATCH = 20
PURPOSE = "forgotten password"
EVENT = "password_forgotten"
_HOUR = timedelta(hours=1)


@dataclass(frozen=True)
class Asked:
    """One request: what was typed, and in which language."""

    id: int
    typed: str
    language: str


def ask(session: Session, secret_key: str, typed: str, language: str) -> None:
    """Note that a new password is wanted for a user name or e-mail, whether there is one or not."""
    sealed = seal(secret_key, PURPOSE, typed.strip())
    session.add(PasswordRequest(sealed=sealed, language=language, at=clock.now()))


def asked(session: Session, secret_key: str) -> tuple[Asked, ...]:
    """Give the oldest requests that nobody has answered; what another secret key sealed names nobody."""
    rows = session.scalars(select(PasswordRequest).order_by(PasswordRequest.id).limit(BATCH))
    return tuple(Asked(row.id, _typed(secret_key, row.sealed), row.language) for row in rows)


def owner(session: Session, typed: str) -> User | None:
    """Give the person who is sent a link: active, with a password, and not yet written to too often.

    An account without a password is opened by an invitation or by another provider, never by a link that anybody can
    have sent.
    """
    user = service.find(session, typed) if typed else None
    if user is None or not user.active or not user.password:
        return None
    lately = select(func.count()).where(
        AccountEvent.kind == EVENT, AccountEvent.user_id == user.id, AccountEvent.at > clock.now() - _HOUR
    )
    return user if (session.scalar(lately) or 0) < MOST_AN_HOUR else None


def taken(session: Session, request: int) -> bool:
    """Delete a request; give whether it was still there, so that two workers do not both answer it."""
    gone = session.execute(delete(PasswordRequest).where(PasswordRequest.id == request))
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def _typed(secret_key: str, sealed: str) -> str:
    try:
        return unseal(secret_key, PURPOSE, sealed)
    except Unreadable:
        return ""
