"""A channel over SFTP: a plugin says where, which file, and what an answering file means.

    class Drop(SftpChannel):
        key, title, every = "fr_dsn.drop", _l("Drop"), timedelta(minutes=15)

        def place(self, settings):
            return SftpPlace(settings["host"], settings["user"], settings["host_key"], key=settings["key"])

        def file(self, letter):
            return OurFile(f"{letter.envelope.key}.xml", document_of(letter))

        def arrival(self, name, content):
            return Arrival(self.key, content.decode(), verdict="accepted", reference=name)

A file is put under another name first and then renamed. The same content under the same name is a delivery: the answer
to an earlier attempt was lost. Files that were fetched are laid aside at the next look, once they are stored here.
"""

from __future__ import annotations

import hashlib
import json
import posixpath
import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from flask import current_app

from console.base.errors import BadArgument
from console.base.ids import digest
from console.base.sheets.phrases import N_, Phrase
from console.dispatch.declarations import (
    Arrival,
    Channel,
    Delivered,
    Exchange,
    Fetched,
    Later,
    Letter,
    Misconfigured,
    Outcome,
    Pace,
    Polled,
    Rejected,
)
from console.dispatch.http.channel import CANNOT, NOT_CALLED, NOT_TRUSTED, UNKNOWN
from console.dispatch.http.reading import BUSY
from console.dispatch.outward import NotTrusted, Refused, Unreachable
from console.dispatch.settings import OutwardSettings
from console.dispatch.sftp.places import SftpPlace, talk
from console.hooks.declarations import Health

if TYPE_CHECKING:
    from asyncssh import SFTPClient

LARGEST = 32 * 1024 * 1024
"""Bytes of a file that is fetched."""
MOST = 100
"""Files that are fetched in one look."""
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{0,199}")
_OTHER = N_("Another file of this name lies there already. Ask the other side what became of it.")
_NO_FOLDER = N_("The server does not take files in this folder. Check the folder in the settings.")
_NOT_A_NAME = N_("A file cannot have this name: %(name)s")


@dataclass(frozen=True)
class OurFile:
    """What is put there."""

    name: str
    content: bytes


@dataclass(frozen=True)
class TheirFile:
    """What lies there; without content it is too large. The mark, size and time, tells whether it changed."""

    name: str
    content: bytes | None
    mark: list[int]


class SftpChannel(Channel, Polled):
    """The part that is the same for every server."""

    pace = Pace()
    every = timedelta(minutes=15)

    def __init__(self, outward: OutwardSettings | None = None) -> None:
        self._outward = outward

    def place(self, settings: Mapping[str, str]) -> SftpPlace:
        """Say where, from the institution's settings."""
        raise NotImplementedError

    def file(self, letter: Letter) -> OurFile:
        """Say what to put there; the same at each attempt. Raises `BadArgument` for what can never be put."""
        raise NotImplementedError

    def arrival(self, name: str, content: bytes) -> Arrival | None:
        """Say what a file of the other side means; nothing for one that is not ours to read yet."""
        return None

    def send(self, letter: Letter) -> Outcome:
        """Put the file there once."""
        try:
            place, file = self.place(letter.settings), _named(self.file(letter))
        except BadArgument as fault:
            return Rejected(fault.text if isinstance(fault.text, Phrase) else Phrase(str(fault.text)))
        part = f".{digest(f'{letter.institution} {letter.envelope.key}')[:20]}.part"
        begun = time.monotonic()
        outcome = self._tried(place, lambda sftp: _put(sftp, place.folder, file, part))
        return replace(outcome, exchange=_exchange(place, file, outcome, begun))

    def fetch(self, institution: int, settings: Mapping[str, str], cursor: str) -> Fetched:
        """Lay aside what was fetched in the last look, then give what lies there now."""
        place = self.place(settings)
        if not place.answers:
            return Fetched((), cursor)
        found = talk(place, self._told, lambda sftp: _look(sftp, place, json.loads(cursor or "{}")))
        arrivals: list[Arrival] = []
        kept: dict[str, list[int]] = {}
        for one in found:
            if (arrival := self._arrived(one)) is not None:
                arrivals.append(arrival)
                if one.content is not None:
                    kept[one.name] = one.mark
        return Fetched(arrivals, json.dumps(kept, sort_keys=True) if kept else "")

    def check(self) -> Sequence[Health]:
        """Say nothing: what can be tried belongs to an institution, see `tried`."""
        return ()

    def tried(self, place: SftpPlace) -> Health:
        """Really sign in and look into the folder, for a plugin's `check_configuration`; nothing is put there."""
        from asyncssh import SFTPError

        try:
            talk(place, self._told, lambda sftp: sftp.listdir(place.folder))
        except (Refused, NotTrusted, Unreachable, SFTPError) as fault:
            return Health("bad", Phrase(CANNOT, {"why": _in_one_line(fault)}))
        return Health("ok", Phrase(N_("%(host)s lets us in."), {"host": place.host}))

    def _arrived(self, file: TheirFile) -> Arrival | None:
        """Give what a file means; of one that is too large, that it lies there."""
        if file.content is None:
            text = f"{file.name}: {file.mark[0]} bytes, too large to be fetched: read it on the server"
            return Arrival(self.key, text, token=digest(f"{file.name} {file.mark}")[:64])
        found = self.arrival(file.name, file.content)
        if found is None or found.token:
            return found
        return replace(found, token=digest(f"{file.name} {hashlib.sha256(file.content).hexdigest()}")[:64])

    @property
    def _told(self) -> OutwardSettings:
        told: OutwardSettings = self._outward or current_app.extensions["guichet_settings"].outward
        return told

    def _tried(self, place: SftpPlace, act: Any) -> Outcome:
        from asyncssh import FX_NO_SUCH_FILE, FX_NO_SUCH_PATH, FX_PERMISSION_DENIED, SFTPError

        try:
            outcome: Outcome = talk(place, self._told, act)
        except Refused as fault:
            return Misconfigured(Phrase(NOT_CALLED), str(fault))
        except NotTrusted as fault:
            return Misconfigured(Phrase(NOT_TRUSTED), str(fault))
        except Unreachable as fault:
            return Later(Phrase(UNKNOWN), str(fault), away=True)
        except SFTPError as fault:
            said = _in_one_line(fault)
            if fault.code in (FX_NO_SUCH_FILE, FX_NO_SUCH_PATH, FX_PERMISSION_DENIED):
                return Misconfigured(Phrase(_NO_FOLDER), said)
            return Later(Phrase(BUSY), said)
        return outcome


async def _put(sftp: SFTPClient, folder: str, file: OurFile, part: str) -> Outcome:
    """Put a file under another name and rename it, unless it lies there already."""
    place, beside = posixpath.join(folder, file.name), posixpath.join(folder, part)
    if await sftp.exists(place):
        there = await _read(sftp, place, len(file.content))
        return Delivered("it was there already") if there == file.content else Rejected(Phrase(_OTHER))
    async with sftp.open(beside, "wb") as stream:
        await stream.write(file.content)
    # The rename of the protocol's version 3 never replaces a file.
    await sftp.rename(beside, place)
    return Delivered("put")


async def _look(
    sftp: SFTPClient, place: SftpPlace, stored: Mapping[str, Sequence[int]]
) -> Sequence[TheirFile]:
    """Lay aside what is stored and unchanged, and give what is new."""
    archive = place.archive or posixpath.join(place.answers, "archive")
    found: list[TheirFile] = []
    for entry in sorted(await sftp.readdir(place.answers), key=lambda one: str(one.filename)):
        name, size = str(entry.filename), entry.attrs.size or 0
        if name.startswith(".") or entry.attrs.type not in (None, 1):  # A file is of type 1.
            continue
        path, mark = posixpath.join(place.answers, name), [size, entry.attrs.mtime or 0]
        if list(stored.get(name, ())) == mark:
            await sftp.makedirs(archive, exist_ok=True)
            await sftp.posix_rename(path, posixpath.join(archive, name))
        elif len(found) < MOST:
            found.append(TheirFile(name, await _read(sftp, path, size) if size <= LARGEST else None, mark))
    return found


async def _read(sftp: SFTPClient, path: str, size: int) -> bytes:
    """Read a file, and one byte more than it should have, so that a longer one is another one."""
    async with sftp.open(path, "rb") as stream:
        content: bytes = await stream.read(size + 1)
        return content


def _named(file: OurFile) -> OurFile:
    if not _NAME.fullmatch(file.name):
        raise BadArgument(Phrase(_NOT_A_NAME, {"name": file.name[:80]}))
    return file


def _exchange(place: SftpPlace, file: OurFile, outcome: Outcome, begun: float) -> Exchange:
    return Exchange(
        request=f"PUT sftp://{place.host}/{posixpath.join(place.folder, file.name).lstrip('/')}",
        request_digest=hashlib.sha256(file.content).hexdigest(),
        request_size=len(file.content),
        status=type(outcome).__name__.lower(),
        reply=outcome.reply,
        reply_size=len(outcome.reply),
        milliseconds=int((time.monotonic() - begun) * 1000),
    )


def _in_one_line(fault: Exception) -> str:
    return " ".join(str(fault).split())[:300] or type(fault).__name__
