"""Writing envelopes into the outbox, trying them again, giving them up.

Words: an *envelope* is one thing to transmit and a *dispatch* its row in the outbox; an *attempt* is one call of its
channel; a dispatch is *parked* when trying by itself has no sense any more, and waits for a person.

An envelope and its claim are written in the transaction of the act that causes them: both are there or neither, and no
sweeper has to look for envelopes without a claim. Functions flush and never commit.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from flask import Flask, current_app
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, event, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.audit.service import record
from console.base import clock, ids
from console.base.errors import ConfigurationError, Conflict, NotFound, ProgrammingError
from console.base.sealing import seal
from console.dispatch.declarations import Channel, Envelope
from console.dispatch.models import DELIVERED, GIVEN_UP, PARKED, WAITING, Dispatch, DispatchClaim
from console.institutions.scope import Scope
from console.institutions.sessions import scope_of

KEPT = timedelta(days=90)
"""How long an ended dispatch can be looked at."""
NEVER = datetime(9999, 12, 31, tzinfo=UTC)
"""When a parked dispatch is due. Its claim stays, so that what follows in its conversation waits."""
PURPOSE = "dispatch"
SUBJECT = "console.dispatch"


@dataclass
class Outbox:
    """The channels of this process, and what its workers need."""

    channels: dict[str, Channel]
    wake: threading.Event = field(default_factory=threading.Event)
    """Set once an envelope has been committed, so that the embedded worker begins at once."""


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


def enqueue(session: Session, envelope: Envelope) -> Dispatch:
    """Put an envelope into the outbox; it leaves once the session is committed, and never when it is rolled back.

    The same idempotency key gives the row that is there already. Raises `ProgrammingError` for a channel that is not
    there, and for a key under which something else was written.
    """
    if not has_channel(envelope.channel):
        raise ProgrammingError(f"there is no channel {envelope.channel}")
    found = _with_key(session, envelope.key)
    if found is None:
        try:
            with session.begin_nested():
                return _write(session, envelope)
        except IntegrityError:
            # Another request wrote the same key at the same time, and has committed it.
            found = _with_key(session, envelope.key)
    if found is None or found.digest != envelope.digest:
        raise ProgrammingError(f"something else was written under the key {envelope.key}")
    return found


def retry(session: Session, dispatch: Dispatch) -> None:
    """Let a dispatch be tried at once; raises `Conflict` for one that has ended."""
    row = _open(session, dispatch)
    row.state, row.tries, row.next_at = WAITING, 0, clock.now()
    _move_claim(session, row, clock.now())
    _journal(session, "retried", row)
    _wake_after(session)


def give_up(session: Session, dispatch: Dispatch) -> None:
    """Let a dispatch never be tried again, and its conversation go on; raises `Conflict` for one that has ended."""
    row = _open(session, dispatch)
    end(session, row, GIVEN_UP)
    drop_claim(session, row)
    _journal(session, "given_up", row)
    _wake_after(session)


def withdraw(session: Session, subject: str, subject_id: object) -> None:
    """Give up what is still to leave about a thing, because something newer takes its place."""
    asked = select(Dispatch).where(
        Dispatch.subject == subject,
        Dispatch.subject_id == str(subject_id),
        Dispatch.state.in_((WAITING, PARKED)),
    )
    for row in session.scalars(asked.order_by(Dispatch.id)):
        give_up(session, row)


def park(session: Session, row: Dispatch) -> None:
    """Stop trying a locked dispatch until a person decides."""
    row.state, row.next_at = PARKED, None
    _journal(session, "parked", row)


def end(session: Session, row: Dispatch, state: str) -> None:
    """End a locked dispatch; what was secret in it is erased."""
    row.state, row.next_at, row.ended_at = state, None, clock.now()
    row.payload = "" if row.secret else row.payload


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


def sweep(session: Session) -> None:
    """Delete what ended more than `KEPT` ago in the session's institution."""
    session.execute(delete(Dispatch).where(Dispatch.ended_at < clock.now() - KEPT))


def lane_of(institution: int, conversation: str) -> str | None:
    """Give what stands for a conversation outside the scope."""
    return ids.digest(f"{institution} {conversation}") if conversation else None


def _with_key(session: Session, key: str) -> Dispatch | None:
    return session.scalars(select(Dispatch).where(Dispatch.key == key)).first()


def _write(session: Session, envelope: Envelope) -> Dispatch:
    """Write the row and its claim."""
    scope, moment = scope_of(session), clock.now()
    due = max(moment, envelope.not_before or moment)
    row = Dispatch(
        public_id=ids.reference(),
        channel=envelope.channel,
        kind=envelope.kind,
        target=envelope.target,
        payload=_stored(envelope),
        secret=envelope.secret,
        digest=envelope.digest,
        key=envelope.key,
        priority=envelope.priority,
        technical_by=envelope.technical_by,
        business_by=envelope.business_by,
        conversation=envelope.conversation,
        subject=envelope.subject,
        subject_id=envelope.subject_id,
        state=WAITING,
        why={},
        attempts=0,
        tries=0,
        created_at=moment,
        next_at=due,
    )
    session.add(row)
    session.flush()
    session.add(_claim(scope, row, due))
    session.flush()
    _wake_after(session)
    return row


def _claim(scope: Scope, row: Dispatch, due: datetime) -> DispatchClaim:
    return DispatchClaim(
        dispatch_id=row.id,
        institution_id=scope.institution,
        channel=row.channel,
        lane=lane_of(scope.institution, row.conversation),
        due=due,
        priority=row.priority,
        turn=0,
    )


def _stored(envelope: Envelope) -> str:
    if not envelope.secret:
        return envelope.text
    return seal(current_app.extensions["guichet_settings"].secret_key, PURPOSE, envelope.text)


def _open(session: Session, dispatch: Dispatch) -> Dispatch:
    row = locked(session, dispatch.id)
    if row is None or row.state in (DELIVERED, GIVEN_UP):
        raise Conflict(_l("This transmission has ended meanwhile. Look at the list again."))
    return row


def _move_claim(session: Session, row: Dispatch, due: datetime) -> None:
    """Make a claim due; one that is being worked on keeps its lease."""
    session.flush()
    session.execute(
        update(DispatchClaim)
        .where(DispatchClaim.dispatch_id == row.id)
        .values(due=due)
        .execution_options(synchronize_session=False)
    )


def _wake_after(session: Session) -> None:
    wake = outbox().wake
    event.listen(session, "after_commit", lambda _: wake.set(), once=True)


def _journal(session: Session, act: str, row: Dispatch) -> None:
    record(session, f"{SUBJECT}.{act}", subject=SUBJECT, subject_id=row.public_id, name=row.public_id)
