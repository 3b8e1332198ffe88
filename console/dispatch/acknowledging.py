"""What other systems answer: matched to what it is about, heard by its plugin, kept in any case.

Words: an *arrival* is what a channel or an address of ours was given; an *acknowledgement* is the row in which it is
kept. An answer only moves a dispatch forward: one that comes late, twice or out of order changes nothing, and one that
says the contrary of what was answered before is shown to a person. Functions flush and never commit.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

from blinker import Signal
from flask import current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import select, tuple_
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.audit.service import record
from console.base import clock, ids
from console.base.errors import BadArgument, ConsoleError, NotFound
from console.base.sheets.phrases import N_
from console.dispatch.declarations import LONGEST_KEY, Arrival, Delivered, Unasked
from console.dispatch.exchanges import storable
from console.dispatch.models import (
    ACCEPTED,
    GIVEN_UP,
    RANK,
    RECEIVED,
    REFUSED,
    Acknowledgement,
    Dispatch,
)
from console.dispatch.service import delivered, drop_claim, locked, outbox
from console.hooks.manager import Plugins
from console.institutions.queries import uses
from console.institutions.sessions import accounts, hook_savepoint

APPLIED, LATE, CONTRARY, UNMATCHED, FAILED = "applied", "late", "contrary", "unmatched", "failed"
OPEN = (CONTRARY, UNMATCHED, FAILED)
"""Outcomes that wait for a person."""
SUBJECT = "console.acknowledgement"
LONGEST_BODY = 1_000_000
"""Characters of an arrival that are kept."""
_YEARS = range(1970, 2200)
"""In which another system can have said something; any other moment is none."""
acknowledged: Final = Signal()
"""Sent by the session in whose transaction something was answered: `dispatch` and `acknowledgement`.

Subscribers write into the same session and never commit.
"""
_CONTRARY = N_("It says the contrary of what was answered before, which stands. Ask the other side.")
_NOBODY = N_("Nothing that left the institution by this channel has this key or reference.")
_REFUSED = N_("The module did not take it: %(text)s")
_OFF = N_("The module is switched off. Let it hear this again once it is on.")
_BROKEN = N_("The module failed at it. The log of the console says more.")


@dataclass(frozen=True)
class Acknowledged:
    """What a plugin hears of an answer to something it sent."""

    reference: str
    """Of the dispatch, as the console shows it."""
    key: str
    """The idempotency key the plugin gave."""
    kind: str
    """Of the envelope: `fr_dsn.declaration`."""
    subject: str
    subject_id: str
    verdict: str
    """`received`, `accepted`, `refused`, or empty for a message that decides nothing."""
    message: str
    """The kind of the answer, in the plugin's own words."""
    body: str
    """As it came."""
    said_at: datetime | None
    is_news: bool
    """Whether it moved the dispatch forward; an answer that came twice is not heard twice."""


def receive(session: Session, arrival: Arrival, source: str) -> Acknowledgement:
    """Keep what arrived for the institution of the scope and draw its conclusions; the same one twice is one.

    `source` is `answer`, `polled`, `pushed` or `file`. Raises `BadArgument` for a verdict nobody knows.
    """
    if arrival.verdict not in RANK:
        raise BadArgument(
            _l("The answer says something the console does not know: %(text)s.", text=arrival.verdict[:40])
        )
    arrival = _storable(arrival)
    token = (
        arrival.token if 0 < len(arrival.token) <= LONGEST_KEY else ids.digest(arrival.token or arrival.body)
    )
    found = _with_token(session, arrival.channel, token)
    if found is not None:
        return found
    try:
        with session.begin_nested():
            row = _written(session, arrival, source, token)
    except IntegrityError:
        # Another process was given the same one, and has committed it.
        twin = _with_token(session, arrival.channel, token)
        if twin is None:
            raise
        return twin
    _conclude(session, row, _matched(session, row.channel, row.key, row.reference))
    return row


def answered(session: Session, dispatch: Dispatch, outcome: Delivered) -> None:
    """Take the answer that the very reply to a call gives."""
    body = outcome.exchange.reply if outcome.exchange else outcome.reply
    arrival = Arrival(
        dispatch.channel, body, f"{dispatch.public_id} {outcome.answer}", outcome.answer, key=dispatch.key
    )
    receive(session, arrival, "answer")


def rematch(session: Session, acknowledgement: Acknowledgement) -> bool:
    """Look again for what an acknowledgement is about, or let its plugin hear it again; give whether it is settled."""
    row = _locked(session, acknowledgement.id)
    if row.outcome in OPEN and row.outcome != CONTRARY:
        dispatch = (
            locked(session, row.dispatch_id)
            if row.dispatch_id is not None
            else _matched(session, row.channel, row.key, row.reference)
        )
        _conclude(session, row, dispatch)
        _journal(session, "heard_again", row)
    return row.outcome not in OPEN


def rematch_all(session: Session, channel: str) -> int:
    """Look again for everything unmatched of a channel; give how many found what they are about."""
    asked = select(Acknowledgement).where(
        Acknowledgement.channel == channel, Acknowledgement.outcome == UNMATCHED
    )
    return sum(rematch(session, row) for row in session.scalars(asked.order_by(Acknowledgement.id)).all())


def rematch_known(session: Session, named: Collection[tuple[str, str]]) -> None:
    """Match what came before we had noted what the other side calls something: it can be quicker than our commit.

    `named` are channels with the references that are known now.
    """
    if named:
        asked = select(Acknowledgement).where(
            Acknowledgement.outcome == UNMATCHED,
            tuple_(Acknowledgement.channel, Acknowledgement.reference).in_(sorted(named)),
        )
        for early in session.scalars(asked.order_by(Acknowledgement.id)).all():
            rematch(session, early)


def lay_aside(session: Session, acknowledgement: Acknowledgement, by: str) -> None:
    """Note that a person has looked at one that waits and that nothing more is to be done."""
    row = _locked(session, acknowledgement.id)
    if row.seen_at is None:
        row.seen_at, row.seen_by = clock.now(), by[:130]
        _journal(session, "laid_aside", row)


def acknowledgement_of(session: Session, public_id: str) -> Acknowledgement:
    """Give an acknowledgement of the scope by its reference; raises `NotFound`."""
    found = session.scalars(select(Acknowledgement).where(Acknowledgement.public_id == public_id)).first()
    if found is None:
        raise NotFound(_l("There is nothing at this address."))
    return found


def _storable(arrival: Arrival) -> Arrival:
    """Give an arrival that a database keeps and a page shows: at the ends of the calendar no zone can be reckoned."""
    names = ("body", "token", "kind", "key", "reference")
    said_at = arrival.said_at if arrival.said_at is not None and arrival.said_at.year in _YEARS else None
    return replace(arrival, said_at=said_at, **{name: storable(getattr(arrival, name)) for name in names})


def _with_token(session: Session, channel: str, token: str) -> Acknowledgement | None:
    asked = select(Acknowledgement).where(Acknowledgement.channel == channel, Acknowledgement.token == token)
    return session.scalars(asked).first()


def _locked(session: Session, key: int) -> Acknowledgement:
    asked = select(Acknowledgement).where(Acknowledgement.id == key).with_for_update()
    return session.scalars(asked.execution_options(populate_existing=True)).one()


def _written(session: Session, arrival: Arrival, source: str, token: str) -> Acknowledgement:
    row = Acknowledgement(
        public_id=ids.reference(),
        channel=arrival.channel,
        source=source,
        token=token,
        verdict=arrival.verdict,
        kind=arrival.kind[:121],
        key=arrival.key[:LONGEST_KEY],
        reference=arrival.reference[:LONGEST_KEY],
        outcome=UNMATCHED,
        why={},
        body=arrival.body[:LONGEST_BODY],
        came_at=clock.now(),
        said_at=arrival.said_at,
    )
    session.add(row)
    session.flush()
    return row


def _matched(session: Session, channel: str, key: str, reference: str) -> Dispatch | None:
    """Give the locked dispatch it is about: by our key, else by their reference if that names one alone."""
    asked: Iterable[int] = ()
    if key:
        asked = session.scalars(
            select(Dispatch.id).where(Dispatch.channel == channel, Dispatch.key == key)
        ).all()
    if not asked and reference:
        asked = session.scalars(
            select(Dispatch.id)
            .where(Dispatch.channel == channel, Dispatch.reference == reference, Dispatch.reference != "")
            .limit(2)
        ).all()
    found = list(asked)
    return locked(session, found[0]) if len(found) == 1 else None


def _conclude(session: Session, row: Acknowledgement, dispatch: Dispatch | None) -> None:
    """Move the dispatch forward, let its plugin hear it, and note what came of it."""
    if dispatch is None:
        _without_dispatch(session, row)
        return
    row.dispatch_id, row.why = dispatch.id, {}
    if row.verdict and RANK[row.verdict] == RANK[dispatch.answer] == 2 and row.verdict != dispatch.answer:
        row.outcome, row.why = CONTRARY, {"message": _CONTRARY, "params": {}}
        _journal(session, "contrary", row)
        return
    is_news = row.outcome == FAILED or _moved(session, dispatch, row)
    row.outcome = APPLIED if is_news or not row.verdict else LATE
    if row.outcome == APPLIED:
        fault = _heard(dispatch, row, is_news)
        if fault is not None:
            row.outcome, row.why = FAILED, fault
    _journal(session, "came", row, dispatch)
    session.flush()
    acknowledged.send(session, dispatch=dispatch, acknowledgement=row)


def _without_dispatch(session: Session, row: Acknowledgement) -> None:
    """Let a channel that is told things unasked take what fits no dispatch; without one it waits for a person."""
    row.outcome, row.why = UNMATCHED, {"message": _NOBODY, "params": {}}
    channel: object = outbox().channels.get(row.channel)
    if isinstance(channel, Unasked):
        settled: list[bool] = []
        told = Arrival(
            row.channel, row.body, row.token, row.verdict, row.kind, row.key, row.reference, row.said_at
        )
        owner = row.channel.partition(".")[0]
        fault = _in_savepoint(row.institution_id, owner, lambda: settled.append(channel.take(told)))
        if fault is not None:
            row.outcome, row.why = FAILED, fault
        elif any(settled):
            row.outcome, row.why = APPLIED, {}
        if row.outcome != UNMATCHED:
            _journal(session, "came", row)
    session.flush()


def _moved(session: Session, dispatch: Dispatch, row: Acknowledgement) -> bool:
    """Move a locked dispatch forward; give whether it moved. What is answered has arrived, whatever we knew."""
    if dispatch.state != GIVEN_UP:
        delivered(session, dispatch, reference=row.reference)
        drop_claim(session, dispatch)
    if RANK[row.verdict] <= RANK[dispatch.answer]:
        return False
    moment = row.said_at if row.said_at is not None and row.said_at <= row.came_at else row.came_at
    dispatch.answer = row.verdict
    dispatch.technical_at = dispatch.technical_at or moment
    if row.verdict in (ACCEPTED, REFUSED):
        dispatch.business_at = moment
    if row.verdict != RECEIVED or dispatch.overdue == "technical":
        dispatch.overdue = ""
    return True


def _heard(dispatch: Dispatch, row: Acknowledgement, is_news: bool) -> dict[str, Any] | None:
    """Let the plugin draw its conclusions; give why it did not, if it did not."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    owner = dispatch.plugin
    if owner not in plugins or "acknowledged" not in plugins[owner].hooks:
        return None
    told = Acknowledged(
        reference=dispatch.public_id,
        key=dispatch.key,
        kind=dispatch.kind,
        subject=dispatch.subject,
        subject_id=dispatch.subject_id,
        verdict=row.verdict,
        message=row.kind,
        body=row.body,
        said_at=row.said_at,
        is_news=is_news,
    )
    return _in_savepoint(
        dispatch.institution_id, owner, lambda: plugins.demand("acknowledged", {owner}, news=told)
    )


def _in_savepoint(institution: int, owner: str, act: Callable[[], None]) -> dict[str, Any] | None:
    """Let a plugin act in a savepoint of its own; give why it did not, if it did not."""
    if owner not in uses(accounts(), [institution], [owner])[institution].plugins:
        return {"message": _OFF, "params": {}}
    try:
        with hook_savepoint(owner):
            act()
    except ConsoleError as refused:
        return {"message": _REFUSED, "params": {"text": str(refused)}}
    except Exception:
        current_app.logger.exception("module %s failed at an answer", owner)
        return {"message": _BROKEN, "params": {}}
    return None


def _journal(session: Session, act: str, row: Acknowledgement, dispatch: Dispatch | None = None) -> None:
    name = dispatch.public_id if dispatch is not None else row.public_id
    record(session, f"{SUBJECT}.{act}", subject=SUBJECT, subject_id=row.public_id, name=name)
