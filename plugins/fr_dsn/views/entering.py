"""The files that somebody brings: asked for, looked at, and checked at once or put aside for a worker."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, BinaryIO

from flask_wtf import FlaskForm
from flask_wtf.file import FileRequired, MultipleFileField
from sqlalchemy.orm import Session
from wtforms import RadioField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from console.plugin import ConsoleError, start_task, task_url
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.checking import checks, running
from plugins.fr_dsn.checking.checks import Owner
from plugins.fr_dsn.checking.outcome import Outcome, StoredList, plain
from plugins.fr_dsn.checking.task import KIND
from plugins.fr_dsn.formats.reading import Profile
from plugins.fr_dsn.models import Check

FILES_MB = 200
"""Megabytes of all files of one request."""
MOST_FILES = 100
AT_ONCE = 2 * 1024 * 1024
"""Bytes of all files up to which the person waits for the answer: about two seconds."""
BLOCK = 1 << 20


class FilesForm(FlaskForm):
    """The files, and what they are checked for."""

    files = MultipleFileField(
        _l("DSN files"),
        [FileRequired(_l("Choose at least one file."))],
        description=_l(
            "Drop the files here or choose them: one or several, together up to 200 MB. They are read in the order "
            "in which they are chosen."
        ),
    )
    profile = RadioField(
        _l("What are these files?"),
        [InputRequired(_l("Say what these files are."))],
        choices=[
            SelectChoice("file", _l("Files to be deposited: checked strictly")),
            SelectChoice(
                "received",
                _l("Files received from the hub: filtered and completed by it, checked tolerantly"),
            ),
        ],
        default="file",
    )


@dataclass(frozen=True)
class Brought:
    """The files of one request, in their order."""

    files: Sequence[tuple[str, BinaryIO]]
    size: int


def brought(form: FilesForm) -> Brought | None:
    """Give the files that were sent, or put what is wrong on the form and give nothing."""
    if not form.validate_on_submit():
        return None
    sent = [(name_of(one.filename), one.stream) for one in form.files.data or () if one and one.filename]
    if len(sent) > MOST_FILES:
        form.files.errors = [_("Choose at most %(most)s files at a time.", most=MOST_FILES)]
        return None
    return Brought(sent, sum(stream.seek(0, 2) for _name, stream in sent))


def checked(files: Brought, profile: Profile, lists: Sequence[StoredList]) -> Outcome:
    """Check files at once; raises `ConsoleError` when they were not taken whole or cannot be checked."""
    with TemporaryDirectory(prefix="guichet-dsn-") as folder:
        paths = []
        for at, (name, stream) in enumerate(files.files):
            path = Path(folder) / str(at)
            _write(path, stream)
            paths.append((name, str(path)))
        return running.run(paths, profile, files.size, lists=lists)


def put_aside(session: Session, owner: Owner, files: Brought, profile: Profile) -> str:
    """Store files and start their check; gives the address of the work. Raises `ConsoleError` as `checked` does."""
    check = checks.begin(session, owner, [name for name, _stream in files.files], profile)
    lines = [checks.put_aside(session, check, at, stream) for at, (_name, stream) in enumerate(files.files)]
    task = start_task(session, KIND, {"check": check.reference}, total=sum(lines))
    check.result = {"task": task_url(task)}
    session.flush()
    return task_url(task)


def stored(session: Session, owner: Owner, files: Brought, profile: Profile, outcome: Outcome) -> Check:
    """Store what came of files that were checked at once; the files themselves were never stored."""
    check = checks.begin(session, owner, [name for name, _stream in files.files], profile)
    checks.settle(session, check, outcome)
    return check


def name_of(name: Any) -> str:
    """Give the name of a file as it may be shown: the last part of its path, without strange signs."""
    last = str(name or "").replace("\\", "/").rpartition("/")[2]
    return plain(last[-100:], 100) or "?"


def fault_of(form: FilesForm, fault: ConsoleError) -> None:
    """Put on the form why the files were not checked."""
    form.files.errors = [str(fault)]


def _write(path: Path, stream: BinaryIO) -> None:
    stream.seek(0)
    with path.open("wb") as file:
        while block := stream.read(BLOCK):
            file.write(block)
