"""An insurer that calls contributions, with a hub for the declarations of its companies."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from console.deadlines import service as deadlines
from plugins.fr_dsn.contributions import service
from plugins.fr_dsn.contributions.models import CallStep, ContributionCall, ContributionRate
from plugins.fr_dsn.debits import drawing
from plugins.fr_dsn.debits import service as debits
from plugins.fr_dsn.debits.models import DebitCollection, DebitItem, DebitMandate
from tests.plugins.fr_dsn.deposits.hub import Hub, change, hub_of
from tests.plugins.fr_dsn.portfolio.accounts import GATEWAY, account
from tests.support.house import House

CONTRACT = "PREV-2025-001"
FEBRUARY, MARCH = date(2025, 2, 1), date(2025, 3, 1)
LIST = "/fr_dsn/call/"
BY = "Camille Essai"
SEPA = {
    "sepa_ics": "FR72ZZZ123456", "sepa_name": "Hexalia Prévoyance", "sepa_iban": "FR7630006000011234567890189",
    "sepa_notice_days": "14", "sepa_lead_days": "1",
}  # fmt: skip
"""Who collects, and what its administrator confirmed."""
AMOUNT = Decimal("111.36")
"""Called for February at 1.28 per cent of 2500, 2900 and 3300 euros: 32.00, 37.12 and 42.24."""


@dataclass
class Insurer:
    """The insurer, and the hub."""

    hub: Hub

    @property
    def house(self) -> House:
        """Give the house."""
        return self.hub.house

    def rate(self, percent: str = "1.28", number: str = "C-100", **more: Any) -> None:
        """Add a rate of a contract."""
        values = {
            "contract": CONTRACT, "option": "*", "population": "*", "base": "10", "first": date(2025, 1, 1),
            "periodicity": "monthly",
        }  # fmt: skip
        with self.house.writing(GATEWAY) as session:
            company = account(session, number)
            session.add(ContributionRate(company_id=company, percent=Decimal(percent), **values | more))

    def accept(self, *contents: bytes) -> None:
        """Have files deposited and accepted; the hub is asked once for all."""
        for content in contents:
            self.hub.deposit(content)
        self.hub.poll()

    def draw(self, month: date = FEBRUARY) -> None:
        """Draw up the calls of a month."""
        with self.house.writing(GATEWAY) as session:
            for one in service.to_draw(session, month):
                service.draw_up(session, one, BY)

    def act(self, name: str, *args: Any) -> Any:
        """Do something with the only call, as the service does it."""
        with self.house.writing(GATEWAY) as session:
            return getattr(service, name)(session, _only(session), *args, BY)

    def call(self) -> ContributionCall:
        """Give the only call, detached."""
        (found,) = self.calls()
        return found

    def calls(self) -> list[ContributionCall]:
        """Give all calls, detached."""
        with self.house.reading(GATEWAY) as session:
            found = list(session.scalars(select(ContributionCall).order_by(ContributionCall.id)))
            session.expunge_all()
            return found

    def steps(self) -> list[str]:
        """Give what happened to calls."""
        with self.house.reading(GATEWAY) as session:
            return list(session.scalars(select(CallStep.what).order_by(CallStep.id)))

    def confirm_deadline(self) -> None:
        """Confirm how long companies may take to pay."""
        with self.house.writing(GATEWAY) as session:
            rule = deadlines.rules(session)["fr_dsn.contribution_payment"]
            deadlines.confirm(
                session, rule.key, rule.declared.span, "contracts", version=rule.version, by="Camille"
            )

    def mandate(self, number: str = "C-100", **more: Any) -> None:
        """Let a company have signed a mandate."""
        values = {
            "reference": f"RUM-{number}", "holder": "Menuiserie d’Essai & Fils", "bic": "", "begins": "FRST",
            "iban": "FR7630006000011234567890189", "signed": date(2025, 1, 5),
        }  # fmt: skip
        with self.house.writing(GATEWAY) as session:
            session.add(DebitMandate(company_id=account(session, number), **values | more))

    def may_collect(self, **changed: str) -> None:
        """Set who collects and under which terms."""
        change(self.house, SEPA | changed)

    def collect(self, day: date) -> str:
        """Draw up a collection as a worker does, and give its reference."""
        with self.house.writing(GATEWAY) as session:
            reference = drawing.begin(session, day, BY).reference
        at = 0
        while True:
            with self.house.writing(GATEWAY) as session:
                at, _added = drawing.add_some(session, reference, at, BY)
            if not at:
                break
        with self.house.writing(GATEWAY) as session:
            drawing.close(session, reference)
        return reference

    def settle(self, name: str, reference: str) -> None:
        """Have a collection executed (`execute_some`) or withdrawn (`withdraw_some`) as a worker does."""
        count = 1
        while count:
            with self.house.writing(GATEWAY) as session:
                count = getattr(debits, name)(session, reference, BY)

    def bounce(self, kind: str, reason: str, day: date) -> None:
        """Note that the debit of the only call came back."""
        with self.house.writing(GATEWAY) as session:
            debits.bounce(session, _only(session), kind, reason, day, BY)

    def collection(self, reference: str) -> DebitCollection:
        """Give a collection with its file, detached."""
        with self.house.reading(GATEWAY) as session:
            found = debits.find(session, reference)
            assert found.content or found.state != "open"
            session.expunge_all()
            return found

    def items(self) -> list[tuple[str, str, Decimal]]:
        """Give state, sequence and amount of all debits."""
        return [(one.state, one.sequence, one.amount) for one in self.hub.rows(DebitItem)]

    def ready(self) -> None:
        """Have a rate, an accepted February and its call."""
        self.rate()
        self.accept(FILES[0])
        self.draw()


def _only(session: Session) -> ContributionCall:
    return session.scalars(select(ContributionCall).with_for_update()).one()


@contextmanager
def insurer_of(house: House) -> Iterator[Insurer]:
    """Let the gateway have a hub, without the demonstration's rates and calls."""
    with hub_of(house) as hub:
        with house.writing(GATEWAY) as session:
            for model in (
                DebitItem,
                DebitCollection,
                DebitMandate,
                CallStep,
                ContributionCall,
                ContributionRate,
            ):
                session.execute(delete(model))
        yield Insurer(hub)


def files() -> tuple[bytes, bytes]:
    """Give February, for which all is paid that is declared, and March, for which less is."""
    from plugins.fr_dsn import samples

    found = list(samples.files().values())
    return found[0], found[1]


FILES = files()
