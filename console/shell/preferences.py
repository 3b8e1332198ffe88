"""What a person sets for herself: language, mandate, appearance, password, and the browsers she is signed in with."""

from __future__ import annotations

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
from console.accounts import passwords, service, throttles
from console.accounts.models import SignIn, User
from console.accounts.visits import Visit
from console.base.errors import BadArgument
from console.institutions.sessions import accounts
from console.shell.boundary import say_done
from console.shell.frame import EVERYWHERE
from console.shell.page_view import PageView, visitor
from console.shell.pages import (
    Action,
    Cell,
    Column,
    DataTable,
    Empty,
    Fieldset,
    FormPage,
    ListPage,
    Pager,
    Row,
)
from console.shell.redirects import back_to


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
        )
        return render_template("guichet/form.html", page=page), 422 if form.is_submitted() else 200

    @expose("/password", methods=("GET", "POST"))
    def password(self) -> ResponseReturnValue:
        """Change one's own password; all other browsers are signed out."""
        visit = visitor()
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

    @expose("/devices")
    def devices(self) -> ResponseReturnValue:
        """List the browsers this person is signed in with."""
        visit = visitor()
        found = accounts().scalars(
            select(SignIn).where(SignIn.user_id == visit.user_id).order_by(SignIn.last_seen.desc())
        )
        rows = tuple(
            Row(
                (
                    Cell(_browser(s.agent), detail=_("this browser") if s.id == visit.sign_in else ""),
                    Cell(s.address),
                    Cell(g.style.show_moment(s.created_at)),
                    Cell(g.style.show_moment(s.last_seen)),
                )
            )
            for s in found
        )
        page = ListPage(
            title=_("My devices"),
            lead=_(
                "The browsers you are signed in with. Is one of them not yours? "
                "Sign out everywhere and change your password."
            ),
            table=DataTable(
                _("Browsers"),
                (
                    Column(_("Browser")),
                    Column(_("Address")),
                    Column(_("Since"), "day"),
                    Column(_("Last used"), "day"),
                ),
                rows,
            ),
            empty=Empty(_("No browser"), ""),
            pager=Pager(""),
            actions=(
                Action(_("Change my password"), url_for(".password")),
                Action(_("Sign out everywhere"), url_for(".sign_out_everywhere"), kind="danger", post=True),
            ),
        )
        return render_template("guichet/list.html", page=page)

    @expose("/devices/end", methods=("POST",))
    def sign_out_everywhere(self) -> ResponseReturnValue:
        """End all sign-ins of this person, this one too."""
        visit = visitor()
        service.sign_out(accounts(), visit.user_id)
        session.clear()
        session["language"] = g.language
        say_done(_("You are signed out everywhere."))
        return redirect(url_for("AccessView.login"), 303)


def _changed(visit: Visit, form: OwnPasswordForm) -> bool:
    """Change the password when the present one is right; put the fault on its field otherwise."""
    user = accounts().scalars(select(User).where(User.id == visit.user_id)).one()
    settings: Settings = current_app.extensions["guichet_settings"]
    throttles.count(accounts(), settings.secret_key, throttles.ACCOUNT, user.username)
    if not passwords.matches(user.password, form.present.data):
        form.present.errors = [_("This is not your present password.")]
        return False
    try:
        service.set_password(accounts(), user, form.password.data)
    except BadArgument as fault:
        form.password.errors = [str(fault)]
        return False
    throttles.forget(accounts(), settings.secret_key, throttles.ACCOUNT, user.username)
    return True


def _browser(agent: str) -> str:
    """Give the name of the browser in a user-agent line, as well as that can be told."""
    for mark, name in (
        ("Edg/", "Edge"),
        ("Firefox/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("Safari/", "Safari"),
    ):
        if mark in agent:
            return name
    return agent[:40] or _("unknown")
