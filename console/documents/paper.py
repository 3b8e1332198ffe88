"""What goes on paper, said without HTML: a paper is a title and blocks, and becomes a PDF of A4 pages.

Whoever makes a paper gives it texts in its reader's language; the few words of our own follow the bound catalogue. A
text too long for a cell of a table is moved below it: the renderer would shrink it until nobody could read it.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from math import sqrt
from typing import ClassVar, Literal

from flask import Blueprint, current_app
from flask_babel import gettext as _

from console.base.errors import ProgrammingError
from console.documents.pdf import render_pdf

MOST_SIGNS = 600
"""The longest text in a cell, in signs; line breaks count as a whole line."""
_SIGNS_OF_A_LINE = 60
_LONGEST_WORD = 22

Kind = Literal["text", "figure", "none"]
"""How a value stands: a text, a figure that is never broken over two lines, or greyed words for "not given"."""


@dataclass(frozen=True)
class Heading:
    """The title of a part; it stays with what follows."""

    draws: ClassVar[str] = "heading"
    text: str


@dataclass(frozen=True)
class Line:
    """A label and its value."""

    label: str
    value: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Lines:
    """Labels on the left, values on the right."""

    draws: ClassVar[str] = "lines"
    rows: tuple[Line, ...]


@dataclass(frozen=True)
class LongText:
    """A label and paragraphs below it, over as many pages as they need."""

    draws: ClassVar[str] = "long_text"
    label: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table; figures stand on the right."""

    title: str
    kind: Kind = "text"


@dataclass(frozen=True)
class Table:
    """Rows of the same kind; the titles are repeated on each page. `caption` may be empty."""

    draws: ClassVar[str] = "table"
    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]

    @property
    def widths(self) -> list[float]:
        """Give the share of each column in per cent: by its longest texts, but never narrower than its longest word."""
        wanted = [
            _weight([column.title, *cells]) for column, cells in zip(self.columns, self._cells(), strict=True)
        ]
        return [round(100 * one / sum(wanted), 2) for one in wanted]

    def _cells(self) -> list[tuple[str, ...]]:
        return [tuple(row[n] for row in self.rows) for n in range(len(self.columns))]


@dataclass(frozen=True)
class Boxes:
    """One box per sign, in groups with a separator between: (3, 4, 4, 2) and "." for an AHV number."""

    draws: ClassVar[str] = "boxes"
    groups: tuple[int, ...]
    separator: str = ""


@dataclass(frozen=True)
class Ticks:
    """A box to tick before each choice."""

    draws: ClassVar[str] = "ticks"
    choices: tuple[str, ...]


@dataclass(frozen=True)
class Rules:
    """Lines to write on."""

    draws: ClassVar[str] = "rules"
    count: int = 1


@dataclass(frozen=True)
class Blank:
    """A field to be filled in by hand; `help` may be empty."""

    draws: ClassVar[str] = "blank"
    label: str
    help: str
    space: Boxes | Ticks | Rules


@dataclass(frozen=True)
class Note:
    """A remark in a frame."""

    draws: ClassVar[str] = "note"
    text: str


@dataclass(frozen=True)
class Barcode:
    """The reference as Code 128 with its letters below; printable ASCII, at most 24 signs."""

    draws: ClassVar[str] = "barcode"
    reference: str

    def __post_init__(self) -> None:
        fits = self.reference.isascii() and self.reference.isprintable() and " " not in self.reference
        if not (fits and 0 < len(self.reference) <= 24):
            raise ProgrammingError("a barcode needs 1 to 24 printable ASCII signs without spaces")


@dataclass(frozen=True)
class Square:
    """A text as a QR code, such as an address with what leads there: printable ASCII, at most 500 signs."""

    draws: ClassVar[str] = "square"
    text: str

    def __post_init__(self) -> None:
        if not (self.text.isascii() and self.text.isprintable() and 0 < len(self.text) <= 500):
            raise ProgrammingError("a QR code needs 1 to 500 printable ASCII signs")


Block = Heading | Lines | LongText | Table | Blank | Note | Barcode | Square


@dataclass(frozen=True)
class Paper:
    """A document for people. Empty texts are left out; with `draft` each page says that it proves nothing."""

    title: str
    institution: str
    subtitle: str
    reference: str
    """Stands on every page; the PDF is given out only when it reads back."""
    language: str
    made_at: datetime
    """When what the paper says happened (aware): the date of the PDF."""
    blocks: tuple[Block, ...]
    footer: str = ""
    draft: bool = False
    practice: bool = False
    """Each page says that it has no legal effect: it comes from a practice institution."""


def blueprint() -> Blueprint:
    """Give the blueprint that puts the templates of papers beside the others."""
    return Blueprint("documents", __name__, template_folder="templates")


def render_paper(paper: Paper) -> bytes:
    """Give the PDF of a paper; the same paper in the same words gives the same bytes. Raises `NotRendered`."""
    return render_pdf(html_of(paper), made_at=paper.made_at, reference=paper.reference or None)


def html_of(paper: Paper) -> str:
    """Give the page that is rendered."""
    blocks = tuple(settled for block in paper.blocks for settled in _settled(block))
    template = current_app.jinja_env.get_template("documents/paper.html")
    html: str = template.render(paper=replace(paper, blocks=blocks))
    return html


def _settled(block: Block) -> Iterator[Block]:
    """Give a block as it can be drawn: with no text in a table that is too long for it."""
    if isinstance(block, Lines):
        yield from _settled_lines(block)
    elif isinstance(block, Table):
        yield from _settled_table(block)
    else:
        yield block


def _settled_lines(block: Lines) -> Iterator[Block]:
    short: list[Line] = []
    for row in block.rows:
        if not _is_long(row.value, MOST_SIGNS):
            short.append(row)
            continue
        if short:
            yield Lines(tuple(short))
            short = []
        yield LongText(row.label, tuple(row.value.splitlines()))
    if short:
        yield Lines(tuple(short))


def _settled_table(block: Table) -> Iterator[Block]:
    """Put a long text below the table and its number into the cell."""
    most = MOST_SIGNS // len(block.columns)
    notes: list[LongText] = []

    def cell(text: str) -> str:
        if not _is_long(text, most):
            return text
        name = _("Text %(number)s", number=len(notes) + 1)
        notes.append(LongText(name, tuple(text.splitlines())))
        return str(_("See below: %(name)s", name=name))

    yield replace(block, rows=tuple(tuple(cell(text) for text in row) for row in block.rows))
    yield from notes


def _is_long(text: str, most: int) -> bool:
    return len(text) + text.count("\n") * _SIGNS_OF_A_LINE > most


def _weight(texts: list[str]) -> float:
    """Say how wide a column should be: the square root lets long texts break instead of starving short ones."""
    word = max((len(word) for text in texts for word in text.split()), default=1)
    longest = max(map(len, texts))
    return max(min(word, _LONGEST_WORD), 4.0, 2.6 * sqrt(longest))
