"""The careful path: line by line, complete, and the only maker of findings of structure.

What a norm year does not know is named and passed over; everything else that was understood is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from plugins.fr_dsn.formats import faults
from plugins.fr_dsn.formats.groups import Group
from plugins.fr_dsn.formats.handing_on import MOST_LINES
from plugins.fr_dsn.formats.levels import levels_of
from plugins.fr_dsn.formats.reading import Lot, Silent
from plugins.fr_dsn.formats.sendings import Sendings
from plugins.fr_dsn.formats.values import stray
from plugins.fr_dsn.norm.norms import TOTAL, nearest, norm_of
from plugins.fr_dsn.rules.controls.declaring import Frame

LONGEST = 256
"""Characters of a record, without its end."""
HUB_BLOCKS, HUB_RUBRICS = ("S10.G00.95", "S20.G00.96"), "900"
"""What the hub adds to the declarations it hands out: blocks, and in known ones the rubrics from this number on."""

_RECORD = re.compile(r"(S\d\d\.G\d\d\.\d\d)\.(\d{3}(?:\.\d{3})?),'(.*)'", re.ASCII | re.DOTALL)
_STARTED = re.compile(r"(S\d\d\.G\d\d\.\d\d)\.(\d{3}),'", re.ASCII)
_WRAPPER = re.compile(r"S(?:05|06|95|96)\.G51\.00\Z")
_UTF8_PAIR = re.compile(r"[ÂÃ][\x80-\xbf]|â\x80[\x80-\xbf]|â\x82¬|Å[\x92\x93\xa0\xa1\xb8\xbd\xbe]")


class Careful(Sendings):
    """Reads lines in the order of a file."""

    mixed = False
    """Whether UTF-8 may stand in lines, though the file is not written in it."""

    def take(self, lines: Iterable[str], first: int) -> None:
        """Read lines, of which the first has this number in the file."""
        for number, line in enumerate(lines, first):
            self.line(line, number)

    def line(self, line: str, number: int) -> None:
        """Read one line, without its end."""
        raw = line
        if self.mixed:
            line = _without_utf8(line)
        record = _RECORD.fullmatch(line)
        if record is None:
            self._no_record(line, number)
            return
        block, rubric, value = record[1], record[2], record[3]
        self.records += 1
        if _WRAPPER.match(block):
            self._wrapper(block, rubric, value, number)
            return
        if block != self._block or rubric in self._seen:
            self._enter(block, number)
        self._own_records += 1
        if line is not raw and self.findings.wants("ENCODING"):
            self.findings.add("ENCODING", faults.utf8_line(), number, line[:14])
        self._rubric(line, block, rubric, value, number)

    def _no_record(self, line: str, number: int) -> None:
        if not line.strip():
            if self.findings.wants("BLANK_LINE"):
                self.findings.add("BLANK_LINE", faults.blank(), number)
            return
        begun = _STARTED.match(line)
        if begun is not None and not _WRAPPER.match(begun[1]):
            # Its value is lost, but what it was is known: it is not missing, and it may begin a block.
            if begun[1] != self._block or begun[2] in self._seen:
                self._enter(begun[1], number)
            self._seen.add(begun[2])
        self._malformed += 1
        if self._builder is not None:
            self._builder.sound = False
        if self.findings.wants("SYNTAX"):
            self.findings.add("SYNTAX", faults.malformed(line, begun is not None), number)

    def _wrapper(self, block: str, rubric: str, value: str, number: int) -> None:
        """Read a line of the lot that the hub wraps around sendings."""
        self._leave()
        if self.lot is None:
            self.lot = Lot(None, None)
            if not self._tolerant and self.findings.wants("UNKNOWN_BLOCK"):
                self.findings.add("UNKNOWN_BLOCK", faults.wrapped(), number, block)
        if block == "S05.G51.00" and rubric == "002":
            self.lot = Lot(value, self.lot.declared)
        elif block == "S05.G51.00" and rubric == "006" and value.isdecimal() and len(value) < 10:
            self.lot = Lot(self.lot.number, int(value))

    def _rubric(self, line: str, block: str, rubric: str, value: str, number: int) -> None:
        key = f"{block}.{rubric}"
        if self._values and len(line) > LONGEST and self.findings.wants("LINE_TOO_LONG"):
            self.findings.add("LINE_TOO_LONG", faults.too_long(len(line), LONGEST), number, key)
        self._known(key, rubric, number)
        self._seen.add(rubric)
        self._highest = max(rubric, self._highest)
        if self._builder is not None:
            self._builder.add(f"{key[:14]},'{value}", number, rubric)
        self._learn(key, value, number)
        if self._values:
            self._value(key, value, number)
        if self._builder is not None and len(self._builder.lines) >= MOST_LINES:
            self._hand_on_part()

    def _enter(self, block: str, number: int) -> None:
        """Begin an occurrence of a block."""
        self._leave()
        self._turn_to(block, number)
        self._block, self._seen, self._highest = block, set(), ""
        if block not in self.levels.above:
            self._barred = True
            if self._builder is not None:
                self._builder.open(block, -1)
            of_hub = self._tolerant and block in HUB_BLOCKS
            if not of_hub and self.findings.wants("UNKNOWN_BLOCK"):
                self.findings.add("UNKNOWN_BLOCK", faults.unknown_block(block, self.norm), number, block)
            return
        place = self.levels.places.get(block)
        self._barred = place is None
        if place is None and self.findings.wants("FORBIDDEN"):
            said = faults.forbidden_block(block, self.levels.nature)
            self.findings.add("FORBIDDEN", said, number, block)
        self._hang(block, number, None if place is None else place.most)

    def _known(self, key: str, rubric: str, number: int) -> None:
        """Check that a rubric exists, may be given and stands in its order."""
        levels = self.levels
        if key not in self._tests:
            of_hub = self._tolerant and rubric >= HUB_RUBRICS
            if key[:10] in levels.above and not of_hub and self.findings.wants("UNKNOWN_RUBRIC"):
                self.findings.add("UNKNOWN_RUBRIC", faults.unknown_rubric(key, self.norm), number, key)
            return
        if rubric < self._highest and self._unsettled("ORDER"):
            self.findings.add("ORDER", faults.out_of_order(key), number, key)
        if key in levels.forbidden and not self._barred and self.findings.wants("FORBIDDEN"):
            self.findings.add("FORBIDDEN", faults.forbidden_rubric(key, levels.nature), number, key)

    def _value(self, key: str, value: str, number: int) -> None:
        character = stray(value)
        if character is not None:
            if self._unsettled("ENCODING"):
                self.findings.add("ENCODING", faults.stray_byte(key, character), number, key)
            return
        test = self._tests.get(key)
        wrong = None if test is None or key == "S10.G00.00.006" else test.wrong(value)
        if wrong is None:
            return
        if self._builder is not None:
            self._builder.ill.add(number)
        if self._unsettled(wrong[0]):
            self.findings.add(wrong[0], wrong[1], number, key)

    def _learn(self, key: str, value: str, number: int) -> None:
        """Take from a value what decides how the following lines are read."""
        if key == "S10.G00.00.006" and self.stage == "envelope":
            self._named = value
            if self._sendings == 1:
                self.version = value
            norm = norm_of(value)
            if norm is None and self.findings.wants("CODE"):
                self.findings.add("CODE", faults.unknown_norm(value), number, key)
            self._use(norm or nearest(value))
        elif key == "S20.G00.05.001" and self.stage == "head":
            self.levels = levels_of(self.norm, value, self._tolerant)
        elif key.startswith(TOTAL):
            self._totals[key] = (value, number)


def _without_utf8(line: str) -> str:
    """Give a line without the characters of UTF-8 that were read as ISO-8859-1; the same one when there are none."""
    if _UTF8_PAIR.search(line) is None:
        return line
    try:
        return line.encode("latin-1").decode("utf-8")
    except UnicodeError:
        return line


class _Kept(Silent):
    """Keeps everything of small texts."""

    def __init__(self) -> None:
        self.frame: Frame | None = None
        self.groups: list[Group] = []

    def head(self, frame: Frame, group: Group) -> None:
        self.frame = frame if self.frame is None else self.frame
        self.groups.append(group)

    def person(self, frame: Frame, group: Group) -> None:
        self.groups.append(group)

    def tail(self, frame: Frame, group: Group) -> None:
        self.groups.append(group)


def groups_of(text: str) -> tuple[Frame, list[Group]]:
    """Give the frame of the first declaration of a text and all its groups: heads, persons, tails.

    Meant for small texts, such as those of tests; raises ValueError when there is no declaration in it.
    """
    kept = _Kept()
    careful = Careful("received", kept, None)
    careful.take(text.splitlines(), 1)
    careful.close()
    if kept.frame is None:
        raise ValueError("there is no declaration")
    return kept.frame, kept.groups
