"""A sealed journal for somebody who does not trust the console: with all that its digests are made of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.audit import chain
from console.audit.sealed import Book

_AT_ONCE = 1_000


def plain_lines(session: Session, book: Book) -> Iterator[str]:
    """Give each sealed line as JSON in its canonical form, in the order of their numbers.

    A line's `digest` is the SHA-256 of the canonical `[form, chain, previous, sealed_at, open, commitment]`, its
    `commitment` that of `[form, "personal", salt, personal]`. Canonical is JSON in ASCII, keys sorted, no blanks.
    """
    head: Any = session.scalars(select(book.heads)).first()
    lines = select(book.lines).where(book.lines.number.is_not(None)).order_by(book.lines.number)
    for line in session.scalars(lines, execution_options={"yield_per": _AT_ONCE}) if head is not None else ():
        told = {
            "form": chain.FORM,
            "chain": head.chain,
            "number": line.number,
            "previous": line.previous,
            "sealed_at": chain.moment_text(line.sealed_at),
            "open": line.open_parts(),
            "commitment": line.personal,
            "salt": line.salt,
            "personal": None if line.is_erased else line.personal_parts(),
            "digest": line.digest,
        }
        yield chain.canonical(told).decode("ascii")
