"""The forms of the acts on a message, and the choosing of standard answers."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import select
from sqlalchemy.orm import Session
from wtforms import HiddenField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import DataRequired, Length

from config import LANGUAGES
from console.base import ids
from console.base.errors import BadArgument
from console.base.figures import Misread
from console.base.figures.words import say
from console.desk import keeping
from console.desk.models import StandardAnswer
from console.desk.settling import LONGEST_REASON
from console.mailbox.handling import LONGEST_NOTE
from console.mailbox.models import Message
from console.parties.models import Company
from console.shell.pages import Choice

INSERT = "insert"
"""What the button posts that puts a standard answer into the text."""
LONGEST_TEXT = 10_000
NEEDED = DataRequired(_l("Fill in this field."))


def short(most: int) -> Length:
    """Give the check that a text is not too long."""
    return Length(max=most, message=_l("Shorten this text: at most %(longest)s characters.", longest=most))


def area(label: Any, *validators: Any, rows: int = 5, hint: Any = "") -> TextAreaField:
    """Give a field for a longer text."""
    return TextAreaField(label, [*validators], description=hint, render_kw={"rows": rows})


class ActForm(FlaskForm):
    """Base of all forms of acts: its one-time key makes a second click harmless."""

    once = HiddenField()


class AnswerForm(ActForm):
    """Base of the forms with a text that a standard answer can begin."""

    answer = SelectField(_l("Standard answer"), choices=[], validate_choice=False)


class AssignForm(ActForm):
    """To whom a message goes."""

    to = SelectField(_l("Assign to"), choices=[])


class AskForm(AnswerForm):
    """A question about a message."""

    subject = StringField(_l("Subject"), [NEEDED, short(200)])
    text = area(_l("Question"), NEEDED, short(LONGEST_TEXT), rows=8)
    due = StringField(_l("Answer until"), render_kw={"data-width": "short"})


class SettleForm(AnswerForm):
    """How a message is settled."""

    outcome = RadioField(
        _l("Outcome"),
        [DataRequired(_l("Choose how it is settled."))],
        choices=[SelectChoice("accepted", _l("Accepted")), SelectChoice("refused", _l("Refused"))],
    )
    text = area(
        _l("Text to the company"),
        short(LONGEST_REASON),
        hint=_l("The company reads it. A refusal needs its reason here."),
    )


class ReopenForm(AnswerForm):
    """Why a settled message is worked on again."""

    text = area(_l("Reason"), NEEDED, short(LONGEST_REASON), hint=_l("The company reads it."))


class NoteForm(ActForm):
    """What the staff tell each other."""

    text = area(
        _l("Internal note"), NEEDED, short(LONGEST_NOTE), hint=_l("Only the institution's staff read it.")
    )


def prepare(form: ActForm) -> None:
    """Give a fresh form its one-time key."""
    if not form.once.data:
        form.once.data = ids.token()


def fill_answers(form: AnswerForm, answers: Sequence[Choice]) -> None:
    """Offer the standard answers in a form."""
    none = SelectChoice("", _("Choose a standard answer"))
    form.answer.choices = [none, *(SelectChoice(one.value, one.label) for one in answers)]


def answers_for(session: Session, message: Message) -> list[tuple[StandardAnswer, str]]:
    """Give the standard answers for a message with what each is called: the company's language comes first."""
    spoken = session.scalar(select(Company.language).where(Company.id == message.company_id)) or ""
    found = sorted(keeping.answers(session, (message.theme,)), key=lambda one: one.language != spoken)
    return [(one, one.title if one.language == spoken else _foreign(one)) for one in found]


def insert(form: Any, answers: Sequence[tuple[StandardAnswer, str]]) -> None:
    """Put the chosen standard answer behind what the text field holds."""
    chosen = next((one for one, _label in answers if str(one.id) == form.answer.data), None)
    if chosen is None:
        form.answer.errors = [_("Choose a standard answer")]
        return
    before = (form.text.data or "").rstrip()
    form.text.data = f"{before}\n\n{chosen.text}" if before else chosen.text
    form.answer.data = ""


def day_in(field: Any) -> date | None:
    """Give the day typed into a field that may stay empty; raises `BadArgument` that names it."""
    typed = (field.data or "").strip()
    if not typed:
        return None
    try:
        found: date = g.style.read_day(typed)
    except Misread as fault:
        raise BadArgument(say(fault, g.style), place=field.name) from fault
    return found


def _foreign(one: StandardAnswer) -> str:
    return str(
        _("%(title)s (%(language)s)", title=one.title, language=LANGUAGES.get(one.language, one.language))
    )
