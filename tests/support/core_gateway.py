"""A fund whose core system is a simulator, and a company that announces something to it."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import select
from werkzeug.serving import make_server

from config import Settings
from console.audit.models import AuditEntry
from console.dispatch.inbound import dropped, polling
from console.dispatch.models import Acknowledgement, Dispatch, DispatchPoll
from console.dispatch.webhook.signatures import new_secret
from console.hooks.manager import Plugins
from console.institutions.service import save_settings
from console.institutions.settings import opened
from console.mailbox import service as mailbox
from console.testing.simulators.agency import Agency
from console.testing.simulators.ledger import Ledger
from console.testing.simulators.running import Simulators
from console.testing.simulators.scenarios import step_of
from plugins.ch_fund.gateways.core_simulator import SIMULATOR
from plugins.ch_fund.gateways.core_system import KEY
from tests.conftest import _open
from tests.support.house import House
from tests.support.mailbox import Mailbox, mailbox_of, opening, sending
from tests.support.outbox import later, work

INSIDE = {"GUICHET_INSIDE_HOSTS": "127.0.0.1"}
"""What an operator sets who lets the console call its own machine."""
SENDER = "leman"
SECRET = new_secret()
ROUND = timedelta(minutes=2)
"""Longer than the pause between two questions to the core system."""


@dataclass
class Gateway:
    """The fund's side and the simulator's."""

    mailbox: Mailbox
    simulators: Simulators
    institution: str = "CC Léman"

    @property
    def house(self) -> House:
        """Give the console."""
        return self.mailbox.house

    @property
    def agency(self) -> Agency:
        """Give the simulated core system."""
        found = self.simulators.servers[KEY]
        assert isinstance(found, Agency)
        return found

    @property
    def folder(self) -> Path:
        """Give where files for the fund are left."""
        with self.house.app.app_context():
            found = dropped.folder(self.house.institution(self.institution), KEY)
        found.mkdir(parents=True, exist_ok=True)
        return found

    def behaves(self, *steps: str) -> None:
        """Say how the simulator meets the next announcements."""
        self.simulators.scenarios[KEY].script(*(step_of(one) for one in steps))

    def announce(self, key: str = "k1") -> str:
        """Let the company send something; gives its reference."""
        user, what = self.mailbox.user(), opening(self.mailbox.atelier)
        return str(self.mailbox.do(user, mailbox.send_new, what, sending(key)))

    def hand_over(self, key: str = "k1") -> str:
        """Let the company send something and a worker hand it over; gives its reference."""
        reference = self.announce(key)
        work(self.house)
        return reference

    def poll(self) -> None:
        """Let a worker ask the core system."""
        polling.ask_all(self.house.app)

    def poll_again(self) -> None:
        """Let a worker ask once more after the usual pause."""
        with later(ROUND):
            self.poll()

    def sent(self) -> list[Dispatch]:
        """Give what was put into the outbox for the core system."""
        return rows(self.house, select(Dispatch).where(Dispatch.channel == KEY).order_by(Dispatch.id))

    def answers(self, institution: str = "CC Léman") -> list[tuple[str, str]]:
        """Give what came of each answer, with its verdict or its kind."""
        asked = select(Acknowledgement).where(Acknowledgement.source != "answer").order_by(Acknowledgement.id)
        return [(one.verdict or one.kind, one.outcome) for one in rows(self.house, asked, institution)]

    def poll_row(self) -> DispatchPoll:
        """Give how far the fund has read."""
        found: list[DispatchPoll] = rows(self.house, select(DispatchPoll))
        return found[-1]

    def journal(self, beginning: str) -> list[str]:
        """Give the acts in the journal whose names begin so, without that."""
        asked = select(AuditEntry).where(AuditEntry.action.startswith(f"{beginning}."))
        lines = rows(self.house, asked.order_by(AuditEntry.id))
        return [one.action.removeprefix(f"{beginning}.") for one in lines]

    @property
    def effects(self) -> list[int]:
        """Give how often each announcement had its effect."""
        return list(self.simulators.ledger.effects(KEY).values())


def rows(house: House, asked: Any, institution: str = "CC Léman") -> list[Any]:
    """Give rows of an institution, detached."""
    with house.reading(institution) as session:
        found = list(session.scalars(asked))
        session.expunge_all()
        return found


def funds_in(settings: Settings) -> Iterator[Gateway]:
    """Give a fund with a core system in the console of these settings: the body of a fixture."""
    for house in _open(settings):
        with gateway_of(house) as found:
            yield found


@contextmanager
def gateway_of(house: House) -> Iterator[Gateway]:
    """Let the Léman fund have a core system, which is a simulator on a free port."""
    with Simulators([SIMULATOR], Ledger(), {KEY: 0}) as running:
        found = Gateway(mailbox_of(house), running)
        leads(house, "CC Léman", found.agency.address, SENDER)
        yield found


def leads(house: House, institution: str, address: str, sender: str, secret: str = SECRET) -> None:
    """Set where an institution's core system is and how both know each other."""
    change(
        house,
        institution,
        {"core_url": address, "core_key": f"simulated-key:{sender}", "core_signing": secret},
    )


def change(house: House, institution: str, values: Mapping[str, str]) -> None:
    """Change settings of the fund's module as its administrator does."""
    plugins: Plugins = house.app.extensions["guichet_plugins"]
    with house.writing(institution) as session:
        save_settings(session, plugins["ch_fund"], {**opened(session, "ch_fund"), **values})


@contextmanager
def listening(house: House) -> Iterator[str]:
    """Serve the console on loopback, for systems that call it; gives its address."""
    server = make_server("127.0.0.1", 0, house.app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
