"""The forms of a new key and of one that replaces another."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from console.accounts.operations import Operation
from console.base.figures import Style
from console.hooks.declarations import Text

LASTING = (30, 90, 180, 365, 730)
"""Days for which a key can be made."""
OVERLAPS = (7, 1, 14, 30, 0)
"""Days for which the old key goes on beside the new one, the usual ones first."""
RATES = (600, 60, 300, 1200, 3000)
"""Requests per minute that can be allowed, the usual number first."""
ORDER = ("name", "company", "operations", "lasts", "per_minute")
_FILL_IN = _l("Fill in this field.")


class _Box(CheckboxInput):
    """A box of a group: the group is required, not each box of it."""

    validation_attrs = ("disabled",)


def _one_line(_form: FlaskForm, field: Any) -> None:
    """Take a name without line ends and signs that cannot be seen: it stands in the journal."""
    field.data = " ".join((field.data or "").split())
    if not field.data.isprintable():
        raise ValidationError(_("This contains a sign that cannot be stored. Type it again."))


class KeyForm(FlaskForm):
    """Which system gets a key, what it may do, how much of it, and for how long."""

    name = StringField(
        _l("Name of the system"),
        [InputRequired(_FILL_IN), _one_line, Length(max=80)],
        description=_l("Its acts stand in the journal under this name."),
    )
    company = StringField(
        _l("Company number"),
        [Length(max=24)],
        description=_l(
            "For a system of a company: it sees this company's data alone, and acts for it. Leave it empty for a "
            "system of the institution."
        ),
    )
    operations = SelectMultipleField(
        _l("What it may do"),
        [InputRequired(_l("Choose at least one line."))],
        widget=ListWidget(prefix_label=False),
        option_widget=_Box(),
        description=_l("Allow only what the system needs."),
    )
    lasts = SelectField(_l("Valid for"), [InputRequired(_FILL_IN)], default="365")
    per_minute = SelectField(_l("Requests per minute, at most"), [InputRequired(_FILL_IN)])


class RotationForm(FlaskForm):
    """How long the old key goes on, and the new one lasts."""

    overlap = SelectField(
        _l("The old key goes on for"),
        [InputRequired(_FILL_IN)],
        description=_l("Both keys work meanwhile, so that the system can change without a break."),
    )
    lasts = SelectField(_l("The new key is valid for"), [InputRequired(_FILL_IN)], default="365")


def key_form(operations: Iterable[Operation], style: Style, *, asks_company: bool) -> KeyForm:
    """Give the form of a new key with what it can be allowed to do; an institution's staff are asked for whom it is."""
    form = KeyForm()
    if not asks_company:
        del form.company
    form.operations.choices = [SelectChoice(one.code, str(one.title)) for one in operations]
    form.lasts.choices = _days(LASTING)
    form.per_minute.choices = [SelectChoice(str(rate), style.show_number(rate)) for rate in RATES]
    return form


def rotation_form() -> RotationForm:
    """Give the form of a key that replaces another."""
    form = RotationForm()
    form.overlap.choices = _days(OVERLAPS)
    form.lasts.choices = _days(LASTING)
    return form


def module_form(titles: Mapping[str, Text]) -> Any:
    """Give the form that asks for which module a key shall be."""
    choices = [SelectChoice(name, str(title)) for name, title in titles.items()]
    field = SelectField(_l("Module"), [InputRequired(_FILL_IN)], choices=choices)
    return type("ModuleForm", (FlaskForm,), {"module": field})()


def _days(numbers: Iterable[int]) -> list[SelectChoice]:
    return [
        SelectChoice(str(n), ngettext("%(num)d day", "%(num)d days", n) if n else _("not at all"))
        for n in numbers
    ]
