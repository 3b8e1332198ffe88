"""The bytes of files in an S3-compatible storage, reached by fsspec; the same promises as those of the folder.

A storage has no lock that storing and removing could share. Content is removed in two goes, a day or more apart: it is
first put aside, where it is still found, and a row that was committed meanwhile keeps it there.
"""

from __future__ import annotations

import base64
import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path, PurePath, PurePosixPath
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO, TypeVar

from console.base import clock
from console.documents.files import SETTLES, Content, ContentLost, StoreFailed, write
from console.documents.settings import BucketSettings

T = TypeVar("T")
SECONDS = 60.0
"""How long one exchange may take: the time-outs of the libraries do not count while they wait for leave to send."""
_ASIDE = "aside"
_LARGEST = 1 << 30
"""Below this an object is stored by one request: it is there in full or not at all."""


@dataclass(frozen=True)
class Bucket:
    """The bucket of all files: `<prefix>/<institution>/<first two of the digest>/<digest>`."""

    settings: BucketSettings

    def put(
        self, institution: int, stream: BinaryIO, *, most: int, look: Callable[[Path], T]
    ) -> tuple[Content, T]:
        """Store what a stream brings, as `Folder.put` does; the storage checks the digest of what it received."""
        with TemporaryDirectory(prefix="guichet-") as scratch, _answering():
            part = Path(scratch) / "part"
            content = write(part, stream, most)
            said = look(part)
            digest = base64.b64encode(bytes.fromhex(content.sha256)).decode()
            place = str(self._path(institution, content.sha256))
            self._storage.put_file(
                str(part),
                place,
                chunksize=_LARGEST,
                ChecksumAlgorithm="SHA256",
                ChecksumSHA256=digest,
                timeout=SECONDS,
            )
        return content, said

    def open(self, institution: int, content: Content) -> BinaryIO:
        """Open stored bytes for reading; raises `ContentLost` when they are not the ones that were stored."""
        usual = self._path(institution, content.sha256)
        with TemporaryDirectory(prefix="guichet-") as scratch:
            copy = Path(scratch) / "copy"
            if not any(self._fetched(place, copy) for place in (usual, self._aside(usual))):
                raise ContentLost(content.sha256)
            file = copy.open("rb")  # its name goes with the folder, its bytes stay until it is closed
        if hashlib.file_digest(file, "sha256").hexdigest() != content.sha256:
            file.close()
            raise ContentLost(content.sha256)
        file.seek(0)
        return file

    def settled(self, institution: int) -> list[PurePath]:
        """Give what lies here for so long that a row must name it by now; the last part of each path is the digest."""
        home = f"{self.settings.place}/{institution}/"
        with _answering():
            found = self._storage.find(home, detail=True, timeout=10 * SECONDS)
        return [PurePosixPath(name) for name, facts in sorted(found.items()) if _has_settled(facts)]

    def remove(self, institution: int, path: PurePath) -> None:
        """Put one of `settled` aside, or remove it when it was aside; not when it was stored again meanwhile."""
        with _answering():
            if not _has_settled(self._storage.info(str(path), timeout=SECONDS)):
                return
            if path.parent.name != _ASIDE:
                self._storage.cp_file(str(path), str(self._aside(path)), timeout=SECONDS)
            self._storage.rm_file(str(path), timeout=SECONDS)

    def is_empty(self) -> bool:
        """Say whether nothing lies under the prefix."""
        with _answering():
            try:
                return not self._storage.ls(self.settings.place, detail=False, timeout=SECONDS)
            except FileNotFoundError:
                return True

    def check(self) -> str:
        """Store, read and remove a few bytes, and say where; raises `StoreFailed`."""
        probe = f"{self.settings.place}/doctor-{os.urandom(8).hex()}"
        with _answering():
            self._storage.pipe_file(probe, b"guichet", timeout=SECONDS)
            is_same = self._storage.cat_file(probe, timeout=SECONDS) == b"guichet"
            self._storage.rm_file(probe, timeout=SECONDS)
        if not is_same:
            raise StoreFailed("it gives other bytes than it was given")
        return f"s3://{self.settings.place} can be written and read"

    def _fetched(self, place: PurePath, copy: Path) -> bool:
        with _answering():
            try:
                self._storage.get_file(str(place), str(copy), timeout=SECONDS)
            except FileNotFoundError:
                return False
        return True

    def _path(self, institution: int, sha256: str) -> PurePath:
        return PurePosixPath(self.settings.place, str(institution), sha256[:2], sha256)

    def _aside(self, path: PurePath) -> PurePath:
        return path.parent.parent / _ASIDE / path.name

    @property
    def _storage(self) -> Any:
        return _storage(self.settings, os.getpid())


@lru_cache(maxsize=4)
def _storage(settings: BucketSettings, process: int) -> Any:
    """Give the connections of a process: they do not survive a fork."""
    import fsspec

    found = fsspec.filesystem(
        "s3",
        endpoint_url=settings.endpoint or None,
        key=settings.key or None,
        secret=settings.secret or None,
        client_kwargs={"region_name": settings.region} if settings.region else {},
        config_kwargs={
            "connect_timeout": 5,
            "read_timeout": 15,
            "retries": {"mode": "standard", "total_max_attempts": 2},
        },
        use_listings_cache=False,
        skip_instance_cache=True,
    )
    found.retries = 1  # s3fs would try five times what was tried twice: minutes for a person who waits
    return found


@contextmanager
def _answering() -> Iterator[None]:
    """Raise `StoreFailed` when the storage refuses or does not answer, or the disk for the copy is full."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except (OSError, BotoCoreError, ClientError) as fault:
        raise StoreFailed(str(fault)) from fault


def _has_settled(facts: dict[str, Any]) -> bool:
    return facts["type"] == "file" and bool(facts["LastModified"] < clock.now() - SETTLES)
