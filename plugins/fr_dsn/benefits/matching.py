"""Which stoppage a benefit belongs to, and which payment a cancellation takes back.

A slip may come before its stoppage: what fits none waits, and is looked at again with each stoppage of its person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.plugin import N_, Conflict, NotFound, Phrase, clock, record
from plugins.fr_dsn.stoppages.declaration import from_json
from plugins.fr_dsn.stoppages.machine import State
from plugins.fr_dsn.stoppages.models import Stoppage

from . import forwarding
from .models import MATCHED, PERSON, REPEAT, TO_MATCH, Benefit

SIREN: Final = 9
CHUNK: Final = 500
"""People whose stoppages are looked up at once."""


def match(session: Session, benefits: Sequence[Benefit]) -> None:
    """Join benefits to the stoppages that are known; what fits none, or stoppages of two accounts, waits."""
    people = sorted({one.person for one in benefits})
    for at in range(0, len(people), CHUNK):
        known = _stoppages_of(session, people[at : at + CHUNK])
        for one in benefits:
            if one.person in known:
                found = candidates_among(one, known[one.person])
                if len({stoppage.company_id for stoppage in found}) == 1:
                    _join(session, one, found[0])
    session.flush()


def look_again(stoppage: Stoppage, session: Session) -> None:
    """Join what waits for a stoppage of this person: a stoppage is new, or its days changed."""
    asked = select(Benefit).where(
        Benefit.person == stoppage.person,
        Benefit.state == TO_MATCH,
        Benefit.siret.startswith(stoppage.siret[:SIREN], autoescape=True),
    )
    waiting = session.scalars(asked.order_by(Benefit.id).with_for_update()).all()
    if waiting:
        match(session, waiting)


def candidates(session: Session, benefit: Benefit) -> list[Stoppage]:
    """Give the stoppages that a benefit may belong to, the likeliest first."""
    return candidates_among(benefit, _stoppages_of(session, [benefit.person]).get(benefit.person, ()))


def match_by_hand(session: Session, benefit: Benefit, reference: str) -> Stoppage:
    """Join a benefit to the stoppage that a person chose.

    Raises `NotFound` for one that it cannot belong to, and `Conflict` when it does not wait any more.
    """
    if benefit.state != TO_MATCH:
        raise Conflict(Phrase(N_("This benefit does not wait for a stoppage any more.")))
    chosen = next((one for one in candidates(session, benefit) if one.reference == reference), None)
    if chosen is None:
        raise NotFound(Phrase(N_("There is nothing at this address.")))
    _join(session, benefit, chosen)
    record(
        session,
        f"{forwarding.SUBJECT}.matched",
        subject=forwarding.SUBJECT,
        subject_id=benefit.reference,
        concerning=benefit.person,
        name=benefit.reference,
        stoppage=chosen.reference,
    )
    session.flush()
    return chosen


def pair(session: Session, one: Benefit) -> None:
    """Join a cancellation to the payment that it takes back, whichever of them came first."""
    if one.net == 0 or one.first is None:
        return
    asked = select(Benefit).where(
        Benefit.person == one.person,
        Benefit.siret == one.siret,
        Benefit.nature == one.nature,
        Benefit.first == one.first,
        Benefit.until == one.until,
        Benefit.net == -one.net,
        Benefit.state != REPEAT,
        Benefit.reverses == "",
        Benefit.reversed_by == "",
        Benefit.id != one.id,
    )
    for other in session.scalars(asked.order_by(Benefit.id)):
        taken_back, taking = (other, one) if one.net < 0 else (one, other)
        if _in_order(taken_back.booked_on, taking.booked_on):
            taking.reverses, taken_back.reversed_by = taken_back.reference, taking.reference
            session.flush()
            return


def candidates_among(benefit: Benefit, stoppages: Iterable[Stoppage]) -> list[Stoppage]:
    """Give those of the same SIREN that share a day with a benefit; of several the one with most days comes first."""
    first, until = benefit.first or benefit.until, benefit.until or benefit.first
    if first is None or until is None:
        return []
    found = []
    for one in stoppages:
        shared = min(until, _last_of(one)) - max(first, one.first_day)
        if one.siret[:SIREN] == benefit.siret[:SIREN] and shared >= timedelta(0):
            found.append((-shared.days, one.siret != benefit.siret, one.id, one))
    return [row[-1] for row in sorted(found, key=lambda row: row[:-1])]


def _join(session: Session, benefit: Benefit, stoppage: Stoppage) -> None:
    benefit.state, benefit.stoppage, benefit.matched_at = MATCHED, stoppage.reference, clock.now()
    # What the person got herself is no concern of her employer's.
    benefit.company_id = None if benefit.paid_to == PERSON else stoppage.company_id
    session.flush()
    forwarding.forward(session, benefit, stoppage)


def _stoppages_of(session: Session, people: Sequence[str]) -> dict[str, list[Stoppage]]:
    asked = select(Stoppage).where(Stoppage.person.in_(people), Stoppage.state != State.CANCELLED)
    found: defaultdict[str, list[Stoppage]] = defaultdict(list)
    for one in session.scalars(asked.order_by(Stoppage.id)):
        found[one.person].append(one)
    return found


def _last_of(stoppage: Stoppage) -> date:
    """Give the planned last day: what was paid beyond an early return is taken back for the same stoppage."""
    return max(stoppage.last_day, from_json(stoppage.declaration).planned_end)


def _in_order(paid: date | None, taken_back: date | None) -> bool:
    return paid is None or taken_back is None or paid <= taken_back
