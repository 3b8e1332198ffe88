"""Declaring stoppages, changing, closing and cancelling them: the only writer of their tables, with `answers`.

Words: a *version* is one thing that the employer said about a stoppage; to *repeat* is to say the same once more, and
has the answer of the first time. `own_key` is what the HR software calls the stoppage; `sequence` is its own rising
count of what it says about it, so that what was overtaken on the way is known as such. Nothing here commits.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.plugin import N_, Company, Conflict, NotFound, Phrase, clock, ids, record

from . import exchange, news, population, standing, trail
from .belonging import faults_of_place
from .checks import Fault, faults_of, faults_of_change
from .deadlines import ZONE
from .declaration import Declaration, from_json, to_json
from .errors import Unfit
from .machine import Event, State, after
from .models import OWN_KEY, Stoppage, StoppageVersion
from .telling import told

SUBJECT = exchange.SUBJECT
NO_KEY: Final = N_("No stoppage is known under this key. Send its opening first: nothing was kept.")
_EVENTS = {"modify": Event.MODIFY, "close": Event.CLOSE, "cancel": Event.CANCEL}
_ON_THE_WIRE = {"create": "open", "modify": "change", "close": "close", "cancel": "cancel"}


@dataclass(frozen=True)
class Call:
    """Who says something: for which company, by which way, and with which count of its own."""

    company: int
    by: str
    source: str = "page"
    sequence: int | None = None


@dataclass(frozen=True)
class Said:
    """What came of a call: the stoppage, and the answer that the first such call was given."""

    stoppage: Stoppage
    answer: dict[str, Any]
    repeated: bool = False


def declare(session: Session, call: Call, declaration: Declaration, own_key: str = "") -> Said:
    """Declare a stoppage; raises `Unfit` with all faults, and `Conflict` for a key that another stoppage has."""
    if len(own_key) > OWN_KEY:
        raise Unfit(
            [Fault("key", "too_long", Phrase(N_("The key has %(most)s signs at most."), {"most": OWN_KEY}))]
        )
    one_by_one(session, call.company)
    known = _with_key(session, call.company, own_key) if own_key else None
    if known is not None:
        return _declared_before(session, known, declaration)
    found = _from_dsn(session, call.company, declaration)
    beside = standing.spells(
        session, call.company, declaration.person, declaration.contract, found.id if found else None
    )
    faults = faults_of(declaration, beside, today=clock.today(ZONE))
    _refuse([*faults, *faults_of_place(session, call.company, declaration.siret)])
    stoppage = found if found is not None else _new(call, declaration)
    stoppage.own_key, stoppage.source = own_key or None, call.source
    try:
        with session.begin_nested():
            session.add(stoppage)
    except IntegrityError:
        # The same call, at the same moment, from another connection.
        return _declared_before(session, by_key(session, call.company, own_key), declaration)
    return _said(session, stoppage, call, "create", declaration)


def modify(session: Session, call: Call, stoppage: Stoppage, declaration: Declaration) -> Said:
    """Change what was declared; raises `Unfit` and `Conflict`."""
    if (repeat := _repeated(session, stoppage, call, "modify", declaration)) is not None:
        return repeat
    after(State(stoppage.state), Event.MODIFY)
    faults = faults_of_change(from_json(stoppage.declaration), declaration)
    beside = standing.others(session, stoppage)
    _refuse([*faults, *faults_of(declaration, beside, today=clock.today(ZONE))])
    return _said(session, stoppage, call, "modify", declaration)


def close(session: Session, call: Call, stoppage: Stoppage, resumed_on: date, resumption: str) -> Said:
    """Close a stoppage by the day on which work was resumed, also before its planned end.

    Raises `Unfit` for a day before the opening, and `Conflict` for a stoppage that was never opened.
    """
    declared = replace(from_json(stoppage.declaration), resumed_on=resumed_on, resumption=resumption)
    if (repeat := _repeated(session, stoppage, call, "close", declared)) is not None:
        return repeat
    after(State(stoppage.state), Event.CLOSE)
    if stoppage.state == State.REFUSED and stoppage.opened_at is None:
        text = N_("The opening of this stoppage was refused. Send it corrected before you close it.")
        raise Conflict(Phrase(text), place="state")
    _refuse(faults_of(declared, standing.others(session, stoppage), today=clock.today(ZONE)))
    return _said(session, stoppage, call, "close", declared)


def cancel(session: Session, call: Call, stoppage: Stoppage) -> Said:
    """Cancel a stoppage that should not have been declared; raises `Conflict`."""
    declared = from_json(stoppage.declaration)
    if (repeat := _repeated(session, stoppage, call, "cancel", declared)) is not None:
        return repeat
    after(State(stoppage.state), Event.CANCEL)
    return _said(session, stoppage, call, "cancel", declared)


def send_draft(session: Session, stoppage: Stoppage) -> None:
    """Send what was kept while no address was set; raises `Conflict` while there is none, and for what was sent."""
    after(State(stoppage.state), Event.SEND)
    if not exchange.can_send(session):
        text = N_("No address of the health insurance is set. Enter it in the settings of the module.")
        raise Conflict(Phrase(text))
    _refuse(
        faults_of(
            from_json(stoppage.declaration), standing.others(session, stoppage), today=clock.today(ZONE)
        )
    )
    if not stoppage.versions:
        stoppage.versions = 1
    stoppage.state = after(State(stoppage.state), Event.SEND)
    _leave(session, stoppage, "create", "open")


def by_key(session: Session, company: int, own_key: str, *, lock: bool = True) -> Stoppage:
    """Give a company's stoppage by the key of its HR software or by its reference; raises `NotFound`."""
    if lock:
        one_by_one(session, company)
    found = _with_key(session, company, own_key, lock=lock)
    if found is None:
        asked = select(Stoppage).where(Stoppage.company_id == company, Stoppage.reference == own_key)
        found = session.scalars(asked.with_for_update() if lock else asked).first()
    if found is None:
        raise NotFound(Phrase(NO_KEY))
    return found


def one_by_one(session: Session, company: int) -> None:
    """Let what is said about a company's stoppages be said one after the other, until this transaction ends.

    No key of a table can tell whether the days of two stoppages overlap: of two calls at the same moment neither would
    see the other's. Comes before any stoppage is locked. What only refers to the company is not held up.
    """
    session.execute(select(Company.id).where(Company.id == company).with_for_update(key_share=True))


def by_reference(
    session: Session, reference: str, *only: ColumnElement[bool], lock: bool = False
) -> Stoppage:
    """Give a stoppage of the scope, which `only` narrows further; raises `NotFound`."""
    asked = select(Stoppage).where(Stoppage.reference == reference, *only)
    if lock:
        asked = asked.with_for_update().execution_options(populate_existing=True)
    found = session.scalars(asked).first()
    if found is None:
        raise NotFound(Phrase(N_("There is nothing at this address.")))
    return found


def _said(session: Session, stoppage: Stoppage, call: Call, act: str, declared: Declaration) -> Said:
    """Write a version, send it, and keep the answer for repeats."""
    version = _version(session, stoppage, call, act, declared)
    population.learn(session, stoppage)
    trail.note(session, stoppage, trail.EMPLOYER, act, version=version.number)
    wire = _wire_of(stoppage, act)
    before = State(stoppage.state)
    if act != "create":
        stoppage.state = after(before, _EVENTS[act])
    elif exchange.can_send(session):
        stoppage.state = after(before, Event.SEND)
    stoppage.ended_at = clock.now() if act in ("close", "cancel") else None
    if stoppage.state == State.DRAFT:
        trail.note(session, stoppage, trail.CONSOLE, "not_sent")
        exchange.plan_guarantee(session, stoppage)
    else:
        _leave(session, stoppage, act, wire)
    record(
        session, f"{SUBJECT}.{act}", subject=SUBJECT, subject_id=stoppage.reference, name=stoppage.reference
    )
    version.answer = told(stoppage)
    session.flush()
    news.stands.send(stoppage, session=session)
    return Said(stoppage, version.answer)


def _leave(session: Session, stoppage: Stoppage, act: str, wire: str) -> None:
    stoppage.awaits, stoppage.answer_by = "", None
    if wire:
        exchange.tell_health(session, stoppage, wire)
    exchange.plan_guarantee(session, stoppage)
    exchange.tell_insurer(session, stoppage, act)
    exchange.publish(session, stoppage, act)


def _wire_of(stoppage: Stoppage, act: str) -> str:
    """Say how the health insurance is told; of what it never took a correction is an opening, and its end is none."""
    if act == "create" or stoppage.opened_at is not None:
        return _ON_THE_WIRE[act]
    if stoppage.state in (State.REFUSED, State.DRAFT):
        return {"modify": "open"}.get(act, "")
    return _ON_THE_WIRE[act]


def _version(
    session: Session, stoppage: Stoppage, call: Call, act: str, declared: Declaration
) -> StoppageVersion:
    _put(stoppage, declared)
    stoppage.versions += 1
    stoppage.changed_at = clock.now()
    session.flush()
    version = StoppageVersion(
        company_id=stoppage.company_id,
        stoppage_id=stoppage.id,
        number=stoppage.versions,
        act=act,
        sequence=call.sequence,
        digest=_digest(declared),
        declaration=to_json(declared),
        said_by=call.by,
        said_at=clock.now(),
    )
    session.add(version)
    session.flush()
    return version


def _declared_before(session: Session, stoppage: Stoppage, declared: Declaration) -> Said:
    asked = select(StoppageVersion).where(StoppageVersion.stoppage_id == stoppage.id)
    first = session.scalars(asked.order_by(StoppageVersion.number).limit(1)).one()
    if first.digest != _digest(declared):
        text = N_("Another stoppage was declared under this key. Change that one, or take another key.")
        raise Conflict(Phrase(text), place="key")
    return Said(stoppage, first.answer, repeated=True)


def _repeated(
    session: Session, stoppage: Stoppage, call: Call, act: str, declared: Declaration
) -> Said | None:
    """Give the first answer of a call that comes again; raises `Conflict` for one that was overtaken."""
    asked = select(StoppageVersion).where(StoppageVersion.stoppage_id == stoppage.id)
    known = session.scalars(asked.order_by(StoppageVersion.number.desc())).all()
    same = [one for one in known if (one.act, one.digest) == (act, _digest(declared))]
    if call.sequence is None:
        return Said(stoppage, same[0].answer, repeated=True) if same and same[0] is known[0] else None
    twin = next((one for one in known if one.sequence == call.sequence), None)
    if twin is not None and twin in same:
        return Said(stoppage, twin.answer, repeated=True)
    if any(one.sequence is not None and one.sequence >= call.sequence for one in known):
        text = N_(
            "Something later was said about this stoppage already: this call was overtaken and ignored."
        )
        raise Conflict(Phrase(text), place="sequence")
    return None


def _with_key(session: Session, company: int, own_key: str, *, lock: bool = True) -> Stoppage | None:
    asked = select(Stoppage).where(Stoppage.company_id == company, Stoppage.own_key == own_key)
    return session.scalars(asked.with_for_update() if lock else asked).first()


def _from_dsn(session: Session, company: int, one: Declaration) -> Stoppage | None:
    """Give the same stoppage as a DSN told of it before: it becomes this one."""
    asked = select(Stoppage).where(
        Stoppage.company_id == company,
        Stoppage.person == one.person,
        Stoppage.contract == one.contract,
        Stoppage.first_day == one.first_day,
        Stoppage.source == "dsn",
        Stoppage.state == State.DRAFT,
    )
    return session.scalars(asked.with_for_update()).first()


def _new(call: Call, one: Declaration) -> Stoppage:
    stoppage = Stoppage(
        reference=ids.reference(),
        company_id=call.company,
        state=State.DRAFT,
        versions=0,
        deposits=[],
        created_at=clock.now(),
        changed_at=clock.now(),
    )
    _put(stoppage, one)
    return stoppage


def _put(stoppage: Stoppage, one: Declaration) -> None:
    stoppage.siret, stoppage.person, stoppage.contract = one.siret, one.person, one.contract
    stoppage.name = f"{one.family_name} {one.given_name}".strip()[:160]
    stoppage.insured, stoppage.reason, stoppage.kind = one.insured, one.reason, str(one.kind)
    stoppage.first_day, stoppage.last_day = one.first_day, one.last_day
    stoppage.declaration = to_json(one)


def _digest(one: Declaration) -> str:
    return hashlib.sha256(json.dumps(to_json(one), sort_keys=True).encode()).hexdigest()


def _refuse(faults: list[Fault]) -> None:
    if faults:
        raise Unfit(faults)
