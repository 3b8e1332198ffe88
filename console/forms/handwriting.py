"""The blocks of a form that is filled in by hand: boxes for figures, boxes to tick, lines for texts, empty tables.

On paper nothing appears and disappears: every field is printed, and its condition stands below it in words.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from flask_babel import gettext as _

from console.documents import paper
from console.forms.conditions import All, AnyOf, AnyTest, AtLeast, Equals, Filled
from console.forms.declarations import Form
from console.forms.fields import (
    AnyField,
    Choice,
    Choices,
    Composite,
    Computed,
    Day,
    File,
    Group,
    Input,
    LongText,
    Money,
    Note,
    Number,
    YesNo,
)
from console.forms.fields.choices import Listed
from console.forms.fields.numbers import Iban, OfficialNumber
from console.forms.leaves import layout_of_row
from console.forms.tongue import Tongue

MOST_TICKS = 12
"""Answers with a box each; more are written on a line."""
MOST_COLUMNS = 6
"""Columns of a table on an upright page; a wider group is printed entry by entry."""
ROWS = 5
"""Empty rows of a group that may have as many."""
_ROOM = "\u00a0\n\u00a0"
"""Keeps an empty row as high as two lines, so that there is room for a pen."""


def to_fill_in(form: Form, tongue: Tongue) -> Iterator[paper.Block]:
    """Give the blocks of all sections; computed values are left out, the console computes them."""
    for section in form.sections:
        title = tongue.say(section.title)
        yield paper.Heading(title)
        if remark := _remark(section.help, section.when, form, tongue):
            yield paper.Note(remark)
        for field in section.fields:
            yield from _field(field, form, tongue, title)


def _field(field: AnyField, form: Form, tongue: Tongue, title: str = "") -> Iterator[paper.Block]:
    remark = _remark(field.help, field.when, form, tongue)
    label = tongue.say(field.label)
    if isinstance(field, Note):
        yield paper.Note(label)
    elif isinstance(field, Group):
        if remark:
            yield paper.Note(remark)
        yield from _group(field, form, tongue, title)
    elif isinstance(field, Composite):
        for number, part in enumerate(field.parts()):
            both = _("%(field)s: %(part)s", field=label, part=tongue.say(part.label))
            yield paper.Blank(both, "" if number else remark, _space(part, tongue))
    elif isinstance(field, Input):
        listed = [remark, *_long_list(field, tongue)]
        yield paper.Blank(
            _with_unit(field, label, tongue), " ".join(filter(None, listed)), _space(field, tongue)
        )


def _group(group: Group, form: Form, tongue: Tongue, title: str) -> Iterator[paper.Block]:
    slots = [slot for slot in layout_of_row(group).slots if not isinstance(slot.field, Computed)]
    rows = max(group.min, min(group.max, ROWS))
    label = tongue.say(group.label)
    if len(slots) <= MOST_COLUMNS:
        columns = tuple(paper.Column(tongue.say(slot.field.label)) for slot in slots)
        cells = ((_ROOM, *[""] * (len(slots) - 1)),) * rows
        yield paper.Table("" if label == title else label, columns, cells)
        return
    for number in range(1, max(group.min, 2) + 1):
        yield paper.Heading(_("%(group)s, entry %(number)s", group=label, number=number))
        for slot in slots:
            yield from _field(slot.field, form, tongue)


def _space(field: Input, tongue: Tongue) -> paper.Boxes | paper.Ticks | paper.Rules:
    if isinstance(field, Day):
        return paper.Boxes((2, 2, 4), ".")
    if isinstance(field, OfficialNumber) and not isinstance(field, Iban):
        return _boxes(field.example)
    if isinstance(field, YesNo):
        return paper.Ticks(tuple(text for _key, text in field.options(tongue)))
    if isinstance(field, Choice | Choices) and len(field.of) <= MOST_TICKS:
        return paper.Ticks(tuple(text for _key, text in field.options(tongue)))
    if isinstance(field, File):
        return paper.Ticks((_("The document is enclosed."),))
    return paper.Rules(6 if isinstance(field, LongText) else 1)


def _long_list(field: Input, tongue: Tongue) -> Iterator[str]:
    if isinstance(field, Listed) and len(field.of) > MOST_TICKS:
        answers = ", ".join(text for _key, text in field.options(tongue))
        yield _("Possible answers: %(answers)s.", answers=answers)


def _boxes(example: str) -> paper.Boxes:
    """Give boxes for figures grouped as in this example: 756.1234.5678.97."""
    groups = tuple(len(run) for run in re.findall(r"\w+", example))
    return paper.Boxes(groups, "." if "." in example else "")


def _with_unit(field: Input, label: str, tongue: Tongue) -> str:
    unit = field.currency if isinstance(field, Money) else field.unit if isinstance(field, Number) else ""
    return _("%(label)s (%(unit)s)", label=label, unit=tongue.say(unit)) if unit else label


def _remark(help: str, when: AnyTest | None, form: Form, tongue: Tongue) -> str:
    parts = [tongue.say(help)] if help else []
    return " ".join([*parts, *_conditions(when, form, tongue)])


def _conditions(when: AnyTest | None, form: Form, tongue: Tongue) -> Iterator[str]:
    """Say a condition in words; one that has none is left to the reader."""
    if isinstance(when, All):
        for one in when.of:
            yield from _conditions(one, form, tongue)
    elif isinstance(when, Equals | AnyOf | Filled | AtLeast):
        field = _named(when.field, form)
        if field is not None:
            yield _condition(when, field, tongue)


def _condition(when: Equals | AnyOf | Filled | AtLeast, field: AnyField, tongue: Tongue) -> str:
    asked = tongue.say(field.label)
    if isinstance(when, Filled):
        return str(_("Only if “%(field)s” is filled in.", field=asked))
    if isinstance(when, AtLeast):
        return str(_("Only if “%(field)s” is at least %(least)s.", field=asked, least=when.least))
    wanted = when.values if isinstance(when, AnyOf) else (when.value,)
    answers = " / ".join(_answer(field, value, tongue) for value in wanted)
    return str(_("Only if the answer to “%(field)s” is: %(answers)s.", field=asked, answers=answers))


def _answer(field: AnyField, value: str | bool, tongue: Tongue) -> str:
    if isinstance(field, Listed):
        return dict(field.options(tongue)).get(str(value), str(value))
    return field.show(value, tongue) if isinstance(field, YesNo) else str(value)


def _named(key: str, form: Form) -> AnyField | None:
    inner = (one for group in form.fields() if isinstance(group, Group) for one in group.fields)
    return next((one for one in (*form.fields(), *inner) if one.key == key), None)
