"""An account of the gateway whose declarations are accepted, and what is missing in them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import delete, select

from console.base import clock
from console.dispatch.models import Dispatch
from plugins.fr_dsn import samples
from plugins.fr_dsn.contributions.models import ContributionRate
from plugins.fr_dsn.deposits import returns, service
from plugins.fr_dsn.deposits.models import Deposit
from plugins.fr_dsn.deposits.reading import read
from plugins.fr_dsn.deposits.service import Depositor
from plugins.fr_dsn.gaps import finding
from plugins.fr_dsn.gaps.models import Gap, GapStep
from plugins.fr_dsn.portfolio.models import Establishment
from tests.plugins.fr_dsn.portfolio.accounts import GATEWAY, account
from tests.support.house import House

FEBRUARY, MARCH, _APRIL = samples.files().values()
"""In order; with a payment of 32.00 where 64.00 are due, since one of three people has left."""
SIRET = "99900001100018"
LUCIE, OLIVIER = "2850369123456", "1790769123457"
LIST = "/fr_dsn/gap/list/"
IN_MARCH = datetime(2025, 3, 20, 9, tzinfo=UTC)
"""February is due, March is not."""


def without_contribution(content: bytes, nir: str) -> bytes:
    """Let a person of a file bring 0.00 to her insured contract."""
    lines = content.decode("iso-8859-1").splitlines(keepends=True)
    first = lines.index(f"S21.G00.30.001,'{nir}'\n")
    at = lines.index("S21.G00.81.001,'059'\n", first)
    lines[at + 1] = "S21.G00.81.004,'0.00'\n"
    return "".join(lines).encode("iso-8859-1")


def clear(house: House) -> None:
    """Take the demonstration's portfolio and rates away, so that a test counts its own gaps."""
    with house.writing(GATEWAY) as session:
        session.execute(delete(Deposit))
        session.execute(delete(ContributionRate))
        for row in session.scalars(select(Establishment)):
            session.delete(row)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Let it be this moment."""
    with clock.at(moment):
        yield


def deposit(house: House, content: bytes, status: str = "OK") -> None:
    """Deposit a file of the account C-100, and have the hub accept it, or say something else about all of it."""
    with TemporaryDirectory() as folder, house.writing(GATEWAY) as session:
        path = Path(folder) / "0"
        path.write_bytes(content)
        found, by = read(str(path), "m.dsn"), Depositor(0, "Agnès Leroy", account(session), covers_all=True)
        kept, _is_new = service.begin(session, by, "m.dsn", content)
        assert service.keep(session, kept, found, by)
        said = returns.Said(f"F{kept.id}", "11", "", status, clock.now(), "")
        returns.take(session, kept, said)


def look(house: House) -> None:
    """Do what the schedule does once a day."""
    with house.writing(GATEWAY) as session:
        finding.look_everywhere(session)


def gaps(house: House) -> list[tuple[str, date, str, str]]:
    """Give kind, month, subject and state of all gaps."""
    return [(one.kind, one.month, one.subject, one.state) for one in rows(house)]


def rows(house: House) -> list[Gap]:
    """Give all gaps, detached, in the order in which they were found."""
    with house.reading(GATEWAY) as session:
        found = list(session.scalars(select(Gap).order_by(Gap.id)))
        session.expunge_all()
        return found


def steps(house: House, gap: Gap) -> list[str]:
    """Give what happened to a gap."""
    with house.reading(GATEWAY) as session:
        return list(
            session.scalars(select(GapStep.what).where(GapStep.gap_id == gap.id).order_by(GapStep.id))
        )


def mails(house: House) -> list[Dispatch]:
    """Give the e-mails about gaps that are on their way, detached."""
    with house.reading(GATEWAY) as session:
        asked = select(Dispatch).where(Dispatch.kind.startswith("fr_dsn.gap")).order_by(Dispatch.id)
        found = list(session.scalars(asked))
        session.expunge_all()
        return found
