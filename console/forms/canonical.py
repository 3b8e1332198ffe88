"""Values as JSON: what a submission keeps, what the interface gives, what its digest is made of."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from typing import Any

import msgspec

from console.forms.declarations import Form
from console.forms.fields import AnyField, Composite, Computed, Group, Input
from console.forms.raw import ROW
from console.forms.tongue import Tongue


def to_canonical(form: Form, values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the canonical values of a form in its order; fields without value are left out."""
    return of_fields(form.fields(), values)


def from_canonical(form: Form, content: Mapping[str, Any]) -> dict[str, Any]:
    """Give the values of a submission, of the same revision it was made with."""
    return _read(form.fields(), content)


def digest_of(canonical: Mapping[str, Any]) -> str:
    """Give the SHA-256 of canonical values in hexadecimal, whatever their order."""
    return hashlib.sha256(msgspec.json.encode(canonical, order="deterministic")).hexdigest()


def to_raw(form: Form, values: Mapping[str, Any], tongue: Tongue) -> dict[str, Any]:
    """Give the texts a page shows for values, as if they had been typed: for prefilled forms and for looking again."""
    return _shown(form.fields(), values, tongue)


def of_fields(fields: Iterable[AnyField], values: Mapping[str, Any]) -> dict[str, Any]:
    """Give the canonical values of some fields: those of a form, of a row."""
    found: dict[str, Any] = {}
    for field in fields:
        value = values.get(field.key)
        if value is None:
            continue
        if isinstance(field, Group):
            found[field.key] = [of_fields(field.fields, row) for row in value]
        elif isinstance(field, Input | Computed):
            found[field.key] = field.to_json(value)
    return found


def _read(fields: Any, content: Mapping[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields:
        given = content.get(field.key)
        if given is None:
            continue
        if isinstance(field, Group):
            found[field.key] = tuple(_read(field.fields, row) for row in given)
        elif isinstance(field, Input | Computed):
            found[field.key] = field.from_json(given)
    return found


def _shown(fields: Any, values: Mapping[str, Any], tongue: Tongue) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for field in fields:
        value = values.get(field.key)
        if value is None:
            continue
        if isinstance(field, Group):
            rows = enumerate(value, start=1)
            found[field.key] = [{ROW: f"r{n}", **_shown(field.fields, row, tongue)} for n, row in rows]
        elif isinstance(field, Composite):
            parts = zip(field.parts(), field.split(value), strict=True)
            found[field.key] = {
                part.key: text_of(part, one, tongue) for part, one in parts if one is not None
            }
        elif isinstance(field, Input):
            found[field.key] = text_of(field, value, tongue)
    return found


def text_of(field: Any, value: Any, tongue: Tongue) -> Any:
    """Give what a page holds for the value of a simple field.

    Controls with a list of answers are filled by keys, all others by what the reader sees.
    """
    if hasattr(field, "options"):
        given = field.to_json(value)
        return ("yes" if given else "no") if isinstance(given, bool) else given
    return list(value) if field.many else field.show(value, tongue)
