"""Times the statements of a mailbox page on the bare driver: what the database needs, without anything around it.

    python -m benchmarks.mailbox_side <rounds>

The statements are those that the console's own queries send, caught once and sent again with the same parameters, in a
transaction with the settings of row-level security. Prints JSON: by size of the institution, the seconds of a page.
"""

from __future__ import annotations

import json
import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event, func, or_, select
from sqlalchemy.orm import Session

from benchmarks.mailbox_seeding import DESKS, THEMES, TYPES
from benchmarks.measuring import take_turns

TURN_SECONDS = 0.3
COUNTS, NEWEST = len(THEMES) * len(TYPES) * len(DESKS), 25
Statement = tuple[str, Any]


def main(rounds: int) -> None:
    """Catch, time and print."""
    from config import settings_from
    from console.app import create_app
    from console.institutions.models import Institution
    from console.institutions.scope import Scope
    from console.institutions.sessions import accounts, acting
    from console.mailbox.models import Message

    settings = settings_from(os.environ)
    app, found = create_app(settings), {}
    with app.app_context():
        keys = accounts().scalars(select(Institution.id).order_by(Institution.id)).all()[:3]
        accounts().rollback()
        for key in keys:
            with acting(Scope((key,), purpose="bench")) as session:
                size = session.scalars(select(func.count()).select_from(Message)).one()
                pages = {"ours": _caught(session, key, _ours), "peer": _caught(session, key, _peer)}
            with _driver(settings.database_url, key) as cursor:
                sides = {name: _timer(cursor, statements) for name, statements in pages.items()}
                found[f"{size:,}"] = take_turns(sides, rounds)
    print(json.dumps(found))


def _ours(session: Session, institution: int) -> tuple[int, int]:
    from console.hooks.declarations import Level
    from console.mailbox import queries
    from console.mailbox.service import Actor, Role, State

    actor = Actor(Role.FUND, institution, themes=dict.fromkeys(THEMES, Level.SEND))
    return len(queries.counts(session, actor)), len(queries.newest(session, actor, State.SENT))


def _peer(session: Session, _institution: int) -> tuple[int, int]:
    """Ask the same without counters, and with one plain list."""
    from console.base import clock
    from console.mailbox.models import Message

    groups = (Message.desk, Message.theme, Message.type)
    shown = or_(Message.desk != "DONE", Message.settled_year >= str(clock.now().year - 2))
    counts = select(*groups, func.count()).where(Message.desk.in_(DESKS), shown).group_by(*groups)
    columns = (
        Message.id, Message.reference, Message.company_id, Message.theme, Message.type, Message.origin, Message.subject,
        Message.person, Message.due, Message.is_expired, Message.is_recalled, Message.read_at, Message.assigned_to,
        Message.desk_at,
    )  # fmt: skip
    newest = (
        select(*columns)
        .where(Message.desk == "SENT")
        .order_by(Message.desk_at.desc(), Message.id.desc())
        .limit(NEWEST)
    )
    return len(session.execute(counts).all()), len(session.execute(newest).all())


def _caught(
    session: Session, institution: int, ask: Callable[[Session, int], tuple[int, int]]
) -> list[Statement]:
    """Give the statements of a page, after making sure that it shows what it should."""
    caught: list[Statement] = []

    def catch(_c: object, _k: object, text: str, parameters: Any, *_rest: object) -> None:
        caught.append((text, parameters))

    engine = session.connection().engine
    event.listen(engine, "before_cursor_execute", catch)
    shown = ask(session, institution)
    event.remove(engine, "before_cursor_execute", catch)
    if shown != (COUNTS, NEWEST):
        raise SystemExit(f"{shown} counts and rows instead of {(COUNTS, NEWEST)}")
    return caught


@contextmanager
def _driver(url: str, institution: int) -> Iterator[Any]:
    """Give a cursor of the bare driver in a transaction of the application's role."""
    if url.startswith("sqlite"):
        import sqlite3

        with sqlite3.connect(url.removeprefix("sqlite:///")) as file:
            yield file.cursor()
        return
    import psycopg

    with psycopg.connect(url.replace("+psycopg", "")) as connection, connection.cursor() as cursor:
        cursor.execute("select set_config('guichet.institutions', %s, true)", (str(institution),))
        yield cursor


def _timer(cursor: Any, statements: list[Statement]) -> Callable[[], float]:
    def page() -> float:
        begin, count = time.perf_counter(), 0
        while count == 0 or time.perf_counter() - begin < TURN_SECONDS:
            for text, parameters in statements:
                cursor.execute(text, parameters).fetchall()
            count += 1
        return (time.perf_counter() - begin) / count

    return page


if __name__ == "__main__":
    main(int(sys.argv[1]))
