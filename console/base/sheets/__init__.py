"""Sheets in and out, .csv and .xlsx: what is written is safe to open, what is read was looked at first.

Words: a *sheet* is a header and rows; a *table* is a sheet of any size that is gone through row by row; a *cell* is a
typed value, or *unreadable* (a formula, an error).
"""

from .cells import Cell, Raw, Sheet, SheetRow, Unreadable, Value, column_letters, number_of
from .csv_sheets import write_csv
from .phrases import N_, Phrase
from .reading import open_halves, open_table, read_sheet, read_upload, refuse_early, refusing_bounds
from .refusals import SheetRefused
from .tables import Table, TableLimits
from .xlsx_writing import write_workbook, write_xlsx

__all__ = [
    "N_",
    "Cell",
    "Phrase",
    "Raw",
    "Sheet",
    "SheetRefused",
    "SheetRow",
    "Table",
    "TableLimits",
    "Unreadable",
    "Value",
    "column_letters",
    "number_of",
    "open_halves",
    "open_table",
    "read_sheet",
    "read_upload",
    "refuse_early",
    "refusing_bounds",
    "write_csv",
    "write_workbook",
    "write_xlsx",
]
