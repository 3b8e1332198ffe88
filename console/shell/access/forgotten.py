"""The page on which people ask for a new password."""

from __future__ import annotations

from typing import ClassVar

from flask import current_app, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import StringField
from wtforms.validators import DataRequired, Length

from config import Settings
from console.accounts import forgotten, tries
from console.base.errors import TooManyTries
from console.dispatch.mail.channel import KEY as EMAIL
from console.dispatch.service import has_channel
from console.institutions.sessions import accounts
from console.shell.page_view import PageView
from console.shell.pages import Action, Fieldset, FormPage, MessagePage


class ForgottenForm(FlaskForm):
    """Whose password is forgotten."""

    username = StringField(
        _l("User name or e-mail"),
        [DataRequired(_l("Enter your user name or e-mail.")), Length(max=254)],
        render_kw={"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"},
    )


class ForgottenView(PageView):
    """A new password for who has forgotten hers; says to nobody whether an account exists."""

    route_base = "/forgotten"
    default_view = "ask"
    is_threshold: ClassVar[bool] = True

    @expose("/", methods=("GET", "POST"))
    def ask(self) -> ResponseReturnValue:
        """Ask for the user name, and say the same whatever it is."""
        if g.visit is not None:
            return redirect(url_for("PreferencesView.password"), 303)
        if not has_channel(EMAIL):
            return render_template("guichet/message.html", page=_by_hand())
        form, status = ForgottenForm(), 200
        if form.validate_on_submit():
            try:
                _note(form.username.data)
                return render_template("guichet/message.html", page=_on_its_way())
            except TooManyTries as refused:
                status = refused.status
                form.form_errors.append(str(refused))
        elif form.is_submitted():
            status = 422
        return render_template("guichet/form_plain.html", page=_form_page(form)), status


def _note(typed: str) -> None:
    """Count and note that somebody asks; a worker finds out later whether there is such an account."""
    settings: Settings = current_app.extensions["guichet_settings"]
    tries.guard_ask(accounts(), settings, request.remote_addr or "")
    forgotten.ask(accounts(), settings.secret_key, typed, g.language)


def _form_page(form: ForgottenForm) -> FormPage:
    return FormPage(
        title=_("Forgotten password"),
        form=form,
        fieldsets=(Fieldset(None, ("username",)),),
        submit=_("Send me a link"),
        cancel_url=url_for("AccessView.login"),
        lead=_("We send you an e-mail with a link. With it you choose a new password."),
    )


def _on_its_way() -> MessagePage:
    return MessagePage(
        _("Look into your e-mails"),
        _(
            "If there is a user account with this name or address, an e-mail with a link is on its way. The link works "
            "for one hour. If nothing arrives within a few minutes, look among the unwanted e-mails, or ask your "
            "administrator for a link."
        ),
        "info",
        (Action(_("Back to sign-in"), url_for("AccessView.login"), kind="main"),),
    )


def _by_hand() -> MessagePage:
    return MessagePage(
        _("Forgotten password"),
        _(
            "This console sends no e-mails. Ask your administrator for a link with which you choose a new password."
        ),
        "info",
        (Action(_("Back to sign-in"), url_for("AccessView.login"), kind="main"),),
    )
