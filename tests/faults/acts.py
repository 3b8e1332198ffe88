"""What the processes do. Each says on its line what the harness has to know."""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import time
from datetime import UTC, datetime, timedelta
from io import BytesIO
from multiprocessing.connection import Connection
from pathlib import Path

from sqlalchemy import create_engine, select
from sqlalchemy.exc import OperationalError

from config import settings_from
from console.app import create_app
from console.base import clock
from console.base.model import Model
from console.cli import celery_engine, demo, serving, upgrade_command
from console.dispatch.declarations import Envelope
from console.dispatch.service import enqueue
from console.documents import files as stores
from console.documents import service as files
from console.documents.models import StoredFile
from console.documents.refusals import FileRefused
from console.documents.service import FileLimits
from console.institutions.models import Institution
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from tests.faults import worker
from tests.support.house import House

assert celery_engine, "imported once, before the forks"


def found(line: Connection) -> None:
    """Make the tables, the institutions and the people of the demonstration."""
    settings = settings_from(os.environ)
    list(upgrade_command.run(settings))
    demo.fill(create_app(settings))
    line.send("done")


def work(line: Connection, hand: Path | None = None) -> None:
    """Be a worker; says `ready`."""
    _set_clock(hand)
    worker.work(line.send)


def relay(line: Connection) -> None:
    """Be the relay of a queue; says `ready`."""
    worker.work(line.send, as_relay=True)


def put(
    line: Connection,
    first: int,
    count: int,
    pause: float = 0,
    target: str = "agency",
    size: int = 0,
    hand: Path | None = None,
) -> None:
    """Act `count` times, each act with one envelope of that size; says at last which keys were committed.

    Five acts belong to one matter: they must arrive in their order. What was refused is not among the keys.
    """
    _set_clock(hand)
    worker.prepare()
    app, committed = create_app(settings_from(os.environ)), []
    with app.app_context():
        institution = accounts().scalars(select(Institution.id).order_by(Institution.id)).all()[0]
        accounts.rollback()
        line.send("ready")
        for number in range(first, first + count):
            key = f"{target}-{number}"
            payload = {"n": number, "more": secrets.token_hex(size // 2)}
            told = Envelope("faults", target, payload, "test.note", key, conversation=matter_of(key))
            try:
                with acting(Scope((institution,), purpose="test"), writes=True) as session:
                    enqueue(session, told)
                committed.append(key)
            except OperationalError:
                accounts.rollback()
            time.sleep(pause)
    line.send(committed)


def matter_of(key: str) -> str:
    """Give the conversation of a key."""
    target, _, number = key.rpartition("-")
    return f"{target} {int(number) // 5}"


def serve(line: Connection, port: int) -> None:
    """Be `guichet run` with its embedded worker."""
    worker.prepare()
    serving.serve(settings_from(os.environ), "127.0.0.1", port)


def sign_in(line: Connection, username: str) -> None:
    """Sign a person in; says the cookies of the browser."""
    settings = settings_from(os.environ)
    browser = House(create_app(settings), settings).browser(username)
    cookie = browser.get_cookie("guichet")
    assert cookie is not None
    line.send(f"guichet={cookie.value}")


def attach(line: Connection, number: int, size: int) -> None:
    """Attach text files; says how many were kept, and what was said of the others."""
    limits, kept, refusals = FileLimits(frozenset({"text"}), 2 * size), 0, set[str]()
    settings = settings_from(os.environ)
    house = House(create_app(settings), settings)
    for n in range(number):
        content = f"{n} {secrets.token_hex(size // 2)}".encode()
        try:
            with house.app.test_request_context(), house.writing() as session:
                files.keep(session, BytesIO(content), f"{n}.txt", limits, user_id=1, company_id=None)
            kept += 1
        except FileRefused as refused:
            with house.app.test_request_context():
                refusals.add(str(refused))
    line.send((kept, tuple(sorted(refusals))))


def sweep_files(line: Connection, later: float) -> None:
    """Let the sweeper run so many seconds from now; says what `count_files` says."""
    settings = settings_from(os.environ)
    house = House(create_app(settings), settings)
    vars(stores)["SETTLES"] = timedelta(0)
    with house.app.app_context(), clock.at(clock.now() + timedelta(seconds=later)):
        files.sweep(Scope((house.institution("CC Léman"),), purpose="sweep"))
    count_files(line)


def count_files(line: Connection) -> None:
    """Compare rows and contents; says rows, rows whose content reads back whole, contents, and half files."""
    settings = settings_from(os.environ)
    house, whole = House(create_app(settings), settings), 0
    with house.reading() as session:
        rows = session.scalars(select(StoredFile)).all()
        for row in rows:
            with files.content_of(row) as stream:
                whole += hashlib.sha256(stream.read()).hexdigest() == row.sha256
    there = [path for path in (settings.data / "files").glob("**/*") if path.is_file()]
    contents = sum(re.fullmatch("[0-9a-f]{64}", path.name) is not None for path in there)
    half = sum(path.suffix == ".part" for path in there)
    line.send((len(rows), whole, contents, half))


def look_over(line: Connection) -> None:
    """Read everything that the database has; says whether it is intact."""
    engine = create_engine(os.environ["GUICHET_OWNER_URL"])
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            line.send(connection.exec_driver_sql("PRAGMA integrity_check").scalar() == "ok")
            return
        for table in Model.metadata.sorted_tables:
            connection.execute(select(table)).all()
    line.send(True)


def _set_clock(hand: Path | None) -> None:
    """Let this process believe a time that is wrong by the seconds in a file."""
    if hand is not None:
        vars(clock)["_source"] = lambda: datetime.now(UTC) + timedelta(seconds=float(hand.read_text() or 0))
