"""What is typed about gaps: a day, an answer, a reason, and what is to be done with several."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from flask import g
from flask_wtf import FlaskForm
from wtforms import RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from console.plugin import BadArgument, Misread, clock
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.gaps.models import LONGEST_TEXT
from plugins.fr_dsn.gaps.service import REASONS

USUAL_DAYS = 10
"""Days that a company is given to answer, unless another day is typed."""
_FILL_IN = _l("Fill in this field.")
_SHORTER = Length(max=LONGEST_TEXT, message=_l("Shorten this text."))
_DAY = {"data-width": "short", "inputmode": "numeric"}


def _reasons() -> list[SelectChoice]:
    return [SelectChoice("", ""), *(SelectChoice(code, word) for code, word in REASONS.items())]


class DayForm(FlaskForm):
    """The day of an answer, or on which a gap is looked at again."""

    day = StringField(
        _l("Day"),
        [InputRequired(_FILL_IN)],
        description=_l("On this day the gap stands among those to look at."),
        render_kw=_DAY,
    )


class AnswerForm(FlaskForm):
    """What the company says."""

    text = TextAreaField(
        _l("Answer"),
        [InputRequired(_FILL_IN), _SHORTER],
        description=_l("Do not write about anybody’s health."),
    )


class CloseForm(FlaskForm):
    """Why a gap is closed."""

    reason = SelectField(_l("Reason"), [InputRequired(_l("Choose a reason."))], choices=_reasons)
    text = TextAreaField(_l("Remark"), [_SHORTER])


class BulkForm(FlaskForm):
    """Several gaps, and what is done with them."""

    gaps = SelectMultipleField(
        _l("Gaps"),
        [InputRequired(_l("Choose at least one gap."))],
        coerce=int,
        widget=ListWidget(prefix_label=False),
        option_widget=CheckboxInput(),
    )
    act = RadioField(
        _l("What to do"),
        [InputRequired(_l("Choose what to do."))],
        choices=[
            SelectChoice("write", _l("Write to the companies, one e-mail each")),
            SelectChoice("follow", _l("Look at them again on the day")),
            SelectChoice("close", _l("Close them")),
        ],
    )
    day = StringField(
        _l("Day"), description=_l("Until when an answer is asked for, or when to look again."), render_kw=_DAY
    )
    reason = SelectField(_l("Reason"), choices=_reasons, description=_l("To close them."))
    text = TextAreaField(_l("Remark"), [_SHORTER])


def usual_day() -> str:
    """Give the day that stands in a form before anybody types one."""
    day = clock.today("Europe/Paris") + timedelta(days=USUAL_DAYS)
    return str(g.style.show_day(day))


def day_in(field: Any) -> date:
    """Give the day that was typed; raises `BadArgument` with the place of the field."""
    typed = (field.data or "").strip()
    try:
        found: date = g.style.read_day(typed)
    except Misread as fault:
        said = _("“%(text)s” is no day. Write it like %(example)s.", text=typed, example=g.style.day_hint)
        raise BadArgument(said, place=field.name) from fault
    return found
