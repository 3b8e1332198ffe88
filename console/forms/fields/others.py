"""Fields without a control of their own: repeated groups, computed values, notes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from random import Random
from typing import Any, ClassVar, TypeAlias

from console.forms.expressions import AnyExpression, Product, is_decimal, rounded
from console.forms.fields.addresses import Address
from console.forms.fields.base import Field, Input
from console.forms.fields.choices import Choice, Choices, Country, YesNo
from console.forms.fields.days import Day, Period
from console.forms.fields.figures import Money, Number
from console.forms.fields.files import File
from console.forms.fields.numbers import AvsNumber, BceNumber, Iban, Nir, Niss, Siren, Siret, UidNumber
from console.forms.fields.parties import CompanyChooser, Establishment, Person
from console.forms.fields.texts import Email, LongText, Phone, Text
from console.forms.tongue import Tongue


class Computed(Field, frozen=True, kw_only=True, tag="computed"):
    """A value made of others; shown, sent and printed, never typed. With a currency it is an amount."""

    value: AnyExpression
    currency: str = ""
    step: str = "0.01"
    """To what the result is rounded, half up."""

    is_read: ClassVar[bool] = False
    personal: ClassVar[bool] = False

    def compute(self, values: Mapping[str, Any]) -> Decimal | None:
        """Give the rounded result for the values of the form or of one row."""
        exact = self.value(values)
        return None if exact is None else rounded(exact, self.step)

    def faults(self) -> Iterator[str]:
        """The step is a positive decimal, of an amount in whole cents; so is what is computed sound."""
        if not is_decimal(self.step) or Decimal(self.step) <= 0:
            yield f"{self.key}: step must be a number such as 0.05"
        elif self.currency and Decimal(self.step) % Decimal("0.01"):
            yield f"{self.key}: step must be an amount such as 0.05"
        if isinstance(self.value, Product) and not is_decimal(self.value.by):
            yield f"{self.key}: by must be a number such as 0.053"

    def as_input(self) -> Input:
        """Give the field whose values look like the results."""
        if self.currency:
            return Money(self.key, self.label, currency=self.currency)
        exponent = Decimal(self.step).normalize().as_tuple().exponent
        return Number(self.key, self.label, places=max(0, -int(exponent)))

    def show(self, value: Any, tongue: Tongue) -> str:
        """As an amount or a number."""
        return self.as_input().show(value, tongue)

    line = show

    def to_json(self, value: Any) -> Any:
        """A decimal as text."""
        return self.as_input().to_json(value)

    def from_json(self, canonical: Any) -> Decimal:
        """The decimal in the text."""
        return Decimal(canonical)

    def schema(self, tongue: Tongue) -> dict[str, Any]:
        """A decimal as text that only the console writes."""
        return {**self.as_input().schema(tongue), "readOnly": True}


class Note(Field, frozen=True, kw_only=True, tag="note"):
    """A paragraph between the fields; its label is its text."""

    holds_value: ClassVar[bool] = False
    is_read: ClassVar[bool] = False


AnyInput: TypeAlias = (
    Text
    | LongText
    | Email
    | Phone
    | Number
    | Money
    | YesNo
    | Choice
    | Choices
    | Country
    | Day
    | Period
    | AvsNumber
    | UidNumber
    | Niss
    | BceNumber
    | Siren
    | Siret
    | Nir
    | Iban
    | Address
    | Person
    | CompanyChooser
    | Establishment
    | File
)
"""Every field that somebody fills in."""


MOST_CELLS = 20_000
"""Values in all rows of a group: more can be judged and kept, but no page shows them and nobody types them."""


class Group(Field, frozen=True, kw_only=True, tag="group"):
    """Several times the same fields: a table of children. Its value is a tuple of rows, each a mapping."""

    fields: tuple[AnyInput | Computed, ...]
    min: int = 0
    max: int = 100
    entry: str = ""
    """What one row is called: "Child"."""

    def messages(self) -> Iterator[str]:
        """Those of its fields too."""
        yield from super().messages()
        yield from filter(None, (self.entry,))
        for field in self.fields:
            yield from field.messages()

    def faults(self) -> Iterator[str]:
        """Documents and long texts do not fit into a table; limits are in order."""
        if not 0 <= self.min <= self.max:
            yield f"{self.key}: min and max must be in order"
        if self.max * len(self.fields) > MOST_CELLS:
            yield f"{self.key}: max times its fields must not pass {MOST_CELLS}"
        if not any(field.is_read for field in self.fields):
            yield f"{self.key}: it needs a field"
        for field in self.fields:
            yield from (f"{self.key}.{fault}" for fault in field.faults())

    def invent(self, chance: Random) -> tuple[dict[str, Any], ...]:
        """Two rows, or as many as it must have."""
        rows = max(self.min, min(2, self.max))
        return tuple(
            {field.key: field.invent(chance) for field in self.fields if isinstance(field, Input)}
            for _ in range(rows)
        )


AnyField: TypeAlias = AnyInput | Group | Computed | Note
"""Everything that can stand in a section."""
