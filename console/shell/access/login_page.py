"""The page that asks for user name and password, wherever it stands."""

from __future__ import annotations

from flask import render_template, session, url_for
from flask_babel import gettext as _

from console.institutions.sessions import accounts
from console.shell import kept
from console.shell.access import passkeys
from console.shell.access.forms import SignInForm
from console.shell.information import banners
from console.shell.pages import Elsewhere, LoginPage
from console.sso import service as sso


def sign_in_page(way_back: str, entries: str) -> str:
    """Give the page that asks to sign in again and carries what was typed elsewhere."""
    return login_page(SignInForm(formdata=None, next=way_back, kept=entries))


def login_page(form: SignInForm) -> str:
    """Give the page for a form, whatever it already holds."""
    lead = ""
    if kept.read(form.kept.data):
        lead = _("Your session has ended. Sign in again: what you typed is kept.")
    elif kept.ENDED in session:
        lead = _("Your session has ended. Sign in again to go on where you were.")
    action = url_for("AccessView.login", next=form.next.data or None)
    page = LoginPage(
        _("Sign in"),
        form,
        lead,
        action_url=action,
        banners=banners.for_anybody(),
        passkey=passkeys.offered(form),
        elsewhere=_providers(form),
        forgotten_url=url_for("ForgottenView.ask"),
    )
    return render_template("guichet/login.html", page=page)


def _providers(form: SignInForm) -> tuple[Elsewhere, ...]:
    carried = (("next", form.next.data or ""), ("kept", form.kept.data or ""))
    return tuple(
        Elsewhere(
            _("Sign in with %(name)s", name=one.name),
            url_for("SsoView.login", provider=one.reference),
            carried,
        )
        for one in sso.offers(accounts())
    )
