"""Writing and reading the journal.

Words: an *action* is a kind of act with a sentence; *facts* fill its placeholders; a *change* is a field with its value
before and after; a *consultation* is a line about somebody who looked at personal data. An act's line goes into the
page session, so that both are committed together or not at all; a consultation's goes into a short session of its own,
which is committed before anything is shown.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import takewhile
from typing import Any

from flask import current_app, g
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from console.audit.models import CONSULTATION, AuditEntry
from console.audit.verifying import ERASED, runs
from console.base import clock, ids
from console.institutions.scope import ScopeError, Work


@dataclass(frozen=True)
class Actor:
    """Who acts: a person, or the console itself (`id` is `None`)."""

    id: int | None
    name: str


CONSOLE = Actor(None, "Guichet")
ENDS = (".deleted", ".removed")
"""Acts after which a thing is no more."""


def record(
    session: Session,
    action: str,
    *,
    subject: str = "",
    subject_id: object = "",
    concerning: str = "",
    **facts: Any,
) -> AuditEntry:
    """Add a line to the journal of the session's institution, by the actor of this request.

    `concerning` is the official number of the person whom it is about; only a digest of it is kept.
    """
    actor: Actor = g.get("actor") or CONSOLE
    entry = AuditEntry(
        at=clock.now(),
        actor_id=actor.id,
        actor_name=actor.name,
        action=action,
        subject=subject,
        subject_id=str(subject_id),
        person=person_digest(_institution(session), concerning) if concerning else "",
        facts=facts,
        request_id=g.get("request_id") or "",
    )
    session.add(entry)
    return entry


def consulted(
    session: Session,
    subject: str,
    *,
    act: str = "consulted",
    subject_id: object = "",
    concerning: str = "",
    ground: str = "",
    **facts: Any,
) -> AuditEntry:
    """Add a line about somebody who is about to see personal data.

    `ground` is the legal ground or purpose, where one was asked for; `facts` are those of the sentence of `act`.
    """
    told = {**facts, "ground": ground} if ground else facts
    entry = record(
        session, f"{subject}.{act}", subject=subject, subject_id=subject_id, concerning=concerning, **told
    )
    entry.kind = CONSULTATION
    return entry


def person_digest(institution: int, number: str) -> str:
    """Give what stands in the journal of an institution for a person with this official number, however it is written.

    Keyed with the installation's secret: the few million possible numbers cannot be tried against it.
    """
    plain = "".join(sign for sign in number.upper() if sign.isalnum())
    secret: str = current_app.extensions["guichet_settings"].secret_key
    return ids.keyed_digest(secret, "journal", str(institution), plain) if plain else ""


def erase(session: Session, person: str, before: datetime, *, most: int = 10_000) -> int:
    """Erase the personal parts of up to `most` sealed lines from before a moment; give of how many.

    `person` is a `person_digest`, or empty for everybody. The lines stay, and the chain over them; an act of its own
    says which they are, without which `guichet journal verify` would call them emptied.
    """
    wanted = select(AuditEntry).where(
        AuditEntry.number.is_not(None),
        AuditEntry.salt.is_not(None),
        AuditEntry.at < before,
        AuditEntry.action != ERASED,
    )
    if person:
        wanted = wanted.where(AuditEntry.person == person)
    lines = session.scalars(wanted.order_by(AuditEntry.number).limit(most)).all()
    empty(session, lines)
    return len(lines)


def empty(session: Session, lines: Sequence[AuditEntry]) -> None:
    """Erase the personal parts of sealed lines, and say so in one act."""
    for line in lines:
        line.erase()
    if lines:
        numbers = {line.number for line in lines if line.number is not None}
        record(session, ERASED, count=len(lines), lines=[list(run) for run in runs(numbers)])
        session.flush()


def changes_of(
    row: Any, *, skip: frozenset[str] = frozenset({"version", "institution_id"})
) -> dict[str, list[Any]]:
    """Give the changed columns of a row not yet flushed: `{column: [before, after]}`, as JSON values."""
    state = inspect(row)
    found: dict[str, list[Any]] = {}
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if column.key in skip or not history.has_changes():
            continue
        before = history.deleted[0] if history.deleted else None
        after = history.added[0] if history.added else None
        if before != after:
            found[column.key] = [_plain(before), _plain(after)]
    return found


def history_of(session: Session, subject: str, subject_id: object, *, limit: int = 200) -> list[AuditEntry]:
    """Give the lines about one thing, newest first.

    They end where another thing with this number was deleted or removed: SQLite gives the highest number anew.
    """
    found = session.scalars(
        select(AuditEntry)
        .where(AuditEntry.subject == subject, AuditEntry.subject_id == str(subject_id))
        .order_by(AuditEntry.id.desc())
        .limit(limit)
    )
    return list(takewhile(lambda entry: not entry.action.endswith(ENDS), found))


def _institution(session: Session) -> int:
    work: Work = session.info["work"]
    if work.scope is None:
        raise ScopeError("this session has no scope")
    return work.scope.institution


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, bool, type(None))) else str(value)
