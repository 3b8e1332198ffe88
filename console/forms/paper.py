"""A form on paper: what was answered, and the blank form that is filled in by hand.

Values and labels speak the reader's language by her tongue, the few words of our own by the bound catalogue.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from flask_babel import gettext as _

from console.documents import paper
from console.forms import lines
from console.forms.fields import AnyField, Chooser, Computed, Day, File, LongText, Note
from console.forms.fields.figures import Figure
from console.forms.fields.numbers import OfficialNumber
from console.forms.handwriting import MOST_COLUMNS, to_fill_in
from console.forms.revisions import Revision
from console.forms.tongue import Tongue


@dataclass(frozen=True)
class Letterhead:
    """What stands on a paper beside the form; `made_at` (aware) is when what it says happened."""

    institution: str
    made_at: datetime
    reference: str = ""
    subtitle: str = ""
    footer: str = ""
    practice: bool = False
    """Of a practice institution."""


@dataclass(frozen=True)
class Names:
    """What the references in values are called: parties by source and reference, documents by reference."""

    parties: Mapping[tuple[str, str], str] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)


def filled(
    revision: Revision,
    values: Mapping[str, Any],
    tongue: Tongue,
    head: Letterhead,
    *,
    names: Names | None = None,
    typed: Mapping[str, str] | None = None,
    draft: bool = False,
) -> paper.Paper:
    """Give the paper of values; `typed` is, by key of a field, what a draft holds that could not be read as a value."""
    known, unread = names or Names(), typed or {}
    blocks: list[paper.Block] = []
    for chapter in lines.chapters(revision, values, tongue):
        blocks.append(paper.Heading(chapter.title))
        blocks += _joined(
            block
            for line in chapter.lines
            for block in _blocks(line, values, known, unread.get(line.field.key, ""), chapter.title)
        )
    return _paper(revision, tongue, head, blocks, draft=draft)


def blank(revision: Revision, tongue: Tongue, head: Letterhead) -> paper.Paper:
    """Give the form to be filled in by hand; a reference stands on it as a barcode, by which the scan is recognised."""
    blocks: list[paper.Block] = [paper.Barcode(head.reference)] if head.reference else []
    if revision.form.help:
        blocks.append(paper.Note(tongue.say(revision.form.help)))
    blocks += to_fill_in(revision.form, tongue)
    blocks += [
        paper.Blank(_("Place and date"), "", paper.Rules()),
        paper.Blank(_("Signature"), "", paper.Rules()),
    ]
    return _paper(revision, tongue, head, blocks)


def _paper(
    revision: Revision, tongue: Tongue, head: Letterhead, blocks: list[paper.Block], *, draft: bool = False
) -> paper.Paper:
    return paper.Paper(
        title=tongue.say(revision.form.title),
        institution=head.institution,
        subtitle=head.subtitle,
        reference=head.reference,
        language=tongue.style.language,
        made_at=head.made_at,
        blocks=tuple(blocks),
        footer=head.footer,
        draft=draft,
        practice=head.practice,
    )


def _blocks(
    line: lines.Line | lines.Rows, values: Mapping[str, Any], names: Names, typed: str, title: str
) -> Iterator[paper.Block]:
    if isinstance(line, lines.Rows):
        yield from _rows(line, values.get(line.field.key) or (), names, title)
    elif isinstance(line.field, Note):
        yield paper.Note(line.label)
    else:
        text = typed or _named(line.field, values.get(line.field.key), line.text, names)
        yield _said(line.field, line.label, text)


def _said(field: AnyField, label: str, text: str) -> paper.Block:
    if isinstance(field, LongText) and text:
        return paper.LongText(label, tuple(text.splitlines()))
    line = paper.Line(label, text, _kind(field)) if text else paper.Line(label, _("not stated"), "none")
    return paper.Lines((line,))


def _rows(line: lines.Rows, rows: Any, names: Names, title: str) -> Iterator[paper.Block]:
    """Give a group as a table, without a caption that repeats the title, or entry by entry when it is too wide."""
    fields = [field for field in line.field.fields if field.holds_value]
    texts = tuple(
        tuple(
            _named(field, row.get(field.key), text, names) for field, text in zip(fields, shown, strict=True)
        )
        for row, shown in zip(rows, line.rows, strict=True)
    )
    if not texts:
        yield paper.Lines((paper.Line(line.label, _("no entries"), "none"),))
    elif len(fields) <= MOST_COLUMNS and not any(isinstance(field, LongText) for field in fields):
        pairs = zip(line.columns, fields, strict=True)
        columns = tuple(
            paper.Column(label, "figure" if isinstance(field, Figure | Computed) else "text")
            for label, field in pairs
        )
        yield paper.Table("" if line.label == title else line.label, columns, texts)
    else:
        for number, row in enumerate(texts, start=1):
            yield paper.Heading(_("%(group)s, entry %(number)s", group=line.label, number=number))
            for field, label, text in zip(fields, line.columns, row, strict=True):
                yield _said(field, label, text)


def _named(field: AnyField, value: Any, text: str, names: Names) -> str:
    """Give the text of a value with the name of what it refers to."""
    if isinstance(field, Chooser) and value is not None:
        name = names.parties.get((field.source, value))
        return f"{value} · {name}" if name else text
    if isinstance(field, File) and value is not None:
        return "\n".join(names.files.get(reference, reference) for reference in value)
    return text


def _kind(field: AnyField) -> paper.Kind:
    return "figure" if isinstance(field, Figure | OfficialNumber | Day | Computed) else "text"


def _joined(blocks: Iterator[paper.Block]) -> Iterator[paper.Block]:
    """Put lines that follow each other into one table."""
    lines_so_far: tuple[paper.Line, ...] = ()
    for block in blocks:
        if isinstance(block, paper.Lines):
            lines_so_far += block.rows
            continue
        if lines_so_far:
            yield paper.Lines(lines_so_far)
            lines_so_far = ()
        yield block
    if lines_so_far:
        yield paper.Lines(lines_so_far)
