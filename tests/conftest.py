"""Fixtures for all tests: `house` is a console on SQLite and, once more, on PostgreSQL."""

from __future__ import annotations

import gc
import os
import shutil
import uuid
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from typing import Any

import hypothesis
import pytest

from config import Settings, settings_from
from console.accounts import passwords
from tests.support.house import House

pytest_plugins = ["tests.services.plugin"]

# No deadline: a busy machine is no fault. In CI the same examples each time: a red run means that the change is wrong.
hypothesis.settings.register_profile("guichet", deadline=None, derandomize=os.environ.get("CI") == "true")
hypothesis.settings.load_profile("guichet")

SECRET = "a secret of the tests, long enough to be accepted"


def pytest_collection() -> None:
    """Let the collector be while everything is imported: none of that is ever given back."""
    gc.disable()


def pytest_collection_finish() -> None:
    """Let the collector look at nothing that was there before the first test."""
    gc.freeze()
    gc.enable()


def settings_for(url: str, data: Path, owner: str = "", **more: str) -> Settings:
    """Give the settings of a console under test."""
    return settings_from(
        {
            "GUICHET_ENV": "test",
            "GUICHET_SECRET_KEY": SECRET,
            "DATABASE_URL": url,
            "GUICHET_OWNER_URL": owner,
            "GUICHET_DATA": str(data),
            **more,
        }
    )


@pytest.fixture(scope="session", autouse=True)
def real_cost() -> Iterator[passwords.Cost]:
    """Give what a hash of a password costs in earnest; in this process it costs next to nothing."""
    real, passwords.COST = passwords.COST, passwords.Cost(memory=8, passes=1, lanes=1)
    yield real
    passwords.COST = real


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give an SQLite file with schema, rights and demonstration; tests copy it."""
    folder = tmp_path_factory.mktemp("template")
    _fill(settings_for(f"sqlite:///{folder / 'guichet.sqlite'}", folder))
    return folder / "guichet.sqlite"


@pytest.fixture(scope="session")
def postgresql_template(postgresql: Any, tmp_path_factory: pytest.TempPathFactory) -> str:
    """Give the name of a PostgreSQL database with schema, rights and demonstration; tests clone it."""
    postgresql.create("template_house")
    folder = tmp_path_factory.mktemp("template-pg")
    _fill(settings_for(postgresql.app_url("template_house"), folder, postgresql.owner_url("template_house")))
    return "template_house"


@pytest.fixture(scope="session")
def doorstep(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the path at which each test finds its own folder, so that consoles of all tests have equal settings."""
    return tmp_path_factory.mktemp("doorstep") / "here"


@pytest.fixture
def here(doorstep: Path, tmp_path: Path) -> Path:
    """Give the folder of this test by a name that is the same in all tests."""
    doorstep.unlink(missing_ok=True)
    doorstep.symlink_to(tmp_path, target_is_directory=True)
    return doorstep


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def make_settings(request: pytest.FixtureRequest, here: Path) -> Iterator[Callable[..., Settings]]:
    """Give a function that makes the settings of a fresh copy of the template, on both databases in turn."""
    dropped = []
    number = count()

    def make(**more: str) -> Settings:
        if request.param == "sqlite":
            file = here / f"house-{next(number)}.sqlite"
            shutil.copyfile(request.getfixturevalue("sqlite_template"), file)
            return settings_for(f"sqlite:///{file}", here, **more)
        server = request.getfixturevalue("postgresql")
        name = f"house_{next(number)}"
        server.create(name, template=request.getfixturevalue("postgresql_template"))
        dropped.append((server, name))
        return settings_for(server.app_url(name), here, server.owner_url(name), **more)

    yield make
    for server, name in dropped:
        server.drop(name)


@pytest.fixture
def house(make_settings: Callable[..., Settings]) -> Iterator[House]:
    """Give a console with the demonstration's institutions and people, on both databases in turn."""
    yield from _open(make_settings())


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def standing_house(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[House]:
    """Give a console for all tests of a file, on both databases in turn: for what only reads or rolls back."""
    folder = tmp_path_factory.mktemp("standing")
    if request.param == "sqlite":
        shutil.copyfile(request.getfixturevalue("sqlite_template"), folder / "house.sqlite")
        yield from _open(settings_for(f"sqlite:///{folder / 'house.sqlite'}", folder))
        return
    server = request.getfixturevalue("postgresql")
    name = f"standing_{uuid.uuid4().hex[:12]}"
    server.create(name, template=request.getfixturevalue("postgresql_template"))
    yield from _open(settings_for(server.app_url(name), folder, server.owner_url(name)))
    server.drop(name)


@pytest.fixture
def lite_house(sqlite_template: Path, here: Path) -> Iterator[House]:
    """Give a console on SQLite alone: for what does not depend on the database."""
    file = here / "house.sqlite"
    shutil.copyfile(sqlite_template, file)
    yield from _open(settings_for(f"sqlite:///{file}", here))


def _open(settings: Settings) -> Iterator[House]:
    from tests.support import standing

    with standing.opened(settings) as app:
        yield House(app, settings)


def _fill(settings: Settings) -> None:
    from console.app import create_app
    from console.cli import demo, upgrade_command
    from console.institutions.sessions import db

    for _ in upgrade_command.run(settings):
        pass
    app = create_app(settings)
    demo.fill(app)
    _forget_the_journal(settings)
    with app.app_context():
        db.engine.dispose()
    # Each test leaves a console behind: the collector need not look at all that was imported each time.
    gc.collect()
    gc.freeze()


def _forget_the_journal(settings: Settings) -> None:
    """Let every test begin with an empty journal, whatever the demonstration has written into it."""
    from sqlalchemy import create_engine, delete

    from console.audit.models import AuditEntry

    engine = create_engine(settings.owner_url or settings.database_url)
    with engine.begin() as connection:
        connection.execute(delete(AuditEntry.__table__))
    engine.dispose()
