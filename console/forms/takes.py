"""From any raw value of a leaf to its value: what is empty is nothing or a fault, what is filled is read."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any, Literal, TypeAlias

from console.forms.faults import Fault
from console.forms.fields import Figure, Simple
from console.forms.leaves import Leaf
from console.forms.tongue import Tongue

Source: TypeAlias = Literal["text", "cell", "json"]
"""What raw values look like: the texts of a page, the cells of a sheet, JSON."""
Take: TypeAlias = Callable[[Any], Any]

MEMORY = 4096
"""Readings that are remembered for one column of a sheet."""


def take_of(leaf: Leaf, tongue: Tongue, source: Source) -> Take:
    """Make the closure of a leaf; it gives None for nothing and raises `Misread`.

    Parts of a composite are never required here: whether they are depends on the other parts.
    """
    field = leaf.field
    needed = field.needed if field.required and not leaf.part else None
    if source == "json":
        return _from_json(field, tongue, needed)
    if source == "cell":
        return _from_cell(field, tongue, needed)
    return _from_text(field, tongue, needed)


def remembering(leaf: Leaf, take: Take, source: Source) -> Take:
    """Give the closure with a memory, where a sheet repeats few values."""
    if not leaf.field.repeats or not leaf.field.is_steady() or source == "json":
        return take
    return (
        _of_floats(take) if source == "cell" and isinstance(leaf.field, Figure) else _Memory(take).__getitem__
    )


class _Memory(dict[Any, Any]):
    """Readings by raw value. Only texts and days are kept: 1, 1.0 and True are the same key and not the same cell.

    Once it is full it learns nothing more: what has not come twice by then seldom does.
    """

    kinds: tuple[type, ...] = (str, date)

    def __init__(self, take: Take) -> None:
        self._take = take

    def __missing__(self, raw: Any) -> Any:
        value = self._take(raw)
        if raw.__class__ in self.kinds and len(self) < MEMORY:
            self[raw] = value
        return value


class _Floats(_Memory):
    """The same for floats, which alone are asked for."""

    kinds = (float,)


def _of_floats(take: Take) -> Take:
    recall = _Floats(take).__getitem__

    def remembered(raw: Any) -> Any:
        return recall(raw) if raw.__class__ is float else take(raw)

    return remembered


def _from_text(field: Simple, tongue: Tongue, needed: str | None) -> Take:
    read, longest, many = field.reader(tongue), field.longest, field.many

    def take(raw: Any) -> Any:
        text = (raw if raw.__class__ is str else _one_text(raw, many)).strip()
        if text:
            return read(text if len(text) <= longest else _refused(text, longest))
        if needed is not None:
            raise Fault(needed)
        return None

    return take


def _one_text(raw: Any, many: bool) -> str:
    """Give the text of what a page sends otherwise: nothing, or several values of one name."""
    if raw is None:
        return ""
    if many and isinstance(raw, list) and all(isinstance(one, str) for one in raw):
        return ";".join(filter(None, raw))
    raise Fault("not_text")


def _from_cell(field: Simple, tongue: Tongue, needed: str | None) -> Take:
    read, read_cell, longest = field.reader(tongue), field.cell_reader(tongue), field.longest

    def take(raw: Any) -> Any:
        if raw.__class__ is str:
            raw = raw.strip()
            if raw:
                return read(raw if len(raw) <= longest else _refused(raw, longest))
        elif raw is not None:
            return read_cell(raw)
        if needed is not None:
            raise Fault(needed)
        return None

    return take


def _from_json(field: Simple, tongue: Tongue, needed: str | None) -> Take:
    read, longest, many = field.json_reader(tongue), field.longest, field.many

    def take(raw: Any) -> Any:
        if raw.__class__ is str:
            raw = raw.strip()
            if raw:
                return read(raw if len(raw) <= longest else _refused(raw, longest))
        elif raw is not None and not (many and raw == []):
            return read(raw)
        if needed is not None:
            raise Fault(needed)
        return None

    return take


def _refused(text: str, longest: int) -> str:
    """Refuse a text that is too long for any work."""
    raise Fault("too_long_text", most=longest, has=len(text))
