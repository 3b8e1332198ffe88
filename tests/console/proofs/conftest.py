"""The mailbox whose sendings are proved."""

from __future__ import annotations

import pytest

from tests.support.house import House
from tests.support.mailbox import Mailbox, mailbox_of


@pytest.fixture
def mailbox(house: House) -> Mailbox:
    """Give a house with two companies of its own, on both databases in turn."""
    return mailbox_of(house)


@pytest.fixture
def lite_mailbox(lite_house: House) -> Mailbox:
    """Give the same on SQLite alone: for what does not depend on the database."""
    return mailbox_of(lite_house)
