"""The mailbox of a house that posts to a mail server, on both databases in turn and on SQLite alone."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.house import House
from tests.support.mailbox import Mailbox
from tests.support.notices import posting_mailbox
from tests.support.post import MailServer, mail_server


@pytest.fixture
def server() -> Iterator[MailServer]:
    """Give a mail server on loopback."""
    with mail_server() as found:
        yield found


@pytest.fixture
def mailbox(house: House, server: MailServer) -> Mailbox:
    """Give a mailbox on both databases in turn."""
    return posting_mailbox(house, server)


@pytest.fixture
def lite_mailbox(lite_house: House, server: MailServer) -> Mailbox:
    """Give a mailbox on SQLite alone."""
    return posting_mailbox(lite_house, server)
