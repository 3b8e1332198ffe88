"""`guichet doctor`: one line per thing that must be right before people work with the console."""

from __future__ import annotations

import shutil
import stat
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from importlib.metadata import version
from pathlib import Path
from typing import Literal
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, create_engine, func, inspect, make_url, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from config import Settings, settings_from
from console.app import create_app
from console.base import clock
from console.base.errors import ConfigurationError
from console.cli import doctor_plugins
from console.cli.keeping.taking import NOTED
from console.dispatch.service import outbox
from console.documents import service as files
from console.documents.files import StoreFailed
from console.documents.scanner import NotScanned
from console.hooks.manager import Plugins, load
from console.hooks.owners import owners, version_of
from console.institutions.models import Institution
from console.institutions.policies import faults_of_role
from console.institutions.sessions import accounts, db
from console.jobs.models import ScheduledJob

OLDEST_POSTGRESQL = 15
LITTLE_SPACE, NO_SPACE = 1_000_000_000, 100_000_000
"""Bytes free on the data folder's disk below which the doctor warns, and below which it says bad."""
OLDEST_BACKUP = 36
"""Hours after which a nightly backup has failed once."""
SKEW = timedelta(minutes=1)
_MADE = datetime(2026, 1, 1, tzinfo=UTC)
"""This version did not exist before; a clock that says so is wrong."""

State = Literal["ok", "warn", "bad"]


@dataclass(frozen=True)
class Finding:
    """What one check found; `text` says what to do unless all is well."""

    state: State
    check: str
    text: str


def examine(environment: Mapping[str, str]) -> Iterator[Finding]:
    """Give every finding; what depends on something bad is not looked at."""
    try:
        settings = settings_from(environment)
    except ConfigurationError as refused:
        yield from (Finding("bad", "configuration", fault) for fault in refused.faults)
        return
    yield Finding("ok", "configuration", f"{settings.environment}, all settings can be read")
    yield _secret(settings)
    yield _folder(settings.data)
    yield _space(settings.data)
    yield _clock()
    try:
        plugins = load(settings.plugins)
    except ConfigurationError as refused:
        yield from (Finding("bad", "plugins", fault) for fault in refused.faults)
        return
    named = ", ".join(f"{p.name} {p.manifest.version}" for p in plugins)
    yield Finding("ok", "plugins", named or "none installed")
    database = list(_database(settings, plugins))
    yield from database
    if all(finding.state != "bad" for finding in database):
        yield from _institutions(settings)
    yield from (Finding(*found) for found in doctor_plugins.catalogues(plugins))


def _institutions(settings: Settings) -> Iterator[Finding]:
    """Ask what only the application knows: each institution's time zone and modules."""
    app = create_app(settings)
    plugins: Plugins = app.extensions["guichet_plugins"]
    with app.app_context():
        yield from _zones()
        yield from (Finding(*found) for found in doctor_plugins.health(plugins))
        yield from _channels(settings)
        yield _files()
        yield _scanner(settings)
        db.engine.dispose()


def _channels(settings: Settings) -> Iterator[Finding]:
    """Really try each channel by which something leaves."""
    if settings.mail.kind == "off":
        state: State = "warn" if settings.is_production else "ok"
        yield Finding(
            state, "e-mail", "off: administrators pass links on themselves; GUICHET_MAIL=smtp sends them"
        )
    for channel in outbox().channels.values():
        yield from (Finding(one.state, str(channel.title), str(one.text)) for one in channel.check())  # type: ignore[arg-type]


def _files() -> Finding:
    """Really store and read where the files of people lie."""
    try:
        return Finding("ok", "files", files.store().check())
    except StoreFailed as fault:
        return Finding("bad", "files", f"GUICHET_FILES cannot be used, documents are refused: {fault}")


def _scanner(settings: Settings) -> Finding:
    clamd = files.scanner()
    if clamd is None:
        state: State = "warn" if settings.is_production else "ok"
        return Finding(state, "viruses", "nobody looks for them in documents: GUICHET_CLAMD names a clamd")
    try:
        return Finding("ok", "viruses", f"{clamd.version()} answers at {clamd.address}")
    except NotScanned as fault:
        return Finding(
            "bad", "viruses", f"clamd at {clamd.address} does not answer, documents are refused: {fault}"
        )


def _secret(settings: Settings) -> Finding:
    file = settings.data / "secret"
    if len(set(settings.secret_key)) < 10:
        return Finding("bad", "secret", "GUICHET_SECRET_KEY repeats itself: set 32 random characters")
    if file.exists() and file.read_text().strip() == settings.secret_key:
        if file.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO):
            return Finding("bad", "secret", f"others may read {file}: chmod 600")
        return Finding("ok", "secret", "made by this installation, readable for its owner only")
    if len(settings.secret_key) < 32:
        return Finding("warn", "secret", "GUICHET_SECRET_KEY is short: set 32 random characters")
    return Finding("ok", "secret", "given by GUICHET_SECRET_KEY")


def _folder(data: Path) -> Finding:
    probe = data / f".doctor-{datetime.now(UTC).timestamp()}"
    try:
        data.mkdir(mode=0o700, parents=True, exist_ok=True)
        probe.touch(mode=0o600)
        probe.unlink()
    except OSError as fault:
        return Finding("bad", "data folder", f"{data} cannot be written: {fault.strerror}")
    if data.stat().st_mode & stat.S_IRWXO:
        return Finding("warn", "data folder", f"everybody on this machine may look into {data}: chmod 700")
    return Finding("ok", "data folder", f"{data} can be written, and is closed to others")


def _space(data: Path) -> Finding:
    free = shutil.disk_usage(data if data.exists() else data.anchor).free
    state: State = "bad" if free < NO_SPACE else "warn" if free < LITTLE_SPACE else "ok"
    advice = "" if state == "ok" else ": make room"
    return Finding(state, "space", f"{free // 1_000_000:,} MB free for the data folder{advice}")


def _clock() -> Finding:
    if clock.now() < _MADE:
        return Finding("bad", "clock", f"this machine says it is {clock.now():%Y-%m-%d %H:%M} UTC: set it")
    return Finding("ok", "clock", f"{clock.now():%Y-%m-%d %H:%M} UTC, zone data {version('tzdata')}")


def _database(settings: Settings, plugins: Plugins) -> Iterator[Finding]:
    """Look at the database without changing it; an embedded one that is not there yet is not made."""
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and url.database and not Path(url.database).exists():
        yield Finding("bad", "database", "it is not there yet: run guichet db upgrade")
        return
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.connect() as connection:
            yield _server(connection, settings)
            yield from _schema(connection, plugins)
            yield from _role(connection)
            yield from _skew(connection)
            yield from _backup(connection, settings)
    except SQLAlchemyError as fault:
        said = str(getattr(fault, "orig", None) or fault).strip().splitlines()[0]
        yield Finding("bad", "database", f"it does not answer: {said}")
    finally:
        engine.dispose()


def _server(connection: Connection, settings: Settings) -> Finding:
    number = ".".join(map(str, connection.dialect.server_version_info or ()))
    if connection.dialect.name == "sqlite":
        connection.exec_driver_sql("select 1 from sqlite_master")
        if settings.is_production:
            return Finding("warn", "database", f"SQLite {number} answers; production is meant for PostgreSQL")
        return Finding("ok", "database", f"SQLite {number} answers")
    if int((connection.dialect.server_version_info or (0,))[0]) < OLDEST_POSTGRESQL:
        return Finding("bad", "database", f"PostgreSQL {number} is too old: {OLDEST_POSTGRESQL} or later")
    return Finding("ok", "database", f"PostgreSQL {number} answers")


def _schema(connection: Connection, plugins: Plugins) -> Iterator[Finding]:
    for owner in owners(plugins):
        found = version_of(connection, owner)
        text = {
            "ready": f"{found.owner} is at {found.head}",
            "behind": f"{found.owner} is at {found.present or 'nothing'}, not {found.head}: run guichet db upgrade",
            "newer": f"{found.owner} is at {found.present}, which this version does not know: "
            "install the newer version again",
        }[found.state]
        yield Finding("ok" if found.state == "ready" else "bad", "schema", text)


def _role(connection: Connection) -> Iterator[Finding]:
    if connection.dialect.name != "postgresql":
        return
    faults = faults_of_role(connection)
    yield from (Finding("bad", "database role", fault) for fault in faults)
    if not faults:
        yield Finding(
            "ok", "database role", "owns no table of an institution, and is held by row-level security"
        )


def _skew(connection: Connection) -> Iterator[Finding]:
    if connection.dialect.name != "postgresql":
        return
    apart = abs(connection.scalars(select(func.clock_timestamp())).one() - datetime.now(UTC))
    if apart > SKEW:
        seconds = int(apart.total_seconds())
        yield Finding("warn", "clock", f"the database's clock is {seconds} seconds apart: set both by NTP")


def _backup(connection: Connection, settings: Settings) -> Iterator[Finding]:
    """Say how old the last backup is; every machine notes its backups in the one database."""
    if not inspect(connection).has_table(ScheduledJob.__tablename__):
        return
    taken = connection.scalar(select(ScheduledJob.ended_at).where(ScheduledJob.name == NOTED))
    missing: State = "warn" if settings.is_production else "ok"
    if taken is None:
        yield Finding(missing, "backup", "none was taken yet: guichet backup FILE takes one")
        return
    hours = int((clock.now() - taken).total_seconds() // 3600)
    if hours >= OLDEST_BACKUP:
        yield Finding(missing, "backup", f"the last one was taken {hours} hours ago: guichet backup FILE")
    else:
        yield Finding(
            "ok", "backup", f"the last one was taken {hours} hours ago, on {taken:%Y-%m-%d %H:%M} UTC"
        )


def _zones() -> Iterator[Finding]:
    for name, zone in accounts().execute(select(Institution.short_name, Institution.zone)):
        try:
            ZoneInfo(zone)
        except (KeyError, OSError, ValueError):
            yield Finding("bad", "time zone", f"{name}: the zone {zone} is not known: correct it")
    accounts().rollback()
