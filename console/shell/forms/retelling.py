"""What was typed in one language, as it is typed in another: a reader may change hers in the middle of a form."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from console.base.figures import Misread
from console.forms.declarations import Form
from console.forms.fields import AnyField, Composite, Field, Group, Simple
from console.forms.fields.days import Day
from console.forms.fields.figures import Figure
from console.forms.tongue import Tongue


def retold(form: Form, raw: Mapping[str, Any], old: Tongue, new: Tongue) -> dict[str, Any]:
    """Give raw values with figures and days in the new tongue; what cannot be read stays as it was typed."""
    return _told(form.fields(), raw, old, new)


def _told(fields: Iterable[AnyField], raw: Mapping[str, Any], old: Tongue, new: Tongue) -> dict[str, Any]:
    known = {field.key: field for field in fields}
    return {key: _one(known.get(key), value, old, new) for key, value in raw.items()}


def _one(field: Field | None, raw: Any, old: Tongue, new: Tongue) -> Any:
    if isinstance(field, Group) and isinstance(raw, list):
        return [_told(field.fields, row, old, new) if isinstance(row, dict) else row for row in raw]
    if isinstance(field, Composite) and isinstance(raw, dict):
        parts = {part.key: part for part in field.parts()}
        return {key: _one(parts.get(key), value, old, new) for key, value in raw.items()}
    if isinstance(field, Figure | Day) and isinstance(raw, str) and raw.strip():
        return _shown(field, raw, old, new)
    return raw


def _shown(field: Simple, raw: str, old: Tongue, new: Tongue) -> str:
    try:
        return field.show(field.reader(old)(raw.strip()), new)
    except Misread:
        return raw
