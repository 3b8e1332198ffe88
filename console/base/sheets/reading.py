"""The two ways into a sheet: in this process for files of our own, in a limited one for files of others."""

from __future__ import annotations

from pathlib import PurePath

from console.base.bounded import Crashed, TookTooLong, TooLarge, run_bounded

from .cells import Sheet
from .refusals import SheetRefused

#: Megabytes of a file as it is sent.
MAX_MEGABYTES = 10


def read_sheet(data: bytes, filename: str) -> Sheet:
    """Read a sheet in this process; `filename` only says .csv or .xlsx. Raises `SheetRefused`."""
    read = _reader(data, filename)
    if read == "csv":
        from .csv_sheets import read_csv

        return read_csv(data)
    from .xlsx_reading import read_xlsx

    return read_xlsx(data)


def read_upload(data: bytes, filename: str, *, seconds: float = 20, memory_mb: int = 1024) -> Sheet:
    """Read a file somebody sent, in a child process with its own limits. Raises `SheetRefused`."""
    _reader(data, filename)
    try:
        return run_bounded(read_sheet, data, filename, seconds=seconds, memory_mb=memory_mb)
    except (TookTooLong, TooLarge):
        raise SheetRefused("heavy") from None
    except Crashed:
        raise SheetRefused("unreadable") from None


def _reader(data: bytes, filename: str) -> str:
    """Say how a file is read, from its name; refuse by name and size."""
    extension = PurePath(filename.lower()).suffix
    if extension in (".xlsm", ".xltm", ".xlsb"):
        raise SheetRefused("macros")
    if extension not in (".csv", ".xlsx"):
        raise SheetRefused("extension")
    if len(data) > MAX_MEGABYTES * 1024 * 1024:
        raise SheetRefused("size", limit=MAX_MEGABYTES)
    return extension[1:]
