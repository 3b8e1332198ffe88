"""Tokens of the OAuth 2 client credentials grant: short-lived stand-ins for a key, each worth no more than the key.

A token is a row, so that it ends with its key, at once and in every process. Functions never commit.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from console.accounts import keys
from console.accounts.models import ApiKey, ApiToken
from console.base import clock, ids

PREFIX = "gt_"
"""Begins every token, so that it is told from a key."""
LASTS = timedelta(minutes=15)


def issue(session: Session, key: int, operations: Collection[str]) -> str:
    """Give a new token for a key, and forget those of its tokens whose time is over."""
    token, moment = PREFIX + ids.token(), clock.now()
    session.execute(delete(ApiToken).where(ApiToken.key_id == key, ApiToken.expires_at <= moment))
    session.add(
        ApiToken(
            digest=ids.digest(token), key_id=key, operations=sorted(operations), expires_at=moment + LASTS
        )
    )
    session.flush()
    return token


def caller_of(session: Session, token: str) -> keys.Caller | None:
    """Give who calls with this token; nothing when it, or the key behind it, no longer counts."""
    found = session.execute(
        select(ApiKey, ApiToken.operations)
        .join(ApiToken, ApiToken.key_id == ApiKey.id)
        .where(ApiToken.digest == ids.digest(token), ApiToken.expires_at > clock.now())
    ).first()
    if found is None:
        return None
    key, operations = found
    return keys.caller(key, operations) if keys.is_live(key) else None
