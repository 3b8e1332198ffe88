"""Drawing up a collection: which calls it takes, what its companies are told, and its file.

What takes long is done in pieces, each of which locks the collection first. Functions take the scoped session to work
with and never commit.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import Session

from console.plugin import BadArgument, Conflict, clock, dispatch, ids
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.contributions import debiting
from plugins.fr_dsn.contributions.models import ContributionCall
from plugins.fr_dsn.contributions.rule import NOTHING
from plugins.fr_dsn.contributions.rule import OPEN as UNPAID
from plugins.fr_dsn.contributions.service import ZONE
from plugins.fr_dsn.debits import rule, settings
from plugins.fr_dsn.debits.letters import in_part, latin
from plugins.fr_dsn.debits.models import (
    DRAWING,
    HOLDER,
    OPEN,
    WITHDRAWN,
    DebitCollection,
    DebitItem,
    DebitMandate,
)
from plugins.fr_dsn.debits.rule import ItemState
from plugins.fr_dsn.debits.service import find, items_of, journal
from plugins.fr_dsn.debits.settings import Terms
from plugins.fr_dsn.formats import pain008

PIECE: Final = 100
"""Calls that one transaction looks at."""
TEXT: Final = 140
"""Signs that an account statement shows."""


@dataclass(frozen=True)
class Overview:
    """What a collection on a day would be."""

    ready: int
    amount: Decimal
    left: Mapping[str, int]
    """How many calls are left aside, by `rule.Why`."""


def terms(session: Session) -> Terms:
    """Give who collects and under which terms; raises `Conflict` that names the settings still missing."""
    values = dict(dispatch.settings_of(session, "fr_dsn"))
    found = settings.terms(values)
    if found is None:
        names = "; ".join(str(one.title) for one in settings.missing(values))
        raise Conflict(
            _l("Before anything can be collected an administrator sets this: %(names)s.", names=names)
        )
    return found


def first_day(session: Session) -> date:
    """Give the first day on which what is announced today can be collected."""
    found = terms(session)
    return rule.earliest(clock.today(ZONE), found.notice, found.lead)


def overview(session: Session, day: date) -> Overview:
    """Say how many calls a collection on a day would take, and why it would leave others aside."""
    mandates: dict[int, list[DebitMandate]] = {}
    for one in session.scalars(select(DebitMandate).order_by(DebitMandate.signed, DebitMandate.id)):
        mandates.setdefault(one.company_id, []).append(one)
    asked = select(
        ContributionCall.company_id,
        ContributionCall.due,
        ContributionCall.amount,
        ContributionCall.paid_declared,
        ContributionCall.paid_by_hand,
    ).where(*_candidates())
    ready, amount, left = 0, NOTHING, Counter[str]()
    for company, due, called, declared, by_hand in session.execute(asked):
        remains = called - declared - by_hand
        why = rule.aside(rule.Call(due, remains), map(_plain, mandates.get(company, ())), day)
        if why is None:
            ready, amount = ready + 1, amount + remains
        else:
            left[why] += 1
    return Overview(ready, amount, dict(left))


def begin(session: Session, day: date, by: str) -> DebitCollection:
    """Begin a collection on a day.

    Raises `Conflict` while settings are missing, `BadArgument` for a day that cannot be.
    """
    found = terms(session)
    first = rule.earliest(clock.today(ZONE), found.notice, found.lead)
    if day < first:
        raise BadArgument(
            _l(
                "The companies and the bank must know before: the first day possible is %(day)s.",
                day=f"{first:%d/%m/%Y}",
            ),
            place="day",
        )
    if not rule.works(day):
        raise BadArgument(_l("Banks do not settle on this day. Choose a working day (TARGET)."), place="day")
    collection = DebitCollection(
        reference=ids.reference(), day=day, state=DRAWING, amount=NOTHING, count=0, left={}, lead=found.lead,
        made_at=clock.now(), made_by=by[:130],
    )  # fmt: skip
    session.add(collection)
    session.flush()
    return collection


def add_some(session: Session, reference: str, after: int, by: str) -> tuple[int, int]:
    """Add the next calls that can be collected, beyond a key; gives the last key looked at, 0 at the end, and how many.

    Each company is told the day, the amount and the account at once.
    """
    collection, found = find(session, reference, lock=True), terms(session)
    if collection.state != DRAWING:
        return 0, 0
    asked = (
        select(ContributionCall)
        .where(*_candidates(), ContributionCall.id > after)
        .order_by(ContributionCall.id)
        .limit(PIECE)
        .with_for_update()
    )
    calls = session.scalars(asked).all()
    mandates = _mandates(session, {one.company_id for one in calls})
    earlier = _earlier(session, [one.id for found in mandates.values() for one in found])
    left, added = Counter(collection.left), 0
    for call in calls:
        known = mandates.get(call.company_id, [])
        why = rule.aside(rule.Call(call.due, call.remains), map(_plain, known), collection.day)
        if why is not None:
            left[why] += 1
            continue
        mandate = next(one for one in reversed(known) if rule.hinders(_plain(one), collection.day) is None)
        _add(session, collection, call, mandate, earlier.setdefault(mandate.id, []))
        debiting.announce(session, call, collection.day, _told(mandate, collection.day, found), by)
        added += 1
    collection.left = dict(left)
    session.flush()
    return (calls[-1].id if len(calls) == PIECE else 0), added


def close(session: Session, reference: str) -> DebitCollection:
    """Write the file of a collection to which all is added; one without any item is withdrawn."""
    collection, found = find(session, reference, lock=True), terms(session)
    if collection.state != DRAWING:
        return collection
    rows = session.scalars(items_of(collection).order_by(DebitItem.id)).all()
    if not rows:
        collection.state, collection.settled_at = WITHDRAWN, clock.now()
        session.flush()
        return collection
    created = collection.made_at.astimezone(ZoneInfo(ZONE))
    content = pain008.write(
        collection.reference, created, collection.day, found.creditor, [_debit(one) for one in rows]
    )
    collection.content, collection.digest = content, hashlib.sha256(content).hexdigest()
    collection.state = OPEN
    journal(session, collection, "drawn")
    return collection


def _candidates() -> tuple[ColumnElement[bool], ...]:
    """Give the conditions of calls that were sent, are not paid, and are part of no collection."""
    return (
        ContributionCall.sent_at.is_not(None),
        ContributionCall.state.in_(sorted(UNPAID)),
        ContributionCall.debit_on.is_(None),
    )


def _mandates(session: Session, companies: Iterable[int]) -> dict[int, list[DebitMandate]]:
    """Give the mandates of companies, locked, the one signed last at the end."""
    asked = (
        select(DebitMandate)
        .where(DebitMandate.company_id.in_(sorted(companies)))
        .order_by(DebitMandate.signed, DebitMandate.id)
        .with_for_update()
    )
    found: dict[int, list[DebitMandate]] = {}
    for one in session.scalars(asked):
        found.setdefault(one.company_id, []).append(one)
    return found


def _earlier(session: Session, mandates: Iterable[int]) -> dict[int, list[str]]:
    """Give the states of debits made under mandates."""
    asked = select(DebitItem.mandate_id, DebitItem.state).where(DebitItem.mandate_id.in_(sorted(mandates)))
    found: dict[int, list[str]] = {}
    for mandate, state in session.execute(asked.distinct()):
        found.setdefault(mandate, []).append(state)
    return found


def _add(
    session: Session,
    collection: DebitCollection,
    call: ContributionCall,
    mandate: DebitMandate,
    earlier: list[str],
) -> None:
    session.add(
        DebitItem(
            company_id=call.company_id,
            collection_id=collection.id,
            call_id=call.id,
            mandate_id=mandate.id,
            end_to_end=call.reference,
            mandate=mandate.reference,
            signed=mandate.signed,
            sequence=rule.sequence(mandate.begins, earlier),
            holder=latin(mandate.holder, HOLDER),
            iban=mandate.iban,
            bic=mandate.bic,
            text=latin(f"{call.reference} {call.contract} {call.period}", TEXT),
            amount=call.remains,
            state=ItemState.OPEN,
        )
    )
    earlier.append(ItemState.OPEN)
    mandate.used = collection.day if mandate.used is None else max(mandate.used, collection.day)
    collection.count += 1
    collection.amount += call.remains


def _told(mandate: DebitMandate, day: date, found: Terms) -> str:
    """Say the day, account and mandate of a debit in signs that every language reads."""
    lines = (
        f"SEPA {day:%d/%m/%Y}",
        f"IBAN {in_part(mandate.iban)}",
        f"RUM {mandate.reference}",
        f"ICS {found.creditor.identifier} {found.creditor.name}",
    )
    return "\n".join(lines)


def _debit(item: DebitItem) -> pain008.Debit:
    return pain008.Debit(
        item.end_to_end,
        int(item.amount * 100),
        "FRST" if item.sequence == "FRST" else "RCUR",
        item.mandate,
        item.signed,
        item.holder,
        item.iban,
        item.bic,
        item.text,
    )


def _plain(mandate: DebitMandate) -> rule.Mandate:
    return rule.Mandate(mandate.signed, mandate.ended, mandate.used)
