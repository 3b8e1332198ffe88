"""Who sends a file and for whom: emitter, employer, insured contracts and payments; amounts in whole cents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from plugins.fr_dsn.formats.writer.blocks import Block, allowed
from plugins.fr_dsn.formats.writer.words import amount, day
from plugins.fr_dsn.norm.norms import Norm


@dataclass(frozen=True)
class Address:
    """An address in France; the locality is written in plain capitals."""

    street: str
    postal_code: str
    locality: str


@dataclass(frozen=True)
class Contact:
    """Whom to ask (S20.G00.07)."""

    name: str
    phone: str
    mail: str
    kind: str = "09"

    def block(self) -> Block:
        """Give the block."""
        values = {"001": self.name, "002": self.phone, "003": self.mail, "004": self.kind}
        return Block("S20.G00.07", values)


@dataclass(frozen=True)
class Emitter:
    """Who sends the file (S10)."""

    siren: str
    nic: str
    name: str
    address: Address
    contact: Contact
    software: str = "GUICHET"
    editor: str = "GUICHET"
    software_version: str = "1.0"
    trial: bool = False
    deposit: str = "01"
    """S10.G00.00.007: 01 general scheme, 02 agricultural."""

    def blocks(self, version: str, empty: bool) -> list[Block]:
        """Give the envelope; `empty` when no declaration in it is about a person."""
        contact, address = self.contact, self.address
        return [
            Block(
                "S10.G00.00",
                {
                    "001": self.software, "002": self.editor, "003": self.software_version,
                    "005": "01" if self.trial else "02", "006": version, "007": self.deposit,
                    "008": "02" if empty else "01",
                },
            ),
            Block(
                "S10.G00.01",
                {
                    "001": self.siren, "002": self.nic, "003": self.name, "004": address.street,
                    "005": address.postal_code, "006": address.locality,
                },
            ),
            Block("S10.G00.02", {"001": "02", "002": contact.name, "004": contact.mail, "005": contact.phone}),
        ]  # fmt: skip


@dataclass(frozen=True)
class Employer:
    """The establishment that declares (S21.G00.06, S21.G00.11)."""

    siren: str
    nic: str
    address: Address
    activity: str = "6201Z"
    convention: str = "1486"
    headcount: int | None = None

    @property
    def siret(self) -> str:
        """Give the number of the establishment."""
        return self.siren + self.nic

    def company(self, norm: Norm, nature: str, below: Sequence[Block]) -> Block:
        """Give S21.G00.06 with what the nature allows of it."""
        address = self.address
        values = {
            "001": self.siren, "002": self.nic, "003": self.activity, "004": address.street,
            "005": address.postal_code, "006": address.locality, "015": self.convention,
        }  # fmt: skip
        return Block("S21.G00.06", allowed(norm, nature, "S21.G00.06", values), below)

    def establishment(self, norm: Norm, nature: str, below: Sequence[Block]) -> Block:
        """Give S21.G00.11 with what the nature allows of it; norms before 2026 take the headcount here."""
        address = self.address
        values = {
            "001": self.nic, "002": self.activity, "003": address.street, "004": address.postal_code,
            "005": address.locality, "008": None if self.headcount is None else str(self.headcount),
            "022": self.convention,
        }  # fmt: skip
        return Block("S21.G00.11", allowed(norm, nature, "S21.G00.11", values), below)


@dataclass(frozen=True)
class Insured:
    """An insured contract of the employer (S21.G00.15)."""

    reference: str
    organisation: str
    delegate: str | None = None

    def block(self, norm: Norm, nature: str, identifier: int) -> Block:
        """Give the block under its technical identifier."""
        values = {
            "001": self.reference, "002": self.organisation, "003": self.delegate, "004": "01",
            "005": str(identifier),
        }  # fmt: skip
        return Block("S21.G00.15", allowed(norm, nature, "S21.G00.15", values))


@dataclass(frozen=True)
class PaidPart:
    """A part of a payment (S21.G00.55), for an insured contract and a period such as `2025M03`."""

    contract: str
    cents: int
    period: str


@dataclass(frozen=True)
class Payment:
    """A payment to a body of social protection (S21.G00.20)."""

    organisation: str
    cents: int
    first: date
    last: date
    iban: str
    bic: str
    on: date
    delegate: str | None = None
    parts: Sequence[PaidPart] = ()

    def block(self) -> Block:
        """Give the block with its parts."""
        parts = [
            Block("S21.G00.55", {"001": amount(part.cents), "003": part.contract, "004": part.period})
            for part in self.parts
        ]
        values = {
            "001": self.organisation, "003": self.bic, "004": self.iban, "005": amount(self.cents),
            "006": day(self.first), "007": day(self.last), "008": self.delegate, "010": "05",
            "011": day(self.on),
        }  # fmt: skip
        return Block("S21.G00.20", values, parts)


@dataclass(frozen=True)
class Levy:
    """A line of a statement (S21.G00.23)."""

    code: str
    base: int
    cents: int
    qualifier: str = "921"


@dataclass(frozen=True)
class Statement:
    """A statement of what is due to the Urssaf (S21.G00.22)."""

    urssaf: str
    first: date
    last: date
    levies: Sequence[Levy]

    @property
    def cents(self) -> int:
        """Give the total."""
        return sum(levy.cents for levy in self.levies)

    def block(self) -> Block:
        """Give the block with its lines."""
        lines = [
            Block(
                "S21.G00.23",
                {
                    "001": levy.code, "002": levy.qualifier, "004": amount(levy.base),
                    "005": amount(levy.cents),
                },
            )
            for levy in self.levies
        ]  # fmt: skip
        values = {
            "001": self.urssaf, "003": day(self.first), "004": day(self.last), "005": amount(self.cents),
        }  # fmt: skip
        return Block("S21.G00.22", values, lines)


@dataclass(frozen=True)
class EstablishmentShare:
    """A contribution of the establishment to an insured contract (S21.G00.82), named by its reference."""

    contract: str
    cents: int
    first: date
    last: date
    code: str = "020"

    def block(self, identifier: str) -> Block:
        """Give the block; it names the contract by its technical identifier."""
        values = {
            "001": amount(self.cents), "002": self.code, "003": day(self.first), "004": day(self.last),
            "005": identifier,
        }  # fmt: skip
        return Block("S21.G00.82", values)
