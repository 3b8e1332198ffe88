"""Who is in a file and where, without reading the rest: one expression over the bytes.

The file need not be right. A person is found by her NIR (S21.G00.30.001) or, without one, by her technical number
(S21.G00.30.020).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

WINDOW = 1 << 17
LONGEST_LINE = 1 << 16
"""A line that is longer is no record, and is not kept together."""

_NUMBER = re.compile(rb"30\.0(?:01|20)(?<=\nS21\.G00\.30\.0..),'([^'\n]*)'")
"""What its line begins with is looked at last: so the search runs from one "30.0" to the next, and these are rare."""
_AT = len("S21.G00.")
"""Place in a record where the expression begins."""
_TECHNICAL = ord("2")
"""Where it stands, a number is a technical one; beside the NIR of the same person it is passed over."""
_OTHER_BLOCK = re.compile(rb"\nS(?!21\.G00\.30\.)")


class Where(NamedTuple):
    """A person and the place of the record with her number."""

    number: str
    """NIR or technical number, as written."""
    offset: int
    """Of the record, in bytes from the beginning of the file."""
    line: int
    """Of the record, from 1; 0 where lines were not counted."""


def persons_in(file: BinaryIO, *, lines: bool = True) -> Iterator[Where]:
    """Give the persons of a file in its order; without `lines` their lines are not counted, which is twice as fast."""
    passed, has_nir = 0, False
    for base, window, end in _windows(file):
        told, counted, last = 0, passed, 0
        for found in _NUMBER.finditer(window, 0, end):
            start = found.start() - _AT
            if window[start + 12] == _TECHNICAL:
                if has_nir and not _OTHER_BLOCK.search(window, told, start):
                    continue
                has_nir = False
            else:
                has_nir = True
            told = found.end()
            if lines:
                counted += window.count(b"\n", last, start)
                last = start
            yield Where(found[1].decode("latin-1"), base + start, counted if lines else 0)
        has_nir = has_nir and not _OTHER_BLOCK.search(window, told, end)
        if lines:
            passed = counted + window.count(b"\n", last, end)


def _windows(file: BinaryIO) -> Iterator[tuple[int, bytes, int]]:
    """Give parts that begin with the end of a line: their offset, their bytes, and where their last line ends."""
    file.seek(0)
    base, window = -1, b"\n"
    while more := file.read(WINDOW):
        window += more
        end = window.rfind(b"\n")
        if end <= 0 and len(window) > LONGEST_LINE:
            end = len(window) - 1
        if end > 0:
            yield base, window, end
            base += end
            file.seek(base)  # to read the rest once more is cheaper than to put each window behind it
            window = b""
    yield base, window + b"\n", len(window)
