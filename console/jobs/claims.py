"""Who works on a row until when, agreed in the database between threads, processes and machines.

Words: a *claim* is the row by which workers agree; a *lease* says until when it is somebody's; a *turn* is the time
between taking a claim and giving it back. A worker that dies loses its lease and the next one takes the row up; one
that merely was slow learns from the number of the turn that it is not its own any more.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Integer, delete, inspect, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from console.base import clock
from console.base.model import UtcMoment


class Claim:
    """Mixin of a table of claims, whose primary key is that of the row worked on.

    Such a table is not scoped: a worker looks in all institutions and enters a scope only to work.
    """

    institution_id: Mapped[int] = mapped_column(Integer, nullable=False)
    due: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    lease_until: Mapped[datetime | None] = mapped_column(UtcMoment)
    priority: Mapped[int] = mapped_column(Integer, nullable=False)
    """Lower goes first."""
    turn: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """Counts how often it was taken: a worker that lost its lease cannot commit any more."""


@dataclass(frozen=True)
class Turn:
    """A claim that is ours."""

    key: int
    institution_id: int
    turn: int


def take(
    session: Session,
    model: type[Claim],
    lease: timedelta,
    *,
    limit: int = 1,
    ready: tuple[ColumnElement[bool], ...] = (),
) -> list[Turn]:
    """Take up to `limit` free claims that are due, in a transaction of its own; reads only when there is none.

    `ready` are further conditions. What others are just taking is passed over: by `SKIP LOCKED` on PostgreSQL; on
    SQLite one writes at a time, and the statement looks again once it may write.
    """
    moment, key = clock.now(), _key(model)
    free = or_(model.lease_until.is_(None), model.lease_until < moment)
    found = (
        select(key)
        .where(model.due <= moment, free, *ready)
        .order_by(model.priority, model.due, key)
        .limit(limit)
        .with_for_update(skip_locked=True, of=model)
        .cte("found")
    )
    if session.execute(select(key).where(model.due <= moment, free, *ready).limit(1)).first() is None:
        session.rollback()
        return []
    taken = session.execute(
        update(model)
        .where(key.in_(select(found)))
        .values(turn=model.turn + 1, lease_until=moment + lease)
        .returning(key, model.institution_id, model.turn, model.priority, model.due)
        .execution_options(synchronize_session=False)
    ).all()
    session.commit()
    return [Turn(row[0], row[1], row[2]) for row in sorted(taken, key=lambda row: (row[3], row[4], row[0]))]


def change(session: Session, model: type[Claim], turn: Turn, **values: Any) -> bool:
    """Change a claim as long as it is ours: give back its lease or move its end; give whether it was ours."""
    session.flush()
    changed = session.execute(
        update(model)
        .where(_key(model) == turn.key, model.turn == turn.turn)
        .values(**values)
        .execution_options(synchronize_session=False)
    )
    return bool(changed.rowcount)  # type: ignore[attr-defined]


def drop(session: Session, model: type[Claim], turn: Turn) -> bool:
    """Delete a claim as long as it is ours; give whether it was ours."""
    session.flush()
    gone = session.execute(
        delete(model)
        .where(_key(model) == turn.key, model.turn == turn.turn)
        .execution_options(synchronize_session=False)
    )
    return bool(gone.rowcount)  # type: ignore[attr-defined]


def _key(model: type[Claim]) -> Any:
    return inspect(model).primary_key[0]
