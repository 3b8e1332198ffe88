"""Commands of plugins that read files and answer in JSON: what they are, and what they say.

They work without application, database and settings, so this module loads nothing but the standard library.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, BinaryIO, Generic, Literal, TypeVar

from console.base.sheets.phrases import N_, Phrase

Severity = Literal["refusal", "business", "warning"]
"""May not be taken; may be taken, but a person must look; worth knowing."""

Taken = TypeVar("Taken")
"""What a command works on: the bytes of one file, or what it was called with."""

LONGEST_QUOTE = 80
"""Characters of a file that a message may repeat."""

_UNSEEN = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029]+")


def quoted(value: object) -> str:
    """Give a value as a message may repeat it: on one line, at most 80 characters."""
    text = _UNSEEN.sub(" ", str(value)).strip()
    return text if len(text) <= LONGEST_QUOTE else f"{text[: LONGEST_QUOTE - 1]}…"


@dataclass(frozen=True)
class Finding:
    """What a control found, and where: `place` holds further keys of the answer, such as row and column."""

    severity: Severity
    control: str
    message: Phrase
    place: Mapping[str, object] = field(default_factory=dict)

    def as_json(self) -> dict[str, object]:
        """Give the finding for programs; the sentence is the English one, whoever asks."""
        sentence = self.message.message % self.message.params
        return {"severity": self.severity, "control": self.control, "message": sentence, **self.place}


@dataclass(frozen=True)
class Answer:
    """What a command prints, and how it ends: 0 accepted, 1 read but refused, 2 not such a file."""

    document: Mapping[str, object]
    exit_code: Literal[0, 1, 2] = 0


class FileRefused(Exception):
    """A file that is not readable as the kind of file a command takes."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__(*(finding.control for finding in findings))
        self.findings = findings


@dataclass(frozen=True)
class _Answering(Generic[Taken]):
    name: str
    help: str
    run: Callable[[Taken], Answer]
    """May raise `FileRefused`."""
    nothing: Mapping[str, object] = field(default_factory=dict)
    """The keys of an answer about a file that is not readable, beside `verdict` and `findings`."""
    nowhere: Mapping[str, object] = field(default_factory=dict)
    """The place of a finding about the whole file, such as row and column without a value."""
    layout: Callable[[Mapping[str, Any]], str] | None = None
    """Gives a document as people read it; without it they get the JSON, indented."""

    def unreadable(self, *findings: Finding) -> Answer:
        """Give the answer about a file that is not readable."""
        found: list[Any] = [{**finding.as_json(), **self.nowhere, **finding.place} for finding in findings]
        return Answer({"verdict": "unreadable", **self.nothing, "findings": found}, 2)


@dataclass(frozen=True)
class Command(_Answering[bytes]):
    """A command `guichet <plugin> <name> FILE`: a pure function over the bytes of the file."""

    def answer(self, file: Path) -> Answer:
        """Answer for a file, whatever it is; raises what `run` raises out of a fault of its own."""
        try:
            return self.run(_read(file))
        except FileRefused as refused:
            return self.unreadable(*refused.findings)


@dataclass(frozen=True)
class Choice:
    """An option `--<name> VALUE` of a few values; the first one holds when the option is not given."""

    name: str
    help: str
    values: Sequence[str]


@dataclass(frozen=True)
class MoreFiles:
    """An option `--<name> FILE ...`: files of another kind, beside those that the command is about."""

    name: str
    help: str


@dataclass(frozen=True)
class Asked:
    """What a command was called with; of the files nothing has been looked at yet."""

    files: Sequence[Path] = ()
    chosen: Mapping[str, str] = field(default_factory=dict)
    """The value of each `Choice`, by its name."""
    beside: Mapping[str, Sequence[Path]] = field(default_factory=dict)
    """The files of each `MoreFiles`, by its name."""


@dataclass(frozen=True)
class FilesCommand(_Answering[Asked]):
    """A command `guichet <plugin> <name> FILE [FILE ...] [options]`, which streams its files through `open_file`."""

    options: Sequence[Choice | MoreFiles] = ()
    takes_files: bool = True
    """Whether it is about files at all: without, it answers for what the plugin holds."""

    def answer(self, asked: Asked) -> Answer:
        """Answer for these files, whatever they are; raises what `run` raises out of a fault of its own."""
        try:
            return self.run(asked)
        except FileRefused as refused:
            return self.unreadable(*refused.findings)


def open_file(file: Path) -> BinaryIO:
    """Open a file for reading its bytes, to be closed by the caller; raises `FileRefused` when there is none."""
    try:
        # A device or a pipe may never end.
        if file.is_file():
            return file.open("rb")
    except (OSError, ValueError):
        pass
    raise FileRefused(
        Finding("refusal", "MISSING_FILE", Phrase(N_("There is no readable file of this name.")))
    )


def _read(file: Path) -> bytes:
    """Give what is in a file; raises `FileRefused` when there is nothing."""
    with open_file(file) as opened:
        data = opened.read()
    if not data:
        raise FileRefused(Finding("refusal", "EMPTY", Phrase(N_("This file is empty."))))
    return data
