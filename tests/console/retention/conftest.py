"""A mailbox whose matters grow old."""

from __future__ import annotations

import pytest

from tests.support.house import House
from tests.support.mailbox import Mailbox, mailbox_of


@pytest.fixture
def mailbox(house: House) -> Mailbox:
    """Give a mailbox on both databases in turn."""
    return mailbox_of(house)


@pytest.fixture
def lite_mailbox(lite_house: House) -> Mailbox:
    """Give a mailbox on SQLite alone."""
    return mailbox_of(lite_house)
