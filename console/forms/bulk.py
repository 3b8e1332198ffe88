"""The quick way for many rows at once: column after column, by the same readers, which calls far less per cell.

As the quick way it may only say yes: rows it doubts are judged again, one by one, by `Validator.explain`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import msgspec

from console.forms.fields import Day, Input, Period
from console.forms.takes import remembering
from console.forms.validator import DOUBTS, Validator

Column = Sequence[Any]


class Bulk:
    """Judges pieces of rows of a form without conditions, groups and computed values (`Validator.quick` is there)."""

    def __init__(self, validator: Validator) -> None:
        fields = validator.fields
        self.leaves = fields.layout.leaves
        self._takes = [
            remembering(leaf, take, fields.source)
            for leaf, take in zip(self.leaves, fields.takes, strict=True)
        ]
        slots = fields.layout.slots
        self._joints = [(slot.first, slot.count, fields.joints[slot.field.key]) for slot in slots]
        places = {slot.field.key: index for index, slot in enumerate(slots)}
        self._checks = [(rule.check, [places[key] for key in rule.needs]) for rule in validator.rules]
        inputs = [slot.field for slot in slots if isinstance(slot.field, Input)]
        self._writers = [None if _writes_itself(field) else field.to_json for field in inputs]
        self._row = _row_of([field.key for field in inputs])

    def judge(self, cells: Sequence[Column]) -> tuple[list[Column], set[int]]:
        """Judge columns of raw values in the order of the leaves.

        Gives the columns of values in the order of the fields, and the indices of the rows in doubt, whose values mean
        nothing.
        """
        doubtful: set[int] = set()
        read = [_mapped(take, column, doubtful) for take, column in zip(self._takes, cells, strict=True)]
        values = [
            read[first]
            if joint is None
            else _mapped(joint, list(zip(*read[first : first + count], strict=True)), doubtful)
            for first, count, joint in self._joints
        ]
        for check, needs in self._checks:
            _ask(check, [values[index] for index in needs], doubtful)
        return values, doubtful

    def written(self, values: Sequence[Column]) -> list[Any]:
        """Give for each row of values what the encoder writes as its canonical JSON."""
        columns = [
            column if write is None else [one if one is None else write(one) for one in column]
            for write, column in zip(self._writers, values, strict=True)
        ]
        return list(map(self._row, *columns))


def _mapped(read: Callable[[Any], Any], column: Column, doubtful: set[int]) -> Column:
    """Read a column; None stands for what could not be read."""
    found: list[Any] = []
    cells = iter(column)
    while len(found) < len(column):
        try:
            found += map(read, cells)  # what was read before a fault stays in the list
        except DOUBTS:
            doubtful.add(len(found))
            found.append(None)
    return found


def _ask(check: Callable[..., Any], columns: Sequence[Column], doubtful: set[int]) -> None:
    """Doubt the rows to which a rule objects; it never sees values that could not be read."""
    for index, row in enumerate(zip(*columns, strict=True)):
        if index not in doubtful and check(*row) is not None:
            doubtful.add(index)


def _writes_itself(field: Input) -> bool:
    """Say whether the encoder writes a value as its field does: texts, answers, days and periods."""
    return isinstance(field, Day | Period) or type(field).to_json is Input.to_json


def _row_of(keys: Sequence[str]) -> Callable[..., Any]:
    """Give a class of rows that are written with these keys, without what is None."""
    names = {f"value_{index}": key for index, key in enumerate(keys)}
    row: Callable[..., Any] = msgspec.defstruct(
        "Row", [(name, Any, None) for name in names], omit_defaults=True, rename=names, gc=False
    )
    return row
