"""The forms of dossiers: a new document, a new end date, why a dossier is opened again, receipt by document type."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import RadioField, SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from console.base.figures import Misread, Style
from console.base.figures.words import say
from console.dossiers.kinds import KINDS, RECEIVED, WAYS
from console.dossiers.receipts import Way

_FILL_IN = InputRequired(_l("Fill in this field."))
_WIDTH = {"data-width": "short", "inputmode": "numeric"}


class DayForm(FlaskForm):
    """Base of forms with an end date."""

    def read_day(self, style: Style) -> date | None:
        """Give the end date; `None` when it is empty or cannot be read, which then stands on the field."""
        text = (self["valid_until"].data or "").strip()
        if not text:
            return None
        try:
            return style.read_day(text)
        except Misread as fault:
            self["valid_until"].errors = [say(fault, style)]
            return None


class DocumentForm(DayForm):
    """A new document."""

    file = FileField(
        _l("File"),
        [FileRequired(_l("Choose a file."))],
        description=_l("PDF, at most 20 MB: also companies that receive by post get it."),
        render_kw={"accept": ".pdf"},
    )
    kind = SelectField(
        _l("Kind"),
        [_FILL_IN],
        choices=[SelectChoice("", _l("Please choose")), *(SelectChoice(k, t) for k, t in KINDS.items())],
    )
    title = StringField(
        _l("Title"),
        [
            _FILL_IN,
            Length(max=200, message=_l("Shorten this text: at most %(longest)s characters.", longest=200)),
        ],
        description=_l("The company reads it in the dossier."),
    )
    valid_until = StringField(
        _l("Valid until"),
        [Optional()],
        description=_l("For a decision that ends: its last day. It becomes the end date of the dossier."),
        render_kw=_WIDTH,
    )


class EndForm(DayForm):
    """A new end date."""

    valid_until = StringField(_l("Valid until"), [_FILL_IN], render_kw=_WIDTH)


class ReopenForm(FlaskForm):
    """Why a dossier is worked on again."""

    reason = StringField(
        _l("Reason"),
        [
            _FILL_IN,
            Length(max=200, message=_l("Shorten this text: at most %(longest)s characters.", longest=200)),
        ],
        description=_l("The company reads it in the history of the dossier."),
    )


def receipt_form(ways: Mapping[str, Way]) -> tuple[FlaskForm, tuple[str, ...]]:
    """Give the form with one choice per document type, and the names of its fields."""
    choices = [SelectChoice(way, title) for way, title in WAYS.items()]
    fields: dict[str, Any] = {
        kind: RadioField(KINDS[kind], [_FILL_IN], choices=choices, default=ways[kind].chosen)
        for kind in RECEIVED
    }
    return type("ReceiptForm", (FlaskForm,), fields)(), tuple(fields)
