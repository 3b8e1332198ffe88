"""Keys of other systems: made, recognised, ended. Only a digest is stored; the key itself is shown once.

Functions take the session to work with and never commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from console.accounts.models import ApiKey
from console.base import clock, ids
from console.base.errors import NotFound

PREFIX = "gk_"
"""Begins every key, so that a scanner of code and logs recognises one that leaked."""
READ = "read"
_USED_EVERY = timedelta(minutes=1)


@dataclass(frozen=True)
class Caller:
    """The system behind a valid key."""

    key: int
    name: str
    institution: int
    plugin: str
    operations: frozenset[str]


def create(
    session: Session, *, institution: int, plugin: str, name: str, lasts: timedelta, created_by: str
) -> tuple[ApiKey, str]:
    """Add a key that reads one plugin's collections; gives its row and the key itself."""
    secret, moment = PREFIX + ids.token(), clock.now()
    key = ApiKey(
        digest=ids.digest(secret),
        institution_id=institution,
        plugin=plugin,
        operations=[READ],
        name=name,
        created_at=moment,
        created_by=created_by,
        expires_at=moment + lasts,
    )
    session.add(key)
    session.flush()
    return key, secret


def caller_of(session: Session, secret: str) -> Caller | None:
    """Give who calls with this key, and note the use; nothing for a key that is unknown, ended or expired."""
    moment = clock.now()
    key = session.scalars(
        select(ApiKey).where(
            ApiKey.digest == ids.digest(secret), ApiKey.ended_at.is_(None), ApiKey.expires_at > moment
        )
    ).first()
    if key is None:
        return None
    if key.last_used is None or moment - key.last_used > _USED_EVERY:
        # The condition stands in the statement too: of several processes one writes.
        stale = or_(ApiKey.last_used.is_(None), ApiKey.last_used < moment - _USED_EVERY)
        session.execute(update(ApiKey).where(ApiKey.id == key.id, stale).values(last_used=moment))
    return Caller(key.id, key.name, key.institution_id, key.plugin, frozenset(key.operations))


def every(session: Session, institution: int | None = None) -> Sequence[ApiKey]:
    """Give all keys, or those of one institution, in the order in which they were made."""
    statement = select(ApiKey).order_by(ApiKey.id)
    if institution is not None:
        statement = statement.where(ApiKey.institution_id == institution)
    return session.scalars(statement).all()


def find(session: Session, key: int) -> ApiKey | None:
    """Give the key with this number."""
    return session.get(ApiKey, key)


def end(session: Session, key: int) -> ApiKey:
    """End a key at once; raises `NotFound` for one that is unknown or ended already."""
    found = find(session, key)
    if found is None or found.ended_at is not None:
        raise NotFound(_l("There is no such key, or it has ended already."))
    found.ended_at = clock.now()
    return found
