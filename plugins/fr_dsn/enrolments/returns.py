"""What Prest'IJ answers: the acknowledgement (ARL) about files, the functional answer (CR) about each operation.

An answer moves the lines that it names; one that names none of ours, says nothing, or says the contrary of what was
answered before is kept as unknown and shown.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from console.plugin import clock, record
from plugins.fr_dsn.checking.outcome import plain
from plugins.fr_dsn.formats.slips.returns import Diagnosis, Returns

from .machine import Event, State
from .models import WHY, EnrolledCompany, EnrolledPerson, EnrolmentLine, EnrolmentSending, UnknownAnswer
from .service import SUBJECT, move

ARL, CR = "ARL", "CR"
ACCEPTED: Final = "accepted"
_OPEN: Final = (State.ASKED, State.ACKNOWLEDGED)


def take(session: Session, returns: Returns) -> tuple[int, int]:
    """Take a return; gives how many of its answers fitted something of ours, and how many did not."""
    fitted = unknown = 0
    for one in returns.answers:
        sending = _sending(session, one.document)
        if sending is not None and _applied(session, sending, returns.kind, one):
            fitted += 1
        else:
            _keep(session, returns, one)
            unknown += 1
    record(session, f"{SUBJECT}.answered", subject=SUBJECT, name=returns.kind, count=fitted, unknown=unknown)
    session.flush()
    return fitted, unknown


def refuse_all(session: Session, sending: EnrolmentSending, why: str) -> None:
    """Note that a file was not taken at all."""
    for line in _lines(session, sending):
        _decide(session, line, Event.REFUSE, why)


def sending_in(returns: Returns) -> str:
    """Give the document of ours that a return is about, as far as its names say; nothing for none."""
    for one in returns.answers:
        head, sign, stamp = (one.document or "").partition("-E")
        document = f"{head}-D{stamp}" if sign else one.document or ""
        if "-D" in document:
            return document
    return ""


def _applied(session: Session, sending: EnrolmentSending, kind: str, one: Diagnosis) -> bool:
    """Let an answer move what it is about; gives whether it says something that fits."""
    if one.state is None:
        return False
    why = _why(one)
    if kind == ARL or not (one.nir or one.company):
        return _about_file(session, sending, one, why)
    named = _named(session, sending, one)
    event = Event.ACCEPT if one.state == "A" else Event.REFUSE
    return bool(named) and _decide_all(session, named, event, why)


def _about_file(session: Session, sending: EnrolmentSending, one: Diagnosis, why: str) -> bool:
    """Take what is said of header or document: a refusal is one of every line."""
    lines = _lines(session, sending)
    if one.state == "R":
        return _decide_all(session, lines, Event.REFUSE, why)
    if one.document == sending.document:
        for line in lines:
            _acknowledge(session, line)
    return True


def _decide_all(session: Session, lines: Sequence[EnrolmentLine], event: Event, why: str) -> bool:
    """Decide lines, whatever became of the others; gives whether that fits what was answered before of all."""
    fits = [_decide(session, line, event, why) for line in lines]
    return all(fits)


def _decide(session: Session, line: EnrolmentLine, event: Event, why: str) -> bool:
    """Decide a line; gives whether that fits what was answered before."""
    verdict = ACCEPTED if event is Event.ACCEPT else str(State.REFUSED)
    if line.state not in _OPEN:
        return line.state == verdict
    line.state, line.why, line.answered_at = verdict, "" if event is Event.ACCEPT else why, clock.now()
    row = _enrolled(session, line)
    if row is not None:
        move(row, event, line.why)
    session.flush()
    return True


def _acknowledge(session: Session, line: EnrolmentLine) -> None:
    if line.state == State.ASKED:
        line.state = State.ACKNOWLEDGED
        row = _enrolled(session, line)
        if row is not None:
            move(row, Event.ACKNOWLEDGE)
        session.flush()


def _enrolled(session: Session, line: EnrolmentLine) -> EnrolledCompany | EnrolledPerson | None:
    """Give what a line is about, unless it was asked about once more since."""
    if line.nir:
        return session.scalars(
            select(EnrolledPerson).where(EnrolledPerson.nir == line.nir, EnrolledPerson.line == line.id)
        ).first()
    return session.scalars(
        select(EnrolledCompany).where(EnrolledCompany.number == line.number, EnrolledCompany.line == line.id)
    ).first()


def _named(session: Session, sending: EnrolmentSending, one: Diagnosis) -> Sequence[EnrolmentLine]:
    """Give the lines that an answer names: by company and person, or by the person alone."""
    asked = select(EnrolmentLine).where(
        EnrolmentLine.sending_id == sending.id, EnrolmentLine.nir == (one.nir or "")[:13]
    )
    if one.company:
        asked = asked.where(EnrolmentLine.number == one.company)
    return session.scalars(asked.order_by(EnrolmentLine.id)).all()


def _sending(session: Session, document: str | None) -> EnrolmentSending | None:
    if not document:
        return None
    asked = select(EnrolmentSending).where(
        or_(EnrolmentSending.document == document, EnrolmentSending.header == document)
    )
    return session.scalars(asked).first()


def _lines(session: Session, sending: EnrolmentSending) -> Sequence[EnrolmentLine]:
    asked = select(EnrolmentLine).where(EnrolmentLine.sending_id == sending.id)
    return session.scalars(asked.order_by(EnrolmentLine.id)).all()


def _why(one: Diagnosis) -> str:
    return plain(" ".join(filter(None, (one.cause, one.label))), WHY)


def _keep(session: Session, returns: Returns, one: Diagnosis) -> None:
    said = [returns.kind, returns.identification, one.document, one.company, one.nir, one.operation]
    text = json.dumps([*said, one.state, one.cause, one.label, one.activity])
    digest = hashlib.sha256(text.encode()).hexdigest()
    if session.scalars(select(UnknownAnswer.id).where(UnknownAnswer.digest == digest)).first() is not None:
        return
    session.add(
        UnknownAnswer(
            digest=digest,
            kind=returns.kind,
            identification=plain(returns.identification, 80),
            document=plain(one.document, 80),
            number=plain(one.company, 14),
            nir=plain(one.nir, 13),
            operation=plain(one.operation, 6),
            verdict=one.state or "",
            why=_why(one),
            came_at=clock.now(),
        )
    )
    session.flush()
