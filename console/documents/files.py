"""Where the bytes of files lie: one file per content and institution, written whole or not at all."""

from __future__ import annotations

import fcntl
import hashlib
import os
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path, PurePath
from typing import BinaryIO, Protocol, TypeVar

from console.documents.refusals import FileRefused

T = TypeVar("T")
BLOCK = 1 << 16
SETTLES = timedelta(days=1)
"""Content younger than this is never removed: the row that names it may not be committed yet."""


class ContentLost(Exception):
    """The bytes of a file are gone or not the ones that were stored: somebody changed them by hand."""


class StoreFailed(Exception):
    """The disk is full, or the storage refuses or does not answer; the text says why, for the log."""


@dataclass(frozen=True)
class Content:
    """Bytes that lie in the folder: their SHA-256 in hexadecimal and their number."""

    sha256: str
    size: int


class Store(Protocol):
    """What keeps bytes: `Folder` on a disk, `Bucket` in a storage."""

    def put(
        self, institution: int, stream: BinaryIO, *, most: int, look: Callable[[Path], T]
    ) -> tuple[Content, T]:
        """Store what a stream brings and give what `look` says of it; nothing stays when that raises.

        More than `most` bytes, or none, raise `FileRefused`. The content lasts when this returns. Raises `StoreFailed`.
        """

    def open(self, institution: int, content: Content) -> BinaryIO:
        """Open stored bytes for reading; raises `ContentLost` and `StoreFailed`."""

    def settled(self, institution: int) -> list[PurePath]:
        """Give what lies here for so long that a row must name it by now; the last part of each path is the digest."""

    def remove(self, institution: int, path: PurePath) -> None:
        """Remove one of `settled`, unless somebody has stored the same content meanwhile."""

    def is_empty(self) -> bool:
        """Say whether no file of any institution lies here; raises `StoreFailed`."""

    def check(self) -> str:
        """Say where files lie, once it was tried; raises `StoreFailed`."""


@dataclass(frozen=True)
class Folder:
    """The folder of all files: `<institution>/<first two of the digest>/<digest>`."""

    root: Path

    def put(
        self, institution: int, stream: BinaryIO, *, most: int, look: Callable[[Path], T]
    ) -> tuple[Content, T]:
        """Store what a stream brings; the content and its name are on the disk when this returns."""
        home = self.root / str(institution)
        part = home / f"{secrets.token_hex(8)}.part"
        try:
            home.mkdir(mode=0o700, parents=True, exist_ok=True)
            content = write(part, stream, most)
            said = look(part)
            self._settle(part, self._path(institution, content.sha256))
        except OSError as fault:
            raise StoreFailed(str(fault)) from fault
        finally:
            part.unlink(missing_ok=True)
        return content, said

    def open(self, institution: int, content: Content) -> BinaryIO:
        """Open stored bytes for reading; raises `ContentLost` when they are not there in full."""
        try:
            file = self._path(institution, content.sha256).open("rb")
        except OSError as fault:
            raise ContentLost(content.sha256) from fault
        if os.fstat(file.fileno()).st_size != content.size:
            file.close()
            raise ContentLost(content.sha256)
        return file

    def settled(self, institution: int) -> list[PurePath]:
        """Give what lies here for so long that a row must name it by now, also what a crash left half written.

        The last part of each path is the digest.
        """
        home = self.root / str(institution)
        return [path for path in sorted(home.glob("**/*")) if path.name != _LOCK and _has_settled(path)]

    def remove(self, institution: int, path: PurePath) -> None:
        """Remove one of `settled`, unless somebody has stored the same content meanwhile."""
        with self._locked(institution):
            if _has_settled(file := Path(path)):
                file.unlink()

    def is_empty(self) -> bool:
        """Say whether no file of any institution lies in the folder."""
        return not any(path.is_file() and path.name != _LOCK for path in self.root.glob("**/*"))

    def check(self) -> str:
        """Say where files lie; whether the data folder can be written is asked for all of it."""
        return f"{self.root}, on the disk of this machine"

    def _settle(self, part: Path, path: Path) -> None:
        """Give complete content its name; the same content stored before is replaced and so is young again."""
        path.parent.mkdir(mode=0o700, exist_ok=True)
        with self._locked(int(part.parent.name)):
            part.replace(path)
        for folder in (path.parent, part.parent):
            _sync(folder)

    def _path(self, institution: int, sha256: str) -> Path:
        return self.root / str(institution) / sha256[:2] / sha256

    @contextmanager
    def _locked(self, institution: int) -> Iterator[None]:
        """Let storing and removing in an institution's folder happen one after the other."""
        with (self.root / str(institution) / _LOCK).open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


_LOCK = ".lock"


def write(part: Path, stream: BinaryIO, most: int) -> Content:
    """Write a stream into a new file that only we may read; raises `FileRefused` for nothing and for too much."""
    digest, size = hashlib.sha256(), 0
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        while block := stream.read(BLOCK):
            size += len(block)
            if size > most:
                raise FileRefused("size", limit=most // (1024 * 1024))
            digest.update(block)
            file.write(block)
        file.flush()
        os.fsync(file.fileno())
    if not size:
        raise FileRefused("empty")
    return Content(digest.hexdigest(), size)


def _has_settled(path: Path) -> bool:
    return path.is_file() and path.stat().st_mtime < time.time() - SETTLES.total_seconds()


def _sync(folder: Path) -> None:
    """Make names in a folder last through a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
