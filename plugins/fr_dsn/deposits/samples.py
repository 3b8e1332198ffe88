"""An invented account for the demonstration: establishments with a year of months, some returns to handle."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import select
from sqlalchemy.orm import Session
from stdnum import luhn

from console.plugin import Company, clock, db
from plugins.fr_dsn import samples
from plugins.fr_dsn.deposits import returns, service
from plugins.fr_dsn.deposits.models import Month
from plugins.fr_dsn.deposits.reading import read
from plugins.fr_dsn.deposits.service import Depositor
from plugins.fr_dsn.gateways.hub_simulator import Declared, report
from plugins.fr_dsn.portfolio import profiles
from plugins.fr_dsn.portfolio.due import month_before
from plugins.fr_dsn.portfolio.models import GRANTED, TO_VERIFY, Establishment, Partner

ACCOUNT = "C-100"
_NAMES = ("Boulangerie du Modèle", "Garage de l’Exemple", "Pharmacie fictive", "Menuiserie d’Essai")
MONTHS = 12


def fill() -> None:
    """Give the first account a portfolio, two deposits and their returns; nothing where there is no such account."""
    session = db.session()
    company = session.scalars(select(Company.id).where(Company.number == ACCOUNT)).first()
    if company is None:
        return
    partner = Partner(code="P0942", name="Mutuelle fictive du Modèle", extras="paid")
    session.add_all([partner, Partner(code="A1B2C3", name="Prévoyance d’Essai")])
    session.flush()
    _portfolio(session, company, partner)
    _deposits(session, company)


def _portfolio(session: Session, company: int, partner: Partner) -> None:
    today = clock.today("Europe/Paris")
    for n, name in enumerate(_NAMES):
        body = f"999000052{n + 1:04d}"
        place = Establishment(
            company_id=company,
            siret=body + luhn.calc_check_digit(body),
            name=name,
            partner_id=partner.id if n % 2 == 0 else None,
            due_day=("5", "15")[n % 2],
            state=TO_VERIFY if n == 3 else "verified",
            expected_from=month_before(today, MONTHS),
            priming=GRANTED if n == 0 else "",
            priming_asked=today if n == 0 else None,
            priming_decided=today if n == 0 else None,
            # The last one has nothing for the month that is due.
            last_month=month_before(today, 2 if n == 3 else 1),
        )
        session.add(place)
        session.flush()
        first = 2 if n == 3 else 1
        session.add_all(
            Month(
                company_id=company,
                establishment_id=place.id,
                month=month_before(today, back),
                state="refused" if (n, back) == (1, 3) else "deposited" if back == 1 else "accepted",
            )
            for back in range(first, MONTHS)
        )
    session.flush()
    # Nobody has it yet: the account's administrator entrusts it to a colleague.
    places = tuple(session.scalars(select(Establishment.siret).where(Establishment.company_id == company)))
    wanted = profiles.Wanted(
        "Lot 1", covers_all=False, deposits=True, returns=True, manages=False, sirets=places[:2], people={}
    )
    profiles.save(session, company, None, wanted)


def _deposits(session: Session, company: int) -> None:
    """Deposit two of the invented months as if the hub had answered, the second with something to correct."""
    by = Depositor(0, "Agnès Leroy", company, covers_all=True)
    for at, (name, content) in enumerate(list(samples.files().items())[:2]):
        with TemporaryDirectory() as folder:
            path = Path(folder) / "0"
            path.write_bytes(content)
            found = read(str(path), name)
        deposit, _is_new = service.begin(session, by, name, content)
        service.keep(session, deposit, found, by)
        status = ("OK", "KO")[at]
        month = f"2025-{at + 2:02d}"
        declared = Declared("999000011", "00018", month, "01", str(at + 1), "11", "2850369123456", "MARCHAND")
        document = report("11", [declared], status).decode("iso-8859-1")
        told = returns.Said(f"FDEMO{at}", "11", "", status, clock.now(), document)
        returns.take(session, deposit, told)
