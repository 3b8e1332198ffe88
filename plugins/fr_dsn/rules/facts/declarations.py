"""The facts of a declaration: amounts in whole cents, days as dates, None for what is not known."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

CANCELLED_REASON = "99"
"""S21.G00.60.001: the stoppage declared before did not take place."""


class Person(NamedTuple):
    """Who somebody is: the NIR (S21.G00.30.001) or, without it, the technical number (S21.G00.30.020)."""

    nir: str | None
    technical_number: str | None


@dataclass(frozen=True, slots=True)
class Subrogation:
    """The employer gets the daily benefits from one day to the other (S21.G00.60.005, 006)."""

    first: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Stoppage:
    """A stoppage of work (S21.G00.60)."""

    person: Person
    contract: str | None
    """S21.G00.40.009."""
    reason: str | None
    last_day_worked: date | None
    until: date | None
    """The last day planned."""
    subrogation: Subrogation | None
    """None unless S21.G00.60.004 is 01."""
    resumed: date | None
    accident_date: date | None
    line: int
    """Of the block in its file."""


@dataclass(frozen=True, slots=True)
class Ending:
    """The end of a contract (S21.G00.62)."""

    person: Person
    contract: str | None
    date: date | None
    reason: str | None


@dataclass(frozen=True, slots=True)
class InsuredContract:
    """An insured contract (S21.G00.15) with what is due for it and what is paid, in cents."""

    reference: str | None
    organisation: str | None
    due: int
    paid: int
    periods: tuple[str, ...]
    """The periods paid (S21.G00.55.004), sorted."""
    line: int
    """Of its reference in the file."""
    parts: tuple[tuple[str, int], ...] = ()
    """What is paid by period, sorted; what names no period stands under an empty one."""


@dataclass(frozen=True, slots=True)
class Head:
    """What identifies a declaration (S20.G00.05, S21.G00.06, S21.G00.11)."""

    nature: str
    type: str
    fraction: str
    order: str
    month: date | None
    """First day of the declared month; None in signals."""
    siret: str
    made_on: date | None
    replaces: str | None
    """S20.G00.05.006: of what is replaced or cancelled, the day of constitution DDMMYYYY and the order number."""
    order_line: int
    """Line of the order number, S20.G00.05.004."""


@dataclass(slots=True)
class Declaration:
    """A declaration; totals in cents."""

    head: Head
    individuals: int = 0
    refused: bool = False
    """Whether a refusal lies in it or, once the file is read, in its sending."""
    gross: int = 0
    """Bases of code 03 (S21.G00.78.004)."""
    urssaf: int = 0
    """Totals of the statements (S21.G00.22.005)."""
    payments: int = 0
    paid: int = 0
    """Total of the payments (S21.G00.20.005)."""
    contracts: list[InsuredContract] = field(default_factory=list)
    stoppages: list[Stoppage] = field(default_factory=list)
    endings: list[Ending] = field(default_factory=list)

    @property
    def due(self) -> int:
        """Give what is due for all insured contracts."""
        return sum(contract.due for contract in self.contracts)

    @property
    def paid_for_contracts(self) -> int:
        """Give what is paid for all insured contracts."""
        return sum(contract.paid for contract in self.contracts)
