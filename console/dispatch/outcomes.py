"""What came of attempts, committed once their channels have answered: the second end of an attempt.

What was delivered without more, as nearly everything is, is noted for a whole batch at once; the rest row by row.
"""

from __future__ import annotations

import random
from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from console.base import clock
from console.dispatch import acknowledging, batches, records
from console.dispatch.attempts import Begun, Done, pace_of
from console.dispatch.declarations import (
    LONGEST_KEY,
    Delivered,
    Exchange,
    Later,
    Misconfigured,
    Outcome,
    Pace,
    Rejected,
)
from console.dispatch.models import (
    DELIVERED,
    LONGEST_REPLY,
    Dispatch,
    DispatchAttempt,
    DispatchClaim,
    DispatchExchange,
)
from console.dispatch.records import End
from console.dispatch.service import NEVER, all_locked, delivered, park
from console.dispatch.taking import Taken
from console.jobs import claims

LONGEST_BODY = 65_536
"""Characters of an answer that are kept with its attempt."""

_chance = random.SystemRandom()


def note(session: Session, done: Sequence[Done]) -> dict[int, datetime]:
    """Note what came of attempts, and give when each that is tried again is due, by its dispatch. The caller commits.

    The state only moves forward. A delivery counts whoever learns of it; anything else from a worker that has lost its
    turn is noted at its attempt and decides nothing.
    """
    states = batches.locked_to_end(session, [one.begun.taken.turn.key for one in done])
    plain = [one for one in done if _is_plain(one, states)]
    _note_delivered(session, plain)
    passed = set(map(id, plain))
    return _note_others(session, [one for one in done if id(one) not in passed])


def _is_plain(one: Done, states: Mapping[int, str]) -> bool:
    """Say whether an attempt was delivered as nearly all are: first to say so, with no answer in its reply."""
    told = isinstance(one.outcome, Delivered) and not one.outcome.answer
    return told and states.get(one.begun.taken.turn.key, DELIVERED) != DELIVERED


def _note_delivered(session: Session, done: Sequence[Done]) -> None:
    if not done:
        return
    moment = clock.now()
    told = [(one.begun, one.outcome) for one in done if isinstance(one.outcome, Delivered)]
    records.end_attempts(session, {begun.attempt: _reply(said) for begun, said in told}, moment)
    records.keep_exchanges(session, [_kept(begun, said.exchange) for begun, said in told if said.exchange])
    ends = {begun.taken.turn.key: End(begun.number, said.reference[:LONGEST_KEY]) for begun, said in told}
    records.end_delivered(session, ends, moment)
    channels = {begun.taken.turn.key: begun.taken.channel for begun, _ in told}
    named = {(channels[key], end.reference) for key, end in ends.items() if end.reference}
    acknowledging.rematch_known(session, named)


def _note_others(session: Session, done: Sequence[Done]) -> dict[int, datetime]:
    if not done:
        return {}
    rows = all_locked(session, [one.begun.taken.turn.key for one in done])
    asked = select(DispatchAttempt).where(DispatchAttempt.id.in_([one.begun.attempt for one in done]))
    attempts = {attempt.id: attempt for attempt in session.scalars(asked)}
    ended: list[int] = []
    due: dict[int, datetime] = {}
    for one in done:
        row, attempt = rows.get(one.begun.taken.turn.key), attempts.get(one.begun.attempt)
        if row is None or attempt is None:
            continue
        if one.outcome is None:
            _unmade(session, one.begun, attempt)
            continue
        _note_attempt(session, one.begun, attempt, one.outcome)
        row.attempts = max(row.attempts, one.begun.number)
        if isinstance(one.outcome, Delivered):
            delivered(session, row, reference=one.outcome.reference)
            ended.append(row.id)
            _answered(session, row, one.outcome)
        elif (again := _put_off(session, one.begun.taken, row, one.outcome)) is not None:
            due[row.id] = again
    session.flush()
    if ended:
        session.execute(delete(DispatchClaim).where(DispatchClaim.dispatch_id.in_(ended)))
        told = {(rows[key].channel, rows[key].reference) for key in ended if rows[key].reference}
        acknowledging.rematch_known(session, told)
    return due


def _unmade(session: Session, begun: Begun, attempt: DispatchAttempt) -> None:
    """Take back an attempt that was not made: the system it was for had stopped working meanwhile."""
    session.delete(attempt)
    claims.change(session, DispatchClaim, begun.taken.turn, lease_until=None)


def _note_attempt(session: Session, begun: Begun, attempt: DispatchAttempt, outcome: Outcome) -> None:
    attempt.ended_at, attempt.outcome = clock.now(), type(outcome).__name__.lower()
    attempt.reply = _reply(outcome)
    if not isinstance(outcome, Delivered):
        attempt.why = _reason(outcome)
    if outcome.exchange is not None:
        session.add(DispatchExchange(**_kept(begun, outcome.exchange)))


def _reply(outcome: Outcome) -> str:
    return " ".join(outcome.reply.split())[:LONGEST_REPLY]


def _kept(begun: Begun, said: Exchange) -> dict[str, Any]:
    return {
        "dispatch_id": begun.taken.turn.key,
        "number": begun.number,
        "request": said.request[:300],
        "request_headers": dict(said.request_headers),
        "request_digest": said.request_digest,
        "request_size": said.request_size,
        "status": said.status[:60],
        "reply_headers": dict(said.reply_headers),
        "reply": said.reply[:LONGEST_BODY].replace("\0", "\N{REPLACEMENT CHARACTER}"),
        "reply_size": said.reply_size,
        "milliseconds": said.milliseconds,
    }


def _answered(session: Session, row: Dispatch, outcome: Delivered) -> None:
    """Take what the reply itself already answers."""
    if outcome.answer:
        acknowledging.answered(session, row, outcome)


def _put_off(
    session: Session, taken: Taken, row: Dispatch, outcome: Later | Rejected | Misconfigured
) -> datetime | None:
    """Say when a dispatch is tried again, or park one that cannot get through by itself."""
    tries = row.tries + (not isinstance(outcome, Misconfigured))
    due = _due(outcome, tries, pace_of(row.channel))
    at = due if due == NEVER else claims.at(session, due)
    if not claims.change(session, DispatchClaim, taken.turn, lease_until=None, due=at):
        return None
    row.tries, row.next_at, row.why = tries, due, _reason(outcome)
    if due != NEVER:
        return due
    park(session, row, outcome)
    return None


def _reason(outcome: Later | Rejected | Misconfigured) -> dict[str, object]:
    return {"message": outcome.why.message, "params": dict(outcome.why.params)}


def _due(outcome: Later | Rejected | Misconfigured, tries: int, pace: Pace) -> datetime:
    if isinstance(outcome, Misconfigured):
        return clock.now() + pace.mending
    if isinstance(outcome, Rejected) or tries >= pace.tries:
        return NEVER
    return clock.now() + max(pace.after(tries, _chance), outcome.after or timedelta())
