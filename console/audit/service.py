"""Writing and reading the journal.

Words: an *action* is a kind of act with a sentence; *facts* fill its placeholders; a *change* is a field with its value
before and after. Lines go into the page session, so that an act and its line are committed together or not at all.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import takewhile
from typing import Any

from flask import g
from sqlalchemy import inspect, select
from sqlalchemy.orm import Session

from console.audit.models import AuditEntry
from console.base import clock


@dataclass(frozen=True)
class Actor:
    """Who acts: a person, or the console itself (`id` is `None`)."""

    id: int | None
    name: str


CONSOLE = Actor(None, "Guichet")
ENDS = (".deleted", ".removed")
"""Acts after which a thing is no more."""


def record(
    session: Session, action: str, *, subject: str = "", subject_id: object = "", **facts: Any
) -> AuditEntry:
    """Add a line to the journal of the session's institution, by the actor of this request."""
    actor: Actor = g.get("actor") or CONSOLE
    entry = AuditEntry(
        at=clock.now(),
        actor_id=actor.id,
        actor_name=actor.name,
        action=action,
        subject=subject,
        subject_id=str(subject_id),
        facts=facts,
        request_id=g.get("request_id") or "",
    )
    session.add(entry)
    return entry


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


def _plain(value: Any) -> Any:
    return value if isinstance(value, (str, int, bool, type(None))) else str(value)
