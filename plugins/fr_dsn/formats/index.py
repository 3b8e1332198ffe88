"""Who is in a file and where, without reading the rest: one expression over the bytes.

The file need not be right. A person is found by her NIR (S21.G00.30.001) or, without one, by her technical number
(S21.G00.30.020).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

WINDOW = 1 << 17

_NUMBER = re.compile(rb"\nS21\.G00\.30\.0(?:01|20),'([^'\n]*)'")
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
    file.seek(0)
    before, base, passed, has_nir = b"\n", -1, 0, False
    for window in _windows(file):
        window = before + window
        end = window.rfind(b"\n")
        told, counted, last = 0, passed, 0
        for found in _NUMBER.finditer(window, 0, end):
            start = found.start()
            if window[start + 13] == _TECHNICAL:
                if has_nir and not _OTHER_BLOCK.search(window, told, start):
                    continue
                has_nir = False
            else:
                has_nir = True
            told = found.end()
            if lines:
                counted += window.count(b"\n", last, start + 1)
                last = start + 1
            yield Where(found[1].decode("latin-1"), base + start + 1, counted if lines else 0)
        has_nir = has_nir and not _OTHER_BLOCK.search(window, told, end)
        if lines:
            passed = counted + window.count(b"\n", last, end)
        before, base = window[end:], base + end


def _windows(file: BinaryIO) -> Iterator[bytes]:
    """Give a file in parts, and the end of a line after the last one."""
    while window := file.read(WINDOW):
        yield window
    yield b"\n"
