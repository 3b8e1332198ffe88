"""What a person sets for herself: language, mandate, appearance and password."""

from __future__ import annotations

from typing import ClassVar

from flask import current_app, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import BooleanField, PasswordField, SelectField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired

from config import LANGUAGES, Settings
from console.accounts import passwords, service, tries
from console.accounts.models import User
from console.accounts.visits import Visit
from console.base.errors import BadArgument
from console.institutions.sessions import accounts
from console.shell import browsers, confirming
from console.shell.boundary import say_done
from console.shell.factors import mails
from console.shell.frame import EVERYWHERE
from console.shell.page_view import PageView, visitor
from console.shell.pages import Action, Fieldset, FormPage
from console.shell.password_mails import PASSWORD_CHANGED
from console.shell.redirects import back_to
from console.sso import service as sso


class ProfileForm(FlaskForm):
    """Appearance and language."""

    language = SelectField(
        _l("Language"),
        [InputRequired()],
        choices=[SelectChoice(code, name) for code, name in LANGUAGES.items()],
    )
    theme = SelectField(
        _l("Colours"),
        [InputRequired()],
        choices=[
            SelectChoice("system", _l("As on this device")),
            SelectChoice("light", _l("Light")),
            SelectChoice("dark", _l("Dark")),
        ],
    )
    density = SelectField(
        _l("Line spacing"),
        [InputRequired()],
        choices=[SelectChoice("normal", _l("Normal")), SelectChoice("compact", _l("Compact"))],
    )
    keys = BooleanField(_l("Shortcuts with single keys (press ? for the list)"))


class OwnPasswordForm(FlaskForm):
    """The present password and a new one."""

    present = PasswordField(
        _l("Present password"),
        [InputRequired(_l("Enter your present password."))],
        render_kw={"autocomplete": "current-password"},
    )
    password = PasswordField(
        _l("New password"),
        [InputRequired(_l("Enter a new password."))],
        description=_l(
            "At least 12 characters. A sentence you can remember is better than signs you cannot."
        ),
        render_kw={"autocomplete": "new-password"},
    )


class PreferencesView(PageView):
    """A person's own settings: every signed-in person may change hers."""

    route_base = "/me"
    default_view = "profile"
    is_threshold: ClassVar[bool] = True

    @expose("/language", methods=("POST",))
    def language(self) -> ResponseReturnValue:
        """Speak another language from now on."""
        wanted = request.form.get("language", "")
        if wanted not in LANGUAGES:
            raise BadArgument(_l("The console does not speak this language."), place="language")
        session["language"] = wanted
        if g.visit is not None:
            service.profile_of(accounts(), g.visit.user_id).language = wanted
        return redirect(back_to(request.form.get("next")), 303)

    @expose("/mandate", methods=("POST",))
    def mandate(self) -> ResponseReturnValue:
        """Work in another mandate from now on, or read all companies at once."""
        visit = visitor()
        wanted = request.form.get("mandate", "")
        if not wanted.isdecimal() or len(wanted) > 9:
            raise BadArgument(_l("You have no such mandate."), place="mandate")
        chosen = int(wanted)
        service.choose_mandate(
            accounts(), visit.sign_in, visit.user_id, None if chosen == EVERYWHERE else chosen
        )
        return redirect(url_for("HomeView.home"), 303)

    @expose("/profile", methods=("GET", "POST"))
    def profile(self) -> ResponseReturnValue:
        """Show and change language and appearance."""
        visit = visitor()
        form = ProfileForm(language=g.language, theme=visit.theme, density=visit.density, keys=visit.keys)
        if form.validate_on_submit():
            row = service.profile_of(accounts(), visit.user_id)
            row.language, row.theme = form.language.data, form.theme.data
            row.density, row.keys = form.density.data, form.keys.data
            session["language"] = row.language
            say_done(_("Your settings are saved."))
            return redirect(url_for(".profile"), 303)
        page = FormPage(
            title=_("My profile"),
            form=form,
            fieldsets=(Fieldset(None, ("language", "theme", "density", "keys")),),
            submit=_("Save"),
            cancel_url=url_for("HomeView.home"),
            actions=_others(visit),
        )
        return render_template("guichet/form.html", page=page), 422 if form.is_submitted() else 200

    @expose("/password", methods=("GET", "POST"))
    def password(self) -> ResponseReturnValue:
        """Change one's own password; all other browsers are signed out."""
        visit = visitor()
        confirming.require(visit, confirming.OWN_ACCOUNT)
        form = OwnPasswordForm()
        if form.validate_on_submit() and _changed(visit, form):
            session.clear()
            session["language"] = g.language
            say_done(_("Your password is changed. Sign in with the new one."))
            return redirect(url_for("AccessView.login"), 303)
        page = FormPage(
            title=_("Change my password"),
            form=form,
            fieldsets=(Fieldset(None, ("present", "password")),),
            submit=_("Change password"),
            cancel_url=url_for(".profile"),
            lead=_("All browsers you are signed in with are signed out."),
        )
        return render_template("guichet/form.html", page=page), 422 if form.is_submitted() else 200


def _others(visit: Visit) -> tuple[Action, ...]:
    """Give the way to what else she sets for herself."""
    found = [
        Action(_("Second factor"), url_for("FactorsView.index")),
        Action(_("Change my password"), url_for("PreferencesView.password")),
    ]
    if visit.mandate is not None and not visit.everywhere:
        found.append(Action(_("My notifications"), url_for("NoticesView.index")))
    if sso.offers(accounts(), sorted({mandate.tenant.id for mandate in visit.mandates})):
        found.append(Action(_("My sign-ins through providers"), url_for("IdentitiesView.index")))
    return tuple(found)


def _changed(visit: Visit, form: OwnPasswordForm) -> bool:
    """Change the password when the present one is right; put the fault on its field otherwise."""
    user = accounts().scalars(select(User).where(User.id == visit.user_id)).one()
    settings: Settings = current_app.extensions["guichet_settings"]
    tries.guard_step(accounts(), settings, user.id, browsers.mark())
    if not passwords.matches(user.password, form.present.data):
        form.present.errors = [_("This is not your present password.")]
        return False
    try:
        service.set_password(accounts(), user, form.password.data)
    except BadArgument as fault:
        form.password.errors = [str(fault)]
        return False
    tries.step_right(accounts(), settings, user.id, browsers.mark())
    mails.tell(user, PASSWORD_CHANGED)
    return True
