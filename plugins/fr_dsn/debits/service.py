"""Collections of contribution calls by SEPA direct debit: executed, withdrawn, and single debits that come back.

Words: a *collection* is one file for one day; an *item* is one debit in it, of what remains of one call under one
mandate. While its item is open a call is locked: no other collection takes it. The collection is *executed* once its
day has come, an item may be *rejected* before or *returned* after; then its call is due again. A collection that was
never handed in is *withdrawn*. How one is drawn up is in `drawing`.

What takes long is done in pieces, each of which locks the collection first; done twice, it is done once. Functions take
the scoped session to work with and never commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Final

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from console.plugin import BadArgument, Conflict, NotFound, clock, record
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.contributions import debiting
from plugins.fr_dsn.contributions.models import ContributionCall
from plugins.fr_dsn.contributions.service import ZONE
from plugins.fr_dsn.debits.models import (
    DRAWING,
    EXECUTED,
    OPEN,
    WITHDRAWN,
    DebitCollection,
    DebitItem,
    DebitMandate,
)
from plugins.fr_dsn.debits.rule import ItemState

SUBJECT: Final = "fr_dsn.collection"
PIECE: Final = 100
"""Items that one transaction settles."""
_OVER: Final = _l("This collection is settled already, or still being drawn up.")
_CAN_BOUNCE: Final = (ItemState.OPEN, ItemState.EXECUTED)
_NO_DEBIT: Final = _l("This call has no debit that could be rejected or returned.")


def ask_execute(collection: DebitCollection) -> None:
    """Raise `Conflict` for a collection that cannot be executed today."""
    if collection.state != OPEN:
        raise Conflict(_OVER)
    if collection.day > clock.today(ZONE):
        raise Conflict(
            _l(
                "The day of this collection is still to come. Say that it is executed once the money is there."
            )
        )


def ask_withdraw(session: Session, collection: DebitCollection) -> None:
    """Raise `Conflict` for a collection of which the bank has executed or rejected something, or that is settled."""
    if collection.state not in (OPEN, DRAWING):
        raise Conflict(_OVER)
    touched = (
        items_of(collection).where(DebitItem.state.not_in((ItemState.OPEN, ItemState.WITHDRAWN))).limit(1)
    )
    if session.scalars(touched).first() is not None:
        raise Conflict(
            _l("The bank has this collection already: note what it rejected instead of withdrawing it.")
        )


def execute_some(session: Session, reference: str, by: str) -> int:
    """Note the next open items as paid; gives how many, nothing at the end: then the collection is executed."""
    collection = find(session, reference, lock=True)
    if collection.state == EXECUTED:
        return 0
    ask_execute(collection)
    rows = _next(session, collection)
    for item, call in rows:
        item.state, item.settled = ItemState.EXECUTED, collection.day
        debiting.execute(session, call, item.amount, by)
    return _settled(session, collection, rows, EXECUTED)


def withdraw_some(session: Session, reference: str, by: str) -> int:
    """Free the calls of the next open items; gives how many, nothing at the end: then the collection is withdrawn."""
    collection = find(session, reference, lock=True)
    if collection.state == WITHDRAWN:
        return 0
    ask_withdraw(session, collection)
    rows = _next(session, collection)
    for item, call in rows:
        item.state, item.settled = ItemState.WITHDRAWN, clock.today(ZONE)
        debiting.free(session, call, "withdrawn", item.amount, "", by)
    session.flush()
    _unuse(session, {item.mandate_id for item, _call in rows})
    return _settled(session, collection, rows, WITHDRAWN)


def bounce(session: Session, call: ContributionCall, kind: str, reason: str, day: date, by: str) -> DebitItem:
    """Note that the bank rejected or returned the debit of a call: the call is due again.

    Raises `Conflict` for a call without such a debit, `BadArgument` for what does not fit its day.
    """
    item = demand_item(session, call)
    asked = select(DebitCollection).where(DebitCollection.id == item.collection_id).with_for_update()
    collection = session.scalars(asked).one()
    for one in (item, call):
        session.refresh(one, with_for_update=True)
    if item.state not in _CAN_BOUNCE:
        raise Conflict(_NO_DEBIT)
    if collection.state == DRAWING:
        raise Conflict(_OVER)
    if day > clock.today(ZONE):
        raise BadArgument(_l("This day is still to come."), place="day")
    if kind == ItemState.REJECTED and item.state == ItemState.EXECUTED:
        raise BadArgument(_l("This debit was executed: what comes back now is returned."), place="kind")
    if kind == ItemState.RETURNED and day < collection.day:
        raise BadArgument(_l("Before the day of collection a debit is rejected, not returned."), place="kind")
    if item.state == ItemState.EXECUTED:
        debiting.give_back(session, call, item.amount, reason, by)
    else:
        debiting.free(session, call, kind, item.amount, reason, by)
    item.state, item.reason, item.settled = kind, reason, day
    session.flush()
    journal(session, collection, kind, call=call.reference, reason=reason)
    return item


def find(session: Session, reference: str, *, lock: bool = False) -> DebitCollection:
    """Give a collection of the scope; raises `NotFound`."""
    asked = select(DebitCollection).where(DebitCollection.reference == reference)
    found = session.scalars(asked.with_for_update() if lock else asked).first()
    if found is None:
        raise NotFound(_l("There is no such collection."))
    return found


def content_of(session: Session, collection: DebitCollection) -> bytes:
    """Give the file of a collection; raises `NotFound` while there is none."""
    asked = select(DebitCollection.content).where(DebitCollection.id == collection.id)
    found = session.scalars(asked).first()
    if found is None:
        raise NotFound(_l("This collection has no file."))
    return found


def items(
    session: Session, collection: DebitCollection, limit: int
) -> Sequence[tuple[DebitItem, ContributionCall]]:
    """Give the items of a collection with their calls; those that came to nothing first."""
    asked = (
        select(DebitItem, ContributionCall)
        .join(ContributionCall, ContributionCall.id == DebitItem.call_id)
        .where(DebitItem.collection_id == collection.id)
        .order_by(DebitItem.state.desc(), DebitItem.id)
        .limit(limit)
    )
    return [(item, call) for item, call in session.execute(asked)]


def item_of(session: Session, call: ContributionCall) -> DebitItem | None:
    """Give the last item of a call."""
    asked = select(DebitItem).where(DebitItem.call_id == call.id).order_by(DebitItem.id.desc()).limit(1)
    return session.scalars(asked).first()


def can_bounce(item: DebitItem | None) -> bool:
    """Say whether an item could still be rejected or returned."""
    return item is not None and item.state in _CAN_BOUNCE


def demand_item(session: Session, call: ContributionCall) -> DebitItem:
    """Give the debit of a call that could be rejected or returned; raises `Conflict` where there is none."""
    item = item_of(session, call)
    if item is None or not can_bounce(item):
        raise Conflict(_NO_DEBIT)
    return item


def states(session: Session, collection: DebitCollection) -> dict[str, tuple[int, Decimal]]:
    """Give how many items there are in each state, with their sum."""
    asked = (
        select(DebitItem.state, func.count(), func.sum(DebitItem.amount))
        .where(DebitItem.collection_id == collection.id)
        .group_by(DebitItem.state)
    )
    return {state: (count, Decimal(total)) for state, count, total in session.execute(asked)}


def items_of(collection: DebitCollection) -> Select[DebitItem]:
    """Give the question for the items of a collection."""
    return select(DebitItem).where(DebitItem.collection_id == collection.id)


def journal(session: Session, collection: DebitCollection, act: str, **facts: str) -> None:
    """Write a line about a collection into the journal."""
    record(
        session,
        f"{SUBJECT}.{act}",
        subject=SUBJECT,
        subject_id=collection.reference,
        name=collection.reference,
        day=collection.day.isoformat(),
        count=collection.count,
        amount=f"{collection.amount:.2f}",
        **facts,
    )


def _next(session: Session, collection: DebitCollection) -> Sequence[tuple[DebitItem, ContributionCall]]:
    """Give the next open items with their calls, locked."""
    asked = (
        select(DebitItem, ContributionCall)
        .join(ContributionCall, ContributionCall.id == DebitItem.call_id)
        .where(DebitItem.collection_id == collection.id, DebitItem.state == ItemState.OPEN)
        .order_by(DebitItem.id)
        .limit(PIECE)
        .with_for_update()
    )
    return [(item, call) for item, call in session.execute(asked)]


def _settled(session: Session, collection: DebitCollection, rows: Sequence[object], state: str) -> int:
    """Let a collection be over once no item is left; gives how many there were."""
    if not rows:
        collection.state, collection.settled_at = state, clock.now()
        journal(session, collection, state)
    session.flush()
    return len(rows)


def _unuse(session: Session, mandates: set[int]) -> None:
    """Let mandates be used last on the day of the last debit that was not withdrawn."""
    for one in session.scalars(
        select(DebitMandate).where(DebitMandate.id.in_(sorted(mandates))).with_for_update()
    ):
        asked = (
            select(func.max(DebitCollection.day))
            .join(DebitItem, DebitItem.collection_id == DebitCollection.id)
            .where(DebitItem.mandate_id == one.id, DebitItem.state != ItemState.WITHDRAWN)
        )
        one.used = session.scalar(asked)
    session.flush()
