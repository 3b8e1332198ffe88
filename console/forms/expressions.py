"""How a value is computed from others: small values that go to JSON, computed alike on the server and in the page.

Amounts are decimal; an operand without value counts as zero, and a result none of whose operands has a value is empty.
`conditions.js` computes the same in the page, in whole cents.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import ROUND_HALF_UP, Decimal
from typing import Any, TypeAlias

from msgspec import Struct

_DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,9})?")


class Expression(Struct, frozen=True, forbid_unknown_fields=True, tag_field="compute"):
    """A value made of other values of the form. `of` names fields: `amount`, or `children.amount` for all rows."""

    def __call__(self, values: Mapping[str, Any]) -> Decimal | None:
        """Give the exact result for the typed values of a form or of one row; None for nothing."""
        raise NotImplementedError

    def fields(self) -> Iterator[str]:
        """Give the keys it needs."""
        raise NotImplementedError


class Sum(Expression, frozen=True, tag="sum"):
    """All these together."""

    of: tuple[str, ...]

    def __call__(self, values: Mapping[str, Any]) -> Decimal | None:
        """Add what there is."""
        found = [value for path in self.of for value in _of(values, path)]
        return sum(found, Decimal()) if found else None

    def fields(self) -> Iterator[str]:
        """Each operand."""
        yield from self.of


class Difference(Expression, frozen=True, tag="difference"):
    """The first less the second."""

    of: str
    less: str

    def __call__(self, values: Mapping[str, Any]) -> Decimal | None:
        """Subtract sums, so that each may be a column of rows."""
        first, second = _of(values, self.of), _of(values, self.less)
        return sum(first, Decimal()) - sum(second, Decimal()) if first or second else None

    def fields(self) -> Iterator[str]:
        """Both operands."""
        yield from (self.of, self.less)


class Product(Expression, frozen=True, tag="product"):
    """The field times a fixed factor, such as a rate: "0.053"."""

    of: str
    by: str

    def __call__(self, values: Mapping[str, Any]) -> Decimal | None:
        """Multiply the sum."""
        found = _of(values, self.of)
        return sum(found, Decimal()) * Decimal(self.by) if found else None

    def fields(self) -> Iterator[str]:
        """The one operand."""
        yield self.of


class Count(Expression, frozen=True, tag="count"):
    """How many rows a repeated group has."""

    of: str

    def __call__(self, values: Mapping[str, Any]) -> Decimal | None:
        """Count; no rows are zero rows."""
        return Decimal(len(values.get(self.of) or ()))

    def fields(self) -> Iterator[str]:
        """The group."""
        yield self.of


AnyExpression: TypeAlias = Sum | Difference | Product | Count


def is_decimal(text: str) -> bool:
    """Say whether a text of a declaration is a decimal number such as "0.05"."""
    return _DECIMAL.fullmatch(text) is not None


def rounded(value: Decimal, step: str) -> Decimal:
    """Round half up (away from zero at exactly half) to a multiple of `step`, such as "0.05"."""
    unit = Decimal(step)
    return (value / unit).quantize(Decimal(1), ROUND_HALF_UP) * unit


def _of(values: Mapping[str, Any], path: str) -> Sequence[Decimal]:
    """Give the values at a path that are there: one, or one per row."""
    group, _, key = path.rpartition(".")
    rows = (values.get(group) or ()) if group else (values,)
    return [Decimal(row[key]) for row in rows if row.get(key) is not None]
