"""Sheets as employers send them to a fund: invented persons, numbers of the block 756.0000.00xx."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import xlsxwriter

ALINE, BASTIEN = "756.0000.0001.18", "756.0000.0001.25"
NOE, INES = "756.0000.0011.15", "756.0000.0011.22"
SALARY_TITLES = (
    "No AVS", "Nom", "Prénom", "Date de naissance", "Du", "Au", "Salaire AVS", "Salaire AC", "Canton",
)  # fmt: skip
DELEGATION_TITLES = (
    "No AVS collaborateur", "Nom", "Prénom", "E-mail", "No AVS enfant", "Prénom enfant", "Formation jusqu’au",
)  # fmt: skip


@dataclass(frozen=True)
class Formula:
    """A formula, with the value that a spreadsheet program remembered, if any."""

    text: str
    value: object = ""


def sheet(titles: Sequence[object], rows: Sequence[Sequence[object]], *, above: int = 0) -> bytes:
    """Write an .xlsx of one sheet; `above` rows are left blank over the titles."""
    file = io.BytesIO()
    with xlsxwriter.Workbook(file, {"in_memory": True}) as workbook:
        page = workbook.add_worksheet("Feuille")
        days = workbook.add_format({"num_format": "dd.mm.yyyy"})
        for number, cells in enumerate([titles, *rows], start=above):
            for column, cell in enumerate(cells):
                _write(page, number, column, cell, days)
    return file.getvalue()


def salary(**different: object) -> list[Any]:
    """Give Aline's row of a list of salaries; `different` cells go by avs, name, first_name, birth, …."""
    cells = {
        "avs": ALINE,
        "name": "Exemple",
        "first_name": "Aline",
        "birth": date(1988, 4, 12),
        "first": date(2025, 1, 1),
        "until": date(2025, 12, 31),
        "avs_income": 78000,
        "ac_income": 78000,
        "canton": "VD",
    }
    assert different.keys() <= cells.keys()
    return [*{**cells, **different}.values()]


def delegation(**different: object) -> list[Any]:
    """Give Aline's row of a list of addresses; `different` cells go by avs, name, first_name, email, …."""
    cells = {
        "avs": ALINE,
        "name": "Exemple",
        "first_name": "Aline",
        "email": "aline.exemple@example.org",
        "child_avs": NOE,
        "child": "Noé",
        "until": "2026-07-31",
    }
    assert different.keys() <= cells.keys()
    return [*{**cells, **different}.values()]


def _write(page: Any, row: int, column: int, cell: object, days: Any) -> None:
    if isinstance(cell, Formula):
        page.write_formula(row, column, cell.text, None, cell.value)
    elif isinstance(cell, date):
        page.write_datetime(row, column, cell, days)
    elif isinstance(cell, str):
        page.write_string(row, column, cell)
    elif cell is not None:
        page.write(row, column, cell)
