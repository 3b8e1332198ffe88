"""Who works on a row until when, agreed in the database between threads, processes and machines.

Words: a *claim* is the row by which workers agree; a *lease* says until when it is somebody's; a *turn* is the time
between taking a claim and giving it back. A worker that dies loses its lease and the next one takes the row up; one
that merely was slow learns from the number of the turn that it is not its own any more.

Leases are measured by one clock, the database's: workers on machines whose clocks differ agree nevertheless.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ARRAY,
    BindParameter,
    ColumnElement,
    DateTime,
    Integer,
    Interval,
    any_,
    bindparam,
    delete,
    func,
    inspect,
    literal,
    or_,
    select,
    tuple_,
    type_coerce,
    update,
)
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
    told: tuple[Any, ...] = ()
    """The further columns that were asked for."""


def has_own_clock(session: Session) -> bool:
    """Say whether moments are measured by our clock: SQLite is in our own process, and a test may stop it."""
    return clock.is_stopped() or session.get_bind().dialect.name != "postgresql"


def present(session: Session) -> ColumnElement[datetime]:
    """Give the present moment by the database's clock."""
    if has_own_clock(session):
        return literal(clock.now(), UtcMoment())
    return type_coerce(func.timezone("UTC", func.clock_timestamp(), type_=DateTime()), UtcMoment())


def later(session: Session, lease: timedelta) -> ColumnElement[datetime]:
    """Give the end of a time that begins now, by the database's clock."""
    if has_own_clock(session):
        return literal(clock.now() + lease, UtcMoment())
    moment = func.timezone("UTC", func.clock_timestamp(), type_=DateTime())
    return type_coerce(moment + bindparam(None, lease, Interval()), UtcMoment())


def since_begun(wait: ColumnElement[timedelta]) -> ColumnElement[datetime]:
    """Give the end of a time that began with the transaction, by PostgreSQL's clock: acts keep their order."""
    moment = func.timezone("UTC", func.now(), type_=DateTime())
    return type_coerce(moment + wait, UtcMoment())


def at(session: Session, moment: datetime) -> ColumnElement[datetime]:
    """Give a moment that our clock names by the database's clock: as far from its present as from ours."""
    return later(session, moment - clock.now())


def take(
    session: Session,
    model: type[Claim],
    lease: timedelta,
    *,
    limit: int = 1,
    ready: tuple[ColumnElement[bool], ...] = (),
    only: int | None = None,
    told: tuple[Any, ...] = (),
) -> list[Turn]:
    """Take up to `limit` free claims that are due, in a transaction of its own; writes nothing when there is none.

    `ready` are further conditions, `only` is the one claim that is wanted, and `told` are further columns of the claim.
    What others are just taking is passed over: by `SKIP LOCKED` on PostgreSQL; on SQLite one writes at a time, so that
    a worker looks before it asks to write, and the statement looks again once it may.
    """
    moment, key = present(session), _key(model)
    free = [model.due <= moment, or_(model.lease_until.is_(None), model.lease_until < moment), *ready]
    if only is not None:
        free.append(key == only)
    found = (
        select(key)
        .where(*free)
        .order_by(model.priority, model.due, key)
        .limit(limit)
        .with_for_update(skip_locked=True, of=model)
        .cte("found")
    )
    is_sqlite = session.get_bind().dialect.name == "sqlite"
    if is_sqlite and session.execute(select(key).where(*free).limit(1)).first() is None:
        session.rollback()
        return []
    taken = session.execute(
        update(model)
        .where(key.in_(select(found)))
        .values(turn=model.turn + 1, lease_until=later(session, lease))
        .returning(key, model.institution_id, model.turn, model.priority, model.due, *told)
        .execution_options(synchronize_session=False)
    ).all()
    session.commit()
    taken = sorted(taken, key=lambda row: (row[3], row[4], row[0]))
    return [Turn(row[0], row[1], row[2], tuple(row[5:])) for row in taken]


def due(
    session: Session, model: type[Claim], limit: int, *, ready: tuple[ColumnElement[bool], ...] = ()
) -> list[int]:
    """Give the keys of free claims that are due, in their order, without taking them."""
    moment, key = present(session), _key(model)
    asked = select(key).where(
        model.due <= moment, or_(model.lease_until.is_(None), model.lease_until < moment), *ready
    )
    found = list(session.scalars(asked.order_by(model.priority, model.due, key).limit(limit)))
    session.rollback()
    return found


def keep(session: Session, model: type[Claim], turns: Iterable[Turn], lease: timedelta) -> set[int]:
    """Let leases begin anew, of those claims that are still ours; give their keys. The caller commits."""
    wanted = {turn.key: turn.turn for turn in turns}
    if not wanted:
        return set()
    key = _key(model)
    if session.get_bind().dialect.name == "postgresql":
        # One text for any number of them, which the driver and the server read once.
        keys, numbers = _array(wanted.keys(), key.type), _array(wanted.values(), Integer())
        told = func.unnest(keys, numbers).table_valued("key", "turn").render_derived()
        ours: tuple[Any, ...] = (key == told.c.key, model.turn == told.c.turn, key == any_(keys))
    else:
        ours = (tuple_(key, model.turn).in_(list(wanted.items())),)
    kept = session.scalars(
        update(model)
        .where(*ours)
        .values(lease_until=later(session, lease))
        .returning(key)
        .execution_options(synchronize_session=False)
    )
    return set(kept)


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


def _array(values: Iterable[int], kind: Any) -> BindParameter[Any]:
    return bindparam(None, list(values), ARRAY(kind))


def _key(model: type[Claim]) -> Any:
    return inspect(model).primary_key[0]
