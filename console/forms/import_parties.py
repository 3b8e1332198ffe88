"""Choosers in sheets: whether a party is known is looked up beside the child, for all entries of a piece together."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from console.base.figures import Style
from console.forms.canonical import from_canonical
from console.forms.declarations import Form
from console.forms.entries import (
    CellFault,
    Entry,
    FaultyEntry,
    Line,
    Piece,
    cell_fault,
    decode_entries,
    decode_faults,
    encode,
    kept,
)
from console.forms.faults import Placed
from console.forms.fields import Chooser
from console.forms.revisions import Revision
from console.forms.sheets import SheetColumn, columns_of, rows_of
from console.forms.sources import PartySource, names_of, strangers
from console.forms.tongue import Tongue


def asks_for_parties(form: Form) -> bool:
    """Say whether a form has choosers."""
    return any(isinstance(column.field, Chooser) for column in columns_of(form))


def with_strangers(
    piece: Piece, revision: Revision, sources: Mapping[str, PartySource], style: Style, left: int
) -> Piece:
    """Give a piece whose entries that mention an unknown party are faulty; at most `left` more are explained."""
    entries = decode_entries(piece.entries)
    names = names_of(revision.form, [entry.values for entry in entries], sources)
    judged = [(entry, strangers(revision.form, entry.values, names)) for entry in entries]
    good = [entry for entry, faults in judged if not faults]
    bad = [(entry, faults) for entry, faults in judged if faults]
    told = [_told(entry, faults, revision, style) for entry, faults in bad[: max(left, 0)]]
    explained = sorted([*decode_faults(piece.faults), *told], key=lambda one: one.lines[0].number)
    return replace(
        piece,
        good=len(good),
        faulty=piece.faulty + len(bad),
        explained=len(explained),
        entries=encode(good),
        faults=encode(explained),
    )


def _told(entry: Entry, faults: Sequence[Placed], revision: Revision, style: Style) -> FaultyEntry:
    columns = columns_of(revision.form)
    values = from_canonical(revision.form, entry.values)
    rows = rows_of(columns, values, Tongue(style, revision.texts))
    lines = [
        Line(number, [kept(cell) for cell in row]) for number, row in zip(_numbers(entry), rows, strict=False)
    ]
    return FaultyEntry(lines, [_placed(entry, columns, one) for one in faults])


def _numbers(entry: Entry) -> Iterator[int]:
    """Give the rows of an entry in the sheet."""
    yield entry.row
    yield from sorted({row for rows in entry.rows.values() for row in rows} - {entry.row})


def _placed(entry: Entry, columns: Sequence[SheetColumn], placed: Placed) -> CellFault:
    key, *rest = placed.place
    inside = key in entry.rows and bool(rest)
    row = entry.rows[key][int(rest[0])] if inside else entry.row
    place = (key, *rest[1:]) if inside else placed.place
    column = next((index for index, one in enumerate(columns) if one.place == place), None)
    return cell_fault(row, column, placed.fault)
