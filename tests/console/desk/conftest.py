"""The desk of the demonstration on both databases in turn, and on SQLite alone."""

from __future__ import annotations

import pytest

from tests.support.desk import Desk, desk_of
from tests.support.house import House


@pytest.fixture
def desk(house: House) -> Desk:
    """Give the desk on both databases in turn."""
    return desk_of(house)


@pytest.fixture
def lite_desk(lite_house: House) -> Desk:
    """Give the desk on SQLite alone."""
    return desk_of(lite_house)
