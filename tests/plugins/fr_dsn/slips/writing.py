"""Writes slips of daily benefits for tests: totals are right unless a test says otherwise."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal

SIRET = "99900001100018"
OTHER_SIRET = "99900002900010"
ANAIS = "1610203002008"
LEA = "2620303003015"


@dataclass(frozen=True)
class Paid:
    """A line of payment; None leaves the element out."""

    code: str | None = "IJNOR"
    first: str | None = "2025-03-15+01:00"
    until: str | None = "2025-03-28+01:00"
    amount: str | None = "580.58"
    days: str | None = None
    unit: str | None = None
    subrogated: str | None = "true"

    def xml(self) -> str:
        values = {
            "CodeNature": self.code,
            "DateDebPrest": self.first,
            "DateFinPrest": self.until,
            "NbIJ": self.days,
            "PU": self.unit,
            "Montant": self.amount,
            "IJSub": self.subrogated,
        }
        return f"<Prestation>{_elements(values)}</Prestation>"


@dataclass(frozen=True)
class Person:
    """The insurances of a person, each a list of lines."""

    insurances: tuple[tuple[Paid, ...], ...]
    nir: str | None = ANAIS
    nature: str | None = "AS"

    def xml(self) -> str:
        parts = "".join(
            f"<Assurance>{_elements({'CodeNature': self.nature})}{''.join(line.xml() for line in lines)}</Assurance>"
            for lines in self.insurances
        )
        return f"<Assure>{_elements({'NIR': self.nir})}<Nom>ESSAI</Nom>{parts}</Assure>"

    @property
    def total(self) -> Decimal:
        return sum((_number(line.amount) for lines in self.insurances for line in lines), Decimal())


@dataclass(frozen=True)
class Company:
    """An employer with its persons; `total` is what it declares."""

    people: tuple[Person, ...]
    siret: str | None = SIRET
    total: str | None = ""

    @property
    def counted(self) -> Decimal:
        return sum((person.total for person in self.people), Decimal())

    def xml(self) -> str:
        people = "".join(person.xml() for person in self.people)
        fund = f"<Caisse><Identite>01691</Identite><JComptable>2025-04-17+02:00</JComptable>{people}</Caisse>"
        return f"<Declare>{_elements({'Identite': self.siret})}{_total(self.total, self.counted)}{fund}</Declare>"


def slip(
    *companies: Company,
    identification: str | None = "BPIJ1",
    total: str | None = "",
    head: str = '<?xml version="1.0" encoding="UTF-8"?>',
) -> str:
    """Write a slip; `total` is what it declares in all."""
    counted = sum((company.counted for company in companies), Decimal())
    parts = "".join(company.xml() for company in companies)
    return (
        f'{head}<BPIJ xmlns="www.cnamts.fr/tlsemp/IJ" Version="02.00" Nature="BPIJ">'
        f"{_elements({'Identification': identification})}<Fonction>9</Fonction>"
        f"<Declarant><Identite>01691</Identite>{_total(total, counted)}{parts}</Declarant></BPIJ>"
    )


def slip_of(*lines: Paid, **more: str) -> str:
    """Write a slip for one person with one insurance."""
    return slip(Company((Person((lines,)),)), **more)


def without(line: Paid, *fields: str) -> Paid:
    """Leave elements of a line out."""
    return replace(line, **dict.fromkeys(fields))


def _total(declared: str | None, counted: Decimal) -> str:
    if declared is None:
        return ""
    return f"<Cumul><Montant>{declared or counted}</Montant></Cumul>"


def _number(text: str | None) -> Decimal:
    return Decimal(text) if text and re.fullmatch(r"-?[0-9]{1,12}\.[0-9]{2}", text, re.ASCII) else Decimal()


def _elements(values: dict[str, str | None]) -> str:
    return "".join(f"<{name}>{value}</{name}>" for name, value in values.items() if value is not None)
