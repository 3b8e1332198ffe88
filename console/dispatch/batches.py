"""Envelopes and claims in whole batches: few statements, whose text never changes, for as many as there are.

A worker begins and notes some sixty envelopes at once. Row by row through the unit of work that costs more processor
than the calls themselves. The statements are made once and get their values as parameters; those that write name the
institution in each row. `records` does the same for what comes of attempts.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    Column,
    ColumnElement,
    Interval,
    Row,
    Select,
    Table,
    any_,
    bindparam,
    insert,
    literal,
    select,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session

from console.base.model import UtcMoment
from console.dispatch.models import (
    Dispatch,
    DispatchClaim,
)
from console.institutions.fence import NAMED_QUERY
from console.institutions.guard import lasting
from console.jobs import claims

NAMED = {NAMED_QUERY: True}
"""The option of statements that write rows with their institution in each."""
_READ = (
    Dispatch.id,
    Dispatch.institution_id,
    Dispatch.channel,
    Dispatch.kind,
    Dispatch.target,
    Dispatch.peer,
    Dispatch.payload,
    Dispatch.secret,
    Dispatch.key,
    Dispatch.priority,
    Dispatch.technical_by,
    Dispatch.business_by,
    Dispatch.conversation,
    Dispatch.subject,
    Dispatch.subject_id,
    Dispatch.state,
    Dispatch.attempts,
    Dispatch.tries,
    Dispatch.created_at,
)
"""What an attempt needs of an envelope."""


def added(session: Session, values: Mapping[str, Any], claim: Mapping[str, Any]) -> int | None:
    """Add an envelope and its claim, due when the envelope is, and give the key of both.

    Nothing when the idempotency key is taken, also by an act that has just been committed. Looking first would cost a
    statement more, and a savepoint two; PostgreSQL adds both rows in one.
    """
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        statement = _both(tuple(values), tuple(claim), claims.has_own_clock(session))
        told = {f"of_{name}": value for name, value in values.items()}
        told |= {f"claim_{name}": value for name, value in claim.items()}
        told["of_wait"] = values["next_at"] - values["created_at"]
        return _key(connection.execute(statement, told, execution_options=NAMED))
    key = _key(connection.execute(_envelope(), dict(values), execution_options=NAMED))
    if key is not None:
        add_claim(session, {**claim, "dispatch_id": key}, literal(values["next_at"], UtcMoment()))
    return key


def add_claim(session: Session, values: Mapping[str, Any], due: ColumnElement[Any]) -> None:
    """Add the claim of an envelope that is there, due at a moment of the database's clock."""
    session.connection().execute(insert(table_of(DispatchClaim)).values(due=due), dict(values))


def locked_to_send(session: Session, keys: Collection[int]) -> dict[int, Row[Any]]:
    """Give what is to be sent as it is stored now, locked in the order of its keys until the transaction ends."""
    asked = _locked_to_send(session.connection().dialect.name)
    return {row.id: row for row in session.execute(asked, {"keys": sorted(keys)})}


def locked_to_end(session: Session, keys: Collection[int]) -> dict[int, str]:
    """Give the states of envelopes, locked in the order of their keys until the transaction ends."""
    asked = _locked_to_end(session.connection().dialect.name)
    return {row.id: row.state for row in session.execute(asked, {"keys": sorted(keys)})}


def among(dialect: str, column: InstrumentedAttribute[int] | Column[Any]) -> ColumnElement[bool]:
    """Give the condition that a key is among the parameter `keys`, in a text that does not grow with them."""
    if dialect == "postgresql":
        return column == any_(bindparam("keys", type_=ARRAY(BigInteger)))
    return column.in_(bindparam("keys", expanding=True))


def _key(result: Any) -> int | None:
    found: int | None = result.scalar()
    return found


@lru_cache
def _envelope() -> Any:
    table = table_of(Dispatch)
    taken = ["institution_id", "key"]
    return sqlite.insert(table).on_conflict_do_nothing(index_elements=taken).returning(table.c.id)


@lru_cache
def _both(columns: tuple[str, ...], of_claim: tuple[str, ...], has_own_clock: bool) -> Any:
    envelopes, rows = table_of(Dispatch), table_of(DispatchClaim)
    envelope = (
        postgresql.insert(envelopes)
        .values({name: bindparam(f"of_{name}", type_=envelopes.c[name].type) for name in columns})
        .on_conflict_do_nothing(index_elements=["institution_id", "key"])
        .returning(envelopes.c.id)
        .cte("envelope")
    )
    told = [bindparam(f"claim_{name}", type_=rows.c[name].type) for name in of_claim]
    wait = bindparam("of_wait", type_=Interval())
    due = bindparam("of_next_at", type_=UtcMoment()) if has_own_clock else claims.since_begun(wait)
    made = insert(rows).from_select(["dispatch_id", "due", *of_claim], select(envelope.c.id, due, *told))
    return made.returning(rows.c.dispatch_id)


@lru_cache
def _locked_to_send(dialect: str) -> Select[Any]:
    return _locked(dialect, *_READ)


@lru_cache
def _locked_to_end(dialect: str) -> Select[Any]:
    return _locked(dialect, Dispatch.id, Dispatch.state)


def _locked(dialect: str, *columns: Any) -> Select[Any]:
    return lasting(
        select(*columns).where(among(dialect, Dispatch.id)).order_by(Dispatch.id).with_for_update()
    )


def table_of(model: Any) -> Table:
    """Give the table of a model, for statements past the unit of work."""
    found: Table = model.__table__
    return found
