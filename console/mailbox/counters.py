"""Counted folders: numbers that are there before anybody asks, and always equal to the lists.

Each move of a message is noted in its session, and written as the last statement before the commit, in the order of the
keys: two transactions that change the same counters then wait for each other in one order and cannot deadlock, and the
counters, which everybody shares, are locked only for the moment of the commit. What a rolled-back savepoint noted is
forgotten with it.

A company's counters go by the state of its messages; the institution's (company 0) by what lies on its desk, so that an
answer which a company has begun moves nothing there.
"""

from __future__ import annotations

from collections import Counter as Tally
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from sqlalchemy import event, func, literal, select, union_all
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Session, SessionTransaction

from console.institutions.fence import NAMED_QUERY
from console.institutions.sessions import ConsoleSession, scope_of
from console.mailbox.models import Counter, Message
from console.mailbox.states import FOLDERS

WHOLE = 0
"""The company of the counters over the whole institution."""
_MOVES = "mail_moves"
_FOLDERS = [str(folder) for folder in FOLDERS]


class Key(NamedTuple):
    """What is counted apart."""

    company: int
    theme: str
    type: str
    folder: str
    year: str


@dataclass(frozen=True)
class Difference:
    """A counter that is not what the lists say."""

    key: Key
    counted: int
    listed: int


def keys_of(message: Message) -> tuple[Key, ...]:
    """Give the counters in which a message is counted as it stands: its company's, and the institution's."""
    places = ((message.company_id, message.state), (WHOLE, message.desk))
    return tuple(
        Key(company, message.theme, message.type, str(folder), message.settled_year)
        for company, folder in places
        if folder in _FOLDERS
    )


def moved(session: Session, before: tuple[Key, ...], after: tuple[Key, ...]) -> None:
    """Note that a message was counted here before and is counted there now; written at the commit."""
    tally = Tally(after)
    tally.subtract(before)
    inside = _chain(session.get_nested_transaction())
    session.info.setdefault(_MOVES, []).append((inside, tally))


def install() -> None:
    """Write the noted moves of every page session of this process at its commit; calling it twice changes nothing."""
    for name, listener in (("before_commit", _write), ("after_soft_rollback", _forget)):
        if not event.contains(ConsoleSession, name, listener):
            event.listen(ConsoleSession, name, listener)


def differences(session: Session) -> list[Difference]:
    """Compare all counters of the session's institution with the lists, in one statement; nothing when they agree."""
    every = union_all(_listed_by_company(), _listed_by_desk(), _counted()).subquery()
    keys = [every.c[name] for name in Key._fields]
    counted, listed = func.sum(every.c.counted), func.sum(every.c.listed)
    rows = session.execute(
        select(*keys, counted, listed).group_by(*keys).having(counted != listed).order_by(*keys)
    )
    return [Difference(Key(*row[:5]), int(row[5]), int(row[6])) for row in rows]


def repair(session: Session) -> list[Difference]:
    """Set the counters to what the lists say; gives what was wrong.

    Other writers wait meanwhile: what they have moved and not yet counted is not seen here, and is added afterwards.
    """
    if session.connection().dialect.name == "postgresql":
        session.connection().exec_driver_sql(
            "lock table mail_counter in share row exclusive mode", execution_options={NAMED_QUERY: True}
        )
    found = differences(session)
    _add(session, {one.key: one.listed - one.counted for one in found})
    return found


def _write(session: Session) -> None:
    """Write the moves of a session that commits; a savepoint's wait for the end of the transaction."""
    if session.in_nested_transaction() or not session.info.get(_MOVES):
        return
    session.flush()
    total: Tally[Key] = Tally()
    for _, tally in session.info.pop(_MOVES):
        for key, number in tally.items():
            total[key] += number
    _add(session, total)


def _forget(session: Session, ended: SessionTransaction) -> None:
    """Forget the moves of a transaction that was rolled back, and of those inside it."""
    if ended.nested:
        session.info[_MOVES] = [move for move in session.info.get(_MOVES, ()) if ended not in move[0]]
    else:
        session.info.pop(_MOVES, None)


def _chain(transaction: SessionTransaction | None) -> tuple[SessionTransaction, ...]:
    """Give a savepoint and those around it."""
    found = []
    while transaction is not None:
        found.append(transaction)
        transaction = transaction.parent
    return tuple(found)


def _add(session: Session, changes: Mapping[Key, int]) -> None:
    """Change counters in the order of their keys, by one statement that names the institution in each row."""
    institution = scope_of(session).institution
    rows = [
        {"institution_id": institution, **_columns(key), "count": number}
        for key, number in sorted(changes.items())
        if number
    ]
    if not rows:
        return
    connection = session.connection()
    insert: Any = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = insert(Counter.__table__).values(rows)
    primary = [column.name for column in Counter.__table__.primary_key]
    changed = {"count": Counter.__table__.c.count + statement.excluded.count}
    connection.execute(
        statement.on_conflict_do_update(index_elements=primary, set_=changed),
        execution_options={NAMED_QUERY: True},
    )


def _columns(key: Key) -> dict[str, Any]:
    return {
        "company_id": key.company,
        "theme": key.theme,
        "type": key.type,
        "folder": key.folder,
        "year": key.year,
    }


def _listed_by_company() -> Any:
    keys = (Message.company_id, Message.theme, Message.type, Message.state, Message.settled_year)
    named = [column.label(name) for column, name in zip(keys, Key._fields, strict=True)]
    return _grouped(named, keys).where(Message.state.in_(_FOLDERS))


def _listed_by_desk() -> Any:
    keys = (Message.theme, Message.type, Message.desk, Message.settled_year)
    named = [column.label(name) for column, name in zip(keys, Key._fields[1:], strict=True)]
    return _grouped([literal(WHOLE).label("company"), *named], keys).where(Message.desk.in_(_FOLDERS))


def _grouped(named: list[Any], keys: tuple[Any, ...]) -> Any:
    return select(*named, literal(0).label("counted"), func.count().label("listed")).group_by(*keys)


def _counted() -> Any:
    keys = (Counter.company_id, Counter.theme, Counter.type, Counter.folder, Counter.year)
    named = [column.label(name) for column, name in zip(keys, Key._fields, strict=True)]
    return select(*named, Counter.count.label("counted"), literal(0).label("listed"))
