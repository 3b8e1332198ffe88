"""The forms of retention, of legal holds, and of a person's rights."""

from __future__ import annotations

from collections.abc import Sequence

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, IntegerField, SelectMultipleField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from console.insured import service as insured
from console.retention.models import RetentionProposal
from console.retention.service import LONGEST, Keeping, mark_of

_FILL_IN = _l("Fill in this field.")
_MARK = "@"


class _Box(CheckboxInput):
    """A box of a group: the group is required, not each box of it."""

    validation_attrs = ("disabled",)


def _one_line(_form: FlaskForm, field: StringField) -> None:
    """Take a reason without line ends and signs that cannot be seen: it stands in the journal."""
    field.data = " ".join((field.data or "").split())
    if not field.data.isprintable():
        raise ValidationError(_("This contains a sign that cannot be stored. Type it again."))


def _reason() -> StringField:
    return StringField(
        _l("Reason"),
        [InputRequired(_FILL_IN), _one_line, Length(max=300)],
        description=_l("It stays in the journal: write no name and no number of a person."),
    )


class KeepForm(FlaskForm):
    """How long a class is kept, and why."""

    version = HiddenField()
    months = IntegerField(
        _l("Kept for (months)"),
        [
            InputRequired(_FILL_IN),
            NumberRange(
                1, LONGEST, _l("Enter a whole number from %(least)s to %(most)s.", least=1, most=LONGEST)
            ),
        ],
        render_kw={"data-width": "short"},
    )
    ground = StringField(
        _l("Legal ground"),
        [InputRequired(_FILL_IN), _one_line, Length(max=300)],
        description=_l("The article of the law, or another reason, for which it is kept so long."),
    )


class EraseForm(FlaskForm):
    """Which classes are erased, and why."""

    classes = SelectMultipleField(
        _l("What is erased"),
        [InputRequired(_l("Choose at least one line."))],
        widget=ListWidget(prefix_label=False),
        option_widget=_Box(),
    )
    reason = _reason()

    def seen(self) -> dict[str, str]:
        """Give what was chosen: by class, what was shown of it."""
        parts = (value.partition(_MARK) for value in self.classes.data or ())
        return {key: mark for key, _sign, mark in parts}


class HoldForm(FlaskForm):
    """Which person or dossier is put under a hold, and why."""

    number = StringField(_l("Official number of the person"), [Length(max=30)])
    dossier = StringField(_l("Or reference of the dossier"), [Length(max=20)])
    reason = _reason()


class ExportForm(FlaskForm):
    """Of whom everything is put together."""

    number = StringField(_l("Official number of the person"), [InputRequired(_FILL_IN), Length(max=30)])

    def validate_number(self, field: StringField) -> None:
        """Take a number of the institution's country as it is kept."""
        found = insured.number_of(field.data or "", g.words_tenant.country)
        if not found:
            raise ValidationError(_("This is no official number. Check its figures."))
        field.data = found


class PersonEraseForm(ExportForm):
    """Who is erased, why, and whether the consequences were read."""

    reason = _reason()
    sure = HiddenField()


def erase_form(proposals: Sequence[tuple[RetentionProposal, Keeping]]) -> EraseForm:
    """Give the form with what is past its time."""
    form = EraseForm()
    form.classes.choices = [
        SelectChoice(
            f"{one.key}{_MARK}{mark_of(one)}",
            _(
                "%(retention)s: %(count)s, from before %(day)s",
                retention=keeping.holding.declared.title,
                count=g.style.show_number(one.count),
                day=g.style.show_day(one.before),
            ),
        )
        for one, keeping in proposals
    ]
    return form
