"""The JSON Schema (2020-12) of a form's values. It is published for machines; the validator alone decides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from typing import Any

from console.forms.conditions import AnyTest, Inexpressible
from console.forms.fields import AnyField, Computed, Group, Note
from console.forms.fields.base import or_nothing
from console.forms.leaves import Slot, layout_of, layout_of_row
from console.forms.revisions import Revision
from console.forms.tongue import Tongue

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def schema_of(revision: Revision, tongue: Tongue) -> dict[str, Any]:
    """Give the schema of the canonical values of a revision, with titles in the reader's language.

    What the validator accepts fits it once canonical: rules over several values and conditions on amounts have no place
    in it. The validator also takes what it can read without doubt, such as an official number as it is printed.
    """
    form = revision.form
    return {
        "$schema": DIALECT,
        "$id": f"urn:guichet:form:{form.key}:{revision.shape[:16]}",
        "title": tongue.say(form.title),
        **_object(layout_of(form).slots, tongue),
    }


def _object(slots: Iterable[Slot], tongue: Tongue) -> dict[str, Any]:
    slots = list(slots)
    keys = {slot.field.key for slot in slots}
    made: dict[str, Any] = {
        "type": "object",
        "properties": {slot.field.key: _property(slot.field, tongue) for slot in slots},
        "required": [slot.field.key for slot in slots if slot.when is None and _is_required(slot.field)],
        "additionalProperties": False,
    }
    if needed := list(_needed(slots, keys)):
        made["allOf"] = needed
    return made


def _property(field: AnyField, tongue: Tongue) -> dict[str, Any]:
    words = {
        "title": tongue.say(field.label),
        **({"description": tongue.say(field.help)} if field.help else {}),
    }
    if isinstance(field, Group):
        rows = {
            "type": "array",
            "items": _object(layout_of_row(field).slots, tongue),
            "minItems": field.min,
            "maxItems": field.max,
        }
        return {**words, **rows}
    schema = {} if isinstance(field, Note) else field.schema(tongue)
    return {**words, **(schema if _is_required(field) else or_nothing(schema))}


def _is_required(field: AnyField) -> bool:
    if isinstance(field, Group):
        return field.min > 0
    return not isinstance(field, Computed) and bool(getattr(field, "required", False))


def _needed(slots: Iterable[Slot], keys: Set[str]) -> Iterator[dict[str, Any]]:
    """Give what is required only under a condition; a row cannot ask about the form around it."""
    for slot in slots:
        can_ask = slot.when is not None and keys >= set(slot.when.fields())
        condition = _said(slot.when) if slot.when and can_ask and _is_required(slot.field) else None
        if condition is not None:
            yield {"if": condition, "then": {"required": [slot.field.key]}}


def _said(when: AnyTest) -> dict[str, Any] | None:
    try:
        return when.schema()
    except Inexpressible:
        return None
