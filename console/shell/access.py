"""Signing in and out, and setting a password through a one-time link."""

from __future__ import annotations

from flask import current_app, flash, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_login import login_user
from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Length

from config import Settings
from console.accounts import service, throttles
from console.accounts.models import Membership
from console.base.errors import BadArgument, NotFound, TooManyTries
from console.institutions.sessions import accounts
from console.shell import kept
from console.shell.boundary import say_done
from console.shell.page_view import PageView, visitor
from console.shell.pages import ConfirmPage, Fieldset, FormPage, LoginPage
from console.shell.redirects import back_to


class SignInForm(FlaskForm):
    """User name and password."""

    username = StringField(
        _l("User name or e-mail"), [DataRequired(_l("Enter your user name or e-mail.")), Length(max=254)]
    )
    password = PasswordField(_l("Password"), [DataRequired(_l("Enter your password.")), Length(max=512)])
    next = HiddenField()
    kept = HiddenField()
    """What was typed into a page whose session had ended (see `kept`)."""


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


def sign_in_page(way_back: str, entries: str) -> str:
    """Give the page that asks to sign in again and carries what was typed elsewhere."""
    return _login_page(SignInForm(formdata=None, next=way_back, kept=entries))


def _login_page(form: SignInForm) -> str:
    lead = ""
    if kept.read(form.kept.data):
        lead = _("Your session has ended. Sign in again: what you typed is kept.")
    elif kept.ENDED in session:
        lead = _("Your session has ended. Sign in again to go on where you were.")
    action = url_for("AccessView.login", next=form.next.data or None)
    page = LoginPage(_("Sign in"), form, lead, action_url=action)
    return render_template("guichet/login.html", page=page)


def _go_on(form: SignInForm) -> ResponseReturnValue:
    """Lead to the page that was wanted; where something was typed before, ask whether to send it now."""
    target, entries = back_to(form.next.data), kept.read(form.kept.data)
    if not entries or not kept.takes_forms(target):
        return redirect(target, 303)
    page = ConfirmPage(
        title=_("What you typed is kept"),
        lead=_("You are signed in again. Send it now, or leave it: then nothing is saved."),
        consequences=(),
        submit=_("Send what I typed"),
        cancel_url=target,
        hidden=entries,
        action_url=target,
    )
    return render_template("guichet/kept.html", page=page)


class AccessView(PageView):
    """The door of the console."""

    route_base = ""
    default_view = "login"

    @expose("/login/", methods=("GET", "POST"))
    def login(self) -> ResponseReturnValue:
        """Ask for user name and password; open a sign-in when they are right."""
        if g.visit is not None:
            return redirect(back_to(request.args.get("next")), 303)
        form = SignInForm(next=request.args.get("next", ""))
        status = 200
        if form.validate_on_submit():
            try:
                if self._signed_in(form):
                    return _go_on(form)
                status = 401
                form.form_errors.append(
                    _("User name or password is not right. Check capital letters and the keyboard language.")
                )
            except TooManyTries as refused:
                status = refused.status
                form.form_errors.append(str(refused))
        elif form.is_submitted():
            status = 422
        return _login_page(form), status

    def _signed_in(self, form: SignInForm) -> bool:
        """Count the try, then look at the password; change the session's identity only when it is right."""
        settings: Settings = current_app.extensions["guichet_settings"]
        username, address = form.username.data.strip(), request.remote_addr or ""
        store = accounts()
        throttles.count(store, settings.secret_key, throttles.ADDRESS, address)
        known = service.find(store, username)
        # One account has many spellings (case, spaces, e-mail): all of them count as the same.
        account = known.username if known is not None else username
        throttles.count(store, settings.secret_key, throttles.ACCOUNT, account)
        user = service.authenticate(store, username, form.password.data)
        if user is None:
            service.note(store, "sign_in_refused", None, address=address)
            store.commit()
            return False
        throttles.forget(store, settings.secret_key, throttles.ACCOUNT, account)
        throttles.take_back(store, settings.secret_key, throttles.ADDRESS, address)
        token = service.sign_in(store, user, address=address, agent=request.user_agent.string)
        if session.get(kept.ENDED) != str(user.id):
            form.kept.data = ""  # Somebody else sat here before: what he typed is not for this person.
        language = session.get("language")
        session.clear()
        kept.fresh_token()
        session["sign_in"] = token
        if language:
            session["language"] = language
        login_user(user)
        return True

    @expose("/logout/", methods=("POST",))
    def logout(self) -> ResponseReturnValue:
        """End this sign-in; the cookie is worthless afterwards."""
        if g.visit is not None:
            service.sign_out(accounts(), g.visit.user_id, g.visit.sign_in)
        session.clear()
        session["language"] = g.language
        say_done(_("You are signed out."))
        return redirect(url_for("AccessView.login"), 303)

    @expose("/password/<token>", methods=("GET", "POST"))
    def password(self, token: str) -> ResponseReturnValue:
        """Let the owner of a one-time link set a password, or accept a mandate with the account she has."""
        settings: Settings = current_app.extensions["guichet_settings"]
        throttles.count(accounts(), settings.secret_key, throttles.LINK, f"{request.remote_addr}")
        if (offered := service.offered_mandate(accounts(), token)) is not None:
            throttles.forget(accounts(), settings.secret_key, throttles.LINK, f"{request.remote_addr}")
            return _accept(offered, token)
        user = service.owner_of_link(accounts(), token)
        throttles.forget(accounts(), settings.secret_key, throttles.LINK, f"{request.remote_addr}")
        form = PasswordForm()
        if form.validate_on_submit():
            try:
                service.set_password(accounts(), user, form.password.data)
            except BadArgument as fault:
                form.password.errors = [*form.password.errors, str(fault)]
            else:
                flash(_("Your password is set. Sign in with it."), "success")
                return redirect(url_for("AccessView.login"), 303)
        page = FormPage(
            title=_("Set a password"),
            form=form,
            fieldsets=(Fieldset(None, ("password", "again")),),
            submit=_("Set password"),
            cancel_url=url_for("AccessView.login"),
            lead=_("For the user account %(name)s.", name=user.username),
        )
        return render_template("guichet/form_plain.html", page=page), 422 if form.is_submitted() else 200


def _accept(offered: Membership, token: str) -> ResponseReturnValue:
    """Ask the person of an offered mandate to accept it, signed in with her own account."""
    visit = visitor()
    if visit.user_id != offered.user_id:
        raise NotFound(_l("This link is for another user account. Sign in with the account it was sent to."))
    institution = offered.institution.name
    if request.method == "POST":
        service.accept_mandate(accounts(), token, offered)
        say_done(
            _(
                "You can now work for %(institution)s: choose it at the top of the page.",
                institution=institution,
            )
        )
        return redirect(url_for("HomeView.home"), 303)
    page = ConfirmPage(
        title=_("Work for %(institution)s?", institution=institution),
        consequences=(
            _("The institution has given you rights in its console."),
            _("You keep your user name and password, and choose at the top of the page for whom you work."),
        ),
        submit=_("Accept"),
        cancel_url=url_for("HomeView.home"),
    )
    return render_template("guichet/confirm.html", page=page)
