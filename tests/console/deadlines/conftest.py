"""The mailbox of a house, on both databases in turn and on SQLite alone, and one that posts e-mails."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.support.house import House
from tests.support.mailbox import Mailbox, mailbox_of
from tests.support.notices import posting_mailbox
from tests.support.post import MailServer, mail_server


@pytest.fixture
def mailbox(house: House) -> Mailbox:
    """Give a mailbox on both databases in turn."""
    return mailbox_of(house)


@pytest.fixture
def lite_mailbox(lite_house: House) -> Mailbox:
    """Give a mailbox on SQLite alone."""
    return mailbox_of(lite_house)


@pytest.fixture
def server() -> Iterator[MailServer]:
    """Give a mail server on loopback."""
    with mail_server() as found:
        yield found


@pytest.fixture
def posting(house: House, server: MailServer) -> Mailbox:
    """Give the mailbox of the demonstration, whose e-mails reach the server, on both databases in turn."""
    return posting_mailbox(house, server)
