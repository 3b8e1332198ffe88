"""An insurer on both databases, and one on SQLite alone."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from config import Settings
from tests.conftest import _open, settings_for
from tests.plugins.fr_dsn.contributions.insurer import Insurer, insurer_of
from tests.support.core_gateway import INSIDE


@pytest.fixture
def insurer(make_settings: Callable[..., Settings]) -> Iterator[Insurer]:
    """Give an insurer on both databases in turn."""
    for house in _open(make_settings(**INSIDE)):
        with insurer_of(house) as found:
            yield found


@pytest.fixture
def lite_insurer(sqlite_template: Path, here: Path) -> Iterator[Insurer]:
    """Give the same on SQLite alone."""
    shutil.copyfile(sqlite_template, here / "house.sqlite")
    for house in _open(settings_for(f"sqlite:///{here / 'house.sqlite'}", here, **INSIDE)):
        with insurer_of(house) as found:
            yield found
