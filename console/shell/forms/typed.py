"""What a page of a draft sends, laid over what the draft holds: the section it shows is replaced, all else stays."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import msgspec
from flask import request

from console.forms.declarations import Section
from console.forms.fields import File, Group
from console.forms.raw import ROW, nested
from console.forms.validator import is_blank
from console.shell.forms.attachments import references
from console.shell.forms.opened import Opened, told_here


@dataclass(frozen=True)
class Clash:
    """A field that was changed here and elsewhere: what was typed here, and what is stored."""

    key: str
    mine: Any
    theirs: Any


@dataclass(frozen=True)
class Typed:
    """The raw values of the whole draft with those of this page, and where both disagree."""

    raw: dict[str, Any]
    clashes: tuple[Clash, ...] = ()


def typed(opened: Opened, section: Section | None) -> Typed:
    """Read the page that was sent for a section; without one (the form has changed) only what it brings is laid over.

    Fields for which the person chose the stored text keep that.
    """
    pairs = list(request.form.items(multi=True))
    language = request.form.get("language", "")
    sent = {**nested(opened.before.form, pairs), **nested(opened.form, pairs)}
    sent = told_here(opened.form, sent, language or opened.draft.language)
    stored, raw = opened.raw, dict(opened.raw)
    fields = {field.key: field for field in section.fields} if section is not None else {}
    shown = [key for key, field in fields.items() if field.holds_value and field.is_read]
    for key in dict.fromkeys([*shown, *sent]):
        if request.form.get(f"keep-{key}") == "theirs":
            continue
        field = fields.get(key)
        value = _all_rows(stored.get(key), sent.get(key)) if isinstance(field, Group) else sent.get(key)
        raw.pop(key, None)
        if value is not None:
            raw[key] = value
    raw = _without_strange(opened, raw)
    return Typed(raw, _clashes(opened, section, raw))


def base_of(opened: Opened, section: Section) -> str:
    """Give the mark of what a section holds in the draft: a page that carries another one was overtaken."""
    return mark_of(opened.draft.raw, section)


def mark_of(raw: Mapping[str, Any], section: Section) -> str:
    """Give the mark of a section's raw values; nothing typed and nothing there are the same."""
    held = {field.key: filled(raw.get(field.key)) for field in section.fields}
    return hashlib.sha256(msgspec.json.encode(held, order="deterministic")).hexdigest()[:16]


def filled(raw: Any) -> Any:
    """Give a raw value without its empty parts."""
    if isinstance(raw, Mapping):
        return {key: filled(one) for key, one in raw.items() if not is_blank(one) or key == ROW} or None
    if isinstance(raw, list):
        return [filled(one) for one in raw] or None
    return None if is_blank(raw) else raw


def with_references(raw: Mapping[str, Any], path: str, add: Sequence[str], drop: str = "") -> dict[str, Any]:
    """Give raw values with references of documents added or taken away at a path of the page."""
    key, *rest = path.split(".")
    if not rest:
        return {**raw, key: _changed(raw.get(key), add, drop)}
    rows = [
        {**row, rest[-1]: _changed(row.get(rest[-1]), add, drop)} if row.get(ROW) == rest[0] else row
        for row in raw.get(key) or ()
    ]
    return {**raw, key: rows}


def _changed(references: Any, add: Sequence[str], drop: str) -> list[str]:
    kept = [one for one in references or () if one != drop] if isinstance(references, list) else []
    return [*kept, *(one for one in add if one not in kept)]


def _all_rows(stored: Any, sent: Any) -> Any:
    """Lay the rows of a page over those of the draft: a page of very many rows brings only some of them."""
    if not isinstance(stored, list) or not all(isinstance(row, dict) for row in stored):
        return sent
    brought = {row[ROW]: row for row in sent or ()}
    kept = [brought.pop(row.get(ROW), row) for row in stored]
    return [*kept, *brought.values()]


def _without_strange(opened: Opened, raw: dict[str, Any]) -> dict[str, Any]:
    """Leave out references of documents that the draft does not hold: only what is added gives it new ones."""
    known = references(opened.form, opened.fitting)

    def held(value: Any) -> Any:
        return [one for one in value if one in known] if isinstance(value, list) else value

    found = dict(raw)
    for field in opened.form.fields():
        if isinstance(field, File) and field.key in raw:
            found[field.key] = held(raw[field.key])
        elif isinstance(field, Group) and isinstance(raw.get(field.key), list):
            files = {one.key for one in field.fields if isinstance(one, File)}
            found[field.key] = [
                {key: held(value) if key in files else value for key, value in row.items()}
                for row in raw[field.key]
            ]
    return found


def _clashes(opened: Opened, section: Section | None, raw: Mapping[str, Any]) -> tuple[Clash, ...]:
    if section is None or request.form.get("base", "") == base_of(opened, section):
        return ()
    chosen = {name.removeprefix("keep-") for name in request.form if name.startswith("keep-")}
    return tuple(
        Clash(field.key, raw.get(field.key), opened.raw.get(field.key))
        for field in section.fields
        if field.key not in chosen and filled(raw.get(field.key)) != filled(opened.raw.get(field.key))
    )
