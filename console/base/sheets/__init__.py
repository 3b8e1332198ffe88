"""Sheets in and out, .csv and .xlsx: what is written is safe to open, what is read was looked at first.

Words: a *sheet* is a header and rows; a *cell* is a typed value, or *unreadable* (a formula, an error).
"""

from .cells import Cell, Sheet, SheetRow, Unreadable, Value, column_letters
from .csv_sheets import write_csv
from .phrases import N_, Phrase
from .reading import read_sheet, read_upload
from .refusals import SheetRefused
from .xlsx_writing import write_xlsx

__all__ = [
    "N_",
    "Cell",
    "Phrase",
    "Sheet",
    "SheetRefused",
    "SheetRow",
    "Unreadable",
    "Value",
    "column_letters",
    "read_sheet",
    "read_upload",
    "write_csv",
    "write_xlsx",
]
