"""Asking somebody to show one of her factors, or her password when she has none: at the door and before sensitive acts.

Each wrong answer gets the same sentence, whatever was wrong. Every try is counted before it is looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from flask import current_app, request
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import BooleanField, HiddenField, PasswordField, StringField
from wtforms.validators import Length

from config import Settings
from console.accounts import passwords, tries
from console.accounts.models import User
from console.base.addresses import public_url
from console.base.errors import TooManyTries, Unavailable
from console.factors import service as factors
from console.factors.service import Kind, PasskeyOffer, Site
from console.institutions.sessions import accounts
from console.shell import browsers

PASSWORD: Final = "password"  # noqa: S105


class AnswerForm(FlaskForm):
    """What somebody shows; only the fields of the way at hand are on the page."""

    way = HiddenField()
    sealed = HiddenField()
    credential = HiddenField()
    """The answer of a passkey, put here by the script."""
    code = StringField(
        _l("Code"),
        [Length(max=80)],
        render_kw={"autocomplete": "one-time-code", "autocapitalize": "none", "spellcheck": "false"},
    )
    password = PasswordField(
        _l("Password"), [Length(max=512)], render_kw={"autocomplete": "current-password"}
    )
    remember = BooleanField()
    next = HiddenField()
    kept = HiddenField()


@dataclass(frozen=True)
class Way:
    """A way to show who she is: a kind, and for a telephone number which one."""

    kind: str
    factor: int = 0
    hint: str = ""

    @property
    def key(self) -> str:
        """Give how the form names it."""
        return f"{self.kind}-{self.factor}" if self.factor else self.kind


@dataclass(frozen=True)
class Asked:
    """Who is asked, by which ways. Codes and passkeys count only together with the random `bound_to`."""

    user: User
    bound_to: str
    ways: tuple[Way, ...]

    def chosen(self, form: AnswerForm) -> Way:
        """Give the way at hand: the one the form names, else the first."""
        return next((way for way in self.ways if way.key == form.way.data), self.ways[0])


@dataclass(frozen=True)
class Answer:
    """What came of an answer: the factor that was shown, empty for the password, `None` as long as nothing was."""

    factor: str | None = None
    status: int = 200
    """Of the page that asks again."""
    was_sent: bool = False
    """Whether there is a code to type."""


def settings() -> Settings:
    """Give the settings of this console."""
    found: Settings = current_app.extensions["guichet_settings"]
    return found


def site() -> Site:
    """Give to whom browsers show passkeys: this console at its public address."""
    return factors.site_of(public_url("HomeView.home"))


def shown_certificate() -> factors.Certificate | None:
    """Give the client certificate that a configured proxy verified for this request."""
    known = settings().certificates
    headers = {known.header: request.headers.get(known.header, "")}
    return factors.certificate_of(known, headers, factors.peer_of(request.environ))


def ways_of(user: User) -> tuple[Way, ...]:
    """Give the ways in which she can show a second factor here, the strongest first; recovery codes last."""
    held = factors.held(accounts(), user.id)
    kinds = {one.kind for one in held}
    found = [Way(Kind.PASSKEY)] if Kind.PASSKEY in kinds else []
    if Kind.CERTIFICATE in kinds and settings().certificates.header:
        found.append(Way(Kind.CERTIFICATE))
    if Kind.TOTP in kinds:
        found.append(Way(Kind.TOTP))
    if factors.sends_sms():
        found += [Way(Kind.SMS, one.id, one.hint) for one in held if one.kind == Kind.SMS]
    if held and factors.codes_left(accounts(), user.id):
        found.append(Way(factors.RECOVERY))
    return tuple(found)


def offer(asked: Asked, way: Way) -> PasskeyOffer | None:
    """Give what the script hands to the browser when the way is a passkey."""
    if way.kind != Kind.PASSKEY:
        return None
    return factors.request_options(accounts(), settings().secret_key, site(), asked.bound_to, asked.user.id)


def answered(asked: Asked, form: AnswerForm, do: str) -> Answer:
    """Do what the pressed button says: take another way, send a code, or check what was shown.

    What is wrong stands on the form. Wrong answers are committed, since they count.
    """
    act, _colon, what = do.partition(":")
    if act == "way":
        form.way.data = what
        return Answer()
    way = asked.chosen(form)
    try:
        if act == "send" and way.kind == Kind.SMS:
            factors.send_code(accounts(), settings().secret_key, asked.user.id, way.factor, asked.bound_to)
            return Answer(was_sent=True)
        tries.guard_step(accounts(), settings(), asked.user.id, browsers.mark())
    except (TooManyTries, Unavailable) as refused:
        form.form_errors.append(str(refused))
        return Answer(status=refused.status, was_sent=act != "send")
    if form.validate() and _is_right(asked, way, form):
        tries.step_right(accounts(), settings(), asked.user.id, browsers.mark())
        return Answer("" if way.kind == PASSWORD else way.kind)
    accounts().commit()
    form.form_errors.append(_("This is not right. Try again, or choose another way."))
    return Answer(status=401, was_sent=True)


def _is_right(asked: Asked, way: Way, form: AnswerForm) -> bool:
    store, secret, user = accounts(), settings().secret_key, asked.user.id
    code = form.code.data or ""
    if way.kind == Kind.TOTP:
        return factors.check_totp(store, secret, user, code)
    if way.kind == Kind.SMS:
        return factors.check_sms(store, secret, user, way.factor, code, asked.bound_to)
    if way.kind == factors.RECOVERY:
        return factors.use_recovery(store, user, code)
    if way.kind == Kind.CERTIFICATE:
        shown = shown_certificate()
        return shown is not None and factors.check_certificate(store, user, shown)
    if way.kind == Kind.PASSKEY:
        answer = form.credential.data or ""
        return factors.check_passkey(
            store, secret, site(), user, form.sealed.data or "", answer, asked.bound_to
        )
    return passwords.matches(asked.user.password, form.password.data or "")
