"""A person's own mandates: what she calls each, and in which one she starts after signing in."""

from __future__ import annotations

from typing import Any, ClassVar

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length

from console.accounts import memberships
from console.accounts.visits import Mandate
from console.base.errors import NotFound
from console.institutions.sessions import accounts
from console.shell.boundary import say_done
from console.shell.page_view import PageView
from console.shell.pages import Fieldset, FormPage

MOST = 60


class MandatesForm(FlaskForm):
    """The mandate to start with and, added per person, a name for each mandate."""

    default = SelectField(_l("Mandate after signing in"), [InputRequired(_l("Fill in this field."))])


class MandatesView(PageView):
    """Open to everybody who is signed in, for her own mandates."""

    route_base = "/me/mandates"
    default_view = "index"
    is_threshold: ClassVar[bool] = True

    @expose("/", methods=("GET", "POST"))
    def index(self) -> ResponseReturnValue:
        """Show and change the names of one's own mandates."""
        if g.visit is None or not g.visit.mandates:
            raise NotFound(_l("You have no mandate yet."))
        own: tuple[Mandate, ...] = g.visit.mandates
        stored = memberships.own_names(accounts(), g.visit.user_id)
        fields = {_field(m): _name_field(m, stored.companies[m.id]) for m in own}
        form: Any = type("MandatesForm", (MandatesForm,), fields)(
            default=str(stored.default or own[0].id),
            **{_field(m): stored.aliases[m.id] for m in own},
        )
        form.default.choices = [SelectChoice(str(m.id), _in_list(m)) for m in own]
        if form.validate_on_submit():
            aliases = {m.id: " ".join((form[_field(m)].data or "").split()) for m in own}
            memberships.name_own(accounts(), g.visit.user_id, aliases, int(form.default.data))
            say_done(_("Your mandates are saved."))
            return redirect(url_for(".index"), 303)
        page = FormPage(
            title=_("My mandates"),
            lead=_("Give a mandate a name of your own, by which you find it. Nobody else sees it."),
            form=form,
            fieldsets=(
                Fieldset(_("After signing in"), ("default",)),
                Fieldset(_("Names"), tuple(_field(m) for m in own)),
            ),
            submit=_("Save"),
            cancel_url=url_for("HomeView.home"),
        )
        return render_template("guichet/form.html", page=page), 422 if form.is_submitted() else 200


def _field(mandate: Mandate) -> str:
    return f"alias-{mandate.id}"


def _name_field(mandate: Mandate, company: str) -> StringField:
    return StringField(
        _(
            "%(company)s (%(institution)s)",
            company=company or _("Staff"),
            institution=mandate.tenant.short_name,
        ),
        [Length(max=MOST, message=_("Shorten this to %(most)s characters.", most=MOST))],
        render_kw={"data-width": "medium"},
    )


def _in_list(mandate: Mandate) -> str:
    if not mandate.label:
        return mandate.tenant.name
    return str(_("%(company)s (%(institution)s)", company=mandate.label, institution=mandate.tenant.name))
