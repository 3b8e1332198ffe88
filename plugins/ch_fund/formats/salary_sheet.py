"""The yearly list of salaries as a sheet: one row per person and period."""

from __future__ import annotations

import re
from collections.abc import Hashable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from console.plugin import fold
from plugins.ch_fund.rules.avs import avs_as_printed
from plugins.ch_fund.rules.cantons import as_canton

from .cells import CellFault, RowReader
from .titled_sheet import TitledRow, read_titled

TITLES = {
    "avs": (
        "No AVS", "N° AVS", "Nr AVS", "N AVS", "Numéro AVS", "Numéro d’assuré", "NAVS", "NAVS13",
        "AHV-Nr.", "AHV-Nummer", "AHVN13",
    ),
    "name": ("Nom", "Nom de famille", "Name", "Nachname", "Familienname"),
    "first_name": ("Prénom", "Prénoms", "Vorname", "Vornamen"),
    "birth": ("Date de naissance", "Né le", "Née le", "Né(e) le", "Naissance", "Geburtsdatum", "Geboren am"),
    "from": ("Du", "De", "Dès", "Dès le", "Début", "Période du", "Von", "Vom", "Ab", "Beginn"),
    "until": ("Au", "À", "Jusqu’au", "Fin", "Période au", "Bis", "Bis am", "Ende"),
    "avs_income": ("Salaire AVS", "Salaires AVS", "Revenu AVS", "AHV-Lohn", "AHV-Einkommen", "AHV Löhne"),
    "ac_income": ("Salaire AC", "Salaires AC", "Revenu AC", "ALV-Lohn", "ALV-Einkommen", "ALV Löhne"),
    "canton": ("Canton", "Canton de travail", "Kanton", "Arbeitskanton"),
}  # fmt: skip

_TOTAL = re.compile(
    r"\b(total\w*|totaux|sous ?total\w*|subtotal\w*|sommes?|\w*summen?|zwischentotal|gesamt\w*|(sub)?totaal)\b"
)


@dataclass(frozen=True, slots=True)
class SalaryRow:
    """A row as it stands in the sheet; what is missing or cannot be read is None."""

    number: int
    avs: str | None
    """As it is printed when it has 13 digits, right or wrong, else as it is written."""
    name: str | None
    first_name: str | None
    birth: date | None
    first: date | None
    until: date | None
    avs_income: Decimal | None
    ac_income: Decimal | None
    canton: str | None
    faults: tuple[CellFault, ...]
    content: tuple[Hashable, ...] | None
    """What the row says: two rows with the same content are duplicates. None: it cannot be compared."""
    total_label: tuple[str, str] | None
    """The column in which a word like total stands, and its text."""


@dataclass(frozen=True, slots=True)
class SalarySheet:
    """The titles as they stand in the sheet, by column, and its rows."""

    titles: Mapping[str, str]
    rows: tuple[SalaryRow, ...]


def read_salaries(data: bytes) -> SalarySheet:
    """Read a list of salaries; raises `FileRefused`."""
    sheet = read_titled(data, TITLES)
    return SalarySheet(sheet.titles, tuple(_row(row) for row in sheet.rows))


def _row(row: TitledRow) -> SalaryRow:
    reader = RowReader(row)
    avs, name, first_name = reader.text("avs", avs_as_printed), reader.text("name"), reader.text("first_name")
    birth, first, until = reader.day("birth", is_birth=True), reader.day("from"), reader.day("until")
    avs_income, ac_income = reader.amount("avs_income"), reader.amount("ac_income")
    canton = reader.text("canton", as_canton)
    return SalaryRow(
        row.number, avs, name, first_name, birth, first, until, avs_income, ac_income,
        canton, tuple(reader.faults), reader.content,
        next(_total_labels(row), None),
    )  # fmt: skip


def _total_labels(row: TitledRow) -> Iterator[tuple[str, str]]:
    for column, cell in row.cells.items():
        if isinstance(cell, str) and _TOTAL.search(fold(cell)):
            yield column, cell.strip()
