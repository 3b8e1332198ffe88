"""The forms of a delegation: to whom, and that she agreed."""

from __future__ import annotations

from datetime import date

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from flask_wtf.file import FileField, FileRequired
from wtforms import BooleanField, StringField
from wtforms.validators import DataRequired, InputRequired, Length, ValidationError

from console.base import clock
from console.base.figures import Misread
from console.base.figures.words import say
from console.mailbox.delegating import is_email

_FILL_IN = _l("Fill in this field.")


class AddressForm(FlaskForm):
    """An e-mail address, typed anew."""

    email = StringField(
        _l("E-mail of the person"),
        [InputRequired(_FILL_IN), Length(max=254)],
        description=_l("Her own address: who reads there receives the link."),
        render_kw={"inputmode": "email", "autocomplete": "off", "data-width": "medium"},
    )

    def validate_email(self, field: StringField) -> None:
        """Refuse what is no address before anything is sent there."""
        field.data = (field.data or "").strip()
        if not is_email(field.data):
            raise ValidationError(_("Give an e-mail address, such as name@example.org."))


class AgreementForm(FlaskForm):
    """That the person agreed to answer this way herself, and when."""

    agreed_on = StringField(
        _l("Agreed on"), [InputRequired(_FILL_IN)], render_kw={"data-width": "short", "inputmode": "numeric"}
    )
    agreed = BooleanField(
        _l("The person agreed to receive the request by e-mail and to answer it herself."),
        [InputRequired(_l("Confirm that the person agreed, or answer the request yourself."))],
    )

    def validate_agreed_on(self, field: StringField) -> None:
        """Take a day that is not to come."""
        try:
            day = g.style.read_day(field.data or "")
        except Misread as fault:
            raise ValidationError(say(fault, g.style)) from None
        if day > clock.today(str(g.style.zone)):
            raise ValidationError(_("This day is still to come. Ask the person first."))

    @property
    def day(self) -> date:
        """Give the day of a form that was validated."""
        found: date = g.style.read_day(self.agreed_on.data or "")
        return found


class DelegateForm(AddressForm, AgreementForm):
    """One person."""

    name = StringField(
        _l("Name of the person"),
        [DataRequired(_FILL_IN), Length(max=120)],
        render_kw={"data-width": "medium"},
    )


class ManyForm(FlaskForm):
    """A sheet with an address for each request."""

    file = FileField(_l("Sheet"), [FileRequired(_l("Choose a file."))])
