"""Codes that the institution's staff hand to a person by letter, so that she can open an account."""

from __future__ import annotations

import hmac
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock, ids
from console.insured.models import InsuredLetter
from console.insured.numbers import digest_of

LETTER: Final = "letter"
"""The way of who showed the code of a letter."""
LASTS: Final = timedelta(days=30)


def issue(session: Session, secret_key: str, number: str, country: str, *, by: str) -> tuple[str, datetime]:
    """Give a code for a number (as it is kept) and until when it counts; one made before counts no more.

    The code is stored as a digest only: it goes into the letter now or is lost.
    """
    digest, code = digest_of(secret_key, number, country), f"{ids.reference()}-{ids.reference()}"
    row = session.scalar(select(InsuredLetter).where(InsuredLetter.number == digest).with_for_update())
    if row is None:
        row = InsuredLetter(number=digest)
        session.add(row)
    row.code, row.used_at = _code(secret_key, digest, code), None
    row.issued_at, row.issued_by, row.expires_at = clock.now(), by, clock.now() + LASTS
    session.flush()
    audit.record(session, "console.insured.letter", subject="console.insured_letter", subject_id=row.id)
    return code, row.expires_at


def letter_for(
    session: Session, secret_key: str, number: str, country: str, code: str
) -> InsuredLetter | None:
    """Give the unused letter for a number with this code."""
    digest = digest_of(secret_key, number, country)
    row: InsuredLetter | None = session.scalar(select(InsuredLetter).where(InsuredLetter.number == digest))
    stored = row.code if row is not None else ""
    fits = hmac.compare_digest(_code(secret_key, digest, code), stored)
    is_alive = row is not None and row.used_at is None and row.expires_at > clock.now()
    return row if fits and is_alive else None


def _code(secret_key: str, number: str, code: str) -> str:
    """Give the digest of a typed code, whatever its capitals, blanks and dashes."""
    signs = "".join(sign for sign in code.upper() if sign.isalnum())
    return ids.keyed_digest(secret_key, "insured letter", number, signs)
