"""A gateway whose hub is a simulator, and an account that deposits files."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from flask.testing import FlaskClient
from sqlalchemy import delete, select
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from console.dispatch.inbound import polling
from console.dispatch.models import Acknowledgement, Dispatch
from console.hooks.manager import Plugins
from console.institutions.service import save_settings
from console.testing.simulators.ledger import Ledger
from console.testing.simulators.running import Simulators
from console.testing.simulators.scenarios import step_of
from plugins.fr_dsn import samples
from plugins.fr_dsn.deposits.models import (
    DeclaredWage,
    Deposit,
    DepositDeclaration,
    DepositFile,
    HubReturn,
    Month,
    ReturnLine,
)
from plugins.fr_dsn.gateways.hub_simulator import SIMULATOR, HubSimulator
from plugins.fr_dsn.portfolio.models import Establishment
from tests.plugins.fr_dsn.portfolio.accounts import ADMINISTRATOR, GATEWAY
from tests.support.house import House, token_of
from tests.support.outbox import later, work

KEY, SENDER = "fr_dsn.hub", "HEXALIA"
START = "/fr_dsn/deposit/"
SIRET = "99900001100018"
FEBRUARY, MARCH, APRIL = samples.files().values()
"""Of one establishment: without fault, with a payment to look at, and refused."""
STEP = timedelta(minutes=11)
"""Longer than the pause between two questions to the hub."""


@dataclass
class Hub:
    """The gateway and the simulated hub."""

    house: House
    simulators: Simulators
    passed: timedelta = timedelta()

    @property
    def server(self) -> HubSimulator:
        """Give the simulated hub."""
        found = self.simulators.servers[KEY]
        assert isinstance(found, HubSimulator)
        return found

    def connect(self) -> None:
        """Set where the hub is."""
        told = {"port": self.server.port, "institution": SENDER}
        change(self.house, {key: value.format(**told) for key, value in SIMULATOR.settings.items()})

    def behaves(self, *steps: str) -> None:
        """Say how the hub meets the next files."""
        self.simulators.scenarios[KEY].script(*(step_of(one) for one in steps))

    def deposit(
        self, content: bytes = FEBRUARY, user: str = ADMINISTRATOR, name: str = "mars.dsn"
    ) -> Deposit:
        """Deposit a file on the page, let a worker hand it over, and give it."""
        answer = bring(self.house.browser(user), {name: content})
        assert answer.status_code == 303, answer.get_data(as_text=True)[-3000:]
        work(self.house)
        return self.deposits()[-1]

    def poll(self) -> None:
        """Let some time pass, then let a worker ask for returns."""
        self.passed += STEP
        with later(self.passed):
            polling.ask_all(self.house.app)

    def says(self, flow: str, nature: str, status: str, document: bytes, ops: str = "") -> None:
        """Let the hub say something now."""
        with later(self.passed + timedelta(minutes=1)):
            self.server.say(SENDER, flow, nature, status, document, ops)

    def rows(self, model: type[Any], **where: Any) -> list[Any]:
        """Give rows of the gateway, detached, with all they hold."""
        with self.house.reading(GATEWAY) as session:
            found = list(session.scalars(select(model).filter_by(**where).order_by(model.id)))
            for row in found:
                for name in ("lines", "people", "anomalies", "stoppages", "document"):
                    getattr(row, name, None)
            session.expunge_all()
            return found

    def deposits(self) -> list[Deposit]:
        """Give all deposits."""
        return self.rows(Deposit)

    def states(self) -> list[str]:
        """Give how the declarations stand."""
        return [one.state for one in self.rows(DepositDeclaration)]

    def months(self) -> list[tuple[date, str, int]]:
        """Give how months stand, with the returns to handle."""
        return [(one.month, one.state, one.to_handle) for one in self.rows(Month)]

    def lines(self) -> list[ReturnLine]:
        """Give the lines of returns."""
        return self.rows(ReturnLine)

    def sent(self) -> list[Dispatch]:
        """Give what went to the hub."""
        return self.rows(Dispatch, channel=KEY)

    def answers(self) -> list[Acknowledgement]:
        """Give what the hub said."""
        return self.rows(Acknowledgement, channel=KEY)

    @property
    def effects(self) -> list[int]:
        """Give how often each file had its effect at the hub."""
        return list(self.simulators.ledger.effects(KEY).values())


@contextmanager
def hub_of(house: House) -> Iterator[Hub]:
    """Let the gateway have a hub, which is a simulator on a free port."""
    with Simulators([SIMULATOR], Ledger(), {KEY: 0}) as running:
        _take_samples_away(house)
        found = Hub(house, running)
        found.connect()
        yield found


def _take_samples_away(house: House) -> None:
    """Take the demonstration's deposits away, so that a test counts its own."""
    with house.writing(GATEWAY) as session:
        for model in (ReturnLine, HubReturn, DeclaredWage, DepositDeclaration, Month, DepositFile, Deposit):
            session.execute(delete(model))
        for row in session.scalars(select(Establishment)):
            session.delete(row)


def change(house: House, values: Mapping[str, str]) -> None:
    """Change settings of the module as the gateway's administrator does."""
    plugins: Plugins = house.app.extensions["guichet_plugins"]
    with house.writing(GATEWAY) as session:
        save_settings(session, plugins["fr_dsn"], dict(values))


def bring(browser: FlaskClient, files: Mapping[str, bytes]) -> Any:
    """Send files with the form of the page."""
    sent = [FileStorage(io.BytesIO(content), name) for name, content in files.items()]
    boundary, body = encode_multipart({"csrf_token": token_of(browser), "files": sent})
    return browser.post(f"{START}files", data=body, content_type=f"multipart/form-data; boundary={boundary}")
