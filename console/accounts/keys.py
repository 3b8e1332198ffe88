"""Keys of other systems: made, recognised, replaced, ended. Only a digest is stored; the key itself is shown once.

Functions take the session to work with and never commit.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from console.accounts.models import ApiKey
from console.base import clock, ids
from console.base.errors import NotFound
from console.institutions.models import Institution

PREFIX = "gk_"
"""Begins every key, so that a scanner of code and logs recognises one that leaked."""
TEST_PREFIX = "gk_test_"
"""Begins the keys of practice institutions, and theirs alone."""
USUAL_RATE = 600
"""Requests a key may send in a minute when nothing else is said."""


@dataclass(frozen=True)
class Caller:
    """The system behind a valid key, and how much of its minute is gone."""

    key: int
    client: str
    name: str
    institution: int
    plugin: str
    operations: frozenset[str]
    per_minute: int
    window_until: datetime | None
    taken: int
    company: int | None = None
    """Whose rows alone it sees; empty for the institution's own."""
    themes: frozenset[str] | None = None
    """The themes it is limited to; `None`: all of its plugin."""


def create(
    session: Session,
    *,
    institution: int,
    plugin: str,
    name: str,
    operations: Collection[str],
    lasts: timedelta,
    created_by: str,
    per_minute: int = USUAL_RATE,
    company: int | None = None,
    themes: Collection[str] | None = None,
) -> tuple[ApiKey, str]:
    """Add a key for these operations of one plugin; gives its row and the key itself.

    With `company` it sees that company's rows alone, and acts for it; with `themes` it knows these alone.
    """
    key = ApiKey(
        client="gc_" + ids.token()[:16],
        institution_id=institution,
        company_id=company,
        themes=sorted(themes) if themes is not None else None,
        plugin=plugin,
        operations=sorted(operations),
        name=name,
        per_minute=per_minute,
    )
    return key, _add(session, key, lasts, created_by)


def rotate(
    session: Session, key: ApiKey, *, overlap: timedelta, lasts: timedelta, created_by: str
) -> tuple[ApiKey, str]:
    """Make a key that replaces this one, which goes on for `overlap` at most; gives the new row and the key itself.

    Raises `NotFound` for a key that no longer counts or was replaced already.
    """
    if not is_live(key) or key.successor_id is not None:
        raise NotFound(_l("There is no such key, or it has ended already."))
    successor = ApiKey(
        client=key.client,
        institution_id=key.institution_id,
        company_id=key.company_id,
        themes=key.themes,
        plugin=key.plugin,
        operations=list(key.operations),
        name=key.name,
        per_minute=key.per_minute,
    )
    secret = _add(session, successor, lasts, created_by)
    key.successor_id = successor.id
    key.expires_at = min(key.expires_at, clock.now() + overlap)
    return successor, secret


def _add(session: Session, key: ApiKey, lasts: timedelta, created_by: str) -> str:
    practice = session.get_one(Institution, key.institution_id).is_practice
    secret, moment = (TEST_PREFIX if practice else PREFIX) + ids.token(), clock.now()
    key.digest = ids.digest(secret)
    key.created_at, key.created_by, key.expires_at = moment, created_by, moment + lasts
    session.add(key)
    session.flush()
    return secret


def caller_of(session: Session, secret: str) -> Caller | None:
    """Give who calls with this key; nothing for one that is unknown, ended or expired.

    A key of a practice institution says so by its beginning; one that says the contrary opens nothing.
    """
    found = session.execute(
        select(ApiKey, Institution.is_practice)
        .join(Institution, Institution.id == ApiKey.institution_id)
        .where(ApiKey.digest == ids.digest(secret))
    ).first()
    if found is None or secret.startswith(TEST_PREFIX) != found.is_practice:
        return None
    key = found[0]
    return caller(key, key.operations) if is_live(key) else None


def caller(key: ApiKey, operations: Collection[str]) -> Caller:
    """Give the system behind a key as somebody who may do these operations."""
    return Caller(
        key.id,
        key.client,
        key.name,
        key.institution_id,
        key.plugin,
        frozenset(operations),
        key.per_minute,
        key.window_until,
        key.taken,
        key.company_id,
        frozenset(key.themes) if key.themes is not None else None,
    )


def is_live(key: ApiKey) -> bool:
    """Say whether a key opens anything now."""
    return key.ended_at is None and key.expires_at > clock.now()


def every(session: Session, institution: int | None = None, company: int | None = None) -> Sequence[ApiKey]:
    """Give all keys, or those of one institution or company, in the order in which they were made."""
    return session.scalars(_of(select(ApiKey), institution, company).order_by(ApiKey.id)).all()


def find(
    session: Session,
    key: int,
    institution: int | None = None,
    company: int | None = None,
    *,
    lock: bool = False,
) -> ApiKey | None:
    """Give the key with this number, of anybody or of one institution or company; `lock` keeps it meanwhile."""
    statement = _of(select(ApiKey).where(ApiKey.id == key), institution, company)
    return session.scalars(statement.with_for_update() if lock else statement).first()


def _of(statement: Select[ApiKey], institution: int | None, company: int | None) -> Select[ApiKey]:
    if institution is not None:
        statement = statement.where(ApiKey.institution_id == institution)
    return statement if company is None else statement.where(ApiKey.company_id == company)


def end(session: Session, key: int) -> ApiKey:
    """End a key at once, and with it its tokens; raises `NotFound` for one that is unknown or ended already."""
    found = find(session, key, lock=True)
    if found is None or found.ended_at is not None:
        raise NotFound(_l("There is no such key, or it has ended already."))
    found.ended_at = clock.now()
    return found
