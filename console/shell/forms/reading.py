"""Answers as they are read before sending and afterwards: documents by their names, parties with theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from console.forms.declarations import Form
from console.forms.fields import Chooser, File, Group, Note
from console.forms.leaves import layout_of_row
from console.forms.lines import Line, Rows, chapters
from console.forms.revisions import Revision
from console.forms.tongue import Tongue
from console.shell.forms.places import told

Files = Mapping[str, tuple[str, str]]
"""Reference of a document to its name and its address."""
Names = Mapping[tuple[str, str], str]
"""Source and reference of a party to its name."""
_BETWEEN = " · "


@dataclass(frozen=True, slots=True)
class AnswerLine:
    """A label with what was answered; `url` leads to its field, `errors` say what is wrong with it."""

    key: str
    label: str
    text: str
    files: tuple[tuple[str, str], ...] = ()
    url: str = ""
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AnswerRows:
    """A table of a repeated group."""

    key: str
    label: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    url: str = ""
    errors: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Answers:
    """A section with its answers."""

    key: str
    title: str
    lines: tuple[AnswerLine | AnswerRows, ...]


def answers_of(
    revision: Revision, values: Mapping[str, Any], tongue: Tongue, names: Names, files: Files
) -> tuple[Answers, ...]:
    """Give everything that is asked for with these values, section by section; notes are left out."""
    return tuple(
        Answers(
            chapter.key,
            chapter.title,
            tuple(
                _rows(line, values, names, files)
                if isinstance(line, Rows)
                else _line(line, values, names, files)
                for line in chapter.lines
                if not isinstance(line.field, Note)
            ),
        )
        for chapter in chapters(revision, values, tongue)
    )


def typed_of(form: Form, raw: Mapping[str, Any], tongue: Tongue, files: Files) -> tuple[Answers, ...]:
    """Give what was typed so far, whatever it is worth, section by section; what is empty is left out."""
    chapters = (
        Answers(
            section.key,
            tongue.say(section.title),
            tuple(
                _typed(field, raw[field.key], tongue, files) for field in section.fields if raw.get(field.key)
            ),
        )
        for section in form.sections
    )
    return tuple(chapter for chapter in chapters if chapter.lines)


def _typed(field: Any, raw: Any, tongue: Tongue, files: Files) -> AnswerLine:
    if isinstance(field, File):
        return AnswerLine(
            field.key, tongue.say(field.label), "", tuple(files[one] for one in raw if one in files)
        )
    return AnswerLine(field.key, tongue.say(field.label), told(field, raw, tongue))


def _line(line: Line, values: Mapping[str, Any], names: Names, files: Files) -> AnswerLine:
    value = values.get(line.field.key)
    if isinstance(line.field, File):
        found = tuple(files[one] for one in value or () if one in files)
        return AnswerLine(line.field.key, line.label, "", found)
    return AnswerLine(line.field.key, line.label, _named(line.field, value, line.text, names))


def _rows(line: Rows, values: Mapping[str, Any], names: Names, files: Files) -> AnswerRows:
    group: Group = line.field
    fields = [slot.field for slot in layout_of_row(group).slots]
    rows = tuple(
        tuple(
            _cell(field, row.get(field.key), text, names, files)
            for field, text in zip(fields, texts, strict=True)
        )
        for row, texts in zip(values.get(group.key) or (), line.rows, strict=True)
    )
    return AnswerRows(group.key, line.label, line.columns, rows)


def _cell(field: Any, value: Any, text: str, names: Names, files: Files) -> str:
    if isinstance(field, File):
        return ", ".join(files[one][0] for one in value or () if one in files)
    return _named(field, value, text, names)


def _named(field: Any, value: Any, text: str, names: Names) -> str:
    name = names.get((field.source, value), "") if isinstance(field, Chooser) else ""
    return f"{text}{_BETWEEN}{name}" if name else text
