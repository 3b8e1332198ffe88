"""Sheets of entries for a small form, written as people do, and what the child makes of them."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any

import xlsxwriter
from msgspec.structs import replace

from console.base.figures import style_of
from console.forms.canonical import from_canonical
from console.forms.conditions import equals
from console.forms.declarations import Form, Section
from console.forms.entries import CellFault, Entry, FaultyEntry, Opened, Piece, decode_entries, decode_faults
from console.forms.expressions import Count
from console.forms.faults import Fault
from console.forms.fields import (
    AvsNumber,
    Choice,
    Computed,
    Day,
    Field,
    File,
    Group,
    Money,
    Number,
    Option,
    Period,
    Span,
    Text,
    YesNo,
)
from console.forms.importing import SheetJob, read_entries
from console.forms.revisions import Revision, publish, to_stored
from console.forms.rules import Complaint, Rule
from console.forms.sheets import columns_of, titles_of
from console.forms.tongue import Tongue
from tests.support.fund_sheets import Formula

AVS = "756.0000.0001.18"
WORDS = {
    "de": {"Name": "Familienname", "Date of birth": "Geburtsdatum", "Wage": "Lohn", "Hours": "Stunden"},
    "fr": {"Name": "Nom", "Date of birth": "Date de naissance", "Wage": "Salaire", "Hours": "Heures"},
}


def born_before(birth: date, period: Span) -> Complaint | None:
    """The period begins after the birth."""
    return ("period.from", Fault("unborn")) if period.start < birth else None


RULES = (Rule("test.born_before@1", born_before, {"unborn": "Begin after the birth."}),)
PLAIN = Form(
    key="test.plain",
    title="Employment",
    sections=(
        Section(
            "all",
            "All",
            (
                AvsNumber("avs", "AVS number", required=True),
                Text("name", "Name", max=60, required=True),
                Day("birth", "Date of birth", latest="2015-12-31", required=True),
                Period("period", "Period", required=True),
                Money("wage", "Wage", min="0", required=True),
                Number("hours", "Hours", max="60"),
                Choice("pay", "Pay", of=(Option("monthly", "Monthly"), Option("hourly", "Hourly"))),
            ),
        ),
    ),
    rules=("test.born_before@1",),
)
"""A form that is judged the quick way."""
FAMILY = Form(
    key="test.family",
    title="Family",
    sections=(
        Section(
            "all",
            "All",
            (
                Text("name", "Name", max=60, required=True),
                YesNo("married", "Married", required=True),
                Day("since", "Married since", required=True, when=equals("married", True)),
                Group(
                    "children",
                    "Children",
                    max=3,
                    fields=(
                        Text("name", "Name", max=60, required=True),
                        Day("birth", "Date of birth", required=True),
                    ),
                ),
                Computed("count", "Number of children", value=Count("children"), step="1"),
            ),
        ),
    ),
)
"""A form with a condition, a repeated group and a computed value."""


def revision_of(form: Form) -> Revision:
    """Freeze a form with some words in German and French."""
    return publish(form, tuple(WORDS), lambda language, message: WORDS[language].get(message, message))


def tongue_of(revision: Revision, language: str = "en", country: str = "CH") -> Tongue:
    """Give the words and figures of a reader."""
    return Tongue(style_of(language, country), revision.texts)


def titles(form: Form, language: str = "en") -> tuple[str, ...]:
    """Give the titles of a form's sheet."""
    revision = revision_of(form)
    return titles_of(columns_of(form), tongue_of(revision, language).say)


def row(**different: object) -> list[Any]:
    """Give a good row of the plain form; `different` cells go by avs, name, birth, first, until, wage, hours, pay."""
    cells = {
        "avs": AVS,
        "name": "Exemple",
        "birth": date(1988, 4, 12),
        "first": date(2026, 1, 1),
        "until": date(2026, 6, 30),
        "wage": 6500.50,
        "hours": 42,
        "pay": "Monthly",
    }
    assert different.keys() <= cells.keys()
    return [*{**cells, **different}.values()]


def book(*sheets: Sequence[Sequence[object]], names: Sequence[str] = (), merged: str = "") -> bytes:
    """Write an .xlsx: each sheet a list of rows, the titles first."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        days = workbook.add_format({"num_format": "dd.mm.yyyy"})
        moments = workbook.add_format({"num_format": "dd.mm.yyyy hh:mm"})
        for index, rows in enumerate(sheets):
            page = workbook.add_worksheet(names[index] if names else None)
            for number, cells in enumerate(rows):
                for column, cell in enumerate(cells):
                    _write(page, number, column, cell, moments if isinstance(cell, datetime) else days)
            if merged:
                page.merge_range(merged, "merged")
    return file.getvalue()


def _write(page: Any, number: int, column: int, cell: object, days: Any) -> None:
    if isinstance(cell, Formula):
        page.write_formula(number, column, cell.text, None, cell.value)
    elif isinstance(cell, date):
        page.write_datetime(number, column, cell, days)
    elif isinstance(cell, str):
        page.write_string(number, column, cell)
    elif isinstance(cell, bool):
        page.write_boolean(number, column, cell)
    elif cell is not None:
        page.write_number(number, column, cell)


class Read:
    """What the child gives for a sheet."""

    def __init__(self, revision: Revision, answers: Iterable[Opened | Piece]) -> None:
        self.form = revision.form
        every = list(answers)
        self.opened = next(one for one in every if isinstance(one, Opened))
        self.pieces = [one for one in every if isinstance(one, Piece)]

    @property
    def entries(self) -> list[Entry]:
        """Give the good entries."""
        return [entry for piece in self.pieces for entry in decode_entries(piece.entries)]

    @property
    def explained(self) -> list[FaultyEntry]:
        """Give the explained faulty ones."""
        return [entry for piece in self.pieces for entry in decode_faults(piece.faults)]

    @property
    def faults(self) -> list[tuple[int, str, str]]:
        """Give row, column and code of every fault."""
        paths = [column.path for column in columns_of(self.form)]

        def told(one: CellFault) -> tuple[int, str, str]:
            return one.number, "" if one.column is None else paths[one.column], one.code

        return [told(one) for entry in self.explained for one in entry.faults]

    @property
    def faulty(self) -> int:
        """Count the faulty entries."""
        return sum(piece.faulty for piece in self.pieces)

    def values(self) -> list[dict[str, Any]]:
        """Give the values of the good entries."""
        return [from_canonical(self.form, entry.values) for entry in self.entries]


def job(
    form: Form, content: bytes, *, name: str = "sheet.xlsx", language: str = "en", **more: Any
) -> SheetJob:
    """Give what the child is told; the file lies in the folder of this test run."""
    with tempfile.NamedTemporaryFile(suffix=".sheet", delete=False) as file:
        file.write(content)
    revision = revision_of(form)
    rules = tuple(rule for rule in RULES if rule.name in form.rules)
    return SheetJob(file.name, name, to_stored(revision), style_of(language, "CH"), rules, **more)


def read(form: Form, content: bytes, **more: Any) -> Read:
    """Read a sheet in this process."""
    told = job(form, content, **more)
    try:
        return Read(revision_of(form), read_entries(told))
    finally:
        Path(told.path).unlink()


def without_documents(form: Form) -> Form:
    """Give a form without its rules and documents: what a sheet can carry of any form."""

    def kept(fields: Iterable[Field]) -> tuple[Any, ...]:
        found = (field for field in fields if not isinstance(field, File))
        return tuple(
            replace(field, fields=kept(field.fields)) if isinstance(field, Group) else field
            for field in found
        )

    sections = tuple(replace(section, fields=kept(section.fields)) for section in form.sections)
    return replace(form, sections=tuple(one for one in sections if one.fields), rules=())
