"""Consoles that may call providers on the loopback."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config import Settings
from tests.conftest import _open, settings_for
from tests.support.house import House
from tests.support.sso import Crooked, crooked_provider

INSIDE = {"GUICHET_INSIDE_HOSTS": "127.0.0.1,localhost"}


@pytest.fixture
def open_house(make_settings: Callable[..., Settings]) -> Iterator[House]:
    """Give a console on both databases that may call the loopback."""
    yield from _open(make_settings(**INSIDE))


@pytest.fixture
def open_lite_house(sqlite_template: Path, here: Path) -> Iterator[House]:
    """Give a console on SQLite that may call the loopback."""
    file = here / "house.sqlite"
    shutil.copyfile(sqlite_template, file)
    yield from _open(settings_for(f"sqlite:///{file}", here, **INSIDE))


@pytest.fixture(scope="module")
def crooked_server() -> Iterator[Crooked]:
    """Run our own provider once for a file."""
    with crooked_provider() as provider:
        yield provider


@pytest.fixture
def crooked(crooked_server: Crooked) -> Crooked:
    """Give our own provider, honest until a test twists it."""
    crooked_server.twist, crooked_server.metadata, crooked_server.signs_with = {}, {}, None
    crooked_server.algorithm = "RS256"
    crooked_server.asked.clear()
    return crooked_server
