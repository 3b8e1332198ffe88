"""Where something stands in a form: what it is called, and where on the page it is."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask_babel import gettext as _

from console.base.sheets.phrases import Phrase
from console.forms.declarations import Form
from console.forms.faults import Place
from console.forms.fields import Choice, Choices, Composite, Country, Field, Group, YesNo
from console.forms.raw import PREFIX, ROW
from console.forms.tongue import Tongue
from console.forms.validator import is_blank

PAGE = 100
"""Rows of a group on one page: drawing them takes 40 ms."""
_LISTED = (Choice, Choices, Country, YesNo)


def label_of(form: Form, place: Place, raw: Mapping[str, Any], tongue: Tongue) -> str:
    """Give the words for a place: "Date of birth", "Child 2, Date of birth", "Duration, From"."""
    field = form.field(place[0])
    label = tongue.say(field.label)
    if isinstance(field, Group) and len(place) > 1:
        named = row_label(field, row_number(raw, place), tongue)
        inner = next((one for one in field.fields if len(place) > 2 and one.key == place[2]), None)
        return f"{named}, {_part_of(inner, place[3:], tongue)}" if inner is not None else named
    return _part_of(field, place[1:], tongue) if isinstance(field, Composite) else label


def row_label(group: Group, number: int, tongue: Tongue) -> str:
    """Give what a row is called, counted from 1: "Child 2"."""
    return f"{tongue.say(group.entry or group.label)} {number}"


def row_number(raw: Mapping[str, Any], place: Place) -> int:
    """Give the position of a place's row from 1; 0 when it is not there."""
    rows = raw.get(place[0]) or ()
    return next((n for n, row in enumerate(rows, start=1) if str(row.get(ROW)) == place[1]), 0)


def anchor_of(form: Form, place: Place, raw: Mapping[str, Any]) -> str:
    """Give the part of an address behind the page: the rows it must show, and the control itself."""
    field: Field | None = form.field(place[0])
    before = ""
    if isinstance(field, Group) and len(place) > 1:
        page = (row_number(raw, place) - 1) // PAGE + 1
        before = f"?rows-{field.key}={page}" if page > 1 else ""
        field = next((one for one in field.fields if len(place) > 2 and one.key == place[2]), None)
        own = place[3:]
    else:
        own = place[1:]
    return f"{before}#{PREFIX}{'.'.join(place)}{_inner(field, own)}"


def told(field: Field, raw: Any, tongue: Tongue) -> str:
    """Give what was typed into a field as a person reads it, whatever it is worth."""
    if is_blank(raw):
        return ""
    if isinstance(field, Group) and isinstance(raw, list):
        inner = {one.key: one for one in field.fields}
        rows = [
            ", ".join(filter(None, (told(one, row.get(key), tongue) for key, one in inner.items())))
            for row in raw
        ]
        return "; ".join(filter(None, rows))
    if isinstance(field, Composite) and isinstance(raw, dict):
        return ", ".join(filter(None, (told(part, raw.get(part.key), tongue) for part in field.parts())))
    texts = dict(field.options(tongue)) if isinstance(field, _LISTED) else {}
    return ", ".join(
        texts.get(one, one) for one in (raw if isinstance(raw, list) else [raw]) if isinstance(one, str)
    )


def part_label(label: str, tongue: Tongue) -> str:
    """Give the words for a part that every form shares, such as "From": the form's own, else the console's."""
    said = tongue.say(label)
    return str(Phrase(label)) if said == label else said


def optional(label: str, required: bool) -> str:
    """Give a label with the mark of what may be left out."""
    return label if required else f"{label} ({_('optional')})"


def _part_of(field: Any, own: Place, tongue: Tongue) -> str:
    label = tongue.say(field.label)
    if isinstance(field, Composite) and own:
        part = next((one for one in field.parts() if one.key == own[0]), None)
        if part is not None:
            return f"{label}, {part_label(part.label, tongue)}"
    return label


def _inner(field: Field | None, own: Place) -> str:
    """Lead to the first control of what has several: the first answer, the first part."""
    if isinstance(field, Composite) and not own:
        return f".{field.parts()[0].key}"
    if isinstance(field, Choices | YesNo) or (isinstance(field, Choice) and len(field.of) <= 4):
        return "-0"
    return ""
