"""What a person sets for herself: language, mandate, appearance, password, and the browsers she is signed in with."""

from __future__ import annotations

from flask import g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import BooleanField, PasswordField, SelectField

from config import LANGUAGES
from console.accounts import passwords, service
from console.accounts.models import SignIn, User
from console.base.errors import BadArgument, NotFound
from console.institutions.sessions import accounts
from console.shell.boundary import say_done
from console.shell.frame import EVERYWHERE
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
from console.shell.page_view import PageView


class ProfileForm(FlaskForm):
    """Appearance and language."""

    language = SelectField(_l("Language"))
    theme = SelectField(
        _l("Colours"),
        choices=[("system", _l("As on this device")), ("light", _l("Light")), ("dark", _l("Dark"))],
    )
    density = SelectField(_l("Line spacing"), choices=[("normal", _l("Normal")), ("compact", _l("Compact"))])
    default_mandate = SelectField(_l("Mandate after signing in"))
    keys = BooleanField(_l("Shortcuts with single keys (press ? for the list)"))


class OwnPasswordForm(FlaskForm):
    """The present password and a new one."""

    present = PasswordField(_l("Present password"), render_kw={"autocomplete": "current-password"})
    password = PasswordField(
        _l("New password"),
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
        self._signed_in()
        wanted = request.form.get("mandate", "")
        if not wanted.isdecimal() or len(wanted) > 9:
            raise BadArgument(_l("You have no such mandate."), place="mandate")
        chosen = int(wanted)
        service.choose_mandate(
            accounts(), g.visit.sign_in, g.visit.user_id, None if chosen == EVERYWHERE else chosen
        )
        return redirect(url_for("HomeView.home"), 303)

    @expose("/profile", methods=("GET", "POST"))
    def profile(self) -> ResponseReturnValue:
        """Show and change appearance, language and the mandate after signing in."""
        self._signed_in()
        row = service.profile_of(accounts(), g.visit.user_id) if request.method == "POST" else None
        form = ProfileForm(
            language=g.language,
            theme=g.visit.theme,
            density=g.visit.density,
            keys=g.visit.keys,
            default_mandate=str(g.visit.mandate.id) if g.visit.mandate else "",
        )
        form.language.choices = list(LANGUAGES.items())
        form.default_mandate.choices = [
            (str(m.id), f"{m.tenant.name}, {m.label}" if m.label else m.tenant.name) for m in g.visit.mandates
        ]
        if not form.default_mandate.choices:
            del form.default_mandate
        if row is not None and form.validate_on_submit():
            row.language, row.theme, row.density, row.keys = (
                form.language.data, form.theme.data, form.density.data, form.keys.data
            )  # fmt: skip
            if form.default_mandate:
                row.default_membership_id = int(form.default_mandate.data)
            session["language"] = row.language
            say_done(_("Your settings are saved."))
            return redirect(url_for(".profile"), 303)
        page = FormPage(
            title=_("My profile"),
            form=form,
            fieldsets=(
                Fieldset(
                    _("Language and mandate"),
                    tuple(n for n in ("language", "default_mandate") if form[n] is not None)
                    if "default_mandate" in form
                    else ("language",),
                ),
                Fieldset(_("Appearance"), ("theme", "density", "keys")),
            ),
            submit=_("Save"),
            cancel_url=url_for("HomeView.home"),
        )
        return render_template("guichet/form.html", page=page), 422 if form.is_submitted() else 200

    @expose("/password", methods=("GET", "POST"))
    def password(self) -> ResponseReturnValue:
        """Change one's own password; all other browsers are signed out."""
        self._signed_in()
        form = OwnPasswordForm()
        if form.validate_on_submit():
            user = accounts().get(User, g.visit.user_id)
            assert user is not None
            if not passwords.matches(user.password, form.present.data or ""):
                form.present.errors = [_("This is not your present password.")]
            else:
                try:
                    service.set_password(accounts(), user, form.password.data or "")
                except BadArgument as fault:
                    form.password.errors = [str(fault)]
                else:
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
        self._signed_in()
        found = accounts().scalars(
            select(SignIn).where(SignIn.user_id == g.visit.user_id).order_by(SignIn.last_seen.desc())
        )
        rows = tuple(
            Row(
                (
                    Cell(_browser(s.agent), detail=_("this browser") if s.id == g.visit.sign_in else ""),
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
                "The browsers you are signed in with. Do you not know one of them? Sign out everywhere and change your password."
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
        self._signed_in()
        service.sign_out(accounts(), g.visit.user_id)
        session.clear()
        session["language"] = g.language
        say_done(_("You are signed out everywhere."))
        return redirect(url_for("AccessView.login"), 303)

    def _signed_in(self) -> None:
        if g.visit is None:
            raise NotFound(_l("Sign in first."))


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
