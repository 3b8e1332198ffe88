"""The slip of daily benefits (BPIJ): what was paid to whom, as the health insurance wrote it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from console.plugin import Finding

from . import values
from .outline import Node, Shape


@dataclass(frozen=True, slots=True)
class Line:
    """One line of payment (`Prestation`), in euros."""

    code: str | None
    """Kind of line: `IJNOR`, `RETCSJ` ..."""
    first: date | None
    until: date | None
    days: int | None
    unit: Decimal | None
    amount: Decimal | None
    subrogated: bool | None
    """Whether it was paid to the employer; None when the slip does not say."""


@dataclass(frozen=True, slots=True)
class Insurance:
    """The lines of one insurance (`Assurance`) of a person."""

    nature: str | None
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Insured:
    """A person (`Assure`)."""

    nir: str | None
    """13 characters, without key."""
    insurances: tuple[Insurance, ...]


@dataclass(frozen=True, slots=True)
class Fund:
    """The health insurance fund (`Caisse`) that paid."""

    code: str | None
    booked_on: date | None
    insured: tuple[Insured, ...]


@dataclass(frozen=True, slots=True)
class Employer:
    """An employer (`Declare`) with the total that the slip declares for it."""

    siret: str | None
    declared: Decimal | None
    funds: tuple[Fund, ...]


@dataclass(frozen=True, slots=True)
class Declarant:
    """Who sends the slip, with the total it declares."""

    declared: Decimal | None
    employers: tuple[Employer, ...]


@dataclass(frozen=True, slots=True)
class Slip:
    """A slip as it was read; `faults` are refusals: values in it that cannot be read."""

    identification: str | None
    declarants: tuple[Declarant, ...]
    faults: tuple[Finding, ...] = ()


def _line(node: Node) -> Line:
    return Line(
        values.needed(node, "CodeNature"),
        values.day(node, "DateDebPrest"),
        values.day(node, "DateFinPrest"),
        values.count(node, "NbIJ"),
        values.unit(node, "PU"),
        values.amount(node, "Montant"),
        values.flag(node, "IJSub"),
    )


def _insurance(node: Node) -> Insurance:
    return Insurance(node.text("CodeNature"), node.all("Prestation"))


def _insured(node: Node) -> Insured:
    return Insured(values.needed(node, "NIR"), node.all("Assurance"))


def _fund(node: Node) -> Fund:
    code = node.text("Identite") or node.text("CodeCPAM")
    return Fund(code, values.day(node, "JComptable"), node.all("Assure"))


def _employer(node: Node) -> Employer:
    return Employer(values.needed(node, "Identite"), node.part("Cumul"), node.all("Caisse"))


def _declarant(node: Node) -> Declarant:
    return Declarant(node.part("Cumul"), node.all("Declare"))


def _slip(node: Node) -> Slip:
    return Slip(node.text("Identification"), node.all("Declarant"))


def _total(node: Node) -> Decimal | None:
    return values.amount(node, "Montant")


_TOTAL = Shape(_total, frozenset({"Montant"}))
_ONE_TOTAL = frozenset({"Cumul"})
_LINE = Shape(
    _line, frozenset({"CodeNature", "DateDebPrest", "DateFinPrest", "NbIJ", "PU", "Montant", "IJSub"})
)
_INSURANCE = Shape(_insurance, frozenset({"CodeNature"}), {"Prestation": _LINE})
_INSURED = Shape(_insured, frozenset({"NIR"}), {"Assurance": _INSURANCE})
_FUND = Shape(_fund, frozenset({"Identite", "CodeCPAM", "JComptable"}), {"Assure": _INSURED})
_EMPLOYER = Shape(_employer, frozenset({"Identite"}), {"Cumul": _TOTAL, "Caisse": _FUND}, _ONE_TOTAL)
_DECLARANT = Shape(_declarant, frozenset(), {"Cumul": _TOTAL, "Declare": _EMPLOYER}, _ONE_TOTAL)

BPIJ = Shape(_slip, frozenset({"Identification"}), {"Declarant": _DECLARANT})
"""The outline of a slip; the shape is known from readers of others, no schema was found."""
