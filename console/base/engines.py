"""How a transaction opens, on SQLite and on PostgreSQL.

Three modes, carried as an execution option of the engine (measured reasons: docs/architecture.md, "Databases"):

- `READ`       SQLite `BEGIN`; PostgreSQL read only
- `IMMEDIATE`  SQLite `BEGIN IMMEDIATE` at the first statement, so that reading before writing cannot lose an update
- `LAZY`       SQLite: no transaction until the first write, then `BEGIN IMMEDIATE`; only for the accounts session,
               whose reads must not hold the write lock before the page's own session asks for it
"""

from __future__ import annotations

import re
import threading
import time
import weakref
from contextlib import suppress
from functools import partial
from typing import Any, Final

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection, Dialect
from sqlalchemy.exc import InvalidatePoolError
from sqlalchemy.pool import ConnectionPoolEntry

from console.base.errors import ProgrammingError

READ: Final = "read"
IMMEDIATE: Final = "immediate"
LAZY: Final = "lazy"
MODE: Final = "guichet_mode"

IDLE: Final = 2.0
"""Seconds in the pool after which a connection to PostgreSQL is asked whether it still works."""

_WRITES = re.compile(r"\s*(?:with\b.*\b)?(insert|update|delete|replace)\b", re.I | re.S)
_OPENS = re.compile(rf"\s*savepoint\b|{_WRITES.pattern}", re.I | re.S)
_locks = threading.local()


class NestedWrite(ProgrammingError):
    """A second connection of this thread wants to write while the first one still does.

    On SQLite the two would wait for each other until the busy timeout. The rule holds on PostgreSQL too, so that
    tests on one database tell the truth about the other.
    """


def prepare(engine: Engine) -> None:
    """Give a new engine the console's transaction rules. Call once per engine, before its first connection."""
    if engine.dialect.name == "sqlite":
        event.listen(engine, "connect", _open_sqlite)
    else:
        event.listen(engine, "checkin", _note_rest)
        event.listen(engine, "checkout", partial(_look_after_rest, engine.dialect))
    event.listen(engine, "begin", _begin)
    event.listen(engine, "before_cursor_execute", _before_statement)
    event.listen(engine, "commit", _release)
    event.listen(engine, "rollback", _release)


def options(mode: str, dialect: str) -> dict[str, Any]:
    """Give the execution options that open a transaction in `mode`."""
    found: dict[str, Any] = {MODE: mode}
    if dialect == "postgresql" and mode == READ:
        found["postgresql_readonly"] = True
    return found


def begin_telling(connection: Connection, **told: str) -> None:
    """Begin a transaction on PostgreSQL with these values of its own settings, forgotten at its end: one round trip.

    The driver would send its BEGIN alone, and wait for the answer. Where that is not possible, and whatever fails, is
    left to the statement that is always right.
    """
    from psycopg import Error  # Not at the top: a start on SQLite loads no driver of PostgreSQL.
    from psycopg.pq import ExecStatus, TransactionStatus

    driver: Any = connection.connection.driver_connection
    values = {name: _quoted(value) for name, value in told.items()}
    calls = ", ".join(f"set_config('{name}', {value}, true)" for name, value in values.items())
    if driver.info.transaction_status == TransactionStatus.IDLE and not driver.isolation_level:
        begin = "begin read only" if driver.read_only else "begin"
        with suppress(Error):
            if driver.pgconn.exec_(f"{begin}; select {calls}".encode()).status == ExecStatus.TUPLES_OK:
                return
    connection.exec_driver_sql(f"select {calls}")


def _quoted(value: str) -> str:
    """Give a value as PostgreSQL reads it; only numbers and commas are told."""
    if not set(value) <= set("0123456789,"):
        raise ProgrammingError(f"{value!r} is no list of numbers")
    return f"'{value}'"


def _note_rest(_connection: object, record: ConnectionPoolEntry) -> None:
    record.info["guichet_rests"] = time.monotonic()


def _look_after_rest(
    dialect: Dialect, connection: DBAPIConnection, record: ConnectionPoolEntry, _proxy: object
) -> None:
    """Ask a connection that has rested whether it works; one that worked just now is not asked at each transaction.

    A broken one is thrown away with all the others, and a new one is made.
    """
    if time.monotonic() - record.info.get("guichet_rests", time.monotonic()) < IDLE:
        return
    try:
        alive = dialect.do_ping(connection)
    except Exception as fault:
        raise InvalidatePoolError from fault
    if not alive:
        raise InvalidatePoolError


def _open_sqlite(connection: DBAPIConnection, _record: object) -> None:
    """Set what SQLite forgets between connections; transactions are opened by us alone."""
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        "busy_timeout=15000",
        "journal_mode=WAL",
        "foreign_keys=ON",
        "synchronous=FULL",
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin(connection: Connection) -> None:
    mode = connection.get_execution_options().get(MODE, IMMEDIATE)
    connection.info["guichet_open"] = mode != LAZY
    if mode == IMMEDIATE:
        _take_lock(connection)
    if connection.dialect.name == "sqlite" and mode != LAZY:
        connection.exec_driver_sql("BEGIN IMMEDIATE" if mode == IMMEDIATE else "BEGIN")


def _before_statement(
    connection: Connection,
    _cursor: object,
    statement: str,
    _parameters: object,
    _context: object,
    _many: bool,
) -> None:
    if connection.get_execution_options().get(MODE) == READ and _WRITES.match(statement):
        raise ProgrammingError("a reading session must not write")
    if connection.info.get("guichet_open", True) or not _OPENS.match(statement):
        return
    connection.info["guichet_open"] = True
    _take_lock(connection)
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("BEGIN IMMEDIATE")


def _take_lock(connection: Connection) -> None:
    reference: weakref.ref[Connection] | None = getattr(_locks, "holder", None)
    holder = reference() if reference else None
    if holder is not None and holder is not connection and holder.in_transaction():
        raise NestedWrite("two writing connections in one thread")
    _locks.holder = weakref.ref(connection)


def _release(connection: Connection) -> None:
    reference: weakref.ref[Connection] | None = getattr(_locks, "holder", None)
    if reference is not None and reference() is connection:
        _locks.holder = None
