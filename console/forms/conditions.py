"""When a field is asked for: small values that go to JSON, judged alike on the server and in the page.

Judged over canonical values: texts, amounts ("1234.50") and days ("2026-03-05") as text, yes and no as booleans,
several answers as lists, nothing as None. `conditions.js` says the same in the page; one test holds both together.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any, TypeAlias

from msgspec import Struct

from console.forms.expressions import is_decimal

Canonical: TypeAlias = Mapping[str, Any]


class Inexpressible(ValueError):
    """JSON Schema has no words for this condition."""


class Test(Struct, frozen=True, forbid_unknown_fields=True, tag_field="test"):
    """A question about the other values of a form."""

    def __call__(self, values: Canonical) -> bool:
        """Say whether it holds for these values."""
        raise NotImplementedError

    def fields(self) -> Iterator[str]:
        """Give the keys of the fields it asks about."""
        raise NotImplementedError

    def tests(self) -> Iterator[Test]:
        """Give itself and the questions it is made of."""
        yield self

    def schema(self) -> dict[str, Any]:
        """Give a JSON Schema that holds for the same values; raises `Inexpressible` when there is none."""
        raise NotImplementedError


class Equals(Test, frozen=True, tag="equals"):
    """The field has exactly this value."""

    field: str
    value: str | bool

    def __call__(self, values: Canonical) -> bool:
        """Compare with the class, since True and 1 are equal in Python and nowhere else."""
        found = values.get(self.field)
        return found.__class__ is self.value.__class__ and found == self.value

    def fields(self) -> Iterator[str]:
        """One field."""
        yield self.field

    def schema(self) -> dict[str, Any]:
        """The value as a constant."""
        return _has(self.field, {"const": self.value})


class AnyOf(Test, frozen=True, tag="any_of"):
    """The field has one of these values; of several answers, one of them is among these."""

    field: str
    values: tuple[str, ...]

    def __call__(self, values: Canonical) -> bool:
        """Look for one common value."""
        found = values.get(self.field)
        given = found if isinstance(found, list | tuple) else (found,)
        return any(one in self.values for one in given)

    def fields(self) -> Iterator[str]:
        """One field."""
        yield self.field

    def schema(self) -> dict[str, Any]:
        """One of the values, or a list that contains one."""
        one = {"enum": list(self.values)}
        return _has(self.field, {"anyOf": [one, {"type": "array", "contains": one}]})


class Filled(Test, frozen=True, tag="filled"):
    """The field has a value."""

    field: str

    def __call__(self, values: Canonical) -> bool:
        """Nothing, no text and no answers are empty; no and zero are values."""
        return values.get(self.field) not in (None, "", [], ())

    def fields(self) -> Iterator[str]:
        """One field."""
        yield self.field

    def schema(self) -> dict[str, Any]:
        """Anything but nothing."""
        return _has(self.field, {"not": {"enum": [None, "", []]}})


class AtLeast(Test, frozen=True, tag="at_least"):
    """The field has an amount or number that is not below this one."""

    field: str
    least: str

    def __call__(self, values: Canonical) -> bool:
        """Compare as decimals; what is no number is not at least anything."""
        found = values.get(self.field)
        return isinstance(found, str) and is_decimal(found) and Decimal(found) >= Decimal(self.least)

    def fields(self) -> Iterator[str]:
        """One field."""
        yield self.field

    def schema(self) -> dict[str, Any]:
        """JSON Schema cannot compare amounts, which are texts."""
        raise Inexpressible(self.field)


class All(Test, frozen=True, tag="all"):
    """Every one of these holds."""

    of: tuple[AnyTest, ...]

    def __call__(self, values: Canonical) -> bool:
        """Ask each."""
        return all(test(values) for test in self.of)

    def fields(self) -> Iterator[str]:
        """Those of all."""
        for test in self.of:
            yield from test.fields()

    def tests(self) -> Iterator[Test]:
        """Itself and all of them."""
        yield self
        for test in self.of:
            yield from test.tests()

    def schema(self) -> dict[str, Any]:
        """All together."""
        return {"allOf": [test.schema() for test in self.of]}


class Either(Test, frozen=True, tag="any"):
    """One of these holds at least."""

    of: tuple[AnyTest, ...]

    def __call__(self, values: Canonical) -> bool:
        """Ask each."""
        return any(test(values) for test in self.of)

    def fields(self) -> Iterator[str]:
        """Those of all."""
        for test in self.of:
            yield from test.fields()

    def tests(self) -> Iterator[Test]:
        """Itself and all of them."""
        yield self
        for test in self.of:
            yield from test.tests()

    def schema(self) -> dict[str, Any]:
        """One of them."""
        return {"anyOf": [test.schema() for test in self.of]}


class Not(Test, frozen=True, tag="not"):
    """This does not hold."""

    of: AnyTest

    def __call__(self, values: Canonical) -> bool:
        """Turn the answer round."""
        return not self.of(values)

    def fields(self) -> Iterator[str]:
        """Those of the other."""
        yield from self.of.fields()

    def tests(self) -> Iterator[Test]:
        """Itself and the other."""
        yield self
        yield from self.of.tests()

    def schema(self) -> dict[str, Any]:
        """Not the other."""
        return {"not": self.of.schema()}


AnyTest: TypeAlias = Equals | AnyOf | Filled | AtLeast | All | Either | Not


def equals(field: str, value: str | bool) -> Equals:
    """Ask whether a field has this value."""
    return Equals(field, value)


def any_of(field: str, *values: str) -> AnyOf:
    """Ask whether a field has one of these values."""
    return AnyOf(field, values)


def filled(field: str) -> Filled:
    """Ask whether a field has a value."""
    return Filled(field)


def _has(field: str, schema: dict[str, Any]) -> dict[str, Any]:
    return {"properties": {field: schema}, "required": [field]}
