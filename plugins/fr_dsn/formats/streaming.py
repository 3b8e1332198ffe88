"""Reads a file window by window: whole persons go to the fast path, everything else to the careful one."""

from __future__ import annotations

from typing import BinaryIO

from console.plugin import N_, Phrase
from plugins.fr_dsn.formats.careful import Careful
from plugins.fr_dsn.formats.fast import fast_of
from plugins.fr_dsn.formats.opening import Encoding, look_at
from plugins.fr_dsn.formats.reading import Judge, Outcome, Profile, Sink

MARK = "\nS21.G00.30.001,'"
"""How a person begins, with the end of the line before."""
WINDOW = 1 << 16
"""Bytes that are read at once; more of them are hardly faster, and cost memory."""
MOST_CARRIED = 1 << 21
"""A person longer than this is read line by line."""
LONGEST_LINE = 1 << 16
"""Of a line that is longer only the beginning is kept."""


class Reader:
    """Reads one file."""

    def __init__(
        self, file: BinaryIO, profile: Profile, sink: Sink, judge: Judge | None, values: bool = True
    ) -> None:
        self._file, self._values = file, values
        self._look = look_at(file)
        self._careful = Careful(profile, sink, judge, values, self._look.norm)
        self._number = 1
        """Of the next line."""
        self._is_utf8 = False

    def run(self) -> Outcome:
        """Read it to its end."""
        look = self._look
        if look.refusal is not None:
            findings = self._careful.findings
            findings.add(*look.refusal)
            return Outcome("not_a_dsn", 0, 0, look.norm, None, True, {})
        self._open(look.encoding, look.marked)
        self._windows(look.encoding, skip=3 if look.marked else 0)
        self._careful.close()
        careful = self._careful
        return Outcome(
            "read",
            careful.records,
            careful.declarations,
            careful.version,
            careful.lot,
            careful.findings.refused,
            careful.findings.suppressed,
        )

    def _open(self, encoding: Encoding, marked: bool) -> None:
        if marked and self._careful.findings.wants("BOM"):
            said = N_("The file begins with a byte order mark: it is passed over.")
            self._careful.findings.add("BOM", Phrase(said), 1)
        self._is_utf8 = encoding == "utf-8"
        if self._is_utf8 and self._careful.findings.wants("ENCODING"):
            said = N_("The file is written in UTF-8: write it in ISO-8859-1.")
            self._careful.findings.add("ENCODING", Phrase(said))

    def _windows(self, encoding: Encoding, skip: int) -> None:
        """Read window after window; what belongs to a person that is not yet complete is carried to the next."""
        self._file.seek(skip)
        carried, rest = "", b""
        while window := self._file.read(WINDOW):
            window = rest + window
            end = window.rfind(b"\n") + 1
            if not end:
                rest = window if len(window) < LONGEST_LINE else self._skip_long(window)
                continue
            rest = window[end:]
            text = carried + self._decoded(window[:end], encoding)
            carried = self._all_but_last(text)
        self._text(carried + self._decoded(rest, encoding))

    def _all_but_last(self, text: str) -> str:
        """Read a text up to its last person, of whom more may follow; give what was not read."""
        cut = text.rfind(MARK) + 1
        if not cut and (not text.startswith(MARK[1:]) or len(text) > MOST_CARRIED):
            cut = len(text)
        self._text(text[:cut])
        return text[cut:]

    def _skip_long(self, window: bytes) -> bytes:
        """Keep the beginning of a line that never seems to end, and pass over the rest of it."""
        while more := self._file.read(WINDOW):
            end = more.find(b"\n")
            if end >= 0:
                self._file.seek(end - len(more), 1)
                break
        return window[:LONGEST_LINE]

    def _decoded(self, window: bytes, encoding: Encoding) -> str:
        if b"\r" in window:
            window = window.replace(b"\r\n", b"\n")
        # Only a line of UTF-8 that was too long to be kept may end within a character.
        return window.decode(encoding, "replace")

    def _text(self, text: str) -> None:
        """Read whole lines, of which the last may lack its end."""
        if not text:
            return
        self._careful.mixed = (
            not self._is_utf8 and not text.isascii() and any(sign in text for sign in "ÃÂâÅ")
        )
        if not self._careful.mixed and text.startswith(MARK[1:]) and self._persons(text):
            return
        before, *persons = f"\n{text}".split(MARK)
        if before:
            # Without persons it ends with the end of a line, before a person it does not.
            self._slowly(before[1:] if persons else before[1:].removesuffix("\n"))
        if persons:
            persons[-1] = persons[-1].removesuffix("\n")
        for person in persons:
            self._person(MARK[1:] + person)

    def _persons(self, text: str) -> bool:
        """Read whole persons at once; say whether that is possible: all their lines must be known."""
        establishment = self._careful.persons_follow()
        if establishment is None or not text.endswith("'\n"):
            return False
        fast = fast_of(self._careful.levels, self._values)
        groups = fast.groups(text[:-2].split("'\n"), self._number)
        if groups is None:
            return False
        accept = self._careful.accept
        for lines, group in groups:
            if group is None or establishment is None:
                self._slowly("'\n".join(lines) + "'")
                establishment = self._careful.persons_follow()
            else:
                accept(group, len(lines), establishment)
                self._number += len(lines)
        return True

    def _person(self, text: str) -> None:
        """Read a person and what may follow her."""
        establishment = None if self._careful.mixed or text[-1] != "'" else self._careful.persons_follow()
        if establishment is None:
            self._slowly(text)
            return
        lines = text[:-1].split("'\n")
        read = fast_of(self._careful.levels, self._values).group(lines, self._number)
        if read is None:
            self._slowly(text)
            return
        group, used = read
        self._careful.accept(group, used, establishment)
        self._number += used
        if used < len(lines):
            self._slowly("'\n".join(lines[used:]) + "'")

    def _slowly(self, text: str) -> None:
        """Read lines one by one; the last one lacks its end."""
        lines = text.split("\n")
        self._careful.take(lines, self._number)
        self._number += len(lines)
