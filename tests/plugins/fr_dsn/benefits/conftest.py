"""A gateway with a slip service on both databases, and one on SQLite alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config import Settings
from tests.conftest import settings_for
from tests.plugins.fr_dsn.benefits.service import Slips, slips_in
from tests.plugins.fr_dsn.stoppages.gateway import INSIDE


@pytest.fixture
def slips(make_settings: Callable[..., Settings]) -> Iterator[Slips]:
    """Give a gateway on both databases in turn."""
    yield from slips_in(make_settings(**INSIDE))


@pytest.fixture
def lite(sqlite_template: Path, here: Path) -> Iterator[Slips]:
    """Give the same on SQLite alone."""
    shutil.copyfile(sqlite_template, here / "house.sqlite")
    yield from slips_in(settings_for(f"sqlite:///{here / 'house.sqlite'}", here, **INSIDE))
