"""Files that other systems leave: `<data>/inbound/<institution>/<channel>/`, one folder for each.

A file counts once its name no longer begins with a point or ends with `.part` or `.tmp`: who leaves it writes it under
such a name and renames it. It is kept as it came, in `done` or `refused` below; killed in between, it is read once
more, and the same arrival twice is one.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from flask import Flask, current_app
from sqlalchemy.orm import Session

from console.audit.service import record
from console.base import clock
from console.base.errors import BadArgument, ConsoleError
from console.dispatch import acknowledging
from console.dispatch.declarations import Arrival, Filed
from console.dispatch.inbound import uses
from console.dispatch.service import KEPT
from console.institutions.sessions import acting, scope_of
from console.jobs.worker import Line

PACE = 10.0
"""Seconds between two looks into the folders."""
LARGEST = 20_000_000
"""Bytes of a file that is read."""
_UNFINISHED = (".part", ".tmp")
DONE, REFUSED = "done", "refused"
"""Folders below in which a file is kept."""
_STAMP = "%Y%m%dT%H%M%S%f"
"""Begins the name of a file that was laid aside: when that was."""
log = logging.getLogger("guichet.dispatch")


def line(_app: Flask) -> Line:
    """Give the folders to the worker."""
    return Line(read_all, threading.Event(), 1, PACE)


def read_all(app: Flask, ends: Callable[[], bool] = lambda: False) -> bool:
    """Read every file that was left; give whether there was one."""
    found = False
    with app.app_context():
        channels = {channel.key: channel for channel in uses.channels(Filed)}  # type: ignore[type-abstract]
        for institution, key in uses.users_of(channels):
            for file in _files(folder(institution, key)):
                if ends():
                    return found
                _take(institution, channels[key], file)
                found = True
    return found


def folder(institution: int, channel: str) -> Path:
    """Give where files for an institution's channel are left."""
    data: Path = current_app.extensions["guichet_settings"].data
    return data / "inbound" / str(institution) / channel


def sweep(session: Session) -> None:
    """Delete the files of the session's institution that were laid aside more than `KEPT` ago."""
    oldest = f"{clock.now() - KEPT:{_STAMP}}"
    data: Path = current_app.extensions["guichet_settings"].data
    for kept in (DONE, REFUSED):
        for file in (data / "inbound" / str(scope_of(session).institution)).glob(f"*/{kept}/*"):
            if file.name < oldest:
                file.unlink(missing_ok=True)


def _files(place: Path) -> Iterator[Path]:
    if not place.is_dir():
        return
    for file in sorted(place.iterdir()):
        if (
            file.is_file()
            and not file.is_symlink()
            and file.name[0] != "."
            and file.suffix not in _UNFINISHED
        ):
            yield file


def _take(institution: int, channel: Filed, file: Path) -> None:
    """Read one file and lay it aside; one that cannot be read is refused and shown in the journal."""
    try:
        arrivals = _read(institution, channel, file)
        with acting(uses.scope(institution), writes=True) as session:
            for arrival in arrivals:
                acknowledging.receive(session, arrival, "file")
        kept = DONE
    except FileNotFoundError:
        return  # Another worker has laid it aside.
    except ConsoleError as fault:
        log.warning("the file %s of %s is refused: %s", _shown(file), channel.key, fault)
        _note_refused(institution, channel, file)
        kept = REFUSED
    _lay_aside(file, kept)


def _read(institution: int, channel: Filed, file: Path) -> Sequence[Arrival]:
    """Give what a file says; whatever its plugin fails at is the file's fault, and holds up no other file."""
    if file.stat().st_size > LARGEST:
        raise BadArgument("it is larger than any message")
    content = file.read_bytes()
    settings, _ = uses.settings_of(institution, channel.key)
    try:
        return channel.read_file(_shown(file), content, settings)
    except ConsoleError:
        raise
    except Exception as fault:
        log.exception("channel %s fails at a file", channel.key)
        raise BadArgument("the module failed at it") from fault


def _note_refused(institution: int, channel: Filed, file: Path) -> None:
    with acting(uses.scope(institution), writes=True) as session:
        record(
            session,
            "console.acknowledgement.file_refused",
            subject=acknowledging.SUBJECT,
            name=_shown(file)[:80],
            channel=channel.key,
        )


def _shown(file: Path) -> str:
    """Give the name of a file as text: it may be in an encoding of its own."""
    return file.name.encode("utf-8", "replace").decode()


def _lay_aside(file: Path, kept: str) -> None:
    aside = file.parent / kept
    aside.mkdir(exist_ok=True)
    with suppress(FileNotFoundError):
        file.replace(aside / f"{clock.now():{_STAMP}}-{_shown(file)[-100:]}")
