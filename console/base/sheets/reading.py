"""The ways into a sheet: in this process for files of our own, in a limited one for files of others."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import PurePath
from typing import TYPE_CHECKING

from console.base.bounded import Crashed, TookTooLong, TooLarge, run_bounded

from .cells import Cell, Raw, Sheet, SheetRow, Unreadable, number_of
from .refusals import SheetRefused
from .tables import Grid, Table, TableLimits, table_of

if TYPE_CHECKING:
    from .xlsx_halves import Halves

#: What a sheet may be whose rows are gone through one by one.
TABLE_LIMITS = TableLimits()
#: What a sheet may be that is held in memory as a whole.
SHEET_LIMITS = TableLimits(megabytes=10, rows=50_000, columns=200, unpacked=100_000_000)


def open_table(
    data: bytes, filename: str, *, sheet: str | None = None, limits: TableLimits = TABLE_LIMITS
) -> Table:
    """Open a sheet in this process, to go through its rows; `filename` only says .csv or .xlsx.

    `sheet` is a name (the first visible sheet without one; a .csv has no names). A file that somebody sent is only
    opened in a child of `stream_bounded`, inside `refusing_bounds`. Raises `SheetRefused`.
    """
    return table_of(_grid(data, filename, sheet, limits), limits)


@contextmanager
def open_halves(data: bytes, filename: str, limits: TableLimits = TABLE_LIMITS) -> Iterator[Halves | None]:
    """Open the first visible sheet of a large .xlsx so that two processes can go through it, half each.

    Gives None when `open_table` must read it. Raises `SheetRefused`.
    """
    if refuse_early(data, filename, limits) == ".csv":
        yield None
        return
    from .xlsx_halves import divided

    with divided(data, limits) as halves:
        yield halves


def read_sheet(data: bytes, filename: str) -> Sheet:
    """Read the first visible sheet in this process as a whole. Raises `SheetRefused`, also for merged cells."""
    table = open_table(data, filename, limits=SHEET_LIMITS)
    if table.merged:
        raise SheetRefused("merged", cells=table.merged[0])
    rows = tuple(SheetRow(number, tuple(map(_value, cells))) for number, cells in table.rows())
    return Sheet(table.header, table.header_number, rows)


def read_upload(data: bytes, filename: str, *, seconds: float = 20, memory_mb: int = 1024) -> Sheet:
    """Read a file somebody sent, in a child process with its own limits. Raises `SheetRefused`."""
    refuse_early(data, filename, SHEET_LIMITS)
    with refusing_bounds():
        return run_bounded(read_sheet, data, filename, seconds=seconds, memory_mb=memory_mb)


@contextmanager
def refusing_bounds() -> Iterator[None]:
    """Turn the death of a limited child that reads a sheet into `SheetRefused`."""
    try:
        yield
    except (TookTooLong, TooLarge):
        raise SheetRefused("heavy") from None
    except Crashed:
        raise SheetRefused("unreadable") from None


def refuse_early(data: bytes, filename: str, limits: TableLimits) -> str:
    """Refuse a file by its name and size; gives its extension. Raises `SheetRefused`."""
    extension = PurePath(filename.lower()).suffix
    if extension in (".xlsm", ".xltm", ".xlsb"):
        raise SheetRefused("macros")
    if extension not in (".csv", ".xlsx"):
        raise SheetRefused("extension")
    if len(data) > limits.megabytes * 1024 * 1024:
        raise SheetRefused("size", limit=limits.megabytes)
    return extension


def _grid(data: bytes, filename: str, sheet: str | None, limits: TableLimits) -> Grid:
    if refuse_early(data, filename, limits) == ".csv":
        from .csv_sheets import read_csv

        return read_csv(data)
    from .xlsx_reading import read_xlsx

    return read_xlsx(data, sheet, limits)


def _value(raw: Raw) -> Cell:
    if isinstance(raw, str):
        return raw or None
    if isinstance(raw, bool | date | Unreadable):
        return raw
    if isinstance(raw, int | float):
        return number_of(raw)
    return Unreadable.DURATION
