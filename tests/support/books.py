"""Journals to tamper with: lines of one institution, sealed, and the database's own door past the console."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, create_engine, text

from console.audit.models import JOURNAL, AuditEntry
from console.audit.sealing import seal
from console.audit.service import record
from console.audit.verifying import Report, verify
from console.base import clock
from tests.support.house import House

FUND = "CC Léman"
NOON = datetime(2026, 3, 5, 11, 0, tzinfo=UTC)


def write(house: House, *names: str, institution: str = FUND, **more: Any) -> None:
    """Write an act for each name."""
    with house.writing(institution) as session:
        for name in names:
            record(session, "console.note", name=name, **more)


def sealed(house: House, institution: str = FUND) -> int:
    """Seal what waits; give how many lines."""
    with house.writing(institution) as session:
        return seal(session, JOURNAL)


def book(house: House, count: int = 6) -> None:
    """Make a journal of so many sealed lines, named `a`, `b` and so on."""
    with clock.at(NOON):
        write(house, *(chr(ord("a") + n) for n in range(count)))
        sealed(house)


def report(house: House, institution: str = FUND, **expected: Any) -> Report:
    """Verify a journal."""
    with house.reading(institution) as session:
        return verify(session, JOURNAL, **expected)


def faults(house: House) -> set[tuple[str, int, int]]:
    """Give what is wrong with the journal."""
    return {(one.wrong, one.first, one.last) for one in report(house).faults}


@contextmanager
def behind(house: House) -> Iterator[Connection]:
    """Give a connection as the owner of the database has it, past every fence."""
    engine = create_engine(house.settings.owner_url or house.settings.database_url)
    with engine.begin() as connection:
        if engine.dialect.name == "postgresql":
            connection.execute(text("set local row_security = off"))
        yield connection
    engine.dispose()


def tamper(house: House, *statements: str) -> None:
    """Change the database past the console; `{fund}` is the institution's number."""
    fund = house.institution(FUND)
    with behind(house) as connection:
        for statement in statements:
            connection.execute(text(statement.format(fund=fund)))


def lines(house: House, institution: str = FUND) -> list[AuditEntry]:
    """Give the lines in the order of their numbers, the unsealed ones last."""
    with house.reading(institution) as session:
        found = session.query(AuditEntry).all()
        session.expunge_all()
    return sorted(found, key=lambda line: (line.number is None, line.number, line.id))
