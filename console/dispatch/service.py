"""Writing envelopes into the outbox, trying them again, giving them up.

Words: an *envelope* is one thing to transmit and a *dispatch* its row in the outbox; an *attempt* is one call of its
channel; a dispatch is *parked* when trying by itself has no sense any more, and waits for a person.

An envelope and its claim are written in the transaction of the act that causes them: both are there or neither, and no
sweeper has to look for envelopes without a claim. Functions flush and never commit.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from blinker import Signal
from flask import Flask, current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import ColumnElement, delete, event, select, update
from sqlalchemy.orm import Session

from console.audit.service import record
from console.base import clock, ids
from console.base.errors import ConfigurationError, Conflict, NotFound, ProgrammingError
from console.base.sealing import seal
from console.dispatch import batches
from console.dispatch.declarations import LONGEST_KEY, Channel, Envelope, Outcome
from console.dispatch.models import (
    DELIVERED,
    GIVEN_UP,
    PARKED,
    WAITING,
    Acknowledgement,
    Dispatch,
    DispatchClaim,
)
from console.institutions.sessions import scope_of
from console.jobs import claims

KEPT = timedelta(days=90)
"""How long an ended dispatch can be looked at."""
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""When a parked dispatch is due. Its claim stays, so that what follows in its conversation waits."""
LONGEST_PEER = 120
PURPOSE = "dispatch"
SUBJECT = "console.dispatch"
_CLAIMED = ("institution_id", "channel", "peer", "conversation", "priority")
written: Final = Signal()
"""Sent by the session with the `columns` of each new dispatch before it is stored; subscribers complete them."""
parked: Final = Signal()
"""Sent by the session in whose transaction a dispatch stops being tried: `dispatch`, and the last `outcome` if known.

Subscribers write into the same session and never commit.
"""


@dataclass
class Outbox:
    """The channels of this process, and what its workers need."""

    channels: dict[str, Channel]
    wake: threading.Event = field(default_factory=threading.Event)
    """Set once an envelope has been committed, so that the embedded worker begins at once."""


@dataclass(frozen=True)
class Posted:
    """An envelope that is in the outbox."""

    id: int
    public_id: str
    """The reference in its address."""
    target: str


def install(app: Flask, channels: Iterable[Channel]) -> None:
    """Make the channels known to the application. Call once, from the start list."""
    found: dict[str, Channel] = {}
    for channel in channels:
        if channel.key in found:
            raise ConfigurationError([f"two channels are called {channel.key}"])
        found[channel.key] = channel
    app.extensions["guichet_outbox"] = Outbox(found)


def outbox() -> Outbox:
    """Give the channels of this application."""
    found: Outbox = current_app.extensions["guichet_outbox"]
    return found


def has_channel(key: str) -> bool:
    """Say whether something can leave by this channel here."""
    return key in outbox().channels


def enqueue(session: Session, envelope: Envelope) -> Posted:
    """Put an envelope into the outbox; it leaves once the session is committed, and never when it is rolled back.

    The same idempotency key gives the row that is there already. Raises `ProgrammingError` for a channel that is not
    there, and for a key under which something else was written.
    """
    if not has_channel(envelope.channel):
        raise ProgrammingError(f"there is no channel {envelope.channel}")
    posted = _write(session, envelope)
    if posted is not None:
        return posted
    found = _with_key(session, envelope.key)
    if found is None or found.digest != envelope.digest:
        raise ProgrammingError(f"something else was written under the key {envelope.key}")
    return Posted(found.id, found.public_id, found.target)


def retry(session: Session, dispatch: Dispatch) -> None:
    """Let a dispatch be tried at once; raises `Conflict` for one that has ended."""
    row = _open(session, dispatch)
    row.state, row.tries, row.next_at = WAITING, 0, clock.now()
    _move_claim(session, row, claims.present(session))
    _journal(session, "retried", row)
    wake_after(session)


def give_up(session: Session, dispatch: Dispatch, reason: str = "") -> None:
    """Let a dispatch never be tried again, and its conversation go on; raises `Conflict` for one that has ended.

    `reason` is what a person said about it.
    """
    row = _open(session, dispatch)
    end(session, row, GIVEN_UP)
    drop_claim(session, row)
    _journal(session, "given_up", row, **({"reason": reason} if reason else {}))
    wake_after(session)


def send_again(session: Session, row: Dispatch) -> bool:
    """Let a locked dispatch leave once more under the same key, whatever its state; give whether it can.

    A secret one that has ended cannot: nothing of it is left. What the other side answered stays.
    """
    if row.state in (WAITING, PARKED):
        retry(session, row)
        return True
    if not row.payload:
        return False
    moment = clock.now()
    row.state, row.tries, row.next_at, row.ended_at = WAITING, 0, moment, None
    values = {name: getattr(row, name) for name in _CLAIMED}
    # Not its first turn: who takes it looks for attempts of before.
    batches.add_claim(session, {**_claim(values), "dispatch_id": row.id, "turn": 1}, claims.present(session))
    _journal(session, "replayed", row)
    wake_after(session)
    return True


def withdraw(session: Session, subject: str, subject_id: object) -> None:
    """Give up what is still to leave about a thing, because something newer takes its place."""
    asked = select(Dispatch).where(
        Dispatch.subject == subject,
        Dispatch.subject_id == str(subject_id),
        Dispatch.state.in_((WAITING, PARKED)),
    )
    for row in session.scalars(asked.order_by(Dispatch.id)):
        give_up(session, row)


def park(session: Session, row: Dispatch, outcome: Outcome | None = None) -> None:
    """Stop trying a locked dispatch until a person decides."""
    row.state, row.next_at = PARKED, None
    _journal(session, "parked", row)
    parked.send(session, dispatch=row, outcome=outcome)


def end(session: Session, row: Dispatch, state: str) -> None:
    """End a locked dispatch; what was secret in it is erased."""
    row.state, row.next_at, row.ended_at = state, None, clock.now()
    row.payload = "" if row.secret else row.payload


def delivered(session: Session, row: Dispatch, *, reference: str = "") -> None:
    """Note that the other side has a locked dispatch, unless that is known; its claim is the caller's to drop."""
    if reference and not row.reference:
        row.reference = reference[:LONGEST_KEY]
    if row.state != DELIVERED:
        end(session, row, DELIVERED)
        row.why = {}


def drop_claim(session: Session, row: Dispatch) -> None:
    """Let no worker take an ended dispatch any more, and its conversation go on."""
    session.flush()
    session.execute(delete(DispatchClaim).where(DispatchClaim.dispatch_id == row.id))


def dispatch_of(session: Session, public_id: str) -> Dispatch:
    """Give a dispatch of the scope by its reference; raises `NotFound`."""
    found = session.scalars(select(Dispatch).where(Dispatch.public_id == public_id)).first()
    if found is None:
        raise NotFound(_l("There is nothing at this address."))
    return found


def locked(session: Session, key: int) -> Dispatch | None:
    """Give a dispatch as it is stored now, locked until the end of the transaction; always before its claim."""
    asked = select(Dispatch).where(Dispatch.id == key).with_for_update()
    return session.scalars(asked.execution_options(populate_existing=True)).first()


def all_locked(session: Session, keys: Iterable[int]) -> dict[int, Dispatch]:
    """Give dispatches as they are stored now, locked in the order of their keys until the end of the transaction."""
    asked = select(Dispatch).where(Dispatch.id.in_(sorted(keys))).order_by(Dispatch.id).with_for_update()
    return {row.id: row for row in session.scalars(asked.execution_options(populate_existing=True))}


def sweep(session: Session) -> None:
    """Delete what ended more than `KEPT` ago in the session's institution, and answers that never fitted anything."""
    oldest = clock.now() - KEPT
    session.execute(delete(Dispatch).where(Dispatch.ended_at < oldest))
    lost = Acknowledgement.dispatch_id.is_(None) & (Acknowledgement.came_at < oldest)
    session.execute(delete(Acknowledgement).where(lost))


def lane_of(institution: int, conversation: str) -> str | None:
    """Give what stands for a conversation outside the scope."""
    return ids.digest(f"{institution} {conversation}") if conversation else None


def peer_of(channel: str, name: str) -> str:
    """Give what stands for a called system outside the scope: the same one for all institutions."""
    return ids.digest(f"{channel} {name}")[:32]


def _with_key(session: Session, key: str) -> Dispatch | None:
    return session.scalars(select(Dispatch).where(Dispatch.key == key)).first()


def _write(session: Session, envelope: Envelope) -> Posted | None:
    """Write the row and its claim; nothing when its key is taken, also by a transaction that is just committed."""
    institution, moment = scope_of(session).institution, clock.now()
    due = max(moment, envelope.not_before or moment)
    values = _columns(envelope, moment, due) | {"institution_id": institution}
    written.send(session, columns=values)
    key = batches.added(session, values, _claim(values))
    if key is None:
        return None
    wake_after(session)
    return Posted(key, values["public_id"], envelope.target)


def _columns(envelope: Envelope, moment: datetime, due: datetime) -> dict[str, Any]:
    return {
        "public_id": ids.reference(),
        "channel": envelope.channel,
        "plugin": envelope.kind.partition(".")[0],
        "kind": envelope.kind,
        "target": envelope.target,
        "peer": outbox().channels[envelope.channel].peer(envelope)[:LONGEST_PEER],
        "payload": _stored(envelope),
        "secret": envelope.secret,
        "digest": envelope.digest,
        "key": envelope.key,
        "priority": envelope.priority,
        "technical_by": envelope.technical_by,
        "business_by": envelope.business_by,
        "conversation": envelope.conversation,
        "subject": envelope.subject,
        "subject_id": envelope.subject_id,
        "reference": "",
        "answer": "",
        "overdue": "",
        "state": WAITING,
        "why": {},
        "attempts": 0,
        "tries": 0,
        "created_at": moment,
        "next_at": due,
    }


def _claim(values: Mapping[str, Any]) -> dict[str, Any]:
    """Give what the claim of an envelope says of it, from its columns `_CLAIMED`."""
    institution = values["institution_id"]
    return {
        "institution_id": institution,
        "channel": values["channel"],
        "peer": peer_of(values["channel"], values["peer"]),
        "lane": lane_of(institution, values["conversation"]),
        "priority": values["priority"],
        "turn": 0,
    }


def _stored(envelope: Envelope) -> str:
    if not envelope.secret:
        return envelope.text
    return seal(current_app.extensions["guichet_settings"].secret_key, PURPOSE, envelope.text)


def _open(session: Session, dispatch: Dispatch) -> Dispatch:
    row = locked(session, dispatch.id)
    if row is None or row.state in (DELIVERED, GIVEN_UP):
        raise Conflict(_l("This transmission has ended meanwhile. Look at the list again."))
    return row


def _move_claim(session: Session, row: Dispatch, due: datetime | ColumnElement[datetime]) -> None:
    """Make a claim due; one that is being worked on keeps its lease."""
    session.flush()
    session.execute(
        update(DispatchClaim)
        .where(DispatchClaim.dispatch_id == row.id)
        .values(due=due)
        .execution_options(synchronize_session=False)
    )


def wake_after(session: Session) -> None:
    """Let the embedded worker look at the outbox once the session is committed."""
    wake = outbox().wake
    if session.info.get("wakes") is not wake:
        session.info["wakes"] = wake
        event.listen(session, "after_commit", lambda _: wake.set())


def _journal(session: Session, act: str, row: Dispatch, **facts: str) -> None:
    record(
        session, f"{SUBJECT}.{act}", subject=SUBJECT, subject_id=row.public_id, name=row.public_id, **facts
    )
