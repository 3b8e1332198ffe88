"""What a person reads of a submission: lines by section, for paper, mail and comparison."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from console.forms.fields import AnyField, Computed, Group, Input, LongText, Note
from console.forms.leaves import layout_of, layout_of_row
from console.forms.revisions import Revision
from console.forms.tongue import Tongue


@dataclass(frozen=True, slots=True)
class Line:
    """A label with its value in words; empty where nothing was given."""

    field: AnyField
    label: str
    text: str


@dataclass(frozen=True, slots=True)
class Rows:
    """A repeated group: its columns, and the texts of each row."""

    field: Group
    label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Chapter:
    """A section with what was answered in it."""

    key: str
    title: str
    lines: tuple[Line | Rows, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """A value before and after; None where there was, or is, nothing."""

    label: str
    old: str | None
    new: str | None


def chapters(revision: Revision, values: Mapping[str, Any], tongue: Tongue) -> tuple[Chapter, ...]:
    """Give everything that is asked for with these values, section by section."""
    asked = {slot.field.key for slot in layout_of(revision.form).slots if _holds(slot.when, revision, values)}
    found = []
    for section in revision.form.sections:
        lines = tuple(
            _line(field, values, tongue)
            for field in section.fields
            if isinstance(field, Note) or field.key in asked
        )
        if any(not isinstance(field, Note) and field.key in asked for field in section.fields):
            found.append(Chapter(section.key, tongue.say(section.title), lines))
    return tuple(found)


def mail_text(
    revision: Revision, values: Mapping[str, Any], tongue: Tongue, *, personal: bool = False
) -> str:
    """Give the submission as the text of an e-mail; what tells about a person is left out unless `personal`."""
    return "\n\n".join(
        "\n".join([chapter.title, *_told(chapter, personal)])
        for chapter in chapters(revision, values, tongue)
        if any(True for _ in _told(chapter, personal))
    )


def differences(
    old: tuple[Revision, Mapping[str, Any]], new: tuple[Revision, Mapping[str, Any]], tongue: Tongue
) -> tuple[Change, ...]:
    """Give what differs between two submissions of one form, also of two revisions of it, in the order of the newer."""
    before, after = dict(_texts(*old, tongue)), dict(_texts(*new, tongue))
    labels = {
        path: label
        for revision, values in (old, new)
        for path, (label, _) in _texts(revision, values, tongue)
    }
    order = list(after) + [path for path in before if path not in after]
    return tuple(
        Change(labels[path], _text(before, path), _text(after, path))
        for path in order
        if _text(before, path) != _text(after, path)
    )


def _line(field: AnyField, values: Mapping[str, Any], tongue: Tongue) -> Line | Rows:
    label, value = tongue.say(field.label), values.get(field.key)
    if isinstance(field, Group):
        slots = layout_of_row(field).slots
        columns = tuple(tongue.say(slot.field.label) for slot in slots)
        rows = tuple(
            tuple(_said(slot.field, row.get(slot.field.key), tongue) for slot in slots) for row in value or ()
        )
        return Rows(field, label, columns, rows)
    return Line(field, label, _said(field, value, tongue))


def _said(field: AnyField, value: Any, tongue: Tongue) -> str:
    return "" if value is None or not isinstance(field, Input | Computed) else field.line(value, tongue)


def _told(chapter: Chapter, personal: bool) -> Iterator[str]:
    for line in chapter.lines:
        if isinstance(line, Rows):
            if personal or not any(getattr(field, "personal", False) for field in line.field.fields):
                for row in line.rows:
                    pairs = zip(line.columns, row, strict=True)
                    yield "- " + "; ".join(f"{column}: {text}" for column, text in pairs if text)
        elif line.text and (personal or not getattr(line.field, "personal", False)):
            parted = "\n" if isinstance(line.field, LongText) else " "
            yield f"{line.label}:{parted}{line.text}"


def _texts(
    revision: Revision, values: Mapping[str, Any], tongue: Tongue
) -> Iterator[tuple[str, tuple[str, str]]]:
    """Give path, label and text of every value, rows by their position from 1."""
    for chapter in chapters(revision, values, tongue):
        for line in chapter.lines:
            if isinstance(line, Line):
                yield line.field.key, (line.label, line.text)
                continue
            for number, row in enumerate(line.rows, start=1):
                for column, text in zip(line.columns, row, strict=True):
                    yield f"{line.field.key}.{number}.{column}", (f"{line.label} {number}, {column}", text)


def _text(texts: Mapping[str, tuple[str, str]], path: str) -> str | None:
    return texts[path][1] or None if path in texts else None


def _holds(when: Any, revision: Revision, values: Mapping[str, Any]) -> bool:
    from console.forms.canonical import to_canonical

    return when is None or bool(when(to_canonical(revision.form, values)))
