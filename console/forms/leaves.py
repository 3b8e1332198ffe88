"""The values of a form laid flat: one leaf per control and per cell; a row of a sheet is a list in this order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from console.forms.conditions import All, AnyTest
from console.forms.declarations import Form
from console.forms.fields import AnyField, Composite, Group, Simple


@dataclass(frozen=True, slots=True)
class Leaf:
    """A simple field, or one part of a composite one."""

    field: Simple
    key: str
    """Of the field, or of the composite it is part of."""
    part: str = ""

    @property
    def path(self) -> tuple[str, ...]:
        """Give the place below the form or the row."""
        return (self.key, self.part) if self.part else (self.key,)


@dataclass(frozen=True, slots=True)
class Slot:
    """A field with the leaves it takes: from `first`, `count` of them; with its condition and that of its section."""

    field: AnyField
    first: int
    count: int
    when: AnyTest | None


@dataclass(frozen=True, slots=True)
class Layout:
    """The fields of a form, or of a row of a group, with their leaves in order."""

    slots: tuple[Slot, ...]
    leaves: tuple[Leaf, ...]

    def flat(self, raw: Mapping[str, Any]) -> list[Any]:
        """Give the raw values of the leaves out of nested ones; what is not there is None."""
        found = []
        for leaf in self.leaves:
            value = raw.get(leaf.key)
            if leaf.part:
                value = value.get(leaf.part) if isinstance(value, Mapping) else None
            found.append(value)
        return found


def layout_of(form: Form) -> Layout:
    """Lay out the fields of a form."""
    return _laid(
        (field, _both(section.when, field.when)) for section in form.sections for field in section.fields
    )


def layout_of_row(group: Group) -> Layout:
    """Lay out the fields of one row of a group."""
    return _laid((field, field.when) for field in group.fields)


def around_rows(group: Group, outer: Mapping[str, Any]) -> dict[str, Any]:
    """Give the canonical values of a form that conditions within a row see: those the row has no field for."""
    own = {field.key for field in group.fields}
    return {key: value for key, value in outer.items() if key not in own}


def _laid(fields: Iterable[tuple[AnyField, AnyTest | None]]) -> Layout:
    slots: list[Slot] = []
    leaves: list[Leaf] = []
    for field, when in fields:
        if not field.holds_value:
            continue
        own = tuple(leaves_of(field))
        slots.append(Slot(field, len(leaves), len(own), when))
        leaves += own
    return Layout(tuple(slots), tuple(leaves))


def leaves_of(field: AnyField) -> Iterator[Leaf]:
    """Give the leaves of one field; groups and computed values have none."""
    if isinstance(field, Composite):
        yield from (Leaf(part, field.key, part.key) for part in field.parts())
    elif isinstance(field, Simple):
        yield Leaf(field, field.key)


def _both(first: AnyTest | None, second: AnyTest | None) -> AnyTest | None:
    return (first and second and All((first, second))) or first or second
