"""The forms of deadline rules and of alerts."""

from __future__ import annotations

import re
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, IntegerField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, NumberRange, Optional, Regexp, ValidationError

from console.base.calendar import Span, Unit
from console.deadlines.options import MOST_DAYS
from console.deadlines.service import Alerts, Rule

WORKING = "working"
_REGION = re.compile(r"\s*[A-Z]{2}(-[A-Z0-9]{1,3})?\s*$", re.IGNORECASE)
_FILL_IN = _l("Fill in this field.")


def _one_line(_form: FlaskForm, field: Any) -> None:
    """Take a reason without line ends and signs that cannot be seen: it stands in the journal."""
    field.data = " ".join((field.data or "").split())
    if not field.data.isprintable():
        raise ValidationError(_("This contains a sign that cannot be stored. Type it again."))


def _days(label: Any, hint: Any) -> IntegerField:
    limit = NumberRange(1, MOST_DAYS, _l("Type a number of days from 1 to %(most)s.", most=MOST_DAYS))
    return IntegerField(label, [Optional(), limit], description=hint, render_kw={"data-width": "short"})


class RuleForm(FlaskForm):
    """How long a rule lasts, how it is counted, and why."""

    version = HiddenField()
    number = IntegerField(
        _l("Length"),
        [InputRequired(_FILL_IN), NumberRange(0, message=_l("Type a whole number, 0 at least."))],
        render_kw={"data-width": "short"},
    )
    unit = SelectField(_l("Counted in"), [InputRequired(_FILL_IN)])
    region = StringField(
        _l("Holidays of"),
        [
            Optional(),
            Regexp(_REGION, message=_l("Write a country such as CH, or a part such as CH-VD.")),
        ],
        description=_l(
            "A country such as CH, or a part such as CH-VD. Left empty: your institution's country."
        ),
        render_kw={"data-width": "short"},
    )
    first_day = BooleanField(_l("The day of the event is the first day counted"))
    month_end = BooleanField(_l("It runs on to the end of the month"))
    moves = BooleanField(_l("A last day on which nobody works moves to the next working day"))
    ground = StringField(
        _l("Legal ground"),
        [InputRequired(_FILL_IN), _one_line, Length(max=300)],
        description=_l("The article of the law, or another reason, for which it lasts so long."),
    )

    @property
    def span(self) -> Span:
        """Give what was typed; raises `BadArgument` for what does not go together."""
        is_working = self.unit.data == WORKING
        return Span(
            int(self.number.data or 0),
            Unit.DAYS if is_working else Unit(self.unit.data),
            working=is_working,
            moves=bool(self.moves.data),
            month_end=bool(self.month_end.data),
            first_day=bool(self.first_day.data),
            region=(self.region.data or "").strip().upper(),
        )


class AlertForm(FlaskForm):
    """When people are told of deadlines in a theme."""

    before = _days(_l("Days before the last day"), _l("Left empty, nobody is told before."))
    on_day = BooleanField(_l("On the last day"))
    after = _days(_l("Days after the last day"), _l("Left empty, nobody is told afterwards."))
    escalate = _days(
        _l("Days until the administrators are told"),
        _l("Counted from the last day. Left empty, they are not told."),
    )

    @property
    def alerts(self) -> Alerts:
        """Give what was chosen."""
        return Alerts(self.before.data, bool(self.on_day.data), self.after.data, self.escalate.data)


def rule_form(rule: Rule) -> RuleForm:
    """Give the form of a rule as it stands; hours are offered for transmissions only."""
    span = rule.span
    form = RuleForm(
        data={
            "version": str(rule.version),
            "number": span.number,
            "unit": WORKING if span.working else str(span.unit),
            "region": span.region,
            "first_day": span.first_day,
            "month_end": span.month_end,
            "moves": span.moves,
            "ground": str(rule.ground),
        }
    )
    units = [
        (WORKING, _("Working days")),
        (Unit.DAYS, _("Calendar days")),
        (Unit.MONTHS, _("Months")),
        *([(Unit.HOURS, _("Hours"))] if rule.declared.dispatch else []),
    ]
    form.unit.choices = [SelectChoice(str(code), str(word)) for code, word in units]
    return form


def alert_form(chosen: Alerts) -> AlertForm:
    """Give the form of a theme's alerts as they stand."""
    data = {
        "before": chosen.before,
        "on_day": chosen.on_day,
        "after": chosen.after,
        "escalate": chosen.escalate,
    }
    return AlertForm(data=data)
