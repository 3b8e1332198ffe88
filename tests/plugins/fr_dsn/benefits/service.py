"""A gateway with the simulated slip service, beside those of the health insurance and of the insurer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import delete, select

from console.base import clock
from console.dispatch.inbound import polling
from console.dispatch.models import Acknowledgement, Dispatch
from console.testing.simulators.ledger import Ledger
from console.testing.simulators.running import Simulators
from console.testing.simulators.scenarios import step_of
from plugins.fr_dsn.benefits import receiving
from plugins.fr_dsn.benefits.models import Benefit, KeptSlip
from plugins.fr_dsn.benefits.receiving import Taken
from plugins.fr_dsn.benefits.samples import SIRET, Paid, slip
from plugins.fr_dsn.benefits.service import Came
from plugins.fr_dsn.enrolments import service as enrolments
from plugins.fr_dsn.enrolments.models import EnrolledCompany, EnrolledPerson, EnrolmentLine, UnknownAnswer
from plugins.fr_dsn.gateways.slip_service_simulator import SIMULATOR, SlipService
from plugins.fr_dsn.stoppages.models import Stoppage
from tests.conftest import _open
from tests.plugins.fr_dsn.stoppages.gateway import HEXALIA, START, Gateway, gateway_of
from tests.support.outbox import work

KEY, SENDER = "fr_dsn.slip_service", "hexalia"
NIR = "2850369123456"
FIRST, LAST = date(2026, 3, 14), date(2026, 3, 31)
BOOKED = date(2026, 4, 17)
PAYMENT = Paid(NIR, "IJNOR", FIRST, LAST, "41.00", booked_on=BOOKED)
"""Of the stoppage of the examples: its waiting days are over."""
TAKEN_BACK = Paid(NIR, "IJNOR", FIRST, LAST, "41.00", booked_on=date(2026, 5, 4), takes_back=True)


@dataclass
class Slips:
    """The gateway and the simulated slip service."""

    gateway: Gateway
    simulators: Simulators
    passed: int = 0

    @property
    def server(self) -> SlipService:
        """Give the simulated slip service."""
        found = self.simulators.servers[KEY]
        assert isinstance(found, SlipService)
        return found

    def take(self, content: bytes, name: str = "slip.xml") -> Taken:
        """Bring a file by hand."""
        with self.gateway.house.writing(HEXALIA) as session:
            return receiving.take(session, content, Came(name, by="Camille"))

    def paid(self, *lines: Paid, name: str = "BPIJ-1") -> Taken:
        """Bring a slip by hand."""
        return self.take(slip(name, lines or (PAYMENT,)))

    def deliver(self, content: bytes, name: str = "slip.xml") -> None:
        """Let the slip service have a file, and a worker ask for it."""
        self.server.deliver(SENDER, name, content)
        self.poll()

    def poll(self) -> None:
        """Let some time pass and a worker ask, then send what follows."""
        self.passed += 11
        with clock.at(START + timedelta(minutes=self.passed)):
            polling.ask_all(self.gateway.house.app)
            work(self.gateway.house)

    def behaves(self, *steps: str) -> None:
        """Say how the slip service meets the next enrolments."""
        self.simulators.scenarios[KEY].script(*(step_of(one) for one in steps))

    def send(self) -> None:
        """Send what waits, and let a worker hand it over."""
        with self.gateway.house.writing(HEXALIA) as session:
            enrolments.send(session, "Camille")
        work(self.gateway.house)

    def enter(self, *nirs: str) -> None:
        """Enter a company and insured persons of it."""
        with self.gateway.house.writing(HEXALIA) as session:
            company = EnrolledCompany(number=SIRET, name="ATELIER FICTIF")
            session.add(company)
            session.flush()
            for nir in nirs:
                session.add(
                    EnrolledPerson(
                        company_key=company.id, nir=nir, name="MARCHAND", given_name="LUCIE", cover="PREV-1",
                        first=date(2026, 1, 1),
                    )
                )  # fmt: skip

    def benefits(self) -> list[Benefit]:
        """Give all benefits, detached."""
        return self.gateway.all(select(Benefit).order_by(Benefit.id))

    def benefit(self) -> Benefit:
        """Give the only benefit."""
        (found,) = self.benefits()
        return found

    def slips(self) -> list[KeptSlip]:
        """Give all slips."""
        return self.gateway.all(select(KeptSlip).order_by(KeptSlip.id))

    def lines(self) -> list[EnrolmentLine]:
        """Give the lines of all files."""
        return self.gateway.all(select(EnrolmentLine).order_by(EnrolmentLine.id))

    def people(self) -> list[EnrolledPerson]:
        """Give the insured persons."""
        return self.gateway.all(select(EnrolledPerson).order_by(EnrolledPerson.id))

    def company(self) -> EnrolledCompany:
        """Give the company."""
        (found,) = self.gateway.all(select(EnrolledCompany))
        assert isinstance(found, EnrolledCompany)
        return found

    def unknown(self) -> list[UnknownAnswer]:
        """Give the answers that fit no line."""
        return self.gateway.all(select(UnknownAnswer).order_by(UnknownAnswer.id))

    def arrivals(self) -> list[Acknowledgement]:
        """Give what came from the slip service."""
        return self.gateway.all(
            select(Acknowledgement).where(Acknowledgement.channel == KEY).order_by(Acknowledgement.id)
        )

    def sent(self) -> list[Dispatch]:
        """Give what left for the slip service."""
        return self.gateway.all(select(Dispatch).where(Dispatch.channel == KEY).order_by(Dispatch.id))


def slips_in(settings: Any) -> Iterator[Slips]:
    """Give both sides in the console of these settings: the body of a fixture."""
    for house in _open(settings):
        with gateway_of(house) as gateway, clock.at(START), slips_of(gateway) as found:
            yield found


@contextmanager
def slips_of(gateway: Gateway) -> Iterator[Slips]:
    """Let a gateway have a slip service, and nothing of the demonstration's."""
    with gateway.house.writing(HEXALIA) as session:
        for model in (Benefit, KeptSlip, EnrolledPerson, EnrolledCompany, UnknownAnswer):
            session.execute(delete(model))
        session.execute(delete(Stoppage))
    with Simulators([SIMULATOR], Ledger(), {KEY: 0}) as running:
        address = running.servers[KEY].address
        gateway.settings(
            {"slips_url": address, "slips_key": f"simulated-key:{SENDER}", "prestij_ip": "GUICH"}
        )
        yield Slips(gateway, running)
