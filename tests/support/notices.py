"""A house whose e-mails reach a mail server, and the mailbox of two of the demonstration's companies in it."""

from __future__ import annotations

from dataclasses import replace
from email.message import EmailMessage

from sqlalchemy import select

from console.dispatch.mail.channel import MailChannel
from console.dispatch.mail.smtp import SmtpPost
from console.dispatch.service import Outbox
from console.dispatch.settings import MailSettings
from console.forms import service as forms
from console.notices.running import run_due
from console.parties.models import Company
from tests.support.house import House
from tests.support.mailbox import REVISION, Mailbox
from tests.support.outbox import work
from tests.support.post import MailServer

ADDRESS = "https://console.example"
LUCA, NORA, MARC, CLAIRE = (f"{name}@guichet.example" for name in ("luca", "nora", "marc", "claire"))
"""The two who work for the bakery, and two of the staff."""


def posting_mailbox(house: House, server: MailServer) -> Mailbox:
    """Give the mailbox of the bakery (`atelier`) and the joinery, in a house that posts to the server."""
    found: Outbox = house.app.extensions["guichet_outbox"]
    sender = MailSettings("smtp", "console@fund.example", "localhost", server.port, "none")
    found.channels["email"] = MailChannel(SmtpPost(sender))
    house.app.extensions["guichet_settings"] = replace(house.settings, address=ADDRESS)
    with house.writing() as session:
        forms.keep_revision(session, REVISION)
        companies = {row.number: row.id for row in session.scalars(select(Company))}
    return Mailbox(house, house.institution("CC Léman"), companies["41002"], companies["41017"])


def deliver(mailbox: Mailbox) -> None:
    """Let the workers do what is due."""
    while run_due(mailbox.house.app):
        pass
    work(mailbox.house)


def text_of(message: EmailMessage) -> str:
    """Give what an e-mail says, with its subject."""
    body = message.get_body(("plain",))
    assert body is not None
    return f"{message['Subject']}\n{body.get_content()}".replace("\r\n", "\n")


def told(server: MailServer) -> dict[str, list[str]]:
    """Give what each address was told, in the order in which it arrived."""
    found: dict[str, list[str]] = {}
    for message, address in zip(server.messages, server.recipients, strict=True):
        found.setdefault(address, []).append(text_of(message))
    return found
