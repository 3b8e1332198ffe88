"""What attempts leave behind, a whole batch at once: beginnings and ends, what was said, and the envelopes' end.

PostgreSQL gets all rows of a statement as one parameter of JSON. A text with a place for each value would be read anew
for every size of a batch: by the driver, which took longer over it than over all else, and by the server. SQLite, in
our own process, gets row by row.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import (
    JSON,
    BigInteger,
    Integer,
    Table,
    Text,
    bindparam,
    case,
    cast,
    column,
    delete,
    func,
    insert,
    literal,
    select,
    update,
)
from sqlalchemy.orm import Session

from console.dispatch.batches import NAMED, among, table_of
from console.dispatch.models import (
    BEGUN,
    DELIVERED,
    Dispatch,
    DispatchAttempt,
    DispatchClaim,
    DispatchExchange,
)
from console.institutions.sessions import scope_of

_SAID = (
    "dispatch_id", "number", "request", "request_headers", "request_digest", "request_size", "status",
    "reply_headers", "reply", "reply_size", "milliseconds",
)  # fmt: skip
"""The columns of what was said in an attempt."""


class End(NamedTuple):
    """What an envelope that was delivered is told."""

    number: int
    """The number of the attempt that got it through."""
    reference: str
    """What the other side calls it, as far as it said so."""


def begun(session: Session, numbers: Mapping[int, int], moment: datetime) -> dict[int, int]:
    """Add attempts with these numbers, by the keys of envelopes; give their own keys by the same."""
    if not numbers:
        return {}
    told = [{"dispatch_id": key, "number": number} for key, number in numbers.items()]
    common = {"institution_id": _institution(session), "started_at": moment}
    if _takes_json(session):
        made = session.connection().execute(_began(), {**common, "told": told}, execution_options=NAMED)
    else:
        blank = {**common, "outcome": BEGUN, "why": {}, "reply": ""}
        table = table_of(DispatchAttempt)
        statement = insert(table).returning(table.c.dispatch_id, table.c.id)
        made = session.connection().execute(
            statement, [{**one, **blank} for one in told], execution_options=NAMED
        )
    return {row.dispatch_id: row.id for row in made}


def end_attempts(session: Session, replies: Mapping[int, str], moment: datetime) -> None:
    """Note of attempts, by their keys, that they were delivered, and what was said."""
    told = [{"of_id": key, "to_reply": reply} for key, reply in replies.items()]
    _change(session, _ended_attempts, told, moment)


def keep_exchanges(session: Session, exchanges: Sequence[Mapping[str, Any]]) -> None:
    """Add what was said in attempts; each names its columns, without the institution."""
    if not exchanges:
        return
    institution = _institution(session)
    if not _takes_json(session):
        rows = [{**one, "institution_id": institution} for one in exchanges]
        session.connection().execute(insert(table_of(DispatchExchange)), rows, execution_options=NAMED)
        return
    # Headers stay a text on the way: what they hold is for no reader of JSON but the last one.
    told = [
        {**one, **{name: json.dumps(one[name]) for name in ("request_headers", "reply_headers")}}
        for one in exchanges
    ]
    session.connection().execute(
        _kept(), {"institution_id": institution, "told": told}, execution_options=NAMED
    )


def end_delivered(session: Session, ends: Mapping[int, End], moment: datetime) -> None:
    """Note of envelopes, by their keys, that the other side has them, and drop their claims.

    What was secret in them is erased; a reference that is known stays.
    """
    told = [
        {"of_id": key, "to_number": end.number, "to_reference": end.reference} for key, end in ends.items()
    ]
    _change(session, _ended, told, moment)
    session.execute(_dropped(_dialect(session)), {"keys": list(ends)})


def _change(session: Session, statement: Any, told: list[dict[str, Any]], moment: datetime) -> None:
    if not told:
        return
    common = {"of_institution": _institution(session), "to_ended_at": moment}
    if _takes_json(session):
        values: Any = {**common, "told": told, "keys": [one["of_id"] for one in told]}
    else:
        values = [{**one, **common} for one in told]
    session.connection().execute(statement(_takes_json(session)), values)


def _institution(session: Session) -> int:
    return scope_of(session).institution


def _dialect(session: Session) -> str:
    return session.connection().dialect.name


def _takes_json(session: Session) -> bool:
    return _dialect(session) == "postgresql"


@lru_cache
def _began() -> Any:
    table = table_of(DispatchAttempt)
    told = _told(dispatch_id=BigInteger(), number=Integer())
    rows = select(
        bindparam("institution_id", type_=Integer()),
        told.c.dispatch_id,
        told.c.number,
        bindparam("started_at", type_=table.c.started_at.type),
        literal(BEGUN),
        literal({}, JSON()),
        literal(""),
    )
    columns = ["institution_id", "dispatch_id", "number", "started_at", "outcome", "why", "reply"]
    return insert(table).from_select(columns, rows).returning(table.c.dispatch_id, table.c.id)


@lru_cache
def _kept() -> Any:
    table = table_of(DispatchExchange)
    types = {name: table.c[name].type for name in _SAID}
    told = _told(**{name: Text() if isinstance(kind, JSON) else kind for name, kind in types.items()})
    values = [cast(told.c[name], JSON) if isinstance(types[name], JSON) else told.c[name] for name in _SAID]
    rows = select(bindparam("institution_id", type_=Integer()), *values)
    return insert(table).from_select(["institution_id", *_SAID], rows)


@lru_cache
def _ended_attempts(takes_json: bool) -> Any:
    table = table_of(DispatchAttempt)
    changed, told = _of_these(table, takes_json, to_reply=Text())
    return changed.values(
        outcome=DELIVERED,
        reply=told["to_reply"],
        ended_at=bindparam("to_ended_at", type_=table.c.ended_at.type),
    )


@lru_cache
def _ended(takes_json: bool) -> Any:
    table = table_of(Dispatch)
    changed, told = _of_these(table, takes_json, to_number=Integer(), to_reference=Text())
    number, attempts = told["to_number"], table.c.attempts
    return changed.values(
        state=DELIVERED,
        why={},
        next_at=None,
        ended_at=bindparam("to_ended_at", type_=table.c.ended_at.type),
        payload=case((table.c.secret, ""), else_=table.c.payload),
        reference=case((func.length(table.c.reference) > 0, table.c.reference), else_=told["to_reference"]),
        attempts=case((attempts > number, attempts), else_=number),
    )


def _of_these(table: Table, takes_json: bool, **types: Any) -> tuple[Any, Mapping[str, Any]]:
    """Give a change of the rows that are told, and what is told of each."""
    changed = update(table).where(table.c.institution_id == bindparam("of_institution"))
    if not takes_json:
        found = {name: bindparam(name, type_=kind) for name, kind in types.items()}
        return changed.where(table.c.id == bindparam("of_id")), found
    told = _told(of_id=BigInteger(), **types)
    # The keys a second time: by them PostgreSQL looks into the index, however few rows it takes the table to have.
    return changed.where(table.c.id == told.c.of_id, among("postgresql", table.c.id)), told.c


def _told(**types: Any) -> Any:
    """Give the rows that a statement is told, with these columns."""
    told = func.json_to_recordset(bindparam("told", type_=JSON()))
    return told.table_valued(*(column(name, kind) for name, kind in types.items())).render_derived(
        name="told", with_types=True
    )


@lru_cache
def _dropped(dialect: str) -> Any:
    dropped = delete(DispatchClaim).where(among(dialect, DispatchClaim.dispatch_id))
    return dropped.execution_options(synchronize_session=False)
