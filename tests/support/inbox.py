"""The e-mails of a house, kept in a list instead of handed to a mail server."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from email.message import EmailMessage

from console.dispatch.declarations import Delivered, Outcome
from console.dispatch.mail.channel import MailChannel
from console.dispatch.service import Outbox
from console.hooks.declarations import Health
from tests.support.house import House
from tests.support.outbox import work


@dataclass
class Inbox:
    """What was handed over: to whom, and what it says with its subject."""

    house: House
    sender: str = "console@fund.example"
    got: list[tuple[str, str]] = field(default_factory=list)

    def deliver(self, message: EmailMessage, to: str) -> Outcome:
        body = message.get_body(("plain",))
        assert body is not None
        self.got.append((to, f"{message['Subject']}\n{body.get_content()}".replace("\r\n", "\n")))
        return Delivered()

    def check(self) -> Sequence[Health]:
        return ()

    def opened(self) -> list[tuple[str, str]]:
        """Let the outbox work, and give all that has arrived."""
        work(self.house)
        return self.got


def inbox_of(house: House) -> Inbox:
    """Let the e-mails of a house arrive in a list."""
    found: Outbox = house.app.extensions["guichet_outbox"]
    kept = Inbox(house)
    found.channels["email"] = MailChannel(kept)
    return kept


def link_of(text: str) -> str:
    """Give the path of the one-time link in an e-mail."""
    found = re.search(r"https?://[^/\s]+(/password/\S+)", text)
    assert found, text
    return found[1]
