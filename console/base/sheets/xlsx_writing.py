"""Sheets as .xlsx files: typed cells, one look, nothing that computes or links, equal rows in equal bytes."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from .cells import Writable
from .refusals import SheetRefused

#: Figures that a number in a spreadsheet program can hold; longer ones are written as text.
FIGURES = 15

_EXCEL_ROWS = 1_048_576
_WIDTHS = (8, 60)
# What XlsxWriter does with values it finds by itself is off: each cell below is written by its type.
_OPTIONS = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}


def write_xlsx(
    title: str,
    columns: Sequence[str],
    rows: Iterable[Sequence[Writable]],
    language: str,
    *,
    created: datetime,
) -> bytes:
    """Give a workbook with one sheet: `columns` as a fixed bold header, then the rows, written as they come.

    `language` is a locale such as `fr_CH`, which decides how days look. Times are written as they stand,
    without their zone. `created` (UTC) is the only time the file tells of itself. Raises `SheetRefused` when
    a text or the number of rows is more than a sheet holds.
    """
    return write_workbook(title, [(title, columns, rows)], language, created=created)


def write_workbook(
    title: str,
    sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Writable]]]],
    language: str,
    *,
    created: datetime,
) -> bytes:
    """Give a workbook with several sheets, each by its name, its columns and its rows; else as `write_xlsx`.

    The names of the sheets differ from each other in their first 31 signs.
    """
    import xlsxwriter

    file = io.BytesIO()
    with xlsxwriter.Workbook(file, _OPTIONS) as workbook:
        workbook.set_properties({"title": title, "created": created})
        for name, columns, rows in sheets:
            sheet = workbook.add_worksheet(sheet_name(name))
            sheet.freeze_panes(1, 0)
            writer = _Writer(workbook, sheet, language)
            writer.header(columns)
            for number, row in enumerate(rows, start=2):
                writer.row(number, row)
            writer.set_widths()
    return file.getvalue()


class _Writer:
    """Cells of one sheet, with the formats they need and the width of what was written."""

    def __init__(self, workbook: Any, sheet: Any, language: str) -> None:
        self.workbook = workbook
        self.sheet = sheet
        self.formats: dict[str, Any] = {}
        self.widths: dict[int, int] = {}
        swiss_or_german = language.startswith("de") or language.endswith("_CH")
        self.day = "dd.mm.yyyy" if swiss_or_german else "dd/mm/yyyy"

    def header(self, columns: Sequence[str]) -> None:
        bold = self.workbook.add_format({"bold": True})
        for column, text in enumerate(columns):
            self._text(1, column, text, bold)

    def row(self, number: int, cells: Sequence[Writable]) -> None:
        if number > _EXCEL_ROWS:
            raise SheetRefused("rows", limit=_EXCEL_ROWS - 1)
        for column, value in enumerate(cells):
            self._cell(number, column, value)

    def set_widths(self) -> None:
        for column, width in self.widths.items():
            self.sheet.set_column(column, column, min(max(width + 2, _WIDTHS[0]), _WIDTHS[1]))

    def _cell(self, number: int, column: int, value: Writable) -> None:
        place = (number - 1, column)
        if value is None or value == "":
            return
        if isinstance(value, str):
            self._text(number, column, value)
        elif isinstance(value, bool):
            self.sheet.write_boolean(*place, value)
        elif isinstance(value, Decimal | int):
            self._number(number, column, Decimal(value))
        elif value.year < 1900:
            # The calendar of spreadsheet programs begins there.
            self._text(number, column, value.isoformat())
        elif isinstance(value, datetime):
            self._wide(column, 16)
            self.sheet.write_datetime(*place, value.replace(tzinfo=None), self._format(f"{self.day} hh:mm"))
        else:
            self._wide(column, 10)
            self.sheet.write_datetime(*place, value, self._format(self.day))

    def _number(self, number: int, column: int, value: Decimal) -> None:
        _, figures, exponent = value.as_tuple()
        if not isinstance(exponent, int) or len(figures) > FIGURES or exponent > FIGURES:
            self._text(number, column, f"{value:f}")
            return
        self._wide(column, len(f"{value:,f}"))
        look = f"#,##0.{'0' * -exponent}" if exponent < 0 else "0"
        self.sheet.write_number(number - 1, column, value, self._format(look))

    def _text(self, number: int, column: int, text: str, look: Any = None) -> None:
        self._wide(column, max((len(line) for line in text.splitlines()), default=0))
        if text.startswith("<r>") and text.endswith("</r>"):
            # XlsxWriter takes such a text for its own finished XML; given in two pieces it is a text again.
            plain = self._format("General")
            outcome = self.sheet.write_rich_string(number - 1, column, plain, text[0], plain, text[1:])
        else:
            outcome = self.sheet.write_string(number - 1, column, text, look)
        if outcome:
            raise SheetRefused("long_text", row=number)

    def _format(self, look: str) -> Any:
        if look not in self.formats:
            self.formats[look] = self.workbook.add_format({"num_format": look})
        return self.formats[look]

    def _wide(self, column: int, width: int) -> None:
        self.widths[column] = max(width, self.widths.get(column, 0))


def sheet_name(title: str) -> str:
    """Leave out what the name of a sheet must not have; nothing lets XlsxWriter choose one."""
    name = "".join(sign for sign in title if sign.isprintable() and sign not in "[]:*?/\\")[:31].strip("' ")
    return "" if name.lower() == "history" else name  # a name the programs keep for themselves
