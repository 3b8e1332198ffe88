"""Reads and checks files; runs in a limited child process, which knows neither database nor settings."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from threading import Thread
from typing import Any

from plugins.fr_dsn.answers.documents import of_file, of_months
from plugins.fr_dsn.answers.read import judge_with
from plugins.fr_dsn.checking.lines import change_lines, ending_line, finding_line, known_line, stoppage_line
from plugins.fr_dsn.checking.months import Names, changes_between, names_in
from plugins.fr_dsn.checking.outcome import (
    MOST_DECLARATIONS,
    MOST_LINES,
    Line,
    Outcome,
    StoredList,
    plain,
)
from plugins.fr_dsn.formats.listing import restored
from plugins.fr_dsn.formats.reading import Profile
from plugins.fr_dsn.rules.controls import words
from plugins.fr_dsn.rules.lists.codes import Edition, Known
from plugins.fr_dsn.rules.lists.unjudged import Unjudged, unjudged
from plugins.fr_dsn.rules.sequence.files import FileFacts
from plugins.fr_dsn.rules.sequence.files import Sequence as Files

SAYS_EVERY = 2.0
"""Seconds between two words of how far it is."""
MOST_FOR_NAMES = 20 * 1024 * 1024
"""Bytes of all files up to which names of persons and changes between months are looked for."""
VERDICTS = ("accepted", "refused", "not_a_dsn")


def check(
    files: Sequence[tuple[str, str]], profile: Profile, lists: Sequence[StoredList] = ()
) -> Iterator[int | Outcome]:
    """Check files, given by name and path in the order in which they are read, with the lists that were imported.

    Gives every other second how many records were read of all files together, and at the end what came of it.
    """
    work = _Work(files, profile, lists)
    thread = Thread(target=work.run)
    thread.start()
    while thread.is_alive():
        thread.join(SAYS_EVERY)
        yield work.records
    if work.fault is not None:
        raise work.fault
    yield work.outcome


def checked(files: Sequence[tuple[str, str]], profile: Profile) -> Outcome:
    """Check files in this process: for those that we wrote ourselves."""
    work = _Work(files, profile, ())
    work.run()
    if work.fault is not None:
        raise work.fault
    outcome: Outcome = work.outcome
    return outcome


class _Work:
    """The check itself, beside which somebody can look how far it is."""

    def __init__(
        self, files: Sequence[tuple[str, str]], profile: Profile, lists: Sequence[StoredList]
    ) -> None:
        self.files, self.profile, self.lists = files, profile, lists
        self.records = 0
        self.outcome: Any = None
        self.fault: BaseException | None = None

    def run(self) -> None:
        try:
            self.outcome = self._check()
        except BaseException as fault:  # it is raised where somebody waits for the outcome
            self.fault = fault

    def _check(self) -> Outcome:
        known = Known(Edition(one.name, one.edition, tuple(restored(one.content))) for one in self.lists)
        sequence = Files(self.profile, judge_with(known))
        read = [self._read(sequence, name, path) for name, path in self.files]
        names: Names = {}
        changes: list[Line] = []
        if sum(Path(path).stat().st_size for _, path in self.files) <= MOST_FOR_NAMES:
            months = {id(one) for one in sequence.months()}
            paths = [path for _, path in self.files]
            names, rolls = names_in(zip(paths, read, strict=True), months, self.profile)
            changes = [line for change in changes_between(rolls) for line in change_lines(change)]
        lines = [
            *_of_files(read, names),
            *(known_line(one, names) for one in sequence.stoppages()),
            *changes,
        ]
        return _outcome(read, of_months(sequence.months()), lines, self.profile, known)

    def _read(self, sequence: Files, name: str, path: str) -> FileFacts:
        with open(path, "rb", buffering=0) as raw:
            return sequence.read(name, io.BufferedReader(_Counting(raw, self), 1 << 18))


class _Counting(io.RawIOBase):
    """A file that says how many records were read from it."""

    def __init__(self, raw: io.RawIOBase | io.FileIO, work: _Work) -> None:
        self._raw, self._work, self._furthest = raw, work, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._raw.seek(offset, whence)

    def readinto(self, buffer: Any) -> int:
        data = self._raw.read(len(buffer)) or b""
        buffer[: len(data)] = data
        # What is read a second time was counted before.
        if self._raw.tell() > self._furthest:
            self._furthest = self._raw.tell()
            self._work.records += data.count(b"\n")
        return len(data)


def _of_files(read: Sequence[FileFacts], names: Names) -> Iterator[Line]:
    for at, facts in enumerate(read):
        for found in facts.findings:
            yield finding_line(at, found, names)
        for declaration in facts.declarations:
            for stoppage in declaration.stoppages:
                yield stoppage_line(at, stoppage, names)
            for ending in declaration.endings:
                yield ending_line(at, ending, names)


def _outcome(
    read: Sequence[FileFacts],
    months: list[dict[str, Any]],
    lines: Iterable[Line],
    profile: Profile,
    known: Known,
) -> Outcome:
    """Put everything together, as much as is kept."""
    kept, left_out = [], Counter[str]()
    counts, controls, kinds = Counter[str](), Counter[tuple[str, str]](), Counter[str]()
    for line in lines:
        if line.kind == "finding":
            counts[line.severity] += 1
            controls[line.severity, line.control] += 1
        kinds[line.kind] += 1
        if kinds[line.kind] <= MOST_LINES:
            kept.append(line)
        else:
            left_out[line.kind] += 1
    files, room = [], MOST_DECLARATIONS
    for facts in read:
        files.append(_file(facts, profile, room, known))
        room -= len(files[-1]["declarations"])
    return Outcome(
        max((facts.verdict for facts in read), key=VERDICTS.index),
        {
            "files": files,
            "months": months[:MOST_DECLARATIONS],
            "counts": dict(counts),
            "controls": [[severity, control, count] for (severity, control), count in controls.most_common()],
            "left_out": dict(left_out),
            "not_judged": _not_judged(read, known),
            "lists": {name: one.edition for name, one in known.editions.items()},
        },
        tuple(kept),
    )


def _not_judged(read: Sequence[FileFacts], known: Known) -> Unjudged:
    """Give the controls that a list was lacking for, over all files."""
    found: Unjudged = {}
    for facts in read:
        natures = {one.head.nature for one in facts.declarations}
        for name, controls in unjudged(facts.norm, natures, known).items():
            found[name] = sorted({*found.get(name, ()), *controls})
    return found


def _file(facts: FileFacts, profile: Profile, room: int, known: Known) -> dict[str, Any]:
    """Give a file without what is about persons, which is kept line by line."""
    shown = of_file(facts, profile, known)
    del shown["findings"], shown["not_judged"]
    declarations: Any = shown["declarations"]
    shown["count"] = len(declarations)
    shown["declarations"] = [_declaration(one) for one in declarations[:room]]
    shown["norm"] = plain(facts.norm, 20)
    if facts.lot is not None:
        shown["lot"] = {"number": plain(facts.lot.number, 40), "declarations": facts.lot.declared}
    return shown


def _declaration(one: dict[str, Any]) -> dict[str, Any]:
    shown: dict[str, Any] = {
        key: plain(value, 40) if isinstance(value, str) else value
        for key, value in one.items()
        if key not in ("stoppages", "endings", "contracts")
    }
    shown["nature_name"] = plain(words.code("S20.G00.05.001", one["nature"]), 120)
    shown["type_name"] = plain(words.code("S20.G00.05.002", one["type"]), 120)
    shown["stoppages"], shown["endings"] = len(one["stoppages"]), len(one["endings"])
    shown["contracts"] = [
        {
            **contract,
            "reference": plain(contract["reference"], 60),
            "organisation": plain(contract["organisation"], 40),
            "periods": [plain(period, 20) for period in contract["periods"][:12]],
        }
        for contract in one["contracts"][:200]
    ]
    return shown
