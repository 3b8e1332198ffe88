"""Entrusting parts of a portfolio: the profiles of an account, kept by who manages all of it."""

from __future__ import annotations

from typing import Any, ClassVar

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_wtf import FlaskForm
from wtforms import BooleanField, RadioField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length
from wtforms.widgets import CheckboxInput, ListWidget

from console.plugin import (
    ColumnFault,
    NotAllowed,
    PageView,
    colleagues,
    db,
    pages,
    say_done,
    visitor,
)
from console.plugin import gettext as _
from console.plugin import lazy_gettext as _l
from plugins.fr_dsn.portfolio import profiles
from plugins.fr_dsn.portfolio.models import Profile
from plugins.fr_dsn.portfolio.profiles import Listed, Wanted
from plugins.fr_dsn.views import words
from plugins.fr_dsn.views.portfolio_columns import read_siret

MOST = 5_000
"""Establishments that one profile may name."""
TITLE = _l("Delegation profiles")


class ProfileForm(FlaskForm):
    """A profile as it is typed."""

    name = StringField(_l("Name"), [InputRequired(_l("Fill in this field.")), Length(max=80)])
    covers = RadioField(
        _l("Establishments"),
        choices=[
            SelectChoice("all", _l("The whole portfolio, also what is added later")),
            SelectChoice("some", _l("Those named below")),
        ],
        default="some",
    )
    sirets = TextAreaField(
        _l("SIRET"), description=_l("One on each line; only establishments of your portfolio.")
    )
    deposits = BooleanField(_l("Deposits declarations"))
    returns = BooleanField(_l("Sees to returns"))
    manages = BooleanField(_l("Manages the establishments"))
    people = SelectMultipleField(
        _l("People"), coerce=int, widget=ListWidget(prefix_label=False), option_widget=CheckboxInput()
    )


class ProfileView(PageView):
    """Profiles of the visitor's account."""

    key = "profile"
    default_view = "index"
    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "manage",
        "add": "manage",
        "edit": "manage",
        "delete": "manage",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List the profiles."""
        found = profiles.listed(db.session())
        return render_template("guichet/list.html", page=_list_page(found))

    @expose("/add", methods=("GET", "POST"))
    @has_access
    def add(self) -> ResponseReturnValue:
        """Ask for a profile and store it."""
        return _edited(None)

    @expose("/edit/<int:pk>", methods=("GET", "POST"))
    @has_access
    def edit(self, pk: int) -> ResponseReturnValue:
        """Ask for changes to a profile and store them."""
        return _edited(profiles.find(db.session(), pk))

    @expose("/delete/<int:pk>", methods=("GET", "POST"))
    @has_access
    def delete(self, pk: int) -> ResponseReturnValue:
        """Ask, then take a profile away."""
        profile = profiles.find(db.session(), pk)
        if request.method == "POST":
            profiles.delete_profile(db.session(), profile)
            say_done(_("%(name)s is deleted.", name=profile.name))
            return redirect(url_for(".index"), 303)
        page = pages.ConfirmPage(
            title=_("Delete %(name)s?", name=profile.name),
            consequences=(_("Who has this profile no longer sees what it names, unless another one does."),),
            submit=_("Delete"),
            cancel_url=url_for(".edit", pk=pk),
            crumbs=_crumbs(),
            danger=True,
        )
        return render_template("guichet/confirm.html", page=page)


def _edited(profile: Profile | None) -> ResponseReturnValue:
    company = _company()
    form = ProfileForm(data=None if request.method == "POST" else _data(profile))
    named = {one.user_id: one.name for one in colleagues()}
    form.people.choices = [SelectChoice(key, name) for key, name in named.items()]
    if form.is_submitted():
        sirets = _read(form, company)
        if form.validate() and sirets is not None and _is_free(form, profile):
            wanted = Wanted(
                form.name.data.strip(),
                form.covers.data == "all",
                form.deposits.data,
                form.returns.data,
                form.manages.data,
                tuple(sirets),
                {key: named[key] for key in form.people.data},
            )
            saved = profiles.save(db.session(), company, profile, wanted)
            say_done(_("%(name)s is saved.", name=saved.name))
            return redirect(url_for(".index"), 303)
    status = 422 if form.is_submitted() else 200
    return render_template("guichet/form.html", page=_form_page(form, profile)), status


def _read(form: ProfileForm, company: int) -> list[str] | None:
    """Give the SIRET that were typed, or put on their field what is wrong with which."""
    if form.covers.data == "all":
        return []
    faults, found = [], []
    for number, line in enumerate((form.sirets.data or "").splitlines()[: MOST + 1], 1):
        if not line.strip():
            continue
        try:
            found.append(read_siret(line))
        except ColumnFault as fault:
            faults.append(_("Line %(number)s: %(fault)s", number=number, fault=fault))
    if len(found) > MOST:
        faults.append(_("Name at most %(most)s establishments, or choose the whole portfolio.", most=MOST))
    else:
        strange = profiles.unknown(db.session(), company, found)
        faults += [
            _("%(siret)s is not in your portfolio. Add it there first.", siret=one) for one in strange[:20]
        ]
    form.validate()
    form.sirets.errors = faults
    return None if faults else found


def _is_free(form: ProfileForm, profile: Profile | None) -> bool:
    name, own = form.name.data.strip(), profile.id if profile else None
    if any(one.profile.name == name and one.profile.id != own for one in profiles.listed(db.session())):
        form.name.errors = [_("This value exists already in another entry.")]
        return False
    return True


def _company() -> int:
    mandate = visitor().mandate
    if mandate is None or mandate.company is None:
        raise NotAllowed(_l("Profiles are kept by the account itself."))
    return mandate.company


def _data(profile: Profile | None) -> dict[str, Any]:
    if profile is None:
        return {}
    return {
        "name": profile.name,
        "covers": "all" if profile.covers_all else "some",
        "sirets": "\n".join(profiles.sirets_of(db.session(), profile)),
        "deposits": profile.deposits,
        "returns": profile.returns,
        "manages": profile.manages,
        "people": sorted(profiles.people_of(db.session(), profile)),
    }


def _form_page(form: ProfileForm, profile: Profile | None) -> pages.FormPage:
    delete = (
        () if profile is None else (pages.Action(_("Delete"), url_for(".delete", pk=profile.id), "danger"),)
    )
    return pages.FormPage(
        title=_("Edit: %(name)s", name=profile.name) if profile else _("Add a profile"),
        form=form,
        fieldsets=(
            pages.Fieldset(None, ("name",)),
            pages.Fieldset(_("What is entrusted"), ("covers", "sirets")),
            pages.Fieldset(_("What they do"), ("deposits", "returns", "manages")),
            pages.Fieldset(_("To whom"), ("people",)),
        ),
        submit=_("Save"),
        cancel_url=url_for(".index"),
        crumbs=_crumbs(),
        actions=delete,
    )


def _list_page(found: Any) -> pages.ListPage:
    columns = (
        pages.Column(_("Name")),
        pages.Column(_("Establishments"), "number"),
        pages.Column(_("What they do")),
        pages.Column(_("People")),
    )
    return pages.ListPage(
        title=str(TITLE),
        lead=_("A colleague without a profile sees nothing of the portfolio."),
        table=pages.DataTable(str(TITLE), columns, tuple(_row(one) for one in found)),
        empty=pages.Empty(_("No entries yet"), _("Add a profile to entrust establishments to colleagues.")),
        pager=pages.Pager(""),
        add_url=url_for(".add"),
    )


def _row(one: Listed) -> pages.Row:
    profile = one.profile
    duties = (
        (profile.deposits, _("deposits")),
        (profile.returns, _("returns")),
        (profile.manages, _("management")),
    )
    count = _("all") if profile.covers_all else words.number(one.establishments)
    cells = (
        pages.Cell(profile.name),
        pages.Cell(count),
        pages.Cell(", ".join(str(word) for has, word in duties if has)),
        pages.Cell(", ".join(one.people)),
    )
    return pages.Row(cells, url_for(".edit", pk=profile.id))


def _crumbs() -> tuple[pages.Crumb, ...]:
    return (pages.Crumb(str(TITLE), url_for(".index")),)
