"""A console over a database that is not prepared starts, and says on every page what to do."""

from __future__ import annotations

import sys
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from config import Settings
from console.app import create_app
from console.cli import upgrade_command
from console.institutions.sessions import db
from tests.conftest import settings_for
from tests.support.house import House

PAGES = ("/", "/login/", "/ch_fund/employee/list/", "/me/profile")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Settings]:
    """Give the settings of an empty database, on both databases in turn."""
    if request.param == "sqlite":
        yield settings_for(f"sqlite:///{tmp_path / 'empty.sqlite'}", tmp_path)
        return
    server: Any = request.getfixturevalue("postgresql")
    name = f"bare_{uuid.uuid4().hex[:12]}"
    server.create(name)
    yield settings_for(server.app_url(name), tmp_path, server.owner_url(name))
    server.drop(name)


def opened(settings: Settings) -> House:
    """Give the console over a database as it is."""
    return House(create_app(settings), settings)


def closed(house: House) -> None:
    """Let go of the database."""
    with house.app.app_context():
        db.engine.dispose()


def assert_unprepared(house: House, words: str = "not prepared yet. Run guichet db upgrade") -> None:
    """Check that every page says what to do, and the probes too."""
    browser = house.stranger()
    with browser.session_transaction() as cookie:
        cookie["sign_in"] = "x" * 43
    for page in PAGES:
        answer = browser.get(page)
        said = answer.get_data(as_text=True)
        assert (page, answer.status_code) == (page, 503)
        assert words in said
        assert "Traceback" not in said
    assert browser.get("/readyz").status_code == 503
    assert browser.get("/healthz").status_code == 200


def changed(settings: Settings, statement: str) -> None:
    """Change the database behind the console's back."""
    engine = create_engine(settings.owner_url, poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text(statement))
    engine.dispose()


def test_an_empty_database_is_named_on_every_page(empty: Settings) -> None:
    house = opened(empty)

    assert_unprepared(house)
    closed(house)


def test_the_pages_open_by_themselves_once_the_database_is_prepared(empty: Settings) -> None:
    house = opened(empty)
    assert_unprepared(house)

    list(upgrade_command.run(empty))

    assert house.stranger().get("/login/").status_code == 200
    assert house.stranger().get("/readyz").status_code == 200
    closed(house)


def test_a_database_without_the_tables_of_one_plugin_is_named(make_settings: Callable[..., Settings]) -> None:
    settings = make_settings()
    changed(settings, "drop table alembic_version_ch_fund")
    house = opened(settings)

    assert_unprepared(house)
    closed(house)


def test_a_database_newer_than_the_program_is_named(make_settings: Callable[..., Settings]) -> None:
    settings = make_settings()
    changed(settings, "update alembic_version_console set version_num = 'console_9999'")
    house = opened(settings)

    assert_unprepared(house, "newer than this program. Install the newer version again")
    closed(house)


def test_a_table_that_disappears_while_the_console_runs_is_no_fault_of_the_page(
    make_settings: Callable[..., Settings],
) -> None:
    settings = make_settings()
    house = opened(settings)
    browser = house.browser("marc")
    assert browser.get("/").status_code == 200
    changed(settings, "drop table ch_fund_employee")

    answer = browser.get("/ch_fund/employee/list/")

    assert answer.status_code == 503
    closed(house)


def test_a_database_that_cannot_be_reached_is_no_fault_of_the_page(tmp_path: Path) -> None:
    house = opened(settings_for("postgresql://nobody@127.0.0.1:1/nothing", tmp_path))

    answer = house.stranger().get("/login/")

    assert answer.status_code == 503
    assert "does not answer" in answer.get_data(as_text=True)
    assert "127.0.0.1" not in answer.get_data(as_text=True)


def test_the_first_pages_of_many_people_at_once_are_all_answered(lite_house: House) -> None:
    """Python 3.11 cannot parse in two threads that switch often: only one may look at the migrations."""
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with ThreadPoolExecutor(8) as pool:
            for _ in range(10):
                lite_house.app.extensions["guichet_ready"] = False
                answers = list(pool.map(lambda _: lite_house.stranger().get("/login/").status_code, range(8)))
                assert answers == [200] * 8
    finally:
        sys.setswitchinterval(before)
