"""Checking a sealed journal against its own chain, and saying which lines are not as they were sealed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from console.audit import chain
from console.audit.places import out_of_place
from console.audit.sealed import Book, ChainHead, Sealed, line_digest
from console.base import clock

LATE = timedelta(hours=1)
"""A line sealed so long after its own time is told: the sealing stood still, or the line was put in afterwards."""
ERASED: Final = "console.journal.erased"
"""The act that says of which lines the personal parts were erased, as `lines`: first and last numbers."""
_AT_ONCE = 1_000

Wrong = Literal["changed", "missing", "inserted", "moved", "severed", "emptied", "headless", "unexpected"]
"""`severed`: what a line follows on is not there, so that the one before it was written anew, or lines were cut out and
the numbers closed up. `emptied`: personal parts are gone without an act that erased them. `headless`: the head is not
the digest of its line. `unexpected`: the line that somebody noted is another one."""


@dataclass(frozen=True, order=True)
class Fault:
    """What is wrong with the lines from `first` to `last`."""

    first: int
    last: int
    wrong: Wrong


@dataclass(frozen=True)
class Report:
    """What a journal's chain says."""

    number: int
    """The number of the head, 0 for a journal that was never sealed."""
    digest: str
    faults: tuple[Fault, ...]
    late: tuple[tuple[int, int], ...]
    """Lines that were sealed long after their own time; no fault by itself."""
    erased: int
    """Lines whose personal parts were erased in order."""
    unsealed: int
    oldest: datetime | None
    """The time of the oldest line that is not sealed yet."""


@dataclass
class _Walk:
    """What one pass over the lines has found."""

    name: str
    """Of the chain."""
    begun_at: datetime
    last: int = 0
    digest: str | None = chain.FIRST
    before_first: set[int] = field(default_factory=set)
    """Lines with numbers below 1, which nobody gave them."""
    changed: set[int] = field(default_factory=set)
    missing: list[tuple[int, int]] = field(default_factory=list)
    breaks: dict[int, str] = field(default_factory=dict)
    """Lines that do not follow on the one before, with the digest on which they follow."""
    after_gap: dict[int, int] = field(default_factory=dict)
    late: set[int] = field(default_factory=set)
    erased: set[int] = field(default_factory=set)

    def take(self, line: Any) -> None:
        """Look at the next line."""
        number: int = line.number
        if number < 1:
            self.before_first.add(number)
            return
        if number != self.last + 1:
            self.missing.append((self.last + 1, number - 1))
            self.after_gap[number] = self.last
        elif line.previous != self.digest and line.previous is not None:
            self.breaks[number] = line.previous
        if not _is_sound(line, self.name):
            self.changed.add(number)
        elif line.sealed_at - max(line.at, self.begun_at) > LATE:
            self.late.add(number)
        if line.is_erased:
            self.erased.add(number)
        self.last, self.digest = number, line.digest


def verify(session: Session, book: Book, *, expected: Mapping[int, str] | None = None) -> Report:
    """Check the whole chain of the session's journal; `expected` are digests noted elsewhere, by number."""
    head: Any = session.scalars(select(book.heads)).first()
    unsealed, oldest = session.execute(
        select(func.count(), func.min(book.lines.at)).where(book.lines.number.is_(None))
    ).one()
    walk = _walked(session, book, head)
    latest: Any = session.scalars(select(book.heads).execution_options(populate_existing=True)).first()
    faults = [
        *(Fault(first, last, "missing") for first, last in walk.missing),
        *(Fault(first, last, "inserted") for first, last in runs(walk.before_first)),
        *_of_the_head(session, book, walk, head, latest),
        *_of_the_order(session, book, walk, latest),
        *_of_erasing(session, book, walk),
        *_unexpected(session, book, expected or {}),
    ]
    put_in = {n for f in faults if f.wrong == "inserted" for n in range(f.first, f.last + 1)}
    faults += [Fault(first, last, "changed") for first, last in runs(walk.changed - put_in)]
    return Report(
        number=latest.number if latest is not None else 0,
        digest=latest.digest if latest is not None else "",
        faults=tuple(sorted(set(faults))),
        late=tuple(runs(walk.late)),
        erased=len(walk.erased),
        unsealed=unsealed,
        oldest=oldest,
    )


def runs(numbers: set[int]) -> Iterator[tuple[int, int]]:
    """Give numbers as first and last of each run."""
    first = last = None
    for number in sorted(numbers):
        if last is None or number != last + 1:
            if first is not None and last is not None:
                yield first, last
            first = number
        last = number
    if first is not None and last is not None:
        yield first, last


def _walked(session: Session, book: Book, head: ChainHead | None) -> _Walk:
    """Read all sealed lines in their order, a thousand at a time; without a head none can be told sound."""
    if head is None:
        return _Walk("", clock.now())
    walk = _Walk(head.chain, head.begun_at)
    lines = select(book.lines).where(book.lines.number.is_not(None)).order_by(book.lines.number)
    fresh = {"yield_per": _AT_ONCE, "populate_existing": True}
    for line in session.scalars(lines, execution_options=fresh):
        walk.take(line)
    return walk


def _is_sound(line: Sealed, name: str) -> bool:
    """Say whether a line is what was sealed; of an erased one the personal parts must be gone."""
    if line.previous is None or line.sealed_at is None or line.personal is None:
        return False
    if line.salt is not None and chain.commitment(line.salt, line.personal_parts()) != line.personal:
        return False
    if line.salt is None and any(line.personal_parts().values()):
        return False
    return line_digest(line, name) == line.digest


def _of_the_head(
    session: Session, book: Book, walk: _Walk, head: ChainHead | None, latest: ChainHead | None
) -> Iterator[Fault]:
    """Compare the head with the lines; between two looks the journal may have been sealed further."""
    if head is None or latest is None:
        strays = select(func.min(book.lines.number), func.max(book.lines.number))
        first, last = session.execute(strays.where(book.lines.number.is_not(None))).one()
        if first is not None and latest is None:
            yield Fault(first, last, "headless")
        return
    if walk.last < head.number:
        yield Fault(walk.last + 1, head.number, "missing")
    if walk.last > latest.number:
        yield Fault(latest.number + 1, walk.last, "inserted")
    line = _digests(session, book, [head.number]).get(head.number)
    if line not in (None, head.digest) and not _numbers(session, book, [head.digest]):
        yield Fault(head.number, head.number, "headless")


def _of_the_order(session: Session, book: Book, walk: _Walk, head: ChainHead | None) -> Iterator[Fault]:
    """Follow the chain from its head to its beginning: what it does not pass was put in, or stands elsewhere."""
    broken = {n: before for n, before in walk.breaks.items() if n not in walk.changed}
    if not broken or head is None:
        return
    places = _numbers(session, book, list(broken.values()))
    for number, before in broken.items():
        if before != chain.FIRST and before not in places:
            yield Fault(number, number, "severed")
    follows = {n: places.get(before, 0 if before == chain.FIRST else n - 1) for n, before in broken.items()}
    last = _numbers(session, book, [head.digest]).get(head.digest, walk.last)
    put_in, moved = out_of_place(last, {**walk.after_gap, **follows})
    gone = {n for first, last in walk.missing for n in range(first, last + 1)}
    yield from (Fault(first, last, "inserted") for first, last in runs(put_in - gone))
    yield from (Fault(first, last, "moved") for first, last in runs(moved))


def _of_erasing(session: Session, book: Book, walk: _Walk) -> Iterator[Fault]:
    """Find lines without personal parts that no act of erasing names."""
    if not walk.erased:
        return
    acts = session.scalars(select(book.lines).where(book.action == ERASED))
    told = {n for act in acts for first, last in act.facts.get("lines", ()) for n in range(first, last + 1)}
    yield from (Fault(first, last, "emptied") for first, last in runs(walk.erased - told))


def _unexpected(session: Session, book: Book, expected: Mapping[int, str]) -> Iterator[Fault]:
    found = _digests(session, book, list(expected))
    for number, noted in expected.items():
        if found.get(number) != noted:
            yield Fault(number, number, "unexpected")


def _digests(session: Session, book: Book, numbers: Sequence[int]) -> dict[int, str]:
    wanted = select(book.lines.number, book.lines.digest).where(book.lines.number.in_(numbers))
    return {row.number: row.digest for row in session.execute(wanted)}


def _numbers(session: Session, book: Book, digests: Sequence[str]) -> dict[str, int]:
    """Give where lines with these digests stand now."""
    found: dict[str, int] = {}
    for start in range(0, len(digests), _AT_ONCE):
        wanted = select(book.lines.digest, book.lines.number).where(
            book.lines.digest.in_(digests[start : start + _AT_ONCE]), book.lines.number.is_not(None)
        )
        found |= {row.digest: row.number for row in session.execute(wanted)}
    return found
