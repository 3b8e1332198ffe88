"""Reading a sheet of entries in the limited child: the titles first, then pieces of judged entries.

The child knows neither Flask nor the database. Its pieces are small: canonical values as JSON and, for the first
faulty entries, their cells with the places and codes of what is wrong. Later ones are counted by the quick way alone.
"""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from console.base.beside import beside, has_room
from console.base.bounded import Crashed
from console.base.figures import Style
from console.base.sheets import SheetRefused, TableLimits, column_letters, open_halves
from console.base.sheets.cells import Raw
from console.forms.bulk import Bulk
from console.forms.canonical import to_canonical
from console.forms.entries import (
    Entry,
    FaultyEntry,
    Line,
    Opened,
    Piece,
    cell_fault,
    decode_faults,
    encode,
    kept,
)
from console.forms.faults import Fault, Place, Placed
from console.forms.raw import ROW
from console.forms.revisions import Revision, from_stored
from console.forms.rules import Rule
from console.forms.sheets import SheetColumn, TitleFinder
from console.forms.titles import Titles, TitlesRefused, read_titles, titles_of
from console.forms.tongue import Tongue
from console.forms.validator import Validator

if TYPE_CHECKING:
    from console.base.sheets.xlsx_halves import Halves

PIECE = 2_000
"""Entries of a piece."""
EXPLAINED = 1_000
"""Faulty entries that are explained; the others are counted."""
ALONE = 20_000
"""Rows up to which a second process is not worth while."""
LIMITS = TableLimits(rows=100_000)

SheetLine = tuple[int, list[Raw]]


@dataclass(frozen=True)
class SheetJob:
    """What the child needs to know. `after` and `explained` say where an earlier run ended."""

    path: str
    filename: str
    revision: bytes
    style: Style
    rules: tuple[Rule, ...]
    """Those the form names; their checks are functions of modules, which the child finds by name."""
    ignored: tuple[str, ...] = ()
    """Titles of columns that are not the form's and may stand there."""
    after: int = 0
    """Last row that was judged."""
    explained: int = 0
    """Faulty entries explained so far."""


def read_entries(job: SheetJob) -> Iterator[Opened | Piece]:
    """Give what the titles say, then the pieces. Raises `SheetRefused` and `TitlesRefused`."""
    # Cells refer to nothing that refers back to them: a search for circles would walk through all of them each time.
    gc.disable()
    try:
        yield from _read(job)
    finally:
        gc.enable()


def _read(job: SheetJob) -> Iterator[Opened | Piece]:
    revision = from_stored(job.revision)
    finder = TitleFinder(revision, job.style.language)
    data = Path(job.path).read_bytes()
    with ExitStack() as stack:
        halves = None if job.after or not has_room() else _halves(job, revision, finder, data, stack)
        yield from halves or _whole_sheet(job, revision, finder, data)


def _whole_sheet(
    job: SheetJob, revision: Revision, finder: TitleFinder, data: bytes
) -> Iterator[Opened | Piece]:
    """Read a sheet that one process opens; a second one helps to judge many rows."""
    titles = read_titles(data, job.filename, finder, job.ignored, LIMITS)
    table = titles.table
    yield _opened(titles, table.last_number)
    judge = _Judge(job, revision, finder.columns, titles)
    first = max(job.after, table.header_number)
    if not judge.is_plain or table.last_number - first < ALONE or not has_room():
        yield from judge.pieces(table.rows(first))
        return
    middle = (first + table.last_number) // 2
    with beside(lambda: judge.pieces(table.rows(middle))) as rest:
        yield from _joined(judge, replace(table, last_number=middle).rows(first), rest)


def _halves(
    job: SheetJob, revision: Revision, finder: TitleFinder, data: bytes, stack: ExitStack
) -> Iterator[Opened | Piece] | None:
    """Begin to read a large plain sheet that two processes open, half each.

    Gives None before anything is told when that cannot be, or when something is wrong with the sheet as a whole: what
    that is, only the sheet as a whole says.
    """
    try:
        halves = stack.enter_context(open_halves(data, job.filename, LIMITS))
        if halves is None:
            return None
        titles = titles_of(halves.head, finder, job.ignored)
        judge = _Judge(job, revision, finder.columns, titles)
        if not judge.is_plain or not any(place is not None for place in titles.places):
            return None
        rest = stack.enter_context(beside(lambda: _rest(halves, judge)))
        first = halves.first()
        last_number: int = next(rest)
    except (SheetRefused, TitlesRefused, Crashed):
        return None
    return chain([_opened(titles, last_number)], _joined(judge, first.rows(), rest))


def _rest(halves: Halves, judge: _Judge) -> Iterator[Any]:
    """Give the number of the last row, once the second half is open, then its pieces."""
    table = halves.rest()
    yield table.last_number
    yield from judge.pieces(table.rows(halves.middle))


def _opened(titles: Titles, last_number: int) -> Opened:
    letters = tuple("" if place is None else column_letters(place) for place in titles.places)
    return Opened(titles.table.sheet, letters, last_number - titles.table.header_number)


def _joined(judge: _Judge, first: Iterator[SheetLine], rest: Iterator[Piece]) -> Iterator[Piece]:
    """Judge the first rows, then give the pieces of the rest, which a copy judges."""
    yield from judge.pieces(first)
    for piece in rest:
        yield _explaining(piece, judge.left)
        judge.left -= min(judge.left, piece.explained)


def _explaining(piece: Piece, left: int) -> Piece:
    """Give a piece in which no more than so many faulty entries are explained."""
    if piece.explained <= left:
        return piece
    return replace(piece, explained=left, faults=encode(decode_faults(piece.faults)[:left]))


class _Pile:
    """A piece while it grows."""

    def __init__(self) -> None:
        self.good: list[Any] = []
        self.explained: list[FaultyEntry] = []
        self.faulty = 0

    def piece(self, last: int, rows: int) -> Piece:
        """Give the finished piece."""
        good, explained = len(self.good), len(self.explained)
        return Piece(last, rows, good, self.faulty, explained, encode(self.good), encode(self.explained))


class _Judge:
    """Judges the rows of one sheet."""

    def __init__(
        self, job: SheetJob, revision: Revision, columns: Sequence[SheetColumn], titles: Titles
    ) -> None:
        tongue = Tongue(job.style, revision.texts)
        self.validator = Validator(revision, tongue, "cell", {rule.name: rule for rule in job.rules})
        self.form, self.columns, self.titles = revision.form, columns, titles
        self.places = {column.place: index for index, column in enumerate(columns)}
        self.main = [(n, c) for n, c in enumerate(columns) if c.group is None]
        self.groups = {c.group.key: c.group for c in columns if c.group}
        self.left = EXPLAINED - job.explained

    @property
    def is_plain(self) -> bool:
        """Say whether each row is one entry and the quick way may judge it."""
        return self.validator.quick is not None and not self.titles.stray

    def pieces(self, rows: Iterator[SheetLine]) -> Iterator[Piece]:
        """Give the pieces of these rows."""
        return self._plain(rows) if self.is_plain else self._whole(self._together(rows))

    def _plain(self, rows: Iterator[SheetLine]) -> Iterator[Piece]:
        """Give the pieces of rows that are one entry each, judged by the quick way first."""
        bulk = Bulk(self.validator)
        at = {column.place: place for column, place in zip(self.columns, self.titles.places, strict=True)}
        places = [at.get(leaf.path) for leaf in bulk.leaves]
        while lines := list(islice(rows, PIECE)):
            cells = list(zip(*[line for _, line in lines], strict=True))
            nothing = (None,) * len(lines)
            values, doubtful = bulk.judge([nothing if place is None else cells[place] for place in places])
            pile = _Pile()
            for index, ((number, line), found) in enumerate(zip(lines, bulk.written(values), strict=True)):
                if index not in doubtful:
                    pile.good.append((number, found))
                elif self.left > 0:
                    self._judge([(number, line)], pile)
                else:
                    pile.faulty += 1
            yield pile.piece(lines[-1][0], len(lines))

    def _together(self, rows: Iterable[SheetLine]) -> Iterator[list[SheetLine]]:
        """Put the rows together that are one entry: those without main values belong to the one above."""
        lines: list[SheetLine] = []
        for number, line in rows:
            if lines and self.groups and not any(self._filled(line, n) for n, _ in self.main):
                lines.append((number, line))
                continue
            if lines:
                yield lines
            lines = [(number, line)]
        if lines:
            yield lines

    def _whole(self, entries: Iterator[list[SheetLine]]) -> Iterator[Piece]:
        """Give the pieces of entries of several rows, or with conditions."""
        while found := list(islice(entries, PIECE)):
            pile = _Pile()
            for lines in found:
                self._judge(lines, pile)
            yield pile.piece(found[-1][-1][0], sum(map(len, found)))

    def _judge(self, lines: list[SheetLine], pile: _Pile) -> None:
        """Judge one entry by all its fields."""
        raw = self._raw(lines)
        verdict = self.validator.explain(raw)
        faults = verdict.faults or (*self._unasked(raw, verdict.values), *self._untitled(lines))
        if not faults:
            rows = {key: [int(row[ROW]) for row in raw[key]] for key in self.groups}
            pile.good.append(Entry(lines[0][0], to_canonical(self.form, verdict.values), rows))
            return
        pile.faulty += 1
        if self.left > 0:
            self.left -= 1
            pile.explained.append(self._explained(lines, faults))

    def _explained(self, lines: list[SheetLine], faults: Sequence[Placed]) -> FaultyEntry:
        shown = [
            Line(number, [kept(self._cell(line, index)) for index in range(len(self.columns))])
            for number, line in lines
        ]
        return FaultyEntry(shown, [self._placed(lines[0][0], one) for one in faults])

    def _raw(self, lines: list[SheetLine]) -> dict[str, Any]:
        """Give the raw values of an entry as the validator takes them; each row of a group knows its number."""
        raw: dict[str, Any] = {key: [] for key in self.groups}
        for index, column in self.main:
            _put(raw, column, self._cell(lines[0][1], index))
        for number, line in lines:
            rows: dict[str, dict[str, Any]] = {key: {} for key in self.groups}
            for index, column in enumerate(self.columns):
                if column.group is not None and self._filled(line, index):
                    _put(rows[column.group.key], column, self._cell(line, index))
            for key, row in rows.items():
                if row:
                    raw[key].append({ROW: str(number), **row})
        return raw

    def _cell(self, line: list[Raw], column: int) -> Any:
        place = self.titles.places[column]
        return None if place is None else line[place]

    def _filled(self, line: list[Raw], column: int) -> bool:
        return not _is_blank(self._cell(line, column))

    def _unasked(self, raw: Mapping[str, Any], values: Mapping[str, Any]) -> Iterator[Placed]:
        """Say which cells are filled although their condition is not met: on a page they are not even shown."""
        for _, column in self.main:
            if column.field.key not in values and not _is_blank(_got(raw, column)):
                yield Placed(column.place, Fault("not_asked"))
        for column in self.columns:
            if column.group is None:
                continue
            found: Sequence[Mapping[str, Any]] = values.get(column.group.key) or ({},) * len(
                raw[column.group.key]
            )
            for row, own in zip(raw[column.group.key], found, strict=True):
                if column.field.key not in own and not _is_blank(_got(row, column)):
                    yield Placed((column.group.key, row[ROW], *column.leaf.path), Fault("not_asked"))

    def _untitled(self, lines: list[SheetLine]) -> Iterator[Placed]:
        """Say which cells stand under no title, once per row."""
        for number, line in lines:
            stray = [place for place in self.titles.stray if not _is_blank(line[place])]
            if stray:
                yield Placed(("", str(number)), Fault("untitled", column=column_letters(stray[0])))

    def _placed(self, first: int, placed: Placed) -> Any:
        """Find the row and the column of a fault; a place that is no column's own is that of the first part."""
        number, place = _split(first, placed.place, self.groups)
        column = self.places.get(place)
        if column is None and place:
            column = next((n for known, n in self.places.items() if known[: len(place)] == place), None)
        return cell_fault(number, column, placed.fault)


def _split(first: int, place: Place, groups: Mapping[str, Any]) -> tuple[int, Place]:
    """Give the row of a place, and the place without it."""
    if place[0] == "":
        return int(place[1]), ()
    if place[0] in groups and len(place) > 1:
        return int(place[1]), (place[0], *place[2:])
    return first, place


def _put(raw: dict[str, Any], column: SheetColumn, cell: Any) -> None:
    if column.leaf.part:
        raw.setdefault(column.leaf.key, {})[column.leaf.part] = cell
    else:
        raw[column.leaf.key] = cell


def _got(raw: Mapping[str, Any], column: SheetColumn) -> Any:
    found = raw.get(column.leaf.key)
    return found.get(column.leaf.part) if column.leaf.part and found is not None else found


def _is_blank(cell: Any) -> bool:
    return cell is None or (isinstance(cell, str) and not cell.strip())
