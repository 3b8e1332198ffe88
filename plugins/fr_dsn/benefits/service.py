"""Taking slips: each kept once, its benefits joined to stoppages; the only writer of their tables, with `matching`.

Functions take the scoped session to work with and never commit.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.plugin import N_, BadArgument, Finding, NotFound, Phrase, clock, ids, record
from plugins.fr_dsn.checking.outcome import plain, told
from plugins.fr_dsn.formats.slips.slip import Line
from plugins.fr_dsn.rules.slips.amounts import printed
from plugins.fr_dsn.rules.slips.judging import JudgedSlip, repeated
from plugins.fr_dsn.rules.slips.periods import Period

from . import matching
from .models import BY_FILE, EMPLOYER, PERSON, REPEAT, TO_MATCH, UNSAID, Benefit, KeptSlip

SUBJECT: Final = "fr_dsn.slip"
LARGEST: Final = Decimal(10**11)
"""Euros that no sum of a slip reaches."""
_TOO_LARGE = N_("An amount in this slip has more figures than any payment has. Ask the fund for a new one.")
_NIR: Final = 13


@dataclass(frozen=True)
class Came:
    """How a file came: its name, by which way, and who brought it."""

    name: str
    way: str = BY_FILE
    by: str = ""


def digest_of(content: bytes) -> str:
    """Give the digest by which a file is known again."""
    return hashlib.sha256(content).hexdigest()


def keep(session: Session, judged: JudgedSlip, digest: str, came: Came) -> tuple[KeptSlip, bool]:
    """Keep a slip and draw its conclusions; gives it, and whether it is new.

    The same content brought again is the first one; another content under a known identification is refused. Raises
    `BadArgument` for amounts that are none.
    """
    known = _with_digest(session, digest)
    if known is not None:
        return _came_again(session, known), False
    if _is_known(session, judged.slip.identification):
        judged = repeated(judged)
    if not _is_payable(judged):
        raise BadArgument(Phrase(_TOO_LARGE))
    row = _row(judged, digest, came)
    try:
        with session.begin_nested():
            session.add(row)
            session.flush()
    except IntegrityError:
        # Somebody else brings the same file in this moment.
        twin = _with_digest(session, digest)
        if twin is None:
            raise
        return _came_again(session, twin), False
    act = "received" if judged.verdict == "accepted" else "refused"
    record(session, f"{SUBJECT}.{act}", subject=SUBJECT, subject_id=row.reference, name=row.reference)
    if judged.verdict == "accepted":
        _keep_benefits(session, row, judged)
    return row, True


def slip_by_reference(session: Session, reference: str) -> KeptSlip:
    """Give a slip of the scope; raises `NotFound`."""
    found = session.scalars(select(KeptSlip).where(KeptSlip.reference == reference)).first()
    if found is None:
        raise NotFound(Phrase(N_("There is nothing at this address.")))
    return found


def by_reference(session: Session, reference: str, *only: ColumnElement[bool], lock: bool = False) -> Benefit:
    """Give a benefit of the scope, which `only` narrows further; raises `NotFound`."""
    asked = select(Benefit).where(Benefit.reference == reference, *only)
    found = session.scalars(asked.with_for_update() if lock else asked).first()
    if found is None:
        raise NotFound(Phrase(N_("There is nothing at this address.")))
    return found


def _keep_benefits(session: Session, row: KeptSlip, judged: JudgedSlip) -> None:
    found = [_benefit(row, period) for period in judged.periods]
    _know_again(session, found)
    session.add_all(found)
    row.benefits = len(found)
    session.flush()
    fresh = [one for one in found if one.state != REPEAT]
    for one in fresh:
        matching.pair(session, one)
    matching.match(session, fresh)


def _know_again(session: Session, found: list[Benefit]) -> None:
    """Mark what stood in another slip already: with the day of its booking, the same words are the same payment."""
    named = sorted({one.identity for one in found if one.booked_on is not None})
    known: set[str] = set()
    for at in range(0, len(named), 500):
        asked = select(Benefit.identity).where(Benefit.identity.in_(named[at : at + 500]))
        known.update(session.scalars(asked))
    for one in found:
        if one.booked_on is not None and one.identity in known:
            one.state = REPEAT


def _row(judged: JudgedSlip, digest: str, came: Came) -> KeptSlip:
    return KeptSlip(
        reference=ids.reference(),
        identification=plain(judged.slip.identification, 200),
        digest=digest,
        name=plain(came.name, 100),
        came_by=came.way,
        brought_by=came.by[:130],
        came_at=clock.now(),
        times=1,
        verdict=judged.verdict,
        total=judged.total,
        declared=judged.declared,
        benefits=0,
        findings=[_finding(one) for one in judged.findings],
        people=sorted({str(one.place["nir"])[:_NIR] for one in judged.findings if one.place.get("nir")}),
    )


def _finding(one: Finding) -> dict[str, Any]:
    return {
        "severity": one.severity,
        "control": one.control,
        "facts": told(one.message),
        "siret": plain(str(one.place.get("siret") or ""), 14),
        "nir": plain(str(one.place.get("nir") or ""), _NIR),
    }


def _benefit(row: KeptSlip, period: Period) -> Benefit:
    lines = [_line(one) for one in period.lines]
    day = period.booked_on or period.until or row.came_at.date()
    whose = {True: EMPLOYER, False: PERSON, None: UNSAID}[period.subrogated]
    return Benefit(
        reference=ids.reference(),
        slip=row.reference,
        state=TO_MATCH,
        siret=plain(period.siret, 14),
        person=plain(period.nir, _NIR),
        fund=plain(period.fund, 20),
        nature=plain(period.nature, 20),
        booked_on=period.booked_on,
        first=period.first,
        until=period.until,
        month=day.replace(day=1),
        kind=period.kind,
        days=period.days,
        gross=period.gross,
        deductions=period.deductions,
        net=period.net,
        paid_to=whose,
        automatic=period.automatic,
        lines=lines,
        identity=_identity(period, lines),
        came_at=row.came_at,
    )


def _line(one: Line) -> dict[str, Any]:
    return {
        "code": plain(one.code, 20),
        "from": one.first.isoformat() if one.first else None,
        "to": one.until.isoformat() if one.until else None,
        "days": one.days,
        "unit": None if one.unit is None else printed(one.unit),
        "amount": None if one.amount is None else printed(one.amount),
        "subrogated": one.subrogated,
    }


def _identity(period: Period, lines: list[dict[str, Any]]) -> str:
    days = [str(day) for day in (period.booked_on, period.first, period.until)]
    said = [period.siret, period.nir, period.fund, period.nature, *days, lines]
    return hashlib.sha256(json.dumps(said, sort_keys=True).encode()).hexdigest()


def _is_payable(judged: JudgedSlip) -> bool:
    sums = [judged.total, judged.declared or Decimal()]
    sums += [amount for one in judged.periods for amount in (one.gross, one.deductions, one.net)]
    return all(abs(one) < LARGEST for one in sums)


def _came_again(session: Session, row: KeptSlip) -> KeptSlip:
    row.times += 1
    session.flush()
    return row


def _with_digest(session: Session, digest: str) -> KeptSlip | None:
    return session.scalars(select(KeptSlip).where(KeptSlip.digest == digest)).first()


def _is_known(session: Session, identification: str | None) -> bool:
    """Say whether an accepted slip has this identification."""
    if not identification:
        return False
    asked = select(KeptSlip.id).where(
        KeptSlip.identification == plain(identification, 200), KeptSlip.verdict == "accepted"
    )
    return session.scalars(asked.limit(1)).first() is not None
