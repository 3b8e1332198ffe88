"""Fills a database with messages for the benchmarks, and gives GROUP BY the index it likes best.

    python -m benchmarks.mailbox_seeding console <rows>    into the database named by DATABASE_URL
    python -m benchmarks.mailbox_seeding peers <url>       a copy of it, made ready for the peers of the page

A tenth of the messages belongs to the first institution, a hundredth and a five-hundredth to two others; the rest lies
with a fourth. Each has messages of 3 types in 5 themes and 4 folders of its desk: 60 counts, all of which a person of
the first institution's staff sees.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

USERNAME = "bench"
FIRST = "Large"
"""The short name of the institution whose pages are measured."""
THEMES = tuple(f"bench.theme_{n}" for n in range(5))
TYPES = tuple(f"bench.type_{n}" for n in range(3))
DESKS = ("INBOX", "DELEGATED", "SENT", "DONE")
FOLDER = "SENT"
"""The folder whose page is measured."""
COMPANIES = 50
"""Of each institution."""
SHARES = (10, 100, 500)
BEST_FOR_GROUPS = (
    "create index bench_groups on mail_message (institution_id, desk, theme, type, settled_year)"
)
BEST_FOR_NEWEST = "create index bench_newest on mail_message (institution_id, desk, desk_at desc, id desc)"
_BEGIN = datetime(datetime.now().year - 2, 1, 1)
Row = tuple[Any, ...]
_COLUMNS = {
    "party_company": ("id", "institution_id", "number", "name", "official_number", "language", "email", "phone",
                      "street", "house_number", "postcode", "town", "version"),
    "dossier_dossier": ("id", "institution_id", "company_id", "reference", "theme", "kind", "subject",
                        "person_number", "person", "state", "opened_at", "version"),
    "mail_message": ("id", "institution_id", "company_id", "dossier_id", "reference", "theme", "type", "origin",
                     "channel", "subject", "text", "person_number", "person", "is_delegable", "state", "moved_at",
                     "desk", "desk_at", "settled_year", "outcome", "reason", "is_expired", "is_recalled",
                     "is_withdrawn", "read_by", "taken_by", "prefill_language", "language", "edition",
                     "saved_by", "version"),
}  # fmt: skip


def seed(rows: int) -> None:
    """Migrate the database of the environment, fill it, and count the folders by the mailbox's own repair."""
    from config import settings_from
    from console.accounts.policies import AccessPolicy, Asked
    from console.app import create_app
    from console.cli import upgrade_command
    from console.institutions.models import Institution
    from console.institutions.scope import Scope
    from console.institutions.sessions import accounts, acting
    from console.mailbox import service

    settings = settings_from(os.environ)
    for _ in upgrade_command.run(settings):
        pass
    app = create_app(settings)
    with app.app_context():
        made = [
            Institution(
                name=name, short_name=name, kind="compensation_fund", country="CH", languages="en", zone="Europe/Zurich"
            )
            for name in (FIRST, "Middle", "Small", "Rest")
        ]  # fmt: skip
        accounts().add_all(made)
        accounts().flush()
        keys = [row.id for row in made]
        accounts().add_all(AccessPolicy(institution_id=key, factor=Asked.OPTIONAL, themes={}) for key in keys)
        _employ(accounts(), keys[0])
        accounts().commit()
        for table, data in _data(rows, keys):
            _load(settings.owner_url, table, data)
        for key in keys:
            with acting(Scope((key,), purpose="bench"), writes=True) as session:
                service.repair(session)
        _finish(settings.owner_url)


def seed_peers(url: str) -> None:
    """Give the peers their permissions and users; the rows and all indexes are there already."""
    from benchmarks import mailbox_peer, peer
    from benchmarks.django_mail import site

    peer.create_app(url, prepare=True, views=mailbox_peer.views(0))
    site.prepare(url)


def first_institution(url: str) -> int:
    """Give the key of the institution whose pages are measured."""
    from sqlalchemy import create_engine, text

    with create_engine(url).connect() as connection:
        query = text("select id from inst_institution where short_name = :name")
        return int(connection.execute(query, {"name": FIRST}).scalar_one())


def _employ(session: Session, institution: int) -> None:
    """Make a case worker who may do everything in every theme."""
    from console.accounts import service
    from console.base import clock
    from console.hooks.declarations import Level
    from console.institutions.models import PluginSwitch

    session.add(
        PluginSwitch(institution_id=institution, plugin="bench", enabled=True, changed_at=clock.now())
    )
    rights = {("bench", theme.removeprefix("bench.")): Level.SEND for theme in THEMES}
    person = service.Person(USERNAME, "Bea", "Bench", "bea@bench.example", "en")
    user = service.create_user(session, person)
    service.join(session, user, institution, roles=["case_worker"], rights=rights)


def _data(rows: int, keys: Sequence[int]) -> Iterator[tuple[str, Iterator[Row]]]:
    whose = [(1 + n, keys[n // COMPANIES]) for n in range(COMPANIES * len(keys))]
    yield (
        "party_company",
        ((c, i, f"C{c}", f"Company {c}", "", "fr", "", "", "", "", "", "", 1) for c, i in whose),
    )
    yield (
        "dossier_dossier",
        ((c, i, c, f"D{c}", THEMES[0], "bench", "Matter", "", "", "open", _BEGIN, 1) for c, i in whose),
    )
    yield "mail_message", (_message(n, rows, keys) for n in range(rows))


def _message(n: int, rows: int, keys: Sequence[int]) -> Row:
    bounds = [rows // share for share in SHARES]
    owner = next((o for o in range(len(SHARES)) if n < sum(bounds[: o + 1])), len(SHARES))
    # A multiplication by a prime, so that neighbours in time lie in different folders.
    chance = n * 7919 % 60
    theme, type_, desk = THEMES[chance % 5], TYPES[chance // 5 % 3], DESKS[chance // 15]
    company = 1 + owner * COMPANIES + n % COMPANIES
    at = _BEGIN + timedelta(seconds=n * 104_729 % 70_000_000)
    year = str(at.year) if desk == "DONE" else ""
    return (
        1 + n, keys[owner], company, company, f"R{n:08}", theme, type_, "request", "", f"Message {n}", "", "", "",
        False, desk, at, desk, at, year, "", "", False, False, False, "", "", "", "", 0, "", 1,
    )  # fmt: skip


def _load(url: str, table: str, data: Iterator[Row]) -> None:
    """Put rows into a table by the fastest road of each database."""
    from sqlalchemy import create_engine

    columns = ",".join(_COLUMNS[table])
    engine = create_engine(url)
    with engine.connect() as connection:
        raw: Any = connection.connection.driver_connection
        if engine.dialect.name == "sqlite":
            marks = ",".join("?" * len(_COLUMNS[table]))
            raw.executemany(f"insert into {table} ({columns}) values ({marks})", map(_as_text, data))
        else:
            with raw.cursor().copy(f"copy {table} ({columns}) from stdin") as copy:
                for row in data:
                    copy.write_row(row)
        raw.commit()
    engine.dispose()


def _as_text(row: Row) -> Row:
    """Give moments as SQLAlchemy writes them on SQLite."""
    return tuple(f"{v:%Y-%m-%d %H:%M:%S.%f}" if isinstance(v, datetime) else v for v in row)


def _finish(url: str) -> None:
    """Add the peer's indexes, and let the database count what it has."""
    from sqlalchemy import create_engine

    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(BEST_FOR_GROUPS)
        connection.exec_driver_sql(BEST_FOR_NEWEST)
        sqlite = engine.dialect.name == "sqlite"
        for statement in ("analyze", "pragma wal_checkpoint(truncate)") if sqlite else ("vacuum analyze",):
            connection.exec_driver_sql(statement)
    engine.dispose()


if __name__ == "__main__":
    if sys.argv[1] == "console":
        seed(int(sys.argv[2]))
    else:
        seed_peers(sys.argv[2])
