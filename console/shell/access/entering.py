"""Opening a session: the one place where a browser becomes a person's."""

from __future__ import annotations

from flask import current_app, redirect, render_template, request, session
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import login_user

from config import Settings
from console.accounts import service, tries
from console.accounts.models import User
from console.institutions.sessions import accounts
from console.shell import browsers, kept
from console.shell.onward import Onward
from console.shell.pages import ConfirmPage
from console.sso import service as sso


def opened(
    user: User,
    onward: Onward,
    *,
    way: str,
    factor: str = "",
    vouched_by: int | None = None,
    arrival: str = "",
) -> ResponseReturnValue:
    """Open a session of somebody who has shown all that was asked, and lead her on.

    `vouched_by` and `arrival` come from a provider: its institution, and the name under which its answer is kept.
    """
    settings: Settings = current_app.extensions["guichet_settings"]
    address = request.remote_addr or ""
    browsers.keep(tries.right(accounts(), settings, user, browsers.mark(), address))
    token = service.sign_in(
        accounts(),
        user,
        address=address,
        agent=request.user_agent.string,
        way=way,
        factor=factor,
        vouched_by=vouched_by,
    )
    if arrival:
        sso.bind(accounts(), arrival, token)
    renew_cookie()
    session["sign_in"] = token
    login_user(user)
    return _led_on(onward)


def renew_cookie() -> None:
    """Empty the cookie of this browser, whatever it held before; only the language stays."""
    language = session.get("language")
    session.clear()
    kept.fresh_token()
    if language:
        session["language"] = language


def _led_on(onward: Onward) -> ResponseReturnValue:
    """Lead to the page that was wanted; where something was typed before, ask whether to send it now."""
    entries = kept.read(onward.entries)
    if not entries or not kept.takes_forms(onward.target):
        return redirect(onward.target, 303)
    page = ConfirmPage(
        title=_("What you typed is kept"),
        lead=_("You are signed in again. Send it now, or leave it: then nothing is saved."),
        consequences=(),
        submit=_("Send what I typed"),
        cancel_url=onward.target,
        hidden=entries,
        action_url=onward.target,
    )
    return render_template("guichet/kept.html", page=page)
