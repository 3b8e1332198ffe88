"""What the rows of a sheet would do to the rows we have. Pure: reads cells, writes nothing."""

from __future__ import annotations

import hashlib
import json
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from console.base.figures import Misread, Style
from console.base.folding import fold
from console.base.sheets import N_, Cell, Sheet, SheetRow, Unreadable, column_letters

from .declarations import Column, Fault, RowKind

#: Rows of each kind that a preview lists; the counts are exact all the same.
LISTED = 200

Key = tuple[object, ...]
Values = Mapping[str, object]

_UNREADABLE = {
    Unreadable.FORMULA: N_("This cell holds a formula. Replace it by its value."),
    Unreadable.ERROR: N_("This cell holds an error. Type the value again."),
    Unreadable.DURATION: N_("This cell holds a time of day. Format it as text or as a date."),
}


@dataclass(frozen=True, slots=True)
class PlacedFault:
    """A fault and the key of its column; without one it concerns the whole row or the titles."""

    column: str | None
    code: str
    params: Values
    message: str | None
    """Without a message the fault is a figure's, which has its own words."""

    def say(self, style: Style) -> str:
        """Give the cause and the remedy in the reader's language, with figures in `style`."""
        if self.message is None:
            from console.base.figures.words import say

            return say(Misread(self.code, **self.params), style)
        from flask_babel import gettext

        return str(gettext(self.message, **self.params))


@dataclass(frozen=True, slots=True)
class NewRow:
    """A row that we do not have yet."""

    number: int
    key: Key
    values: Values


@dataclass(frozen=True, slots=True)
class Change:
    """What a value was and what it would be; None is empty."""

    old: object
    new: object


@dataclass(frozen=True, slots=True)
class ChangedRow:
    """A row that we have with other values; `changes` by column, only those that differ."""

    number: int
    key: Key
    changes: Mapping[str, Change]


@dataclass(frozen=True, slots=True)
class FaultyRow:
    """A row that is not taken over, with everything that is wrong in it."""

    number: int
    faults: tuple[PlacedFault, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """How many rows there are of each kind; `missing` are ours that the sheet does not name.

    A row whose key cannot be read is faulty, and the one it means counts as missing.
    """

    new: int = 0
    changed: int = 0
    same: int = 0
    faulty: int = 0
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Differences:
    """What a sheet would do. With `title_faults` no row was looked at.

    `columns` are the keys of those the sheet has: others keep their values. `digest` is equal as long as the
    sheet and our rows say the same, whatever the limit of the listing.
    """

    columns: tuple[str, ...] = ()
    title_faults: tuple[PlacedFault, ...] = ()
    counts: Counts = field(default_factory=Counts)
    new: tuple[NewRow, ...] = ()
    changed: tuple[ChangedRow, ...] = ()
    faulty: tuple[FaultyRow, ...] = ()
    missing: tuple[Key, ...] = ()
    digest: str = ""

    @property
    def is_clean(self) -> bool:
        """Whether every row can be taken over."""
        return not self.title_faults and not self.counts.faulty


@dataclass(frozen=True, slots=True)
class _Read:
    number: int
    values: dict[str, object]
    faults: list[PlacedFault]
    key: Key | None


def differences(
    kind: RowKind,
    sheet: Sheet,
    existing: Iterable[Values],
    *,
    style: Style,
    translations: Mapping[str, Iterable[str]],
    limit: int | None = LISTED,
) -> Differences:
    """Compare a sheet with our rows, each given by column key.

    `translations` are the titles of a column, by its key, in every shipped language. `limit` shortens the
    listings (None: all rows, to take them over); counts and digest do not depend on it.
    """
    places, title_faults = _columns_of(kind, sheet, translations)
    columns = tuple(column.key for _, column in places)
    if title_faults:
        return Differences(
            columns, tuple(title_faults), digest=_digest([fault.code for fault in title_faults])
        )
    ours = _by_key(kind, existing)
    rows = [_read_row(kind, row, places, style) for row in sheet.rows]
    _mark_duplicates(rows)
    outcomes = [_outcome(row, ours) for row in rows]
    named = {row.key for row in rows}
    new = [row for row in outcomes if isinstance(row, NewRow)]
    changed = [row for row in outcomes if isinstance(row, ChangedRow)]
    faulty = [row for row in outcomes if isinstance(row, FaultyRow)]
    missing = [key for key in ours if key not in named]
    same = len(rows) - len(new) - len(changed) - len(faulty)
    lines = [columns, *(_line(row, ours, columns) for row in rows), sorted(map(_canonical, missing))]
    return Differences(
        columns=columns,
        counts=Counts(len(new), len(changed), same, len(faulty), len(missing)),
        new=tuple(new[:limit]),
        changed=tuple(changed[:limit]),
        faulty=tuple(faulty[:limit]),
        missing=tuple(missing[:limit]),
        digest=_digest(lines),
    )


def keys_named(
    kind: RowKind, sheet: Sheet, *, style: Style, translations: Mapping[str, Iterable[str]]
) -> set[Key]:
    """Give the keys that a sheet names, so that only those rows of ours need to be looked up."""
    places, title_faults = _columns_of(kind, sheet, translations)
    if title_faults:
        return set()
    of_key = [(index, column) for index, column in places if column.key in kind.key]
    keys = (_read_row(kind, row, of_key, style).key for row in sheet.rows)
    return {key for key in keys if key is not None}


def _outcome(row: _Read, ours: Mapping[Key, Values]) -> NewRow | ChangedRow | FaultyRow | None:
    """Say what one row would do; None is nothing."""
    if row.faults or row.key is None:
        return FaultyRow(row.number, tuple(row.faults))
    if row.key not in ours:
        return NewRow(row.number, row.key, row.values)
    changes = _changes(ours[row.key], row.values)
    return ChangedRow(row.number, row.key, changes) if changes else None


def _line(row: _Read, ours: Mapping[Key, Values], columns: tuple[str, ...]) -> object:
    """Give what of one row goes into the digest."""
    if row.faults or row.key is None:
        return row.number, [(fault.column, fault.code) for fault in row.faults]
    old = ours.get(row.key)
    return row.number, row.values, old and [_filled(old.get(name)) for name in columns]


def _columns_of(
    kind: RowKind, sheet: Sheet, translations: Mapping[str, Iterable[str]]
) -> tuple[list[tuple[int, Column]], list[PlacedFault]]:
    """Find each column's place in the sheet, and what is wrong with the titles."""
    named = _columns_by_title(kind, translations)
    places: dict[str, tuple[int, Column]] = {}
    faults: list[PlacedFault] = []
    for index, title in enumerate(sheet.header):
        letters, found = column_letters(index), named.get(fold(title), [])
        if not title.strip():
            if any(row.cells[index] is not None for row in sheet.rows):
                message = N_("Column %(letters)s has no title. Type one or empty the column.")
                faults.append(_title_fault("untitled", message, letters=letters))
        elif len(found) != 1:
            message = N_("The title %(title)s in column %(letters)s is not known. Correct or remove it.")
            faults.append(_title_fault("unknown_title", message, title=title.strip(), letters=letters))
        elif found[0].key in places:
            message = N_("The columns %(first)s and %(second)s both give %(title)s. Remove one of them.")
            first = column_letters(places[found[0].key][0])
            faults.append(
                _title_fault("double_title", message, title=found[0].title, first=first, second=letters)
            )
        else:
            places[found[0].key] = (index, found[0])
    for column in kind.columns:
        if column.required and column.key not in places:
            message = N_("The column %(title)s is missing. Add it to the sheet.")
            faults.append(_title_fault("missing_title", message, title=column.title))
    return list(places.values()), faults


def _columns_by_title(kind: RowKind, translations: Mapping[str, Iterable[str]]) -> dict[str, list[Column]]:
    named: dict[str, list[Column]] = defaultdict(list)
    for column in kind.columns:
        titles = (column.key, str(column.title), *translations.get(column.key, ()))
        for title in {fold(title) for title in titles}:
            named[title].append(column)
    return named


def _title_fault(code: str, message: str, **params: object) -> PlacedFault:
    return PlacedFault(None, code, params, message)


def _by_key(kind: RowKind, existing: Iterable[Values]) -> dict[Key, Values]:
    ours: dict[Key, Values] = {}
    for row in existing:
        key = tuple(row[name] for name in kind.key)
        if key in ours:
            raise ValueError(f"two rows have the key {kind.key}, which must tell them apart")
        ours[key] = row
    return ours


def _read_row(kind: RowKind, row: SheetRow, places: list[tuple[int, Column]], style: Style) -> _Read:
    values: dict[str, object] = {}
    faults: list[PlacedFault] = []
    for index, column in places:
        try:
            values[column.key] = _read_cell(column, row.cells[index], style)
        except Fault as fault:
            faults.append(PlacedFault(column.key, fault.code, fault.params, fault.message))
        except Misread as misread:
            faults.append(PlacedFault(column.key, misread.code, misread.params, None))
    has_key = all(name in values for name in kind.key)
    return _Read(row.number, values, faults, tuple(values[name] for name in kind.key) if has_key else None)


def _read_cell(column: Column, cell: Cell, style: Style) -> object:
    if isinstance(cell, Unreadable):
        raise Fault(cell.value, _UNREADABLE[cell])
    if isinstance(cell, str):
        cell = (cell if cell.isascii() else unicodedata.normalize("NFC", cell)).strip()
    if cell is None or cell == "":
        if column.required:
            raise Fault("required", N_("This cell is empty. Fill it in."))
        return None
    return column.read(cell, style)


def _mark_duplicates(rows: list[_Read]) -> None:
    """Give a fault to every row whose key another one has too: nobody can say which of them counts."""
    by_key: dict[Key, list[_Read]] = defaultdict(list)
    for row in rows:
        if row.key is not None:
            by_key[row.key].append(row)
    for group in by_key.values():
        first = group[0]
        for row in group if len(group) > 1 else ():
            other = group[1] if row is first else row
            message = N_("Rows %(first)s and %(second)s concern the same entry. Keep one of them.")
            params = {"first": first.number, "second": other.number}
            row.faults.append(PlacedFault(None, "duplicate", params, message))


def _changes(old: Values, new: Values) -> dict[str, Change]:
    return {
        name: Change(_filled(old.get(name)), value)
        for name, value in new.items()
        if _filled(old.get(name)) != value
    }


def _filled(value: object) -> object:
    """Give None for an empty text: a sheet cannot tell the two apart."""
    return None if value == "" else value


def _canonical(value: object) -> str:
    """Give one text for one value; what has no form in JSON keeps the name of its type."""
    return json.dumps(value, sort_keys=True, default=lambda other: [type(other).__name__, str(other)])


def _digest(lines: list[object]) -> str:
    digest = hashlib.sha256()
    for line in lines:
        digest.update(_canonical(line).encode() + b"\n")
    return digest.hexdigest()
