"""What is typed when an account of an insured person is opened, and when staff make the code of a letter."""

from __future__ import annotations

from flask import g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import EmailField, HiddenField, StringField, ValidationError
from wtforms.validators import InputRequired, Length

from console.base.figures import Misread
from console.forms.fields import Email
from console.forms.tongue import Tongue
from console.insured import service as insured
from console.shell.access.forms import PasswordForm


class ProofForm(FlaskForm):
    """Who she is, and with which address she wants to sign in."""

    number = StringField(
        _l("Your own official number"),
        [InputRequired(_l("Enter the number.")), Length(max=40)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )
    letter = StringField(
        _l("Code from the letter of the institution"),
        [InputRequired(_l("Enter the code.")), Length(max=40)],
        description=_l(
            "If you have no letter, ask the institution for one: it never goes through your employer."
        ),
        render_kw={"autocomplete": "off", "autocapitalize": "characters"},
    )
    email = EmailField(
        _l("E-mail address with which you will sign in"),
        [InputRequired(_l("Enter your e-mail address.")), Length(max=254)],
        description=_l("Your own one, not that of your employer."),
        render_kw={"autocomplete": "email"},
    )

    def validate_email(self, field: EmailField) -> None:
        """An address to which an e-mail can go."""
        try:
            field.data = Email("email", "").reader(Tongue(g.style, {}))(field.data.strip())
        except Misread:
            raise ValidationError(_("This is not an e-mail address. Look at it once more.")) from None


class CodeForm(PasswordForm):
    """The code from the e-mail, and the password of the new account."""

    code = StringField(
        _l("Code"),
        [InputRequired(_l("Enter the code.")), Length(max=20)],
        description=_l("Six figures"),
        render_kw={"inputmode": "numeric", "autocomplete": "one-time-code"},
    )
    step = HiddenField(default="code")


class LetterForm(FlaskForm):
    """For whom the code of a letter is."""

    number = StringField(
        _l("Official number of the person"),
        [InputRequired(_l("Enter the number.")), Length(max=40)],
        render_kw={"inputmode": "numeric", "autocomplete": "off"},
    )

    def validate_number(self, field: StringField) -> None:
        """A number of the institution's country with right check digits."""
        if not insured.number_of(field.data, g.words_tenant.country):
            raise ValidationError(_("This is not a valid number. Look at each figure once more."))
