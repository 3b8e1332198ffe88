"""Numbering and chaining the lines of a journal, some time after they were committed.

Not in the act's own transaction: its writers would then wait for each other at the head of the chain. A line that is
committed late gets a later number, whatever its key; nothing is skipped, since what is unsealed says so itself.
"""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.audit import chain
from console.audit.sealed import Book, ChainHead, Sealed, line_digest
from console.base import clock

AT_ONCE = 500
"""Lines sealed in one transaction: on SQLite others wait for it."""


def seal(session: Session, book: Book, *, most: int = AT_ONCE) -> int:
    """Seal up to `most` lines that wait, the oldest first; give how many. The caller commits.

    Sealers of one journal, in whatever process, take turns: each locks the head before it reads.
    """
    head = _locked(session, book)
    lines = waiting(session, book, most)
    moment = clock.now()
    for line in lines:
        _chain(line, head, moment)
    if lines:
        head.sealed_at = moment
        session.flush()
    return len(lines)


def waiting(session: Session, book: Book, most: int) -> Sequence[Any]:
    """Give the first lines that are not sealed yet."""
    unsealed = select(book.lines).where(book.lines.number.is_(None)).order_by(book.lines.id).limit(most)
    return session.scalars(unsealed).all()


def _chain(line: Sealed, head: ChainHead, moment: datetime) -> None:
    line.number, line.previous, line.sealed_at = head.number + 1, head.digest, moment
    line.salt = secrets.token_hex(16)
    line.personal = chain.commitment(line.salt, line.personal_parts())
    line.digest = line_digest(line, head.chain)
    head.number, head.digest = line.number, line.digest


def _locked(session: Session, book: Book) -> Any:
    """Give the head, locked by a write that changes nothing: the same on both databases, also for the lazy accounts."""
    touch = update(book.heads).values(number=book.heads.number)
    touch = touch.execution_options(synchronize_session=False)
    if not session.execute(touch).rowcount:  # type: ignore[attr-defined]
        _begin(session, book)
        session.execute(touch)
    return session.scalars(select(book.heads).execution_options(populate_existing=True)).one()


def _begin(session: Session, book: Book) -> None:
    """Make the head of a journal that has none; another sealer may just do the same."""
    moment = clock.now()
    try:
        with session.begin_nested():
            session.add(book.heads(number=0, digest=chain.FIRST, begun_at=moment, sealed_at=moment))
    except IntegrityError:
        return
