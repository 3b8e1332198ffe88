"""Sheets as separated text: safe to open in a spreadsheet program, and the same again when read back."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import islice

from .cells import Raw, Writable
from .refusals import SheetRefused
from .tables import Grid, filled

SEPARATORS = (";", ",", "\t")

# A text that a spreadsheet program could take for a formula: what opens one, after nothing that is visible
# (blanks, controls, zero-width signs). Apostrophes in front belong to the pattern, so that a text which
# already looks protected gets one more and loses exactly that one when it is read.
_FORMULA_LIKE = re.compile(
    "'*[\x00-\x08\x0a-\x0c\x0e-\x20\x7f-\xa0\xad\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff]*"
    "[=+\\-@\t\r＝＋－＠]"
)

_OTHER_FORMATS = (b"PK\x03\x04", b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"\xd0\xcf\x11\xe0")
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def write_csv(header: Sequence[str], rows: Iterable[Sequence[Writable]], *, separator: str = ";") -> bytes:
    """Give a CSV file in UTF-8 with a byte order mark, which spreadsheet programs need to see the letters.

    Days are written as ISO dates, amounts with a point and no grouping, yes and no as 1 and 0. A text that
    would open a formula gets an apostrophe in front, which `read_sheet` takes away again.
    """
    text = io.StringIO(newline="")
    # Quoting everything leaves no doubt about the separator when the file is read.
    writer = csv.writer(text, delimiter=separator, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerow([_written(title) for title in header])
    writer.writerows([_written(cell) for cell in row] for row in rows)
    return codecs.BOM_UTF8 + text.getvalue().encode()


def read_csv(data: bytes) -> Grid:
    """Read separated text; every filled cell is a text. Raises `SheetRefused`."""
    encoding = _encoding(data)

    def lines(separator: str, strict: bool = False) -> Iterator[list[str]]:
        text = io.TextIOWrapper(io.BytesIO(data), encoding, newline="")
        return csv.reader(text, delimiter=separator, strict=strict)

    def columns(separator: str) -> int:
        # Strictly read, a quoted cell must end at its separator: a sign inside of quotes does not count.
        try:
            return next((len(line) for line in lines(separator, strict=True) if any(map(str.strip, line))), 0)
        except csv.Error:
            return 0

    # The sign that cuts the first line that is not blank into most columns.
    separator = max(SEPARATORS, key=columns)
    width, height = _extent(lines(separator))

    def grid(after: int) -> Iterator[list[Raw]]:
        for line in islice(lines(separator), after, None):
            yield [*map(_read, line[:width]), *[""] * (width - len(line))]

    return Grid(grid, width, height)


def _extent(lines: Iterable[Sequence[str]]) -> tuple[int, int]:
    """Give the last column and the last row that hold something, counted from 1."""
    width = height = 0
    try:
        for number, line in enumerate(lines, start=1):
            if found := filled(line):
                width, height = max(width, found), number
    except csv.Error:
        raise SheetRefused("unreadable") from None
    return width, height


def _written(value: Writable) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if _FORMULA_LIKE.match(value) else value
    if isinstance(value, Decimal | int):
        return f"{Decimal(value):f}"
    return value.isoformat()


def _read(text: str) -> str:
    return text[1:] if text[:1] == "'" and _FORMULA_LIKE.match(text) else text


def _encoding(data: bytes) -> str:
    if data.startswith(_UTF16):
        raise SheetRefused("encoding")
    if data.startswith(_OTHER_FORMATS) or b"\x00" in data:
        raise SheetRefused("content", extension=".csv")
    # cp1252 is what older programs write in our countries. It reads nearly anything, so it comes last, and
    # not at all where a byte order mark says UTF-8.
    encodings = ("utf-8-sig",) if data.startswith(codecs.BOM_UTF8) else ("utf-8", "cp1252")
    for encoding in encodings:
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return encoding
    raise SheetRefused("encoding")
