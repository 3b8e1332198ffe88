"""One row of a list as another system tells it in JSON: read by the columns, checked and written as its pages do.

Nothing is guessed: a text is a text, a day has ISO form, a choice is named by its code. What is not sent keeps its
value; `null` empties it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from flask import current_app
from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base.figures import API, Misread
from console.base.figures.words import say
from console.shell.crud.columns import ChoiceColumn, Column, ColumnFault, DayColumn, RelatedColumn, TextColumn
from console.shell.crud.importing import RowFaults

if TYPE_CHECKING:
    from console.shell.crud.view import CrudView

Result = Literal["created", "updated", "unchanged"]
_ISO_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@dataclass(frozen=True)
class RowFault:
    """What is wrong in a row: the member it stands at (empty for the row as a whole), a code, and a sentence."""

    place: str
    code: str
    text: str


class RowRefused(Exception):
    """A row that is not written, with everything that is wrong in it."""

    def __init__(self, faults: list[RowFault]) -> None:
        super().__init__(faults)
        self.faults = faults


class RowWriter:
    """Adds and changes rows of one list. Writes into the session and never commits."""

    def __init__(self, view: CrudView, session: Session) -> None:
        self.view, self.session = view, session
        self.columns = {column.key: column for column in view.editable()}

    @property
    def related(self) -> Mapping[str, RelatedColumn]:
        """Give the columns that name another row."""
        return {key: one for key, one in self.columns.items() if isinstance(one, RelatedColumn)}

    def row(self, key: int) -> Any | None:
        """Give a row of the list, locked until the end of the transaction."""
        wanted = select(self.view.model).where(self.view.model.id == key, *self.view.only)
        return self.session.scalars(wanted.with_for_update()).first()

    def write(
        self, row: Any | None, given: Mapping[str, Any], known: Mapping[str, Any]
    ) -> tuple[Any, Result]:
        """Write a row and give it, with what became of it; raises `RowRefused`, and then nothing is written.

        `given` are values as JSON has them, `known` values that were found already. Without `row` it is the one with
        the same key, as in a sheet, or a new one.
        """
        values = self._read(given, known)
        row = row if row is not None else self._same(values)
        complete = self._completed(values, row)
        self._check(complete, row)
        return self._store(row, values if row is not None else complete)

    def _read(self, given: Mapping[str, Any], known: Mapping[str, Any]) -> dict[str, Any]:
        faults: list[RowFault] = []
        values = dict(known)
        for key, value in given.items():
            if key not in self.columns or key in known:
                text = _("There is no such member here. Remove it.")
                faults.append(RowFault(key[:60], "unknown_member", text))
                continue
            try:
                values[key] = self._value(self.columns[key], value)
            except ColumnFault as fault:
                faults.append(RowFault(key, "value", str(fault)))
        if faults:
            raise RowRefused(faults)
        return values

    def _value(self, column: Column, value: Any) -> Any:
        if value is None or (isinstance(value, str) and not value.strip()):
            if column.required:
                raise ColumnFault(_("Fill in this field."))
            return column.nothing
        if not isinstance(value, str):
            raise ColumnFault(_("Send this as a text."))
        if isinstance(column, ChoiceColumn) and value not in (codes := [code for code, _word in column.of]):
            raise ColumnFault(_("Send one of: %(codes)s.", codes=", ".join(codes)))
        if isinstance(column, DayColumn) and not _ISO_DAY.fullmatch(value):
            raise ColumnFault(_("Send the day as year, month and day: 2026-03-01."))
        try:
            return column.read(value, API, self.session)
        except Misread as fault:
            raise ColumnFault(say(fault, API)) from fault

    def _same(self, values: Mapping[str, Any]) -> Any | None:
        """Give the row of ours with the same key, locked; nothing as long as the key is not complete."""
        keys = self.view.import_key
        if not keys or not all(values.get(key) for key in keys):
            return None
        same = (self._attribute(key) == _plain(values[key]) for key in keys)
        wanted = select(self.view.model).where(*same, *self.view.only).with_for_update()
        return self.session.scalars(wanted).first()

    def _attribute(self, key: str) -> Any:
        column = self.columns[key]
        return getattr(self.view.model, column.foreign if isinstance(column, RelatedColumn) else key)

    def _completed(self, values: Mapping[str, Any], row: Any | None) -> dict[str, Any]:
        """Give a value for each column; raises `RowRefused` for a new row without those it must have."""
        if row is not None:
            return {key: values.get(key, column.value(row)) for key, column in self.columns.items()}
        lacking = [key for key, column in self.columns.items() if column.required and key not in values]
        if lacking:
            raise RowRefused([RowFault(key, "required", _("Fill in this field.")) for key in lacking])
        return {key: values.get(key, column.nothing) for key, column in self.columns.items()}

    def _check(self, values: dict[str, Any], row: Any | None) -> None:
        form = RowFaults()
        if not self.view.check(values, form, row):
            raise RowRefused(
                [RowFault(one.column or "", one.code, str(one.message)) for one in form.placed()]
            )

    def _store(self, row: Any | None, values: Mapping[str, Any]) -> tuple[Any, Result]:
        made = row is None
        row = self.view.model() if row is None else row
        try:
            with self.session.begin_nested(), self.session.no_autoflush:
                for key in self._differing(row, values):
                    self.columns[key].set(row, values[key])
                self.session.add(row)
                changes = audit.changes_of(row)
                self.session.flush()
        except IntegrityError as fault:
            text = _("This value exists already in another entry.")
            raise RowRefused([RowFault(self.view.unique, "exists", text)]) from fault
        if not made and not changes:
            return row, "unchanged"
        self.view.saved(row, changes)
        self.view.journal("added" if made else "changed", row, changes=changes)
        return row, "created" if made else "updated"

    def _differing(self, row: Any, values: Mapping[str, Any]) -> Iterator[str]:
        """Give the keys of what is new; on a new row all of them."""
        for key, value in values.items():
            if row.id is None or self.columns[key].value(row) != value:
                yield key


def list_over(plugin: str, model: type[Any]) -> CrudView | None:
    """Give a plugin's list over a model, which judges what other systems write into it."""
    views: Iterable[CrudView] = current_app.extensions["guichet_crud"].values()
    return next((one for one in views if one.plugin == plugin and one.model is model), None)


def schema_of(column: Column) -> dict[str, Any]:
    """Give the JSON Schema of what `RowWriter` reads for a column that names no other row."""
    found: dict[str, Any] = {"type": "string" if column.required else ["string", "null"]}
    if isinstance(column, ChoiceColumn):
        codes = [code for code, _word in column.of]
        return {"enum": codes if column.required else [*codes, "", None]}
    if isinstance(column, DayColumn):
        found["format"] = "date"
    if isinstance(column, TextColumn) and column.check is None:
        found["maxLength"] = column.most
    if column.required:
        found["minLength"] = 1
    return {**found, "description": str(column.label)}


def _plain(value: Any) -> Any:
    return getattr(value, "id", value)
