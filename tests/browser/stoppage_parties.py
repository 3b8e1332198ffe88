"""The parties of a work stoppage, each with what it has in earnest: software, browsers, servers, the time that passes."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

import pytest
import standardwebhooks
import trustme
from playwright.sync_api import Browser, Page
from sqlalchemy import select, update

from console.accounts.models import UserProfile
from console.base import clock
from console.deadlines import service as deadlines
from console.dispatch import outward, places
from console.dispatch.inbound import polling
from console.dispatch.settings import OutwardSettings
from console.institutions.sessions import accounts
from console.parties.models import Company
from plugins.fr_dsn.stoppages import shapes
from tests.browser.cast import PHONE, Cast, Post
from tests.browser.filling import press
from tests.plugins.fr_dsn.benefits.service import Slips, slips_of
from tests.plugins.fr_dsn.stoppages.gateway import HEXALIA, Gateway, gateway_of
from tests.plugins.fr_dsn.stoppages.systems import EVERY, hr_of
from tests.support.agencies import Agency, agency, says
from tests.support.core_gateway import listening
from tests.support.house import House
from tests.support.outbox import work

EMPLOYER, OTHER_EMPLOYER = "C-100", "C-200"
DESKTOP: Final = {"width": 1280, "height": 900}
PATIENCE: Final = 30_000
"""Milliseconds until a page counts as missing: console, worker, simulators and browser share the machine here."""
HR_HOST: Final = "hr.example"
OPERATIONS: Final = (*EVERY, "benefits:read", "webhooks:write")
WAGES: Final = [
    {"month": month, "gross": "2450.00"}
    for month in (*(f"2025-{number:02}" for number in range(3, 13)), "2026-01", "2026-02")
]
DECLARED: Final = {**shapes.EXAMPLE, "wages": WAGES}


@dataclass(frozen=True)
class Software:
    """The HR software of a company: it asks the open API over the network with its key."""

    address: str
    key: str

    def ask(self, method: str, path: str, body: Mapping[str, Any] | None = None) -> tuple[int, Any]:
        """Ask an address below the version; gives the status and the JSON of the answer."""
        headers = {"Authorization": f"Bearer {self.key}", "Content-Type": "application/json"}
        if method == "POST":
            headers["Idempotency-Key"] = f"hr{path}"
        sent = json.dumps(body).encode() if body is not None else None
        asked = Request(f"{self.address}/api/v1{path}", sent, headers, method=method)
        try:
            with urlopen(asked, timeout=30) as answer:
                return answer.status, json.load(answer)
        except HTTPError as refused:
            with refused:
                return refused.code, json.load(refused)


@dataclass
class Receiver:
    """Where the HR software is told of news: its own server, with the secret that it was given for the signatures."""

    server: Agency
    secret: str = ""

    def told(self) -> list[str]:
        """Give the kinds of news that came, after a library of others has signed each anew and come to the same."""
        found = []
        for one in self.server.asked:
            token, at = one.headers["webhook-id"], int(one.headers["webhook-timestamp"])
            ours = standardwebhooks.Webhook(self.secret)
            signature = ours.sign(token, datetime.fromtimestamp(at, UTC), one.body.decode())
            assert signature == one.headers["webhook-signature"], one.body
            found.append(json.loads(one.body)["data"]["kind"])
        return found


@dataclass
class Parties:
    """The console between the employers, the health insurance and the insurer."""

    address: str
    slips: Slips
    cast: Cast
    hr: Software
    other_hr: Software
    receiver: Receiver

    @property
    def gateway(self) -> Gateway:
        """Give the console with its health insurance and its insurer."""
        return self.slips.gateway

    @contextmanager
    def on(self, moment: datetime) -> Iterator[None]:
        """Let it be some moment; everybody begins the day at the sign-in."""
        with clock.at(moment):
            yield
        self.cast.close()

    def rounds(self) -> None:
        """Let a worker ask everybody for news, and do all that is due."""
        polling.ask_all(self.gateway.house.app)
        work(self.gateway.house)

    def window(self, user: str, *, phone: bool = False) -> Page:
        """Give the window of somebody, as wide as a desktop or as a phone."""
        page = self.cast.window(user)
        page.set_default_timeout(PATIENCE)
        page.set_viewport_size(PHONE if phone else DESKTOP)
        return page

    def follow(self, user: str, name: str) -> str:
        """Press a link of the page that somebody looks at, and give what she reads then."""
        page = self.window(user)
        press(page, page.get_by_role("main").get_by_role("link", name=name, exact=True))
        return read(page)

    def shown(self, user: str, path: str, *, phone: bool = False) -> str:
        """Give what somebody reads on a page, which fits her screen."""
        page = self.window(user, phone=phone)
        assert self.cast.go(page, path) == 200, f"{user} {path}\n{page.inner_text('main')}"
        assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth"), path
        return read(page)

    def refused(self, user: str, path: str) -> int:
        """Give with which status a page is refused to somebody."""
        return self.cast.go(self.window(user), path)


def read(page: Page) -> str:
    """Give the text of a page as it is seen, each space a plain one."""
    return " ".join(page.inner_text("main").split())


@contextmanager
def parties_of(
    house: House, browser: Browser, folder: Path, authority: trustme.CA, patch: pytest.MonkeyPatch
) -> Iterator[Parties]:
    """Bring them together: the demonstration's employers, simulators, a receiver of its own for the HR software."""
    with (
        listening(house) as address,
        gateway_of(house) as gateway,
        slips_of(gateway) as slips,
        agency(authority, name=HR_HOST) as server,
    ):
        gateway.company = _company(house, EMPLOYER)
        _speak_english(house)
        server.usual = says(204)
        _lead_to(server, patch)
        other = hr_of(gateway, _company(house, OTHER_EMPLOYER), OPERATIONS)
        cast = Cast(browser, address, Post(folder))
        found = Parties(
            address,
            slips,
            cast,
            Software(address, hr_of(gateway, operations=OPERATIONS).key),
            Software(address, other.key),
            Receiver(server),
        )
        yield found
        cast.close()


def trusted(authority: trustme.CA, folder: Path) -> str:
    """Write the certificate that the console is to trust into a file, and give its path."""
    file = folder / "authority.pem"
    authority.cert_pem.write_to_path(str(file))
    return str(file)


def agreed(parties: Parties, technical: str, business: str) -> None:
    """Let the administrator confirm how long the health insurance may take for each of its answers."""
    with parties.gateway.house.writing(HEXALIA) as session:
        for key, span in (("stoppage_technical", technical), ("stoppage_business", business)):
            rule = deadlines.rules(session)[f"fr_dsn.{key}"]
            deadlines.confirm(session, rule.key, span, "agreed", version=rule.version, by="Camille Moreau")


def _speak_english(house: House) -> None:
    """Let the people of the demonstration read English."""
    with house.app.app_context():
        accounts().execute(update(UserProfile).values(language="en"))
        accounts().commit()


def _company(house: House, number: str) -> int:
    with house.reading(HEXALIA) as session:
        return session.scalars(select(Company.id).where(Company.number == number)).one()


def _lead_to(server: Agency, patch: pytest.MonkeyPatch) -> None:
    """Let the name of the HR software's server lead to this machine, as a name server would; all else stays."""
    real, port = places.connected, urlsplit(server.url).port

    def connected(host: str, wanted: int, settings: OutwardSettings) -> socket.socket:
        if host == HR_HOST:
            return socket.create_connection(("127.0.0.1", port or 0), timeout=10)
        return real(host, wanted, settings)

    patch.setattr(outward, "connected", connected)
