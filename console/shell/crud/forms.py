"""The form of a row, made from its columns. What was typed stays typed until it can be read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired

from console.base.figures import Style
from console.institutions.sessions import db
from console.shell.crud.columns import ChoiceColumn, Column, ColumnFault


class RowForm(FlaskForm):
    """Base of all row forms: carries the version that the person saw."""

    version = HiddenField()

    def read(self, columns: Sequence[Column], style: Style) -> dict[str, Any] | None:
        """Give the value of each column, or nothing when a field has a fault; faults stand on their fields."""
        sound = self.validate()
        values: dict[str, Any] = {}
        for column in columns:
            field = self[column.key]
            text = (field.data or "").strip()
            try:
                values[column.key] = column.read(text, style, db.session()) if text else column.nothing
            except ColumnFault as fault:
                field.errors = [*field.errors, str(fault)]
                sound = False
        return values if sound else None


def form_class(name: str, columns: Sequence[Column]) -> type[RowForm]:
    """Give the form of these columns."""
    return type(f"{name}Form", (RowForm,), {column.key: _field(column) for column in columns})


def texts_of(row: Any, columns: Sequence[Column], style: Style) -> dict[str, str]:
    """Give what the form shows for a row."""
    return {
        c.key: (c.value(row) or "") if isinstance(c, ChoiceColumn) else c.show(c.value(row), style)
        for c in columns
    }


def _field(column: Column) -> Any:
    # Blanks are nothing: a value that is needed is more than them.
    needed = [DataRequired(_l("Fill in this field."))] if column.required else []
    attributes = {"data-width": column.width} if column.width else {}
    if isinstance(column, ChoiceColumn):
        none = [] if column.required else [SelectChoice("", "–")]
        choices = [*none, *(SelectChoice(value, word) for value, word in column.of)]
        return SelectField(
            column.label, needed, choices=choices, description=column.help, render_kw=attributes
        )
    return StringField(column.label, needed, description=column.help, render_kw=attributes)
