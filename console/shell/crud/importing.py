"""What a sheet would do to a list, and doing it: the columns read the cells, the view checks whole rows.

A related row stands in the sheet by its number; all numbers in scope are read once, so that no row asks again.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

from flask_babel import gettext as _
from sqlalchemy import func, select, tuple_
from sqlalchemy.orm import Session

from config import LANGUAGES
from console.audit import service as audit
from console.base.errors import NotFound
from console.base.figures import Style
from console.base.sheets import N_, Sheet, Value
from console.imports.declarations import Column as SheetColumn
from console.imports.declarations import Fault, RowKind, read_text
from console.imports.differences import (
    Counts,
    Differences,
    FaultyRow,
    Key,
    PlacedFault,
    differences,
    keys_named,
)
from console.languages.speaking import speaking
from console.shell import words
from console.shell.crud.columns import Column, ColumnFault, RelatedColumn

if TYPE_CHECKING:
    from console.shell.crud.view import CrudView

BATCH = 500
"""Rows that are looked up, or written, in one statement."""


@dataclass(frozen=True)
class Plan:
    """What a sheet would do: its differences with all rows listed, and our rows that it names, by their key."""

    found: Differences
    ours: Mapping[Key, Any]


class RowFaults:
    """Stands in for the form where the row comes from a sheet: `CrudView.check` puts faults on its fields."""

    def __init__(self) -> None:
        self._fields: dict[str, SimpleNamespace] = {}
        self.form_errors: list[object] = []

    def __getitem__(self, key: str) -> SimpleNamespace:
        return self._fields.setdefault(key, SimpleNamespace(errors=[]))

    def __getattr__(self, key: str) -> SimpleNamespace:
        return self[key]

    def placed(self) -> tuple[PlacedFault, ...]:
        """Give the faults with the keys of their columns; a refusal without any is said in general."""
        found = [(key, error) for key, field in self._fields.items() for error in field.errors]
        found += [("", error) for error in self.form_errors]
        told = found or [("", _("The values of this row do not fit together. Check the row."))]
        return tuple(PlacedFault(key or None, "check", {}, str(error)) for key, error in told)


class Importer:
    """The import of one list for one person: everything that is read once and used for each row."""

    def __init__(self, view: CrudView, session: Session, style: Style) -> None:
        if not view.import_key:
            raise NotFound(_("This list cannot be imported."))
        self.view, self.session, self.style = view, session, style
        self.columns = {column.key: column for column in view.editable()}
        self.related = {
            column.key: {getattr(row, column.by): row for row in session.scalars(select(column.target))}
            for column in self.columns.values()
            if isinstance(column, RelatedColumn)
        }
        self.kind = RowKind(tuple(map(self._sheet_column, self.columns.values())), view.import_key)

    def plan(self, sheet: Sheet, *, lock: bool = False) -> Plan:
        """Say what a sheet would do; with `lock` our rows stay as they are until the end of the transaction."""
        titles = titles_of(self.columns.values())
        named = keys_named(self.kind, sheet, style=self.style, translations=titles)
        ours = dict(self._rows(sorted(named, key=repr), lock=lock))
        found = differences(
            self.kind,
            sheet,
            (self._values(row) for row in ours.values()),
            style=self.style,
            translations=titles,
            limit=None,
        )
        total = self.session.scalar(select(func.count()).select_from(self.view.model)) or 0
        checked = self._checked(found, ours)
        return Plan(replace(checked, counts=replace(checked.counts, missing=total - len(ours))), ours)

    def carry_out(self, plan: Plan) -> None:
        """Add and change the rows of a clean plan, each with a line in its history.

        Raises what the database refuses.
        """
        fresh = ((self.view.model(), row.values) for row in plan.found.new)
        known = (
            (plan.ours[row.key], {key: change.new for key, change in row.changes.items()})
            for row in plan.found.changed
        )
        for batch in _batches([*fresh, *known]):
            self._write(batch)

    def shown(self, key: str, value: Any) -> str:
        """Give the text of a value as the list shows it."""
        return self.columns[key].show(self._own(key, value), self.style)

    def _write(self, batch: Sequence[tuple[Any, Mapping[str, Any]]]) -> None:
        done = []
        with self.session.no_autoflush:
            for row, values in batch:
                for key, value in values.items():
                    self.columns[key].set(row, self._own(key, value))
                act = "added_by_import" if row.id is None else "imported"
                done.append((act, row, audit.changes_of(row)))
                self.session.add(row)
        self.session.flush()
        for act, row, changes in done:
            self.view.saved(row, changes)
            self.view.journal(act, row, changes=changes)

    def _checked(self, found: Differences, ours: Mapping[Key, Any]) -> Differences:
        """Move the rows whose values do not fit together to the faulty ones."""
        faults = {row.number: told for row in found.new if (told := self._faults(row.values, None))}
        for row in found.changed:
            mine = ours[row.key]
            values = self._values(mine) | {key: change.new for key, change in row.changes.items()}
            if told := self._faults(values, mine):
                faults[row.number] = told
        if not faults:
            return found
        new = tuple(row for row in found.new if row.number not in faults)
        changed = tuple(row for row in found.changed if row.number not in faults)
        faulty = [*found.faulty, *(FaultyRow(number, told) for number, told in faults.items())]
        counts = Counts(len(new), len(changed), found.counts.same, len(faulty))
        return replace(
            found,
            counts=counts,
            new=new,
            changed=changed,
            faulty=tuple(sorted(faulty, key=lambda row: row.number)),
        )

    def _faults(self, values: Mapping[str, Any], row: Any | None) -> tuple[PlacedFault, ...]:
        form = RowFaults()
        own = {key: self._own(key, values.get(key)) for key in self.columns}
        return () if self.view.check(own, form, row) else form.placed()

    def _rows(self, keys: Sequence[Key], *, lock: bool) -> Iterator[tuple[Key, Any]]:
        """Give our rows with these keys, a batch of keys in one statement."""
        wanted = [self._stored(key) for key in keys]
        columns = tuple_(*(getattr(self.view.model, self._attribute(key)) for key in self.kind.key))
        for batch in _batches(wanted):
            statement = select(self.view.model).where(columns.in_(batch))
            for row in self.session.scalars(statement.with_for_update() if lock else statement):
                values = self._values(row)
                yield tuple(values[key] for key in self.kind.key), row

    def _attribute(self, key: str) -> str:
        column = self.columns[key]
        return column.foreign if isinstance(column, RelatedColumn) else key

    def _stored(self, key: Key) -> Key:
        """Give a key as the database has it: a related row by its id."""
        named = zip(self.kind.key, key, strict=True)
        return tuple(self.related[k][v].id if k in self.related else v for k, v in named)

    def _values(self, row: Any) -> dict[str, Any]:
        """Give a row of ours as a sheet tells it: a related row by its number, nothing for an empty text."""
        found = {}
        for key, column in self.columns.items():
            value = column.value(row)
            if isinstance(column, RelatedColumn) and value is not None:
                value = getattr(value, column.by)
            found[key] = None if value == "" else value
        return found

    def _own(self, key: str, value: Any) -> Any:
        """Give a value of the sheet as the row takes it."""
        if value is None:
            return self.columns[key].nothing
        return self.related[key][value] if key in self.related else value

    def _sheet_column(self, column: Column) -> SheetColumn:
        def read(cell: Value, style: Style) -> object:
            try:
                if isinstance(column, RelatedColumn):
                    return self._number(column, cell, style)
                return column.read_cell(cell, style, self.session)
            except ColumnFault as fault:
                raise Fault("column", str(fault)) from fault

        def show(value: Any, style: Style) -> str:
            return self.shown(column.key, value)

        return SheetColumn(column.key, column.label, column.required, read, show)

    def _number(self, column: RelatedColumn, cell: Value, style: Style) -> str:
        number = read_text(column.number_in(cell) if isinstance(cell, str) else cell, style)
        known = self.related[column.key]
        first = number.partition(" ")[0]
        if number not in known and first in known:
            # Typed by hand, number and name are parted by a plain space.
            shown = column.show(known[first], style)
            number = first if number == " ".join(shown.split()) else number
        if number not in known:
            raise Fault("unknown", N_("Nothing is found for “%(text)s”. Type the number."), text=number[:60])
        return number


def titles_of(columns: Collection[Column]) -> dict[str, list[str]]:
    """Give the title of each column in every language, as people may have received the sheet."""
    found: dict[str, list[str]] = {column.key: [] for column in columns}
    labels = {column.key: column.label for column in columns}
    for language in LANGUAGES:
        with speaking(words.in_language(language)):
            for key, label in labels.items():
                found[key].append(str(label))
    return found


def _batches(rows: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), BATCH):
        yield rows[start : start + BATCH]
