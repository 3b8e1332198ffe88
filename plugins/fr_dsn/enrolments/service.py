"""Asking Prest'IJ to enrol and remove companies and persons: the only writer of these tables, with `returns`.

Functions take the scoped session to work with and never commit.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.plugin import N_, Conflict, NotFound, Phrase, clock, dispatch, ids, record
from plugins.fr_dsn.formats.slips import gestip

from .deadlines import KIND
from .machine import IN_FORCE, TRANSITIONS, WAITING, Event, State
from .models import IN, OUT, EnrolledCompany, EnrolledPerson, EnrolmentLine, EnrolmentSending
from .settings import INSURER

SUBJECT: Final = "fr_dsn.enrolment"
CHANNEL: Final = "fr_dsn.slip_service"
MOST: Final = 5_000
"""Persons of one file; the others are part of the next one."""
Enrolled = EnrolledCompany | EnrolledPerson
_NOT_SET = N_(
    "Enter the address of the slip service and the code of the insurer in the settings of the module."
)
_NOTHING = N_("Nothing is to be sent: no company and no person is new or to be removed.")
_PEOPLE = N_("Slips come for insured persons of this company. Remove them first, and send their removal.")
_NOT_NOW = N_("This does not fit what became of the enrolment until now.")


def move(row: Enrolled, event: Event, why: str = "") -> bool:
    """Move an enrolment on; gives whether the event fits its state."""
    then = TRANSITIONS[State(row.state)].get(event)
    if then is None:
        return False
    row.state, row.side, row.changed_at = then, IN if then in IN_FORCE else OUT, clock.now()
    if event is not Event.ACKNOWLEDGE:
        row.why = why
    return True


def demand(row: Enrolled, event: Event) -> None:
    """Do what a person asks for; raises `Conflict` for what does not fit its state."""
    if not move(row, event):
        raise Conflict(Phrase(_NOT_NOW), place="state")


def remove(session: Session, row: Enrolled) -> None:
    """Let the next file remove an enrolment; raises `Conflict` for a company whose persons are still enrolled."""
    if isinstance(row, EnrolledCompany) and _has_people(session, row):
        raise Conflict(Phrase(_PEOPLE), place="state")
    demand(row, Event.REMOVE)
    session.flush()


def send(session: Session, by: str) -> EnrolmentSending:
    """Write everything that waits into a file and let it leave.

    Raises `Conflict` while something is not set, and when nothing waits.
    """
    values = dict(dispatch.settings_of(session, "fr_dsn"))
    if not values.get("slips_url") or not values.get(INSURER):
        raise Conflict(Phrase(_NOT_SET))
    people = _waiting_people(session)
    companies = _companies_of(session, people)
    if not people and not any(one.state in WAITING for one in companies):
        raise Conflict(Phrase(_NOTHING))
    header, document, moment = _names(session, values[INSURER])
    content = gestip.zipped(
        gestip.Sending(header, document, moment, values[INSURER], _written(companies, people))
    )
    sending = EnrolmentSending(
        reference=ids.reference(), header=header, document=document, content=content, lines=0,
        sent_at=moment, sent_by=by[:130],
    )  # fmt: skip
    session.add(sending)
    session.flush()
    rows: list[Enrolled] = [*companies, *people]
    for row in rows:
        if row.state in WAITING:
            _ask(session, sending, row)
    _leave(session, sending, values)
    return sending


def content_of(session: Session, reference: str) -> bytes | None:
    """Give the file of a sending as it leaves; nothing for one that is not kept."""
    asked = select(EnrolmentSending.content).where(EnrolmentSending.reference == reference)
    return session.scalars(asked).first()


def by_reference(session: Session, reference: str) -> EnrolmentSending:
    """Give a sending of the scope; raises `NotFound`."""
    found = session.scalars(select(EnrolmentSending).where(EnrolmentSending.reference == reference)).first()
    if found is None:
        raise NotFound(Phrase(N_("There is nothing at this address.")))
    return found


def lines_of(session: Session, row: Enrolled) -> Sequence[EnrolmentLine]:
    """Give what was asked about a company, or about a person and her cover, the last one first."""
    number, nir, cover = _named(row)
    asked = select(EnrolmentLine).where(
        EnrolmentLine.number == number, EnrolmentLine.nir == nir, EnrolmentLine.cover == cover
    )
    return session.scalars(asked.order_by(EnrolmentLine.id.desc()).limit(50)).all()


def enter(row: Enrolled) -> None:
    """Let what was refused or removed be part of the next file; raises `Conflict` for anything else."""
    demand(row, Event.ENTER)


def _ask(session: Session, sending: EnrolmentSending, row: Enrolled) -> None:
    line = EnrolmentLine(
        sending_id=sending.id, operation=_operation(row), state=State.ASKED, asked_at=sending.sent_at
    )
    line.number, line.nir, line.cover = _named(row)
    session.add(line)
    session.flush()
    row.line = line.id
    demand(row, Event.ASK)
    sending.lines += 1


def _named(row: Enrolled) -> tuple[str, str, str]:
    """Give number of the company, NIR and cover."""
    if isinstance(row, EnrolledPerson):
        return row.company.number, row.nir, row.cover
    return row.number, "", ""


def _leave(session: Session, sending: EnrolmentSending, values: Mapping[str, str]) -> None:
    dispatch.enqueue(
        session,
        dispatch.Envelope(
            channel=CHANNEL,
            target=urlsplit(values["slips_url"]).netloc,
            payload={"sending": sending.reference, "lines": sending.lines},
            kind=KIND,
            key=sending.document,
            conversation="fr_dsn enrolments",
            subject=SUBJECT,
            subject_id=sending.reference,
        ),
    )
    record(
        session,
        f"{SUBJECT}.sent",
        subject=SUBJECT,
        subject_id=sending.reference,
        name=sending.reference,
        count=sending.lines,
    )
    session.flush()


def _waiting_people(session: Session) -> list[EnrolledPerson]:
    asked = select(EnrolledPerson).where(EnrolledPerson.state.in_(WAITING))
    return list(session.scalars(asked.order_by(EnrolledPerson.id).limit(MOST).with_for_update()))


def _companies_of(session: Session, people: Sequence[EnrolledPerson]) -> list[EnrolledCompany]:
    """Give the companies of persons, and those that wait themselves."""
    waiting = select(EnrolledCompany).where(EnrolledCompany.state.in_(WAITING)).with_for_update()
    found = {one.id: one for one in session.scalars(waiting)}
    keys = sorted({one.company_key for one in people} - set(found))
    for at in range(0, len(keys), 500):
        asked = select(EnrolledCompany).where(EnrolledCompany.id.in_(keys[at : at + 500]))
        found.update({one.id: one for one in session.scalars(asked)})
    return sorted(found.values(), key=lambda one: one.number)


def _has_people(session: Session, company: EnrolledCompany) -> bool:
    open_ones = (State.ASKED, State.ACKNOWLEDGED, *IN_FORCE)
    asked = select(EnrolledPerson.id).where(
        EnrolledPerson.company_key == company.id, EnrolledPerson.state.in_(open_ones)
    )
    return session.scalars(asked.limit(1)).first() is not None


def _written(companies: Sequence[EnrolledCompany], people: Sequence[EnrolledPerson]) -> list[gestip.Company]:
    of: dict[tuple[int, str], list[EnrolledPerson]] = {}
    for one in people:
        of.setdefault((one.company_key, one.nir), []).append(one)
    return [
        gestip.Company(
            company.number,
            company.name,
            _operation(company),
            [_person(covers) for (key, _nir), covers in of.items() if key == company.id],
        )
        for company in companies
    ]


def _person(covers: Sequence[EnrolledPerson]) -> gestip.Person:
    one = covers[0]
    found = [gestip.Cover(row.cover, _operation(row), row.first, row.until, row.back_to) for row in covers]
    return gestip.Person(one.nir, one.name, one.given_name, found[0].operation, found)


def _operation(row: Enrolled) -> str:
    return gestip.REMOVE if row.state == State.TO_REMOVE else gestip.CREATE


def _names(session: Session, insurer: str) -> tuple[str, str, datetime]:
    """Name header and document by the moment, each moment once."""
    moment = clock.now()
    while True:
        stamp = f"{moment:%Y%m%d%H%M%S}{moment.microsecond // 1000:03}"
        document = f"{insurer}-D{stamp}"
        asked = select(EnrolmentSending.id).where(EnrolmentSending.document == document)
        if session.scalars(asked).first() is None:
            return f"{insurer}-E{stamp}", document, moment
        moment += timedelta(milliseconds=1)
