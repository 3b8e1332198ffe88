"""Rows of the outbox in whole batches: few statements, whose text never changes, for as many envelopes as there are.

A worker begins and notes some sixty envelopes at once. Row by row through the unit of work that costs more processor
than the calls themselves. The statements that are asked are made once and get their values as parameters; those that
write name the institution in each row.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache
from typing import Any

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    Interval,
    Row,
    Select,
    Table,
    any_,
    bindparam,
    case,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import InstrumentedAttribute, Session

from console.base.model import UtcMoment
from console.dispatch.models import (
    BEGUN,
    DELIVERED,
    Dispatch,
    DispatchAttempt,
    DispatchClaim,
    DispatchExchange,
)
from console.institutions.fence import NAMED_QUERY
from console.institutions.guard import lasting
from console.institutions.sessions import scope_of
from console.jobs import claims

_NAMED = {NAMED_QUERY: True}
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
        return _key(connection.execute(statement, told, execution_options=_NAMED))
    key = _key(connection.execute(_envelope(), dict(values), execution_options=_NAMED))
    if key is not None:
        add_claim(session, {**claim, "dispatch_id": key}, literal(values["next_at"], UtcMoment()))
    return key


def add_claim(session: Session, values: Mapping[str, Any], due: ColumnElement[Any]) -> None:
    """Add the claim of an envelope that is there, due at a moment of the database's clock."""
    session.connection().execute(insert(_table(DispatchClaim)).values(due=due), dict(values))


def locked_to_send(session: Session, keys: Collection[int]) -> dict[int, Row[Any]]:
    """Give what is to be sent as it is stored now, locked in the order of its keys until the transaction ends."""
    asked = _locked_to_send(session.connection().dialect.name)
    return {row.id: row for row in session.execute(asked, {"keys": sorted(keys)})}


def locked_to_end(session: Session, keys: Collection[int]) -> dict[int, str]:
    """Give the states of envelopes, locked in the order of their keys until the transaction ends."""
    asked = _locked_to_end(session.connection().dialect.name)
    return {row.id: row.state for row in session.execute(asked, {"keys": sorted(keys)})}


def begun(session: Session, rows: Sequence[Row[Any]], moment: Any) -> dict[int, int]:
    """Add an attempt to each of these envelopes; give the keys of the attempts by those of the envelopes."""
    if not rows:
        return {}
    session.execute(_counted(session.connection().dialect.name), {"keys": [row.id for row in rows]})
    told = [
        {
            "institution_id": row.institution_id,
            "dispatch_id": row.id,
            "number": row.attempts + 1,
            "started_at": moment,
            "outcome": BEGUN,
            "why": {},
            "reply": "",
        }
        for row in rows
    ]
    table = _table(DispatchAttempt)
    made = session.connection().execute(
        insert(table).returning(table.c.dispatch_id, table.c.id), told, execution_options=_NAMED
    )
    return {row.dispatch_id: row.id for row in made}


def end_attempts(session: Session, replies: Mapping[int, str], moment: Any) -> None:
    """Note of attempts, by their keys, that they were delivered, and what was said."""
    _each(
        session,
        _ended_attempt(),
        [{"of_id": key, "to_reply": reply, "to_ended_at": moment} for key, reply in replies.items()],
    )


def keep_exchanges(session: Session, exchanges: Sequence[Mapping[str, Any]]) -> None:
    """Add what was said in attempts; each names its columns, without the institution."""
    if not exchanges:
        return
    institution, table = scope_of(session).institution, _table(DispatchExchange)
    told = [{**one, "institution_id": institution} for one in exchanges]
    session.connection().execute(insert(table).returning(table.c.id), told, execution_options=_NAMED)


def end_delivered(session: Session, references: Mapping[int, str], moment: Any) -> None:
    """Note of envelopes, by their keys, that the other side has them and what it calls them, and drop their claims.

    What was secret in them is erased; a reference that is known stays.
    """
    dialect, keys = session.connection().dialect.name, list(references)
    session.execute(_ended(dialect), {"keys": keys, "to_ended_at": moment})
    named = [{"of_id": key, "to_reference": told} for key, told in references.items() if told]
    _each(session, _named(), named)
    session.execute(_dropped(dialect), {"keys": keys})


def _each(session: Session, statement: Any, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        institution = scope_of(session).institution
        session.connection().execute(statement, [{**row, "of_institution": institution} for row in rows])


def _among(dialect: str, column: InstrumentedAttribute[int]) -> ColumnElement[bool]:
    """Give the condition that a key is among the parameter `keys`, in a text that does not grow with them."""
    if dialect == "postgresql":
        return column == any_(bindparam("keys", type_=ARRAY(BigInteger)))
    return column.in_(bindparam("keys", expanding=True))


def _key(result: Any) -> int | None:
    found: int | None = result.scalar()
    return found


@lru_cache
def _envelope() -> Any:
    table = _table(Dispatch)
    taken = ["institution_id", "key"]
    return sqlite.insert(table).on_conflict_do_nothing(index_elements=taken).returning(table.c.id)


@lru_cache
def _both(columns: tuple[str, ...], of_claim: tuple[str, ...], has_own_clock: bool) -> Any:
    envelopes, rows = _table(Dispatch), _table(DispatchClaim)
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
        select(*columns).where(_among(dialect, Dispatch.id)).order_by(Dispatch.id).with_for_update()
    )


@lru_cache
def _counted(dialect: str) -> Any:
    counted = update(Dispatch).where(_among(dialect, Dispatch.id)).values(attempts=Dispatch.attempts + 1)
    return lasting(counted.execution_options(synchronize_session=False))


@lru_cache
def _ended(dialect: str) -> Any:
    ended = (
        update(Dispatch)
        .where(_among(dialect, Dispatch.id))
        .values(
            state=DELIVERED,
            why={},
            next_at=None,
            ended_at=bindparam("to_ended_at", type_=_table(Dispatch).c.ended_at.type),
            payload=case((Dispatch.secret, ""), else_=Dispatch.payload),
        )
    )
    return lasting(ended.execution_options(synchronize_session=False))


@lru_cache
def _dropped(dialect: str) -> Any:
    dropped = delete(DispatchClaim).where(_among(dialect, DispatchClaim.dispatch_id))
    return dropped.execution_options(synchronize_session=False)


@lru_cache
def _named() -> Any:
    table = _table(Dispatch)
    reference = case((func.length(table.c.reference) > 0, table.c.reference), else_=bindparam("to_reference"))
    return _of_one(table).values(reference=reference)


@lru_cache
def _ended_attempt() -> Any:
    table = _table(DispatchAttempt)
    return _of_one(table).values(
        outcome=DELIVERED,
        reply=bindparam("to_reply"),
        ended_at=bindparam("to_ended_at", type_=table.c.ended_at.type),
    )


def _of_one(table: Table) -> Any:
    return update(table).where(
        table.c.institution_id == bindparam("of_institution"), table.c.id == bindparam("of_id")
    )


def _table(model: Any) -> Table:
    found: Table = model.__table__
    return found
