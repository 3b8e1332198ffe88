"""The file of a set: an uncompressed tar, written and read as a stream.

First `database`, then `files/<institution>/<digest>` each, then `manifest.json`, which gives the digests of all before
it, then `keys.json` when the key is in it. A set that was cut off has no manifest.
"""

from __future__ import annotations

import hashlib
import io
import os
import re
import secrets
import tarfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import msgspec

from console.base.errors import ConfigurationError
from console.cli.keeping.manifest import FORM, Manifest, from_bytes, line_of

DATABASE, MANIFEST, KEYS = "database", "manifest.json", "keys.json"
_FILE = re.compile(r"files/([1-9]\d{0,9})/([0-9a-f]{64})")
_LONGEST = 16 << 20
"""Bytes that manifest and keys may have: they are read into memory."""
_BLOCK = 1 << 20


class Digesting(io.RawIOBase):
    """A stream that computes the SHA-256 and the number of the bytes read through it."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream, self._digest, self.size = stream, hashlib.sha256(), 0

    def readable(self) -> bool:
        """Say that it is read from."""
        return True

    def readinto(self, buffer: memoryview) -> int:  # type: ignore[override]
        """Read into a buffer."""
        found = self._stream.read(len(buffer))
        buffer[: len(found)] = found
        self._digest.update(found)
        self.size += len(found)
        return len(found)

    @property
    def sha256(self) -> str:
        """Give the digest of what was read so far."""
        return self._digest.hexdigest()

    def drain(self) -> None:
        """Read to the end."""
        while self.read(_BLOCK):
            pass


class Writer:
    """Adds members to a new set."""

    def __init__(self, archive: tarfile.TarFile, moment: float) -> None:
        self._archive, self._moment = archive, int(moment)

    def add(self, name: str, stream: BinaryIO, size: int) -> str:
        """Add exactly `size` bytes of a stream and give their SHA-256; raises `OSError` when it is shorter."""
        info = tarfile.TarInfo(name)
        info.size, info.mode, info.mtime = size, 0o600, self._moment
        digesting = Digesting(stream)
        self._archive.addfile(info, digesting)
        _forget(self._archive)
        return digesting.sha256

    def add_bytes(self, name: str, content: bytes) -> None:
        """Add a small member."""
        self.add(name, io.BytesIO(content), len(content))


@contextmanager
def written(file: Path, moment: float) -> Iterator[Writer]:
    """Give a writer of a set that stands under its name, on the disk and complete, when the block ends well."""
    part = file.with_name(f"{file.name}.{secrets.token_hex(4)}.part")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as stream:
            with tarfile.open(fileobj=stream, mode="w", format=tarfile.PAX_FORMAT) as archive:
                yield Writer(archive, moment)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(part, file)  # refuses, unlike a renaming, what lies there already
    finally:
        part.unlink(missing_ok=True)


@dataclass(frozen=True)
class Inspected:
    """A set all of whose bytes are the ones that were written."""

    manifest: Manifest
    text: bytes
    """The manifest as it stands in the set."""
    keys: bytes | None


@dataclass(frozen=True)
class Member:
    """A member of a set while it is read; `institution` is 0 for what is no file of people."""

    name: str
    institution: int
    sha256: str
    size: int
    stream: BinaryIO


def members(file: Path) -> Iterator[Member]:
    """Read a set member by member; each stream is valid until the next one."""
    with tarfile.open(file, "r:") as archive:
        while (info := archive.next()) is not None:
            _forget(archive)
            stream, found = archive.extractfile(info), _FILE.fullmatch(info.name)
            if stream is None or not (found or info.name in (DATABASE, MANIFEST, KEYS)):
                raise _unsound(f"{info.name[:80]!r} does not belong into it")
            institution, digest = (int(found[1]), found[2]) if found else (0, "")
            yield Member(info.name, institution, digest, info.size, stream)  # type: ignore[arg-type]


def inspect(file: Path) -> Inspected:
    """Read all of a set and compare every byte with its manifest; raises `ConfigurationError` for the first fault."""
    counted, texts = _Counted(), dict[str, bytes]()
    with _reading(file):
        for member in members(file):
            if texts and (member.name != KEYS or KEYS in texts):
                raise _unsound(f"{member.name} stands after the manifest")
            if member.name in (MANIFEST, KEYS):
                texts[member.name] = _small(member)
            else:
                counted.take(member)
    manifest = _manifest(texts)
    counted.compare(manifest)
    if manifest.has_keys != (KEYS in texts):
        raise _unsound("the keys are missing, or there are some that were not written")
    return Inspected(manifest, texts[MANIFEST], texts.get(KEYS))


def each(file: Path, rows: Callable[[BinaryIO], None], one: Callable[[Member], None]) -> None:
    """Hand over the rows and every file of a set that was inspected."""
    with _reading(file):
        for member in members(file):
            if member.name == DATABASE:
                rows(member.stream)
            elif member.institution:
                one(member)


def _forget(archive: tarfile.TarFile) -> None:
    """Let go of what tarfile notes of each member: sets have hundreds of thousands."""
    archive.members.clear()  # type: ignore[attr-defined]


class _Counted:
    """What was read so far."""

    def __init__(self) -> None:
        self._overall, self._count, self._size = hashlib.sha256(), 0, 0
        self._rows: tuple[int, str] | None = None

    def take(self, member: Member) -> None:
        """Read the rows or a file."""
        digesting = Digesting(member.stream)
        digesting.drain()
        if member.name == DATABASE:
            self._rows = member.size, digesting.sha256
            return
        if digesting.sha256 != member.sha256:
            raise _unsound(f"the content of {member.name} was changed")
        self._overall.update(line_of(member.institution, member.sha256, member.size).encode())
        self._count, self._size = self._count + 1, self._size + member.size

    def compare(self, manifest: Manifest) -> None:
        """Raise unless it is what the manifest says."""
        if self._rows != (manifest.rows.size, manifest.rows.sha256):
            raise _unsound("the rows are not the ones that were written")
        told = manifest.files
        if (self._count, self._size, self._overall.hexdigest()) != (told.count, told.size, told.digest):
            raise _unsound("files are missing, or there are more than were written")


@contextmanager
def _reading(file: Path) -> Iterator[None]:
    try:
        yield
    except (tarfile.TarError, EOFError) as fault:
        raise _unsound(str(fault)) from fault
    except OSError as fault:
        raise ConfigurationError([f"{file} cannot be read: {fault.strerror or fault}"]) from fault


def _manifest(texts: dict[str, bytes]) -> Manifest:
    if MANIFEST not in texts:
        raise _unsound("it ends before its manifest: it was cut off")
    try:
        manifest = from_bytes(texts[MANIFEST])
    except msgspec.MsgspecError as fault:
        raise _unsound(
            f"its manifest cannot be read ({fault}); a newer version may have written it"
        ) from fault
    if manifest.form != FORM:
        raise _unsound(f"it has the form {manifest.form}, and this version reads {FORM}")
    return manifest


def _small(member: Member) -> bytes:
    if member.size > _LONGEST:
        raise _unsound(f"{member.name} is too large")
    return member.stream.read()


def _unsound(why: str) -> ConfigurationError:
    return ConfigurationError([f"this is no sound backup: {why}"])
