"""The door before one delegation: few tries, ever slower, then it stays shut until a new link is sent."""

from __future__ import annotations

import hmac
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock, ids
from console.private.models import PrivateDoor
from console.private.ways import BY_CODE, Known, Shown, Way, is_right

TRIES: Final = 5
"""Wrong tries within `TRIES_WITHIN`; the last of them locks the door."""
TRIES_WITHIN: Final = timedelta(days=1)
DELAYS: Final = (0, 0, 5, 15, 60)
"""Seconds in which nothing is looked at after so many wrong tries."""
CODES: Final = 3
"""Codes within `CODES_WITHIN`."""
CODES_WITHIN: Final = timedelta(hours=1)
CODE_LASTS: Final = timedelta(minutes=10)
SUBJECT: Final = "console.message"


class Stands(StrEnum):
    """What comes of a try or of the wish for a code."""

    OPEN = "open"
    SENT = "sent"
    """A code is on its way."""
    WRONG = "wrong"
    STALE = "stale"
    """There is no code to compare with: none was sent, or it ran out. Not counted as a try."""
    WAIT = "wait"
    LOCKED = "locked"


@dataclass(frozen=True)
class Verdict:
    """What came of it; with the time to wait, or the code that must go out."""

    stands: Stands
    wait: timedelta = timedelta()
    code: str = ""


@dataclass(frozen=True)
class Door:
    """What a try is about: the delegation, its message, the link that was followed, what the institution knows."""

    delegation: int
    company: int
    message: int
    reference: str
    """The message's."""
    link: str
    """Its digest."""
    known: Known
    secret: str
    """The installation's own, which keys the stored digests."""


def opened(session: Session, door: Door) -> None:
    """Write down that a link was followed for the first time."""
    row = _row(session, door)
    if row is None:
        _new(session, door)
        _journal(session, door, "opened")


def is_new(session: Session, door: Door) -> bool:
    """Say whether this link was never followed before."""
    row = _row(session, door, lock=False)
    return row is None or row.link != door.link


def is_locked(session: Session, delegation: int) -> bool:
    """Say whether a delegation waits for a new link after too many wrong tries."""
    asked = select(PrivateDoor.is_locked).where(PrivateDoor.delegation_id == delegation)
    return bool(session.scalar(asked))


def is_home(session: Session, delegation: int) -> bool:
    """Say whether a delegation was opened in its person's user account: no link leads to it any more."""
    asked = select(PrivateDoor.identified).where(PrivateDoor.delegation_id == delegation)
    return session.scalar(asked) == Way.ACCOUNT


def come_home(session: Session, delegation: int, company: int) -> None:
    """Note that a person opened her part in her user account: from now on it is read there alone."""
    asked = select(PrivateDoor).where(PrivateDoor.delegation_id == delegation)
    row = session.scalar(asked.with_for_update()) or _closed(delegation, company)
    row.identified, row.identified_at, row.code = Way.ACCOUNT, clock.now(), ""
    session.add(row)
    session.flush()


def stays_locked(session: Session, delegation: int, link: str) -> bool:
    """Say whether this link is locked; a newer one opens the door anew."""
    asked = select(PrivateDoor).where(PrivateDoor.delegation_id == delegation)
    row: PrivateDoor | None = session.scalar(asked)
    return row is not None and row.is_locked and row.link == link


def attempt(session: Session, door: Door, way: Way, shown: Shown) -> Verdict:
    """Look at what somebody shows; a wrong try is counted, so the caller commits whatever comes of it."""
    row, moment = _locked_row(session, door), clock.now()
    if (shut := _shut(row, moment)) is not None:
        return shut
    under_way = row.code if row.code_way == way and (row.code_until or moment) > moment else ""
    if way in BY_CODE and not under_way:
        return Verdict(Stands.STALE)
    fits = bool(under_way) & hmac.compare_digest(_digest(door, shown.code), under_way)
    if not is_right(way, door.known, shown, code_fits=fits):
        return _wrong(session, door, row, moment)
    row.wrong, row.wrong_since, row.next_at, row.code = 0, None, None, ""
    row.identified, row.identified_at = way, moment
    _journal(session, door, "identified", way=way)
    return Verdict(Stands.OPEN)


def new_code(session: Session, door: Door, way: Way) -> Verdict:
    """Make a code of six figures for a way; the one before it opens nothing any more. The caller sends it."""
    row, moment = _locked_row(session, door), clock.now()
    if (shut := _shut(row, moment)) is not None:
        return shut
    if row.codes_since is None or row.codes_since + CODES_WITHIN <= moment:
        row.codes, row.codes_since = 0, moment
    if row.codes >= CODES:
        return Verdict(Stands.WAIT, row.codes_since + CODES_WITHIN - moment)
    code = f"{secrets.randbelow(10**6):06}"
    row.codes += 1
    row.code, row.code_way, row.code_until = _digest(door, code), way, moment + CODE_LASTS
    _journal(session, door, "code_sent", way=way)
    return Verdict(Stands.SENT, code=code)


def _shut(row: PrivateDoor, moment: datetime) -> Verdict | None:
    if row.is_locked:
        return Verdict(Stands.LOCKED)
    if row.next_at is not None and row.next_at > moment:
        return Verdict(Stands.WAIT, row.next_at - moment)
    return None


def _wrong(session: Session, door: Door, row: PrivateDoor, moment: datetime) -> Verdict:
    if row.wrong_since is None or row.wrong_since + TRIES_WITHIN <= moment:
        # The tries of a code are never more than these: with a new count it has had its time.
        row.wrong, row.wrong_since, row.code = 0, moment, ""
    row.wrong += 1
    _journal(session, door, "failed")
    if row.wrong >= TRIES:
        row.is_locked, row.code = True, ""
        _journal(session, door, "locked")
        return Verdict(Stands.LOCKED)
    wait = timedelta(seconds=DELAYS[row.wrong])
    row.next_at = moment + wait
    return Verdict(Stands.WRONG, wait)


def _locked_row(session: Session, door: Door) -> PrivateDoor:
    """Give the row of a door for this link, nobody else changing it."""
    return _row(session, door) or _new(session, door)


def _row(session: Session, door: Door, *, lock: bool = True) -> PrivateDoor | None:
    asked = select(PrivateDoor).where(PrivateDoor.delegation_id == door.delegation)
    if not lock:
        return session.scalar(asked)
    found: PrivateDoor | None = session.scalar(
        asked.with_for_update().execution_options(populate_existing=True)
    )
    if found is not None and found.link != door.link:
        # A new link was sent: what happened before the old one does not count.
        found.link, found.wrong, found.codes = door.link, 0, 0
        found.wrong_since = found.next_at = found.codes_since = None
        found.is_locked, found.code = False, ""
    return found


def _closed(delegation: int, company: int, link: str = "") -> PrivateDoor:
    return PrivateDoor(
        delegation_id=delegation,
        company_id=company,
        link=link,
        wrong=0,
        codes=0,
        is_locked=False,
        code="",
        code_way="",
        identified="",
    )


def _new(session: Session, door: Door) -> PrivateDoor:
    made = _closed(door.delegation, door.company, door.link)
    try:
        with session.begin_nested():
            session.add(made)
    except IntegrityError:
        # Another window was faster.
        found = _row(session, door)
        if found is None:
            raise
        return found
    return made


def _digest(door: Door, code: str) -> str:
    return ids.keyed_digest(door.secret, "private code", str(door.delegation), code)


def _journal(session: Session, door: Door, act: str, **facts: str) -> None:
    audit.record(
        session,
        f"console.private.{act}",
        subject=SUBJECT,
        subject_id=door.message,
        reference=door.reference,
        **facts,
    )
