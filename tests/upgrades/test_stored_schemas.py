"""Every landed schema comes to the present one, on both databases, and loses no row."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from config import Settings
from console.app import create_app
from console.cli import upgrade_command
from console.hooks.owners import owners
from tests.conftest import settings_for
from tests.upgrades.differences import differences
from tests.upgrades.store import SCHEMAS
from tests.upgrades.stored import Keys, keys, on_postgresql, on_sqlite

STORED = sorted(SCHEMAS.glob("*.sql.gz"))
DATABASES = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]


@pytest.fixture(params=DATABASES)
def old(request: pytest.FixtureRequest, dump: Path, tmp_path: Path) -> Iterator[tuple[Settings, Keys]]:
    """Give the settings of a stored database, on both databases in turn, and the keys of its rows."""
    file = tmp_path / "stored.sqlite"
    on_sqlite(dump, file)
    before = keys(f"sqlite:///{file}")
    if request.param == "sqlite":
        yield settings_for(f"sqlite:///{file}", tmp_path), before
        return
    server: Any = request.getfixturevalue("postgresql")
    server.create("stored")
    settings = settings_for(server.app_url("stored"), tmp_path, server.owner_url("stored"))
    plugins = create_app(settings_for(f"sqlite:///{tmp_path}/none.sqlite", tmp_path)).extensions[
        "guichet_plugins"
    ]
    on_postgresql(file, settings.owner_url, owners(plugins))
    yield settings, before
    server.drop("stored")


@pytest.mark.parametrize("dump", STORED, ids=lambda path: path.name.removesuffix(".sql.gz"))
def test_a_landed_schema_is_upgraded_without_losing_a_row(old: tuple[Settings, Keys]) -> None:
    settings, before = old

    list(upgrade_command.run(settings))

    after = keys(settings.owner_url)
    assert {table: found - after.get(table, set()) for table, found in before.items() if found} == {
        table: set() for table, found in before.items() if found
    }
    assert differences(create_app(settings), settings.owner_url) == []


def test_the_schema_of_today_is_stored(tmp_path: Path) -> None:
    plugins = create_app(settings_for(f"sqlite:///{tmp_path}/none.sqlite", tmp_path)).extensions[
        "guichet_plugins"
    ]
    today = "+".join(str(owner.head) for owner in owners(plugins))

    assert f"{today}.sql.gz" in [file.name for file in STORED], "run: python -m tests.upgrades.store"


@pytest.mark.parametrize("dump", STORED, ids=lambda path: path.name.removesuffix(".sql.gz"))
def test_a_stored_database_has_a_row_in_every_table(dump: Path, tmp_path: Path) -> None:
    on_sqlite(dump, tmp_path / "stored.sqlite")

    assert [
        table for table, found in keys(f"sqlite:///{tmp_path / 'stored.sqlite'}").items() if not found
    ] == []
