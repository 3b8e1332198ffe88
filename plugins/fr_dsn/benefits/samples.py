"""An invented slip for the demonstration: a stoppage that was paid, and a payment that waits for its stoppage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final
from xml.sax.saxutils import escape

from sqlalchemy import select

from console.plugin import Company, db
from plugins.fr_dsn.rules.slips.amounts import printed
from plugins.fr_dsn.stoppages import matching

from . import receiving
from .service import Came

ACCOUNT: Final = "C-100"
SIRET: Final = "99900001100018"
MARCHAND, BERTIN = "2850369123456", "1790769123457"


@dataclass(frozen=True)
class Paid:
    """A line of a slip: a kind, its days, and the amount of each."""

    nir: str
    code: str
    first: date
    until: date
    unit: str
    subrogated: bool = True
    siret: str = SIRET
    booked_on: date = date(2025, 4, 17)
    takes_back: bool = False

    @property
    def days(self) -> int:
        """Give the days, negative for what is taken back."""
        count = (self.until - self.first).days + 1
        return -count if self.takes_back else count

    @property
    def amount(self) -> Decimal:
        """Give the amount in euros."""
        return Decimal(self.unit) * self.days


def slip(identification: str, paid: Sequence[Paid], *, declared: str = "") -> bytes:
    """Write a slip; its totals are right unless another one is declared."""
    total = declared or printed(sum((one.amount for one in paid), Decimal()))
    sirets = list(dict.fromkeys(one.siret for one in paid))
    employers = "".join(_employer(siret, [one for one in paid if one.siret == siret]) for siret in sirets)
    text = (
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<BPIJ xmlns="www.cnamts.fr/tlsemp/IJ" Version="02.00" Nature="BPIJ">'
        f"<Identification>{escape(identification)}</Identification><Fonction>9</Fonction>"
        f"<Declarant><Identite>01691</Identite><Cumul><Montant>{total}</Montant></Cumul>{employers}</Declarant></BPIJ>"
    )
    return text.encode()


def fill() -> None:
    """Give the demonstration's account a stoppage with its slip; nothing where there is no such account."""
    session = db.session()
    company = session.scalars(select(Company.id).where(Company.number == ACCOUNT)).first()
    if company is None:
        return
    first, last = date(2025, 3, 12), date(2025, 3, 28)
    matching.found(
        session,
        company,
        SIRET,
        MARCHAND,
        "00001",
        date(2025, 3, 11),
        last,
        None,
        "DEMO",
        name="MARCHAND LUCIE",
    )
    paid = (
        Paid(MARCHAND, "CAR", first, date(2025, 3, 14), "0.00"),
        Paid(MARCHAND, "IJNOR", date(2025, 3, 15), last, "41.00"),
        Paid(BERTIN, "IJNOR", date(2025, 3, 20), last, "38.50"),
    )
    receiving.take(session, slip("BPIJ-DEMO-1", paid), Came("bpij-demo.xml", by="Guichet"))


def _employer(siret: str, paid: Sequence[Paid]) -> str:
    total = printed(sum((one.amount for one in paid), Decimal()))
    return (
        f"<Declare><Identite>{siret}</Identite><Cumul><Montant>{total}</Montant></Cumul>"
        f"{''.join(map(_line, paid))}</Declare>"
    )


def _line(one: Paid) -> str:
    return (
        f"<Caisse><Identite>01691</Identite><JComptable>{one.booked_on.isoformat()}</JComptable>"
        f"<Assure><NIR>{one.nir}</NIR><Assurance><CodeNature>AS</CodeNature><Prestation>"
        f"<CodeNature>{one.code}</CodeNature><DateDebPrest>{one.first.isoformat()}</DateDebPrest>"
        f"<DateFinPrest>{one.until.isoformat()}</DateFinPrest><NbIJ>{one.days}</NbIJ><PU>{one.unit}</PU>"
        f"<Montant>{printed(one.amount)}</Montant><IJSub>{str(one.subrogated).lower()}</IJSub>"
        "</Prestation></Assurance></Assure></Caisse>"
    )
