"""Which sections of a form are a person's own: a pure rule."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from console.forms.declarations import Form, Section


def own_sections(form: Form) -> tuple[Section, ...]:
    """Give the sections that are hers: the private ones, or all of a form that has none."""
    return tuple(one for one in form.sections if one.private) or form.sections


def within(sections: Iterable[Section], values: Mapping[str, Any]) -> dict[str, Any]:
    """Give those values that belong to fields of these sections."""
    keys = {field.key for section in sections for field in section.fields}
    return {key: value for key, value in values.items() if key in keys}
