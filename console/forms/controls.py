"""The controls of the page, by WTForms. They keep what was typed and judge nothing: the validator reads the raw values.

Names on the page begin with `f-`, since a field called `data` or `errors` would hide a member of WTForms.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from wtforms import Field as Control
from wtforms import RadioField, SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice
from wtforms.fields.core import UnboundField
from wtforms.form import BaseForm
from wtforms.widgets import CheckboxInput, HiddenInput, ListWidget, TextArea, TextInput

from console.forms.leaves import Layout
from console.forms.raw import PREFIX, ROW
from console.forms.tongue import Tongue

if TYPE_CHECKING:
    from console.forms.fields import Chooser, File, Simple


class TypedControl(Control):
    """A text as it was typed."""

    widget = TextInput()

    def _value(self) -> str:
        return self.data if isinstance(self.data, str) else ""


class AreaControl(TypedControl):
    """Several lines."""

    widget = TextArea()


class HiddenControl(TypedControl):
    """What the page carries on: a row's name."""

    widget = HiddenInput()


class BoxesControl(SelectMultipleField):
    """Answers to tick."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()


class FileControl(TypedControl):
    """Documents: `data` are the references of those added before."""

    def references(self) -> list[str]:
        """Give the references that the page carries on."""
        data = self.data or []
        return [data] if isinstance(data, str) else [one for one in data if isinstance(one, str)]


def text_control(field: Simple, tongue: Tongue, **attributes: str) -> UnboundField:
    """Make a control for one line of text."""
    return _made(TypedControl, field, tongue, attributes)


def area_control(field: Simple, tongue: Tongue) -> UnboundField:
    """Make a control for several lines."""
    return _made(AreaControl, field, tongue, {"rows": "5"})


def chooser_control(field: Chooser, tongue: Tongue) -> UnboundField:
    """Make a control that offers suggestions; the page knows where they come from."""
    return _made(TypedControl, field, tongue, {"data-source": field.source})


def file_control(field: File, tongue: Tongue) -> UnboundField:
    """Make a control for documents."""
    return _made(FileControl, field, tongue, {})


def radio_control(field: Simple, tongue: Tongue, options: Sequence[tuple[str, str]]) -> UnboundField:
    """Make one radio button per answer."""
    return _made(RadioField, field, tongue, {}, choices=_choices(options), validate_choice=False)


def select_control(field: Simple, tongue: Tongue, options: Sequence[tuple[str, str]]) -> UnboundField:
    """Make a list to choose from, with nothing chosen first."""
    choices = _choices([("", "–"), *options])
    return _made(SelectField, field, tongue, {}, choices=choices, validate_choice=False)


def boxes_control(field: Simple, tongue: Tongue, options: Sequence[tuple[str, str]]) -> UnboundField:
    """Make one box per answer."""
    return _made(BoxesControl, field, tongue, {}, choices=_choices(options), validate_choice=False)


def bound(
    layout: Layout,
    tongue: Tongue,
    raw: Mapping[str, Any],
    errors: Mapping[str, Sequence[str]],
    row: tuple[str, str] | None = None,
) -> BaseForm:
    """Give the controls of a form with what was typed and the errors.

    Or of one `row` of it: key of the group, name of the row. A control and its errors go by its path: `avs`,
    `period.from`; its name on the page begins with `f-`, in a row with `f-children.a1.`.
    """
    controls = {".".join(leaf.path): leaf.field.control(tongue) for leaf in layout.leaves}
    data = dict(zip(controls, layout.flat(raw), strict=True))
    if row is not None:
        controls[ROW], data[ROW] = HiddenControl(), row[1]
    form = BaseForm(controls, prefix=PREFIX if row is None else f"{PREFIX}{row[0]}.{row[1]}.")
    form.process(data=data)
    for leaf in layout.leaves:
        path = ".".join(leaf.path)
        form[path].flags.required = leaf.field.required
        form[path].errors = list(errors.get(path, ()))
    return form


def _choices(options: Sequence[tuple[str, str]]) -> list[SelectChoice]:
    return [SelectChoice(key, text) for key, text in options]


def _made(
    kind: type[Control], field: Simple, tongue: Tongue, attributes: dict[str, str], **more: Any
) -> UnboundField:
    if width := field.width():
        attributes = {**attributes, "data-width": width}
    return kind(
        tongue.say(field.label),
        description=tongue.say(field.help) if field.help else "",
        render_kw=attributes,
        **more,
    )
