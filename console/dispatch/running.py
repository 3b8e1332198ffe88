"""Taking envelopes out of the outbox, transmitting them, and noting what came of it.

Three short steps each: the attempt is committed, then the channel is called with no transaction open, then the outcome
is committed. A process killed in between leaves an attempt without an end: whether it arrived nobody knows, and the
next attempt carries the same idempotency key, by which the other side drops a double.
"""

from __future__ import annotations

import json
import logging
import random
from collections.abc import Callable
from datetime import datetime, timedelta

from flask import Flask, current_app
from sqlalchemy import ColumnElement, Select, exists, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, aliased

from console.base import clock
from console.base.sealing import Unreadable, unseal
from console.base.sheets.phrases import N_, Phrase
from console.dispatch.declarations import (
    Delivered,
    Envelope,
    Later,
    Letter,
    Misconfigured,
    Outcome,
    Pace,
    Rejected,
)
from console.dispatch.models import (
    BEGUN,
    DELIVERED,
    LONGEST_REPLY,
    UNKNOWN,
    WAITING,
    Dispatch,
    DispatchAttempt,
    DispatchClaim,
)
from console.dispatch.service import NEVER, PURPOSE, Outbox, drop_claim, end, locked, outbox, park
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from console.jobs import claims
from console.jobs.claims import Turn
from console.jobs.worker import Line

LEASE = timedelta(minutes=5)
"""Longer than any channel's time limit; given anew before each attempt."""
BATCH = 20
THREADS = 2

_chance = random.SystemRandom()
_BROKE_OFF = N_("The worker broke off at this one again and again. Whether it arrived is not known.")
log = logging.getLogger("guichet.dispatch")


def run_batch(app: Flask, ends: Callable[[], bool] = lambda: False, *, limit: int = BATCH) -> int:
    """Take up to `limit` envelopes and work on them one after the other; give how many were taken.

    `ends` says that the worker ends: what is left is given back. When a channel is away or its settings are wrong, the
    others of the batch that go by it are put off too, without an attempt.
    """
    with app.app_context():
        turns = claims.take(accounts(), DispatchClaim, LEASE, limit=limit, ready=(_oldest_of_lane(),))
        put_off: dict[str, datetime] = {}
        for turn in turns:
            try:
                if ends():
                    _give_back(turn, clock.now())
                else:
                    _work(turn, put_off)
            except OperationalError as fault:
                # The database was away: the lease runs out and the envelope is taken again.
                log.warning("dispatch %s is interrupted: %s", turn.key, fault.orig)
            except Exception:
                log.exception(
                    "dispatch %s failed", turn.key
                )  # One that cannot be worked on holds up no other.
    return len(turns)


def line(app: Flask) -> Line:
    """Give the outbox to the worker."""
    found: Outbox = app.extensions["guichet_outbox"]
    return Line(run_batch, found.wake, THREADS)


def _oldest_of_lane() -> ColumnElement[bool]:
    """Give the condition that nothing older of the same conversation is still to leave."""
    older = aliased(DispatchClaim)
    return ~exists(
        select(older.dispatch_id).where(
            older.lane == DispatchClaim.lane, older.dispatch_id < DispatchClaim.dispatch_id
        )
    )


def _work(turn: Turn, put_off: dict[str, datetime]) -> None:
    """Make one attempt, or put the envelope off with the others of its channel."""
    scope = Scope((turn.institution_id,), purpose=PURPOSE)
    with acting(scope, writes=True) as session:
        begun = _begin(session, turn, put_off)
    if begun is None:
        return
    number, letter = begun
    outcome = _sent(letter) if isinstance(letter, Letter) else letter
    with acting(scope, writes=True) as session:
        due = _note(session, turn, number, outcome)
    is_away = isinstance(outcome, Misconfigured) or (isinstance(outcome, Later) and outcome.away)
    if due is not None and is_away and isinstance(letter, Letter):
        put_off[letter.envelope.channel] = due


def _begin(
    session: Session, turn: Turn, put_off: dict[str, datetime]
) -> tuple[int, Letter | Rejected] | None:
    """Commit that an attempt begins and give what to send; nothing when it is not ours to send any more."""
    row = locked(session, turn.key)
    if row is None or row.state != WAITING:
        return None
    if row.channel in put_off:
        row.next_at = put_off[row.channel]
        claims.change(session, DispatchClaim, turn, lease_until=None, due=row.next_at)
        return None
    if not claims.change(session, DispatchClaim, turn, lease_until=clock.now() + LEASE):
        return None
    for lost in session.scalars(_attempts(row).where(DispatchAttempt.outcome == BEGUN)):
        lost.outcome, lost.ended_at = UNKNOWN, clock.now()
        row.tries += 1
    if row.tries >= _pace(row.channel).tries:
        row.why = {"message": _BROKE_OFF, "params": {}}
        claims.change(session, DispatchClaim, turn, lease_until=None, due=NEVER)
        park(session, row)
        return None
    row.attempts += 1
    session.add(
        DispatchAttempt(
            dispatch_id=row.id, number=row.attempts, started_at=clock.now(), outcome=BEGUN, why={}, reply=""
        )
    )
    return row.attempts, _letter(row)


def _letter(row: Dispatch) -> Letter | Rejected:
    """Give what the channel is handed, or why it cannot be read any more."""
    text = row.payload
    if row.secret:
        try:
            text = unseal(current_app.extensions["guichet_settings"].secret_key, PURPOSE, text)
        except Unreadable:
            return Rejected(
                Phrase(
                    N_(
                        "It was encrypted with another secret key of the console. Give it up and do again what "
                        "caused it."
                    )
                )
            )
    envelope = Envelope(
        channel=row.channel,
        kind=row.kind,
        target=row.target,
        payload=json.loads(text),
        key=row.key,
        priority=row.priority,
        technical_by=row.technical_by,
        business_by=row.business_by,
        conversation=row.conversation,
        subject=row.subject,
        subject_id=row.subject_id,
        secret=row.secret,
    )
    return Letter(envelope, row.institution_id, row.created_at)


def _pace(channel: str) -> Pace:
    found = outbox().channels.get(channel)
    return found.pace if found is not None else Pace()


def _sent(letter: Letter) -> Outcome:
    """Call the channel; whatever it raises is logged and tried again."""
    channel = outbox().channels.get(letter.envelope.channel)
    if channel is None:
        return Misconfigured(
            Phrase(
                N_("The channel by which it leaves is not set up any more. Ask the operator of the console.")
            )
        )
    try:
        return channel.send(letter)
    except Exception:
        log.exception("channel %s failed", channel.key)
        return Later(
            Phrase(N_("Something went wrong that nobody foresaw. The log of the console says more."))
        )
    finally:
        accounts.rollback()  # What the channel read there must not stay open.


def _note(session: Session, turn: Turn, number: int, outcome: Outcome) -> datetime | None:
    """Commit what came of an attempt, and give when the next one is due.

    The state only moves forward. A delivery counts whoever learns of it; anything else from a worker that has lost its
    turn is noted at its attempt and decides nothing.
    """
    row = locked(session, turn.key)
    if row is None:
        return None
    attempt = session.scalars(_attempts(row).where(DispatchAttempt.number == number)).one()
    attempt.ended_at, attempt.outcome = clock.now(), type(outcome).__name__.lower()
    attempt.reply = " ".join(outcome.reply.split())[:LONGEST_REPLY]
    if isinstance(outcome, Delivered):
        if row.state != DELIVERED:
            end(session, row, DELIVERED)
            row.why = {}
        drop_claim(session, row)
        return None
    attempt.why = {"message": outcome.why.message, "params": dict(outcome.why.params)}
    return _put_off(session, turn, row, outcome)


def _put_off(
    session: Session, turn: Turn, row: Dispatch, outcome: Later | Rejected | Misconfigured
) -> datetime | None:
    """Say when a dispatch is tried again, or park one that cannot get through by itself."""
    tries = row.tries + (not isinstance(outcome, Misconfigured))
    due = _due(outcome, tries, _pace(row.channel))
    if not claims.change(session, DispatchClaim, turn, lease_until=None, due=due):
        return None
    row.tries, row.next_at = tries, due
    row.why = {"message": outcome.why.message, "params": dict(outcome.why.params)}
    if due != NEVER:
        return due
    park(session, row)
    return None


def _due(outcome: Later | Rejected | Misconfigured, tries: int, pace: Pace) -> datetime:
    if isinstance(outcome, Misconfigured):
        return clock.now() + pace.mending
    if isinstance(outcome, Rejected) or tries >= pace.tries:
        return NEVER
    return clock.now() + max(pace.after(tries, _chance), outcome.after or timedelta())


def _give_back(turn: Turn, due: datetime) -> None:
    session = accounts()
    claims.change(session, DispatchClaim, turn, lease_until=None, due=due)
    session.commit()


def _attempts(row: Dispatch) -> Select[DispatchAttempt]:
    return select(DispatchAttempt).where(DispatchAttempt.dispatch_id == row.id)
