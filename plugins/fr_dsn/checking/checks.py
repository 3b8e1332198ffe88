"""Keeping, finding and forgetting checks.

Functions take the scoped session to work with and never commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import timedelta
from typing import Any, BinaryIO
from zlib import compress, decompress

from sqlalchemy import ColumnElement, delete, func, or_, select
from sqlalchemy.orm import Session

from console.plugin import Conflict, NotFound, clock, ids, record
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.checking.outcome import Line, Outcome
from plugins.fr_dsn.models import CHECKED, WAITING, Check, CheckLine, CheckPiece

REMEMBERED = timedelta(hours=1)
"""How long a result that nobody keeps can be looked at."""
WAITS = timedelta(hours=6)
"""How long files wait for their check at most."""
PIECE = 1 << 20
AT_ONCE = 500
"""Lines that are written together."""
SUBJECT = "fr_dsn.check"


@dataclass(frozen=True)
class Owner:
    """For whom a check is made."""

    user_id: int
    name: str
    company: int | None


def begin(session: Session, owner: Owner, names: Sequence[str], profile: str) -> Check:
    """Add a check of files with these names that has not been made yet."""
    moment = clock.now()
    check = Check(
        reference=ids.reference(),
        user_id=owner.user_id,
        user_name=owner.name,
        company_id=owner.company,
        profile=profile,
        names=list(names),
        state=WAITING,
        created_at=moment,
        gone_at=moment + WAITS,
    )
    session.add(check)
    session.flush()
    return check


def put_aside(session: Session, check: Check, file: int, stream: BinaryIO) -> int:
    """Store a file until its check is made; gives the number of its lines."""
    stream.seek(0)
    lines = number = 0
    while data := stream.read(PIECE):
        piece = CheckPiece(
            check_id=check.id,
            company_id=check.company_id,
            file=file,
            number=number,
            content=compress(data, 1),
        )
        session.add(piece)
        session.flush()
        session.expunge(piece)
        lines, number = lines + data.count(b"\n"), number + 1
    return lines


def brought_back(session: Session, check: Check, file: int) -> Iterator[bytes]:
    """Give the bytes of a file that was put aside, piece by piece."""
    asked = (
        select(CheckPiece.id)
        .where(CheckPiece.check_id == check.id, CheckPiece.file == file)
        .order_by(CheckPiece.number)
    )
    for key in session.scalars(asked).all():
        content = session.scalars(select(CheckPiece.content).where(CheckPiece.id == key)).one()
        yield decompress(content)


def settle(session: Session, check: Check, outcome: Outcome) -> None:
    """Write what came of a check; the files are forgotten now, and the result in an hour."""
    session.execute(delete(CheckPiece).where(CheckPiece.check_id == check.id))
    check.state, check.verdict = CHECKED, outcome.verdict
    check.result = dict(outcome.result)
    check.findings = sum(outcome.result["counts"].values())
    check.people = sorted({line.person for line in outcome.lines if line.person})
    check.gone_at = clock.now() + REMEMBERED
    session.flush()
    places: dict[str, int] = {}
    rows = (_row(check, line, places) for line in outcome.lines)
    for batch in _batches(rows):
        session.add_all(batch)
        session.flush()
        for row in batch:
            session.expunge(row)


def find(session: Session, reference: str, user_id: int) -> Check:
    """Give a check that this person may see: hers, or one that was kept; raises `NotFound`."""
    asked = select(Check).where(Check.reference == reference, *_seen_by(user_id))
    found = session.scalars(asked).first()
    if found is None:
        raise NotFound(
            _l(
                "This check is no longer here: what nobody keeps is forgotten after an hour. Check the files again."
            )
        )
    return found


def made(check: Check) -> Check:
    """Give a check back; raises `Conflict` while it is being made."""
    if check.state != CHECKED:
        raise Conflict(_l("These files are still being checked. Look again in a moment."))
    return check


def listed(session: Session, user_id: int, limit: int) -> list[Check]:
    """Give the newest checks that this person may see."""
    asked = select(Check).where(*_seen_by(user_id)).order_by(Check.created_at.desc(), Check.id.desc())
    return list(session.scalars(asked.limit(limit)))


def keep(session: Session, check: Check, by: str) -> None:
    """Keep a result for everybody with the right, until its time is over."""
    if check.kept_at is None:
        check.kept_at, check.kept_by, check.gone_at = clock.now(), by, None
        record(session, f"{SUBJECT}.kept", subject=SUBJECT, subject_id=check.reference, **told(check))
    session.flush()


def forget(session: Session, check: Check) -> None:
    """Erase a check with everything that belongs to it."""
    if check.kept_at is not None:
        record(session, f"{SUBJECT}.forgotten", subject=SUBJECT, subject_id=check.reference, **told(check))
    session.execute(delete(CheckPiece).where(CheckPiece.check_id == check.id))
    session.execute(delete(CheckLine).where(CheckLine.check_id == check.id))
    session.delete(check)
    session.flush()


def told(check: Check) -> dict[str, Any]:
    """Give what a line of the journal says of a check."""
    return {"name": check.reference, "files": ", ".join(check.names[:5]), "count": len(check.names)}


def lines_of(check: Check, kind: str, *conditions: ColumnElement[bool]) -> list[ColumnElement[bool]]:
    """Give the condition of the lines of one kind of a check."""
    return [CheckLine.check_id == check.id, CheckLine.kind == kind, *conditions]


def count_of(session: Session, conditions: Iterable[ColumnElement[bool]]) -> int:
    """Count lines."""
    return session.scalar(select(func.count()).select_from(CheckLine).where(*conditions)) or 0


def _seen_by(user_id: int) -> list[ColumnElement[bool]]:
    return [or_(Check.kept_at.is_not(None), Check.user_id == user_id), Check.is_there()]


def _row(check: Check, line: Line, places: dict[str, int]) -> CheckLine:
    position = places[line.kind] = places.get(line.kind, -1) + 1
    values = asdict(line)
    return CheckLine(check_id=check.id, company_id=check.company_id, position=position, **values)


def _batches(rows: Iterator[CheckLine]) -> Iterator[list[CheckLine]]:
    batch: list[CheckLine] = []
    for row in rows:
        batch.append(row)
        if len(batch) == AT_ONCE:
            yield batch
            batch = []
    if batch:
        yield batch
