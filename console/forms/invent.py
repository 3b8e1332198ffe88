"""Invented valid values for any form: the preview, the demonstration and the tests fill it with them."""

from __future__ import annotations

from collections.abc import Mapping
from random import Random
from typing import Any

from console.forms.canonical import of_fields, to_canonical
from console.forms.declarations import Form
from console.forms.fields import Computed, Group, Input
from console.forms.leaves import Layout, around_rows, layout_of, layout_of_row
from console.forms.validator import Validator


def invented(form: Form, seed: int = 1, *, only_required: bool = False) -> dict[str, Any]:
    """Give values that keep every field's own limits; rules over several values may still object.

    The same seed gives the same values.
    """
    return _filled(layout_of(form), Random(seed), only_required, {})  # noqa: S311  nothing secret


def accepted(validator: Validator, seed: int = 1, *, tries: int = 10) -> tuple[int, dict[str, Any]]:
    """Give the first seed from `seed` on whose values this validator of JSON accepts, rules included, and the values.

    When none of them does, those of `seed` as they are.
    """
    for number in range(seed, seed + tries):
        values = invented(validator.form, number)
        for rule in validator.rules:
            values = dict(rule.mend(values)) if rule.mend else values
        verdict = validator.check(_typed(validator.form, to_canonical(validator.form, values)))
        if not verdict.faults:
            return number, verdict.values
    return seed, invented(validator.form, seed)


def _typed(form: Form, canonical: Mapping[str, Any]) -> dict[str, Any]:
    """Leave out what is computed: it is made again, of mended values."""
    return {key: value for key, value in canonical.items() if not isinstance(form.field(key), Computed)}


def _filled(layout: Layout, chance: Random, only_required: bool, outer: Mapping[str, Any]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    fields = [slot.field for slot in layout.slots]
    for slot in layout.slots:
        field, canonical = slot.field, {**outer, **of_fields(fields, values)}
        if slot.when is not None and not slot.when(canonical):
            continue
        if isinstance(field, Computed):
            value: Any = field.compute(values)
        elif isinstance(field, Group):
            value = _rows(field, chance, only_required, canonical)
        elif isinstance(field, Input) and (field.required or not only_required):
            value = field.invent(chance)
        else:
            value = None
        if value not in (None, ()):
            values[field.key] = value
    return values


def _rows(
    group: Group, chance: Random, only_required: bool, outer: Mapping[str, Any]
) -> tuple[dict[str, Any], ...]:
    count = group.min if only_required else max(group.min, min(2, group.max))
    around = around_rows(group, outer)
    return tuple(_filled(layout_of_row(group), chance, only_required, around) for _ in range(count))
