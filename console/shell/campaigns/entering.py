"""What a person enters for a campaign: what is asked, the sheet, the list and its month."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, SelectField, StringField, TextAreaField
from wtforms.validators import DataRequired, Length

from console.base.figures import Misread
from console.base.figures.words import say
from console.campaigns.service import Plan
from console.shell.campaigns.asking import Askable, revision_for
from console.shell.campaigns.recipients import Offer
from console.shell.mailbox.wording import today

_NEEDED = DataRequired(_l("Fill in this field."))
_BEFORE, _AFTER = 3, 15
"""Months that can be chosen, before and after the present one."""


def _at_most(most: int) -> Length:
    return Length(max=most, message=_l("Shorten this text: at most %(longest)s characters.", longest=most))


class NewCampaignForm(FlaskForm):
    """What is asked."""

    what = SelectField(_l("What is asked for"), [_NEEDED])
    subject = StringField(
        _l("Subject"),
        [_NEEDED, _at_most(80)],
        description=_l("What the companies read in their list; no personal data, it also names the dossier."),
    )
    text = TextAreaField(
        _l("Text"),
        [_at_most(4_000)],
        description=_l("What the companies read when they open the request."),
        render_kw={"rows": 6},
    )
    due = StringField(
        _l("To be answered by"),
        description=_l("Empty when there is no hurry."),
        render_kw={"data-width": "short"},
    )
    delegable = BooleanField(
        _l("The companies may delegate it to the person concerned"),
        description=_l("Only forms that are made for it can be delegated."),
    )

    def offer(self, askables: Sequence[Askable]) -> None:
        """Let the person choose among what she may ask for."""
        self.what.choices = [("", _("Please choose")), *((one.key, one.label) for one in askables)]
        self.due.render_kw = {**self.due.render_kw, "placeholder": g.style.day_hint, "inputmode": "numeric"}

    def read(self, askables: Sequence[Askable]) -> Plan | None:
        """Give what is asked, or nothing when a field has a fault; faults stand on their fields."""
        self.validate()
        due = self._due()
        chosen = next((one for one in askables if one.key == self.what.data), None)
        if self.errors or chosen is None:
            return None
        revision = revision_for(chosen.type)
        return Plan(
            chosen.theme,
            chosen.type,
            " ".join(self.subject.data.split()),
            text=(self.text.data or "").strip(),
            due=due,
            delegable=bool(self.delegable.data) and revision is not None and revision.form.delegable,
            revision=revision,
        )

    def _due(self) -> date | None:
        typed = (self.due.data or "").strip()
        if not typed:
            return None
        try:
            day = g.style.read_day(typed)
        except Misread as fault:
            self.due.errors = [say(fault, g.style)]
            return None
        if day < today():
            self.due.errors = [_("This day has passed. Give a later one.")]
        return day  # type: ignore[no-any-return]


class RecipientsForm(FlaskForm):
    """The sheet with the recipients."""

    file = FileField(
        _l("Sheet"),
        [FileRequired(_l("Choose a file."))],
        description=_l("A file in the format .xlsx or .csv"),
    )


class ListForm(FlaskForm):
    """A list of a plugin and its month."""

    list = SelectField(_l("List"), [_NEEDED])
    month = SelectField(_l("Month"), [_NEEDED], render_kw={"data-width": "medium"})

    def offer(self, offers: Sequence[Offer]) -> None:
        """Let the person choose a list, and a month around the present one."""
        self.list.choices = [(one.key, str(one.list.title)) for one in offers]
        first = today().replace(day=1)
        months = [_month(first, number) for number in range(-_BEFORE, _AFTER + 1)]
        self.month.choices = [(f"{month:%Y-%m}", month_name(month)) for month in months]
        if not self.month.data:
            self.month.data = f"{_month(first, 1):%Y-%m}"

    def chosen(self, offers: Sequence[Offer]) -> tuple[Offer, date]:
        """Give the list and the first day of the month; call it once the form is valid."""
        offer = next(one for one in offers if one.key == self.list.data)
        return offer, date.fromisoformat(f"{self.month.data}-01")


def month_name(month: date) -> str:
    """Give a month in words: décembre 2026."""
    return str(g.style.show_long_day(month).split(" ", 1)[1])


def _month(first: date, number: int) -> date:
    months = first.year * 12 + first.month - 1 + number
    return date(months // 12, months % 12 + 1, 1)
