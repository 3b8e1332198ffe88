"""People with their contracts, stoppages, endings and pay, as blocks of a person; amounts in whole cents."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from plugins.fr_dsn.formats.writer.blocks import Block, allowed
from plugins.fr_dsn.formats.writer.parties import Address
from plugins.fr_dsn.formats.writer.words import amount, day, first_of
from plugins.fr_dsn.norm.norms import Norm

TERMS: Mapping[str, str] = {
    "002": "05", "003": "04", "004": "388a", "006": "Developpeur", "007": "01", "008": "99", "011": "10",
    "012": "151.67", "013": "151.67", "014": "10", "016": "99", "018": "200", "020": "200", "024": "99",
    "026": "99", "036": "01", "037": "01", "039": "200", "040": "722ZB", "043": "1.10",
}  # fmt: skip
"""A full-time permanent contract under the general scheme."""


@dataclass(frozen=True)
class Subrogated:
    """The employer keeps paying, and gets the daily benefits on this account."""

    first: date
    last: date
    iban: str
    bic: str


@dataclass(frozen=True)
class Absence:
    """A stoppage of work (S21.G00.60)."""

    reason: str
    last_day_worked: date
    until: date
    subrogated: Subrogated | None = None
    resumed: date | None = None
    resumption: str = "01"
    accident_date: date | None = None

    def block(self, norm: Norm, nature: str) -> Block:
        """Give the block with what the nature allows of it."""
        taken = self.subrogated
        values: dict[str, str | None] = {
            "001": self.reason, "002": day(self.last_day_worked), "003": day(self.until),
            "004": "01" if taken else "02", "010": day(self.resumed),
            "011": self.resumption if self.resumed else None, "012": day(self.accident_date),
        }  # fmt: skip
        if taken:
            values |= {"005": day(taken.first), "006": day(taken.last), "007": taken.iban, "008": taken.bic}
        return Block("S21.G00.60", allowed(norm, nature, "S21.G00.60", values))


@dataclass(frozen=True)
class End:
    """The end of a contract (S21.G00.62) by resignation, unless `reason` says otherwise."""

    on: date
    reason: str = "059"
    notified: date | None = None
    more: Mapping[str, str] = field(default_factory=dict)

    def block(self, nature: str) -> Block:
        """Give the block; a signal also says the last day worked, the month it rests on, and the notice."""
        if nature == "01":
            return Block("S21.G00.62", {"001": day(self.on), "002": self.reason, **self.more})
        values = {
            "001": day(self.on), "002": self.reason, "003": day(self.notified or self.on),
            "006": day(self.on), "008": "02", "020": day(first_of(self.on)), **self.more,
        }  # fmt: skip
        return Block("S21.G00.62", values, [Block("S21.G00.63", {"001": "90"})])


@dataclass(frozen=True)
class Affiliation:
    """The person is covered by an insured contract (S21.G00.70), named by its reference, for a contribution."""

    contract: str
    cents: int
    option: str | None = None
    population: str | None = None


@dataclass(frozen=True)
class Work:
    """A contract of work (S21.G00.40)."""

    start: date
    number: str = "00001"
    terms: Mapping[str, str | None] = field(default_factory=dict)
    """Rubrics of S21.G00.40 that differ from `TERMS`."""
    absences: Sequence[Absence] = ()
    end: End | None = None
    affiliations: Sequence[Affiliation] = ()
    pension: str = "RUAA"

    def values(self, siret: str, convention: str) -> dict[str, str | None]:
        """Give the rubrics of the block."""
        own = {"001": day(self.start), "009": self.number}
        return {**TERMS, "017": convention, "019": siret, **self.terms, **own}


@dataclass(frozen=True)
class Contribution:
    """A contribution of the person (S21.G00.81)."""

    code: str
    cents: int
    organisation: str | None = None
    base: int | None = None
    rate: str | None = None

    def block(self) -> Block:
        """Give the block."""
        values = {
            "001": self.code, "002": self.organisation, "003": amount(self.base), "004": amount(self.cents),
            "007": self.rate,
        }  # fmt: skip
        return Block("S21.G00.81", values)


@dataclass(frozen=True)
class Base:
    """A base of contributions (S21.G00.78) with its components by kind (S21.G00.79)."""

    code: str
    cents: int
    components: Mapping[str, int] = field(default_factory=dict)
    contributions: Sequence[Contribution] = ()
    affiliation: str | None = None
    """Technical identifier of the affiliation, for the base of an insured contract."""

    def block(self, first: date, last: date) -> Block:
        """Give the block for a period."""
        below = [Block("S21.G00.79", {"001": kind, "004": amount(c)}) for kind, c in self.components.items()]
        below += [one.block() for one in self.contributions]
        values = {
            "001": self.code, "002": day(first), "003": day(last), "004": amount(self.cents),
            "005": self.affiliation,
        }  # fmt: skip
        return Block("S21.G00.78", values, below)


@dataclass(frozen=True)
class Pay:
    """What a person is paid in a month (S21.G00.50), with tax withheld at `rate` hundredths of a per cent."""

    gross: int
    net_taxable: int
    net: int
    on: date
    rate: int = 500
    hours: str = "151.67"
    bases: Sequence[Base] = ()

    @property
    def tax(self) -> int:
        """Give the tax withheld, rounded half up."""
        return (self.net_taxable * self.rate + 5_000) // 10_000

    def values(self, nature: str) -> dict[str, str | None]:
        """Give the rubrics of the block."""
        if nature == "07":
            return {"001": day(self.on), "020": "01"}
        return {
            "001": day(self.on), "002": amount(self.net_taxable), "004": amount(self.net),
            "006": amount(self.rate), "007": "13", "009": amount(self.tax), "013": amount(self.net_taxable),
        }  # fmt: skip

    def remunerations(self, contract: str, first: date, last: date) -> Iterator[Block]:
        """Give the gross wage in the four kinds that each month declares, with the hours worked."""
        for kind in ("001", "002", "003", "010"):
            hours = Block("S21.G00.53", {"001": "01", "002": self.hours, "003": "10"})
            values = {
                "001": day(first), "002": day(last), "010": contract, "011": kind, "013": amount(self.gross),
            }  # fmt: skip
            yield Block("S21.G00.51", values, [hours] if kind == "002" else [])


@dataclass(frozen=True)
class Worker:
    """A person (S21.G00.30) with NIR or technical number."""

    nir: str | None
    family_name: str
    first_names: str
    birth: date
    work: Sequence[Work]
    pay: Pay | None = None
    technical_number: str | None = None
    sex: str = "01"
    birth_place: str = "LYON"
    birth_department: str = "69"
    address: Address | None = None
    number: str | None = None
    years: int = 1
    """Of service with the employer (S21.G00.86)."""

    def values(self) -> dict[str, str | None]:
        """Give the rubrics of the block."""
        address = self.address or Address("", "", "")
        return {
            "001": self.nir, "002": self.family_name, "004": self.first_names, "005": self.sex,
            "006": day(self.birth), "007": self.birth_place, "008": address.street or None,
            "009": address.postal_code or None, "010": address.locality or None, "013": "01",
            "014": self.birth_department, "015": "FR", "019": self.number, "020": self.technical_number,
        }  # fmt: skip
