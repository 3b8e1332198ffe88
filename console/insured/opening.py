"""Opening an account from a visit: the second proof, then a code to the address that she wants to sign in with.

Two things must be right together: the visit, and something that reached her past the company that asks her. That is
a code by SMS to a telephone that the institution knows, or a letter of the institution. What is wrong, a number that
another account holds among it, is answered in the same way.
"""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock, ids
from console.insured.letters import LETTER, letter_for
from console.insured.models import InsuredLetter, InsuredOpening
from console.private.service import Stands, Verdict, Way

TRIES: Final = 5
"""Wrong tries within `WITHIN`, of proofs and codes together."""
CODES: Final = 5
"""Codes within `WITHIN`."""
WITHIN: Final = timedelta(days=1)
CODE_LASTS: Final = timedelta(minutes=10)


@dataclass(frozen=True)
class Opening:
    """Who opens an account: her delegation, and what the institution knows of her."""

    delegation: int
    message: int
    reference: str
    """The message's."""
    number: str
    """Hers as the institution has it, as it is kept; empty where it has none: then nothing fits."""
    country: str
    by_sms: bool
    """Her visit began with a code to a telephone that the institution knows: no letter is needed."""
    secret_key: str


@dataclass(frozen=True)
class Typed:
    """What she typed; the number as it is kept, empty for one that is none."""

    number: str
    letter: str
    email: str


@dataclass(frozen=True)
class Proven:
    """What the page may make an account of, once the code is right."""

    email: str
    way: str


def ask(session: Session, opening: Opening, typed: Typed, *, is_free: bool) -> Verdict:
    """Look at the proofs; right, a code is made that the caller sends. A try counts, so the caller commits.

    `is_free` says that no account is bound to the number.
    """
    row = _row(session, opening)
    if row.wrong >= TRIES:
        return Verdict(Stands.LOCKED)
    letter = letter_for(session, opening.secret_key, opening.number, opening.country, typed.letter)
    same = hmac.compare_digest(typed.number.encode(), opening.number.encode())
    if not (bool(opening.number) & same & (opening.by_sms or letter is not None) & is_free):
        return _wrong(session, opening, row)
    if row.sent >= CODES:
        return Verdict(Stands.WAIT, row.since + WITHIN - clock.now())
    code = f"{secrets.randbelow(10**6):06}"
    row.code, row.until, row.email = _digest(opening, code), clock.now() + CODE_LASTS, typed.email
    row.sent += 1
    row.way, row.letter_id = (Way.CODE_SMS, None) if letter is None else (LETTER, letter.id)
    session.flush()
    return Verdict(Stands.SENT, code=code)


def confirm(session: Session, opening: Opening, code: str) -> tuple[Verdict, Proven | None]:
    """Look at the code from the e-mail; right, it is used up with the letter. The caller commits whatever comes."""
    row = _row(session, opening)
    if row.wrong >= TRIES:
        return Verdict(Stands.LOCKED), None
    if not row.code or row.until is None or row.until <= clock.now():
        return Verdict(Stands.STALE), None
    if not hmac.compare_digest(_digest(opening, code), row.code):
        return _wrong(session, opening, row), None
    row.code = ""
    if row.letter_id is not None and (letter := session.get(InsuredLetter, row.letter_id)) is not None:
        letter.used_at = clock.now()
    _journal(session, opening, "opened", way=row.way)
    session.flush()
    return Verdict(Stands.OPEN), Proven(row.email, row.way)


def _row(session: Session, opening: Opening) -> InsuredOpening:
    """Give the row of a delegation, nobody else changing it; after a day the count begins anew."""
    asked = select(InsuredOpening).where(InsuredOpening.delegation_id == opening.delegation)
    row: InsuredOpening | None = session.scalar(
        asked.with_for_update().execution_options(populate_existing=True)
    )
    if row is None:
        row = InsuredOpening(
            delegation_id=opening.delegation, wrong=0, sent=0, since=clock.now(), code="", email="", way=""
        )
        session.add(row)
        session.flush()
    elif row.since + WITHIN <= clock.now():
        row.wrong, row.sent, row.since, row.code = 0, 0, clock.now(), ""
    return row


def _wrong(session: Session, opening: Opening, row: InsuredOpening) -> Verdict:
    row.wrong += 1
    _journal(session, opening, "failed")
    if row.wrong >= TRIES:
        row.code = ""
        return Verdict(Stands.LOCKED)
    session.flush()
    return Verdict(Stands.WRONG)


def _digest(opening: Opening, code: str) -> str:
    return ids.keyed_digest(opening.secret_key, "insured address", str(opening.delegation), code)


def _journal(session: Session, opening: Opening, act: str, **facts: str) -> None:
    audit.record(
        session,
        f"console.insured.{act}",
        subject="console.message",
        subject_id=opening.message,
        reference=opening.reference,
        **facts,
    )
