"""What people type at the door."""

from __future__ import annotations

from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Length


class OnwardForm(FlaskForm):
    """Where she wanted to go, and what she had typed there; carried through every way of signing in."""

    next = HiddenField()
    kept = HiddenField()
    """What was typed into a page whose session had ended (see `kept`)."""


class SignInForm(OnwardForm):
    """User name and password."""

    username = StringField(
        _l("User name or e-mail"),
        [DataRequired(_l("Enter your user name or e-mail.")), Length(max=254)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Password"),
        [DataRequired(_l("Enter your password.")), Length(max=512)],
        render_kw={"autocomplete": "current-password"},
    )


class PasskeyForm(OnwardForm):
    """What a browser answers with a passkey in the place of user name and password."""

    sealed = HiddenField()
    credential = HiddenField()


class PasswordForm(FlaskForm):
    """A new password, typed twice."""

    password = PasswordField(
        _l("New password"),
        [DataRequired(_l("Enter a password."))],
        description=_l(
            "At least 12 characters. A sentence you can remember is better than signs you cannot."
        ),
        render_kw={"autocomplete": "new-password"},
    )
    again = PasswordField(
        _l("New password once more"),
        [
            DataRequired(_l("Type the new password once more.")),
            EqualTo("password", _l("The two passwords differ. Type the same one twice.")),
        ],
        render_kw={"autocomplete": "new-password"},
    )
