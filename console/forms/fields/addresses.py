"""Postal addresses in the parts of eCH-0010, which also carry Belgian and French ones."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random
from typing import Any

from console.base.sheets.phrases import N_
from console.forms.fields.base import Composite, Simple
from console.forms.fields.choices import Country
from console.forms.fields.texts import Text
from console.forms.tongue import Tongue


@dataclass(frozen=True, slots=True)
class PostalAddress:
    """Where post arrives; `country` is an ISO code."""

    street: str | None
    house_number: str | None
    postcode: str
    town: str
    country: str


class Address(Composite, frozen=True, kw_only=True, tag="address"):
    """Street and number, postcode and town, country."""

    def parts(self) -> tuple[Simple, ...]:
        """Five parts; a hamlet has no street."""
        return (
            Text("street", N_("Street"), max=60),
            Text("house_number", N_("House number"), max=12),
            Text("postcode", N_("Postcode"), max=15, required=True),
            Text("town", N_("Town"), max=40, required=True),
            Country("country", N_("Country"), required=True),
        )

    def join(self, values: tuple[Any, ...]) -> PostalAddress:
        """As they are."""
        return PostalAddress(*values)

    def split(self, value: Any) -> tuple[Any, ...]:
        """As they are."""
        return value.street, value.house_number, value.postcode, value.town, value.country

    def line(self, value: Any, tongue: Tongue) -> str:
        """As on an envelope, on one line; the own country is left out."""
        street = " ".join(filter(None, (value.street, value.house_number)))
        town = f"{value.postcode} {value.town}"
        abroad = (
            "" if value.country == tongue.style.country else Country("c", "c").show(value.country, tongue)
        )
        return ", ".join(filter(None, (street, town, abroad)))

    def invent(self, chance: Random) -> PostalAddress:
        """A street in Lausanne."""
        return PostalAddress("Chemin des Exemples", str(chance.randint(1, 99)), "1004", "Lausanne", "CH")
