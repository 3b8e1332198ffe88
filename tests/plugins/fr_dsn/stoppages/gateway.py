"""A gateway with a company, and simulators of the health insurance and of the insurer."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

from sqlalchemy import delete, select

from console.base import clock
from console.deadlines import service as deadlines
from console.dispatch.inbound import polling
from console.dispatch.models import Dispatch
from console.hooks.manager import Plugins
from console.institutions.service import save_settings
from console.institutions.settings import opened
from console.parties.models import Company
from console.testing.simulators.agency import Agency
from console.testing.simulators.ledger import Ledger
from console.testing.simulators.running import Simulators
from console.testing.simulators.scenarios import step_of
from plugins.fr_dsn.benefits.models import Benefit
from plugins.fr_dsn.gateways import health_insurance_simulator, insurer_simulator
from plugins.fr_dsn.stoppages import answers, service
from plugins.fr_dsn.stoppages.declaration import Declaration
from plugins.fr_dsn.stoppages.exchange import HEALTH, INSURER
from plugins.fr_dsn.stoppages.models import InsuredTerms, Stoppage, StoppageStep
from plugins.fr_dsn.stoppages.service import Call, Said
from tests.conftest import _open
from tests.plugins.fr_dsn.stoppages.examples import STOPPAGE
from tests.support.house import House
from tests.support.outbox import work

HEXALIA = "Hexalia"
INSIDE = {"GUICHET_INSIDE_HOSTS": "127.0.0.1"}
START = datetime(2026, 3, 12, 9, 0, tzinfo=UTC)
"""A Thursday, two days after the last day worked."""
ANSWERS = answers.DOCUMENTS


@dataclass
class Gateway:
    """Both sides of the gateway."""

    house: House
    simulators: Simulators
    company: int

    @property
    def health(self) -> Agency:
        """Give the simulated health insurance."""
        found = self.simulators.servers[HEALTH]
        assert isinstance(found, Agency)
        return found

    def behaves(self, *steps: str) -> None:
        """Say how the health insurance meets the next declarations."""
        self.simulators.scenarios[HEALTH].script(*(step_of(one) for one in steps))

    def call(self, sequence: int | None = None, company: int | None = None) -> Call:
        """Give who says something."""
        return Call(company or self.company, "Paie", "api", sequence)

    def declare(self, one: Declaration = STOPPAGE, key: str = "HR-1", **call: Any) -> Said:
        """Declare a stoppage, and let a worker send it."""
        with self.house.writing(HEXALIA) as session:
            said = service.declare(session, self.call(**call), one, key)
            session.flush()
            session.refresh(said.stoppage)
            session.expunge(said.stoppage)
        work(self.house)
        return said

    def say(self, act: str, *args: Any, key: str = "HR-1", **call: Any) -> Said:
        """Modify, close or cancel the stoppage of a key, and let a worker send it."""
        with self.house.writing(HEXALIA) as session:
            stoppage = service.by_key(session, self.company, key)
            said: Said = getattr(service, act)(session, self.call(**call), stoppage, *args)
            session.flush()
        work(self.house)
        return said

    def poll(self) -> None:
        """Let a worker ask the health insurance, and send what follows."""
        with later(minutes=10):
            polling.ask_all(self.house.app)
            work(self.house)

    def stoppage(self, key: str = "HR-1") -> Stoppage:
        """Give a stoppage, detached."""
        return self.one(select(Stoppage).where(Stoppage.own_key == key))  # type: ignore[no-any-return]

    def one(self, asked: Any) -> Any:
        """Give one row of the institution, detached."""
        (found,) = self.all(asked)
        return found

    def all(self, asked: Any) -> list[Any]:
        """Give rows of the institution, detached."""
        with self.house.reading(HEXALIA) as session:
            found = list(session.scalars(asked))
            session.expunge_all()
            return found

    def trail(self, key: str = "HR-1") -> list[str]:
        """Give the lines of the trail: `health accept`."""
        stoppage = self.stoppage(key)
        asked = select(StoppageStep).where(StoppageStep.stoppage_id == stoppage.id).order_by(StoppageStep.id)
        return [f"{one.party} {one.what}" for one in self.all(asked)]

    def got(self, simulator: str = HEALTH) -> list[dict[str, Any]]:
        """Give what a simulator took, as JSON."""
        return [
            json.loads(line.body)
            for line in self.simulators.ledger.lines
            if line.simulator == simulator and line.effect == "new"
        ]

    def events(self) -> list[str]:
        """Give what the insurer was told."""
        return [one["event"] for one in self.got(INSURER)]

    def waiting(self) -> list[Dispatch]:
        """Give what still waits in the outbox."""
        return self.all(select(Dispatch).where(Dispatch.state == "waiting").order_by(Dispatch.id))

    def terms(self, deductible: int, counting: str = "continuous", **more: Any) -> None:
        """Give the company an insured contract."""
        with self.house.writing(HEXALIA) as session:
            given = {"contract": "PREV-1", "first": date(2020, 1, 1), **more}
            session.add(
                InsuredTerms(company_id=self.company, deductible=deductible, counting=counting, **given)
            )

    def confirm_deadlines(self) -> None:
        """Confirm both deadlines as the administrator does."""
        with self.house.writing(HEXALIA) as session:
            for rule in deadlines.rules(session).values():
                if rule.key.startswith("fr_dsn."):
                    deadlines.confirm(
                        session, rule.key, rule.declared.span, "agreed", version=rule.version, by="Camille"
                    )

    def settings(self, values: Mapping[str, str]) -> None:
        """Change settings of the module as its administrator does."""
        plugins: Plugins = self.house.app.extensions["guichet_plugins"]
        with self.house.writing(HEXALIA) as session:
            save_settings(session, plugins["fr_dsn"], {**opened(session, "fr_dsn"), **values})


@contextmanager
def later(**by: int) -> Iterator[None]:
    """Move the clock on."""
    with clock.at(clock.now() + timedelta(**by)):
        yield


def gateways_in(settings: Any) -> Iterator[Gateway]:
    """Give a gateway in the console of these settings: the body of a fixture."""
    for house in _open(settings):
        with gateway_of(house) as found, clock.at(START):
            yield found


@contextmanager
def gateway_of(house: House) -> Iterator[Gateway]:
    """Let Hexalia have a company, a health insurance and an insurer, and nothing that the demonstration has of them."""
    simulators = [health_insurance_simulator.SIMULATOR, insurer_simulator.SIMULATOR]
    with house.writing(HEXALIA) as session:
        session.execute(delete(Benefit))
        session.execute(delete(Stoppage))
        company = Company(number="E-1", name="Atelier fictif", town="Lyon", official_number="999000011")
        session.add(company)
        session.flush()
        key = company.id
    with Simulators(simulators, Ledger(), {HEALTH: 0, INSURER: 0}) as running:
        found = Gateway(house, running, key)
        found.settings(
            {
                "health_url": running.servers[HEALTH].address,
                "health_key": "simulated-key:hexalia",
                "insurer_url": running.servers[INSURER].address,
                "insurer_key": "simulated-key:hexalia",
            }
        )
        yield found
