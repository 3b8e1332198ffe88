"""A person without an account in front of her link, as a browser on her phone goes there."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from html import unescape
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from console.forms.revisions import publish
from console.mailbox import service
from console.mailbox.service import Content, Person
from console.parties.models import Company
from plugins.ch_fund.forms.training_confirmation import TRAINING_CONFIRMATION
from tests.support.house import House
from tests.support.mailbox import TRAINING, Mailbox, mailbox_of, opening
from tests.support.outbox import Receiver, receive

LEA, BORN = "756.1234.5678.97", "14.5.2008"
ALINE = Person("aline.exemple@example.org", "Aline Exemple", "", "Rita Hartmann", date(2026, 3, 2))
CHILD = {"f-avs": LEA, "f-family_name": "Exemple", "f-given_name": "Lea", "f-birth": BORN}
TRAINED = {
    "f-kind": "school",
    "f-school": "Gymnase de Nyon",
    "f-period.from": "1.8.2026",
    "f-period.until": "31.7.2027",
}
PICTURE = b"\x89PNG\r\n\x1a\n" + bytes(300)
_HIDDEN = re.compile(r'<input type="hidden" name="([^"]+)" value="([^"]*)"')


@dataclass
class Phone:
    """A person's browser, and the delegation it goes to."""

    mailbox: Mailbox
    reference: str
    delegation: int
    token: str
    mails: Receiver
    browser: FlaskClient = field(init=False)

    def __post_init__(self) -> None:
        self.browser = self.mailbox.house.stranger()

    @property
    def door(self) -> str:
        """Give the address of the link."""
        return f"/private/{self.token}"

    def step(self, section: str) -> str:
        """Give the address of a step."""
        return f"{self.door}/step/{section}"

    def hidden(self, path: str) -> dict[str, list[str]]:
        """Give what the page at a path sends along."""
        return carried(self.browser.get(path, follow_redirects=True).text)

    def post(self, path: str, typed: Mapping[str, Any], **more: Any) -> TestResponse:
        """Send the form of a page with what is typed; `hidden` stands for a page that was opened earlier."""
        hidden = more.pop("hidden", None)
        return self.browser.post(
            path, data={**(self.hidden(path) if hidden is None else hidden), **typed}, **more
        )

    def identify(self, hidden: Mapping[str, Any] | None = None, **shown: str) -> TestResponse:
        """Show birth and number, the right ones unless said otherwise."""
        given = {"way": "birth_number", "birth": BORN, "number": LEA, **shown}
        return self.post(self.door, {**given, "do": "open"}, hidden=hidden)

    def code(self, way: str = "code_email") -> str:
        """Ask for a code and give the one that was sent last."""
        self.post(self.door, {"way": way, "do": "code"})
        return sent_codes(self)[-1]

    def fill(self) -> None:
        """Fill in everything but the agreement."""
        self.post(self.step("child"), {**CHILD, "do": "next"})
        self.post(self.step("training"), {**TRAINED, "do": "save"})
        self.upload()

    def upload(self, name: str = "carte.png", content: bytes = PICTURE) -> TestResponse:
        """Add a photo to the proof."""
        typed = {**TRAINED, "file-proof": (io.BytesIO(content), name), "do": "upload:proof"}
        return self.post(self.step("training"), typed, content_type="multipart/form-data")

    def send(self, **more: Any) -> TestResponse:
        """Agree and send."""
        return self.post(self.step("check-and-send"), {"agree": "yes", "do": "send"}, **more)

    def raw(self) -> dict[str, Any] | None:
        """Give what is stored of her part."""
        aline = self.mailbox.person(self.delegation)
        with self.mailbox.acting(aline, writes=False) as session:
            part = service.hers(session, aline)[2]
            return None if part is None else dict(part.raw)


def phone_of(
    house: House,
    *,
    number: str = LEA,
    prefill: Mapping[str, str] | None = None,
    company: str = "",
    **more: Any,
) -> Phone:
    """Let the fund ask for a training confirmation, and the workshop (or another company) delegate it to Aline."""
    mailbox = mailbox_of(house)
    if company:
        with house.reading() as session:
            mailbox.atelier = session.scalars(select(Company.id).where(Company.number == company)).one()
    return delegated(mailbox, receive(house, key="email"), number=number, prefill=prefill, **more)


def delegated(
    mailbox: Mailbox,
    mails: Receiver,
    *,
    number: str = LEA,
    prefill: Mapping[str, str] | None = None,
    person: str = "Lea Exemple",
    **more: Any,
) -> Phone:
    """Make one more delegation in the same mailbox."""
    revision = publish(TRAINING_CONFIRMATION, [], lambda _, text: text)
    known = {"avs": LEA, "birth": BORN} if prefill is None else dict(prefill)
    with mailbox.acting(mailbox.fund) as session:
        head = opening(mailbox.atelier, type_=TRAINING, person_number=number, person=person, **more)
        asked = service.request(session, mailbox.fund, head, prefilled=Content(revision, known, "fr"))
        reference = asked.reference
    with mailbox.acting(mailbox.user()) as session:
        issued = service.delegate(session, mailbox.user(), reference, ALINE)
        return Phone(mailbox, reference, issued.delegation.id, issued.token, mails)


def carried(page: str) -> dict[str, list[str]]:
    """Give the hidden values of a page."""
    found: dict[str, list[str]] = {}
    for name, value in _HIDDEN.findall(page.split("<main", 1)[-1]):
        found.setdefault(name, []).append(unescape(value))
    return found


def sent_codes(phone: Phone) -> list[str]:
    """Let the outbox work and give the codes it sent, in their order."""
    from tests.support.outbox import work

    work(phone.mailbox.house)
    return [
        letter.envelope.payload["words"]["code"]
        for letter in phone.mails.got
        if letter.envelope.kind.startswith("console.private_code")
    ]
