"""A gateway with its hub, on both databases or on SQLite alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config import Settings
from tests.conftest import _open, settings_for
from tests.plugins.fr_dsn.deposits.hub import Hub, hub_of
from tests.support.core_gateway import INSIDE


@pytest.fixture
def hub(make_settings: Callable[..., Settings]) -> Iterator[Hub]:
    """Give a gateway with a hub, on both databases in turn."""
    for house in _open(make_settings(**INSIDE)):
        with hub_of(house) as found:
            yield found


@pytest.fixture
def lite_hub(sqlite_template: Path, here: Path) -> Iterator[Hub]:
    """Give the same on SQLite alone."""
    shutil.copyfile(sqlite_template, here / "house.sqlite")
    for house in _open(settings_for(f"sqlite:///{here / 'house.sqlite'}", here, **INSIDE)):
        with hub_of(house) as found:
            yield found
