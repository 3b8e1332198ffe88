"""Values that are known before a form is filled in, each with where it comes from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from console.forms.canonical import to_raw
from console.forms.declarations import Form
from console.forms.fields import Input
from console.forms.tongue import Tongue


@dataclass(frozen=True)
class Prefill:
    """A value for a field of a form, as its reader would give it; `origin` is a message id: "the members' register"."""

    field: str
    value: Any
    origin: str
    day: date
    """Of what day the value is."""


@dataclass(frozen=True)
class Prefilled:
    """A value as text of a page, as a draft keeps it: where it came from, and of what day (ISO 8601)."""

    text: Any
    origin: str
    day: str


def prefilled(form: Form, found: Iterable[Prefill], tongue: Tongue) -> dict[str, Prefilled]:
    """Give the texts with which a draft begins; what the form has no field for is left out, and so is nothing."""
    inputs = {field.key for field in form.fields() if isinstance(field, Input)}
    known = {one.field: one for one in found if one.field in inputs and one.value not in (None, "", ())}
    texts = to_raw(form, {key: one.value for key, one in known.items()}, tongue)
    return {key: Prefilled(texts[key], one.origin, one.day.isoformat()) for key, one in known.items()}
