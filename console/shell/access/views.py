"""Signing in and out, the second step, and what a one-time link opens."""

from __future__ import annotations

from typing import ClassVar

from flask import current_app, g, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_babel import gettext as _

from config import Settings
from console.accounts import service, tries
from console.accounts.models import User
from console.base.errors import TooManyTries
from console.institutions.sessions import accounts
from console.shell import browsers, kept
from console.shell.access import one_time_link, passkeys, second
from console.shell.access.forms import PasskeyForm, SignInForm
from console.shell.access.login_page import login_page
from console.shell.boundary import say_done
from console.shell.onward import Onward
from console.shell.page_view import PageView
from console.shell.redirects import back_to
from console.shell.sso import leaving


class AccessView(PageView):
    """The door of the console."""

    route_base = ""
    default_view = "login"
    is_threshold: ClassVar[bool] = True

    @expose("/login/", methods=("GET", "POST"))
    def login(self) -> ResponseReturnValue:
        """Ask for user name and password; lead on when they are right."""
        if g.visit is not None:
            return redirect(back_to(request.args.get("next")), 303)
        form = SignInForm(next=request.args.get("next", ""))
        status = 200
        if form.validate_on_submit():
            try:
                if (user := _known(form)) is not None:
                    return second.let_in(user, Onward.of(form.next.data, form.kept.data), way="password")
                status = 401
                form.form_errors.append(
                    _("User name or password is not right. Check capital letters and the keyboard language.")
                )
            except TooManyTries as refused:
                status = refused.status
                form.form_errors.append(str(refused))
        elif form.is_submitted():
            status = 422
        return login_page(form), status

    @expose("/login/passkey", methods=("POST",))
    def passkey(self) -> ResponseReturnValue:
        """Let in who shows a passkey instead of user name and password; it is both steps at once."""
        form = PasskeyForm(prefix=passkeys.PREFIX)
        user = passkeys.owner(form)
        if user is not None:
            mine = session.get(kept.ENDED) == str(user.id)
            onward = Onward.of(form.next.data, form.kept.data if mine else "")
            return second.let_in(user, onward, way="passkey", factor="passkey")
        again = SignInForm(formdata=None, next=form.next.data, kept=form.kept.data)
        again.form_errors.append(_("This passkey does not open an account here. Choose another way."))
        return login_page(again), 401

    @expose("/login/second", methods=("GET", "POST"))
    def second(self) -> ResponseReturnValue:
        """Ask who was right with the first step for the second."""
        if g.visit is not None:
            return redirect(back_to(request.args.get("next")), 303)
        return second.asked()

    @expose("/logout/", methods=("POST",))
    def logout(self) -> ResponseReturnValue:
        """End this sign-in; the cookie is worthless afterwards."""
        onward, provider = "", ""
        if g.visit is not None:
            onward, provider = leaving.farewell(g.visit)
            service.sign_out(accounts(), g.visit.user_id, g.visit.sign_in)
        session.clear()
        session["language"] = g.language
        if onward:
            return leaving.lead_on(onward, provider)
        say_done(_("You are signed out."))
        return redirect(url_for("AccessView.login"), 303)

    @expose("/password/<token>", methods=("GET", "POST"))
    def password(self, token: str) -> ResponseReturnValue:
        """Let the owner of a one-time link set a password, or accept a mandate with the account she has."""
        return one_time_link.opened(token)


def _known(form: SignInForm) -> User | None:
    """Count the try, then look at the password; give whose it is."""
    settings: Settings = current_app.extensions["guichet_settings"]
    username, address = form.username.data.strip(), request.remote_addr or ""
    store = accounts()
    tries.guard(store, settings, username, address, browsers.mark())
    user = service.authenticate(store, username, form.password.data)
    if user is None:
        service.note(store, "sign_in_refused", None, address=address)
        store.commit()
        return None
    if session.get(kept.ENDED) != str(user.id):
        form.kept.data = ""  # Somebody else sat here before: what he typed is not for this person.
    return user
