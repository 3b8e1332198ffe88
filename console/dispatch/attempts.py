"""The beginning of an attempt, committed before the channel is called; `outcomes` is its end.

Several envelopes of one institution begin at once: a commit costs as much for sixty as for one. A process killed
before the end leaves attempts without one: whether they arrived nobody knows, and the next ones carry the same
idempotency key, by which the other side drops a double.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import current_app
from sqlalchemy import Row, update
from sqlalchemy.orm import Session

from console.base import clock
from console.base.sealing import Unreadable, unseal
from console.base.sheets.phrases import N_, Phrase
from console.dispatch import batches, records
from console.dispatch.declarations import Envelope, Letter, Outcome, Pace, Rejected
from console.dispatch.models import BEGUN, UNKNOWN, WAITING, Dispatch, DispatchAttempt, DispatchClaim
from console.dispatch.service import NEVER, PURPOSE, all_locked, locked, outbox, park
from console.dispatch.taking import LEASE, Taken
from console.institutions.queries import is_practice
from console.institutions.sessions import scope_of
from console.institutions.settings import opened
from console.jobs import claims

_BROKE_OFF = N_("The worker broke off at this one again and again. Whether it arrived is not known.")
_OTHER_KEY = Phrase(
    N_("It was encrypted with another secret key of the console. Give it up and do again what caused it.")
)


@dataclass(frozen=True)
class Begun:
    """An attempt that is committed and not yet made."""

    taken: Taken
    attempt: int
    """The key of its row."""
    number: int
    letter: Letter | Rejected
    """What to send, or why it cannot be read any more."""
    peer: str
    """The system that is called, as people name it."""


@dataclass(frozen=True)
class Done:
    """An attempt and what came of it; without an outcome it was not made after all."""

    begun: Begun
    outcome: Outcome | None


def begin(session: Session, taken: Sequence[Taken]) -> list[Begun]:
    """Note that attempts begin, of what is still ours to send. The caller commits before it sends anything."""
    rows = batches.locked_to_send(session, [one.turn.key for one in taken])
    ours = claims.keep(session, DispatchClaim, [one.turn for one in taken], LEASE)
    open_ones = {key: row for key, row in rows.items() if row.state == WAITING and key in ours}
    lost = _left_open(session, _perhaps_tried(taken, open_ones))
    given_up = _broken_off(session, taken, open_ones, lost)
    found = [(one, open_ones[one.turn.key]) for one in taken if one.turn.key in open_ones.keys() - given_up]
    numbers = {row.id: max([row.attempts, *lost.get(row.id, ())]) + 1 for _, row in found}
    attempts = records.begun(session, numbers, clock.now())
    settings = {owner: opened(session, owner) for owner in {_owner(row.channel) for _, row in found}}
    practises = is_practice(session, scope_of(session).institution)
    return [
        Begun(
            one,
            attempts[row.id],
            numbers[row.id],
            _letter(row, settings[_owner(row.channel)], practises),
            row.peer,
        )
        for one, row in found
    ]


def put_off(session: Session, taken: Taken, due: datetime) -> bool:
    """Let an envelope wait without an attempt, unless a person asked to try it; give whether it waits.

    The caller commits.
    """
    row = locked(session, taken.turn.key)
    if row is not None and row.attempts and not row.tries:
        return False
    at = claims.at(session, due)
    if row is not None and claims.change(session, DispatchClaim, taken.turn, lease_until=None, due=at):
        row.next_at = due
    return True


def pace_of(channel: str) -> Pace:
    """Give how a channel tries again; of one that is not there any more, as usual."""
    found = outbox().channels.get(channel)
    return found.pace if found is not None else Pace()


def _perhaps_tried(taken: Sequence[Taken], rows: Mapping[int, Row[Any]]) -> list[int]:
    """Give those that were tried or at least taken before: an attempt is counted at its end only."""
    again = {one.turn.key for one in taken if one.turn.turn > 1}
    return [key for key, row in rows.items() if row.attempts or key in again]


def _broken_off(
    session: Session, taken: Sequence[Taken], rows: Mapping[int, Row[Any]], lost: Mapping[int, Sequence[int]]
) -> set[int]:
    """Count the attempts that had no end, by their numbers; give those envelopes that are parked after too many."""
    spent = {
        key for key, row in rows.items() if row.tries + len(lost.get(key, ())) >= pace_of(row.channel).tries
    }
    for key, row in all_locked(session, lost.keys() | spent).items():
        row.tries += len(lost.get(key, ()))
        row.attempts = max([row.attempts, *lost.get(key, ())])
    for one in taken:
        if one.turn.key in spent:
            _park(session, one)
    return spent


def _left_open(session: Session, tried: Sequence[int]) -> dict[int, list[int]]:
    """Close the attempts that a worker left without an end, and give their numbers by their envelopes."""
    found: dict[int, list[int]] = {}
    if not tried:
        return found
    closed = session.execute(
        update(DispatchAttempt)
        .where(DispatchAttempt.dispatch_id.in_(tried), DispatchAttempt.outcome == BEGUN)
        .values(outcome=UNKNOWN, ended_at=clock.now())
        .returning(DispatchAttempt.dispatch_id, DispatchAttempt.number)
        .execution_options(synchronize_session=False)
    )
    for key, number in closed:
        found.setdefault(key, []).append(number)
    return found


def _park(session: Session, taken: Taken) -> None:
    row = session.get_one(Dispatch, taken.turn.key)
    row.why = {"message": _BROKE_OFF, "params": {}}
    claims.change(session, DispatchClaim, taken.turn, lease_until=None, due=NEVER)
    park(session, row)


def _owner(channel: str) -> str:
    """Give the plugin whose settings a channel reads: none for the console's own, whose keys are one word."""
    return channel.partition(".")[0] if "." in channel else ""


def _letter(row: Row[Any], settings: Mapping[str, str], practises: bool) -> Letter | Rejected:
    """Give what the channel is handed, or why it cannot be read any more."""
    text = row.payload
    if row.secret:
        try:
            text = unseal(current_app.extensions["guichet_settings"].secret_key, PURPOSE, text)
        except Unreadable:
            return Rejected(_OTHER_KEY)
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
    return Letter(envelope, row.institution_id, row.created_at, settings, practises)
