"""Many files as one ZIP, written while it is sent: no more than a block of it is ever in memory."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import PurePosixPath
from typing import BinaryIO

from console.documents.names import clean_name

BLOCK = 1 << 16
_FORBIDDEN = re.compile(r'[<>:"/\\|?*]')
"""Signs that a name cannot have on every system."""
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
"""Names that mean a device on Windows."""


@dataclass(frozen=True)
class Member:
    """A file of the archive: its name there, its moment, and how its bytes are opened."""

    name: str
    moment: datetime
    open: Callable[[], BinaryIO]


def safe_names(names: Sequence[str]) -> list[str]:
    """Give names that can be unpacked anywhere: no folders, nothing a system forbids, and no name twice."""
    taken: set[str] = set()
    found = []
    for name in names:
        plain = _FORBIDDEN.sub("_", clean_name(name)) or "file"
        plain = f"_{plain}" if _RESERVED.match(plain) else plain
        one, number = plain, 1
        while one.casefold() in taken:
            number += 1
            path = PurePosixPath(plain)
            one = f"{path.stem} ({number}){path.suffix}"
        taken.add(one.casefold())
        found.append(one)
    return found


def zipped(members: Iterable[Member]) -> Iterator[bytes]:
    """Give the bytes of an archive of these files, piece by piece; they are stored as they are, PDFs hardly shrink."""
    sink = _Sink()
    with zipfile.ZipFile(sink, "w", zipfile.ZIP_STORED) as archive:
        for member in members:
            info = zipfile.ZipInfo(member.name, member.moment.timetuple()[:6])
            info.external_attr = 0o600 << 16
            with member.open() as content, archive.open(info, "w") as entry:
                while block := content.read(BLOCK):
                    entry.write(block)
                    yield sink.taken()
            yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    """Takes what the archive writes, until it is taken away; being no place to seek in, sizes follow the files."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        """Say that it can be written to."""
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        """Hold some bytes."""
        self._held += data
        return len(data)

    def taken(self) -> bytes:
        """Give what is held, and hold nothing."""
        found = bytes(self._held)
        self._held.clear()
        return found
