"""Providers (a doctor, for instance): parties of their own, which an institution asks and which employ nobody here."""

from __future__ import annotations

from typing import Any, ClassVar

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf import FlaskForm
from sqlalchemy import select
from wtforms import EmailField, SelectField, StringField
from wtforms.validators import InputRequired, Length

from config import LANGUAGES
from console.audit import service as audit
from console.institutions.sessions import db
from console.parties.models import PROVIDER, Company
from console.shell import confirming, gate
from console.shell.boundary import say_done
from console.shell.insured.page_data import ProvidersPage
from console.shell.page_view import PageView, visitor
from console.shell.pages import Action, Cell, Column, DataTable, Empty, Fieldset, FormPage, Row

MOST = 500
_NEEDED = InputRequired(_l("Fill in this field."))


class ProviderForm(FlaskForm):
    """A new provider."""

    number = StringField(
        _l("Number"), [_NEEDED, Length(max=24)], description=_l("The institution's own number for it.")
    )
    name = StringField(_l("Name"), [_NEEDED, Length(max=120)])
    language = SelectField(_l("Language"), [_NEEDED], choices=[])
    email = EmailField(_l("E-mail"), [Length(max=254)])
    town = StringField(_l("Town"), [Length(max=80)])


class ProvidersView(PageView):
    """The providers of an institution; their people are added under Users and rights."""

    key: ClassVar[str] = "provider"
    route_base = "/providers"
    default_view = "index"
    method_permission_name: ClassVar[Any] = {"index": "read", "add": "write"}

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List the providers by name."""
        rows = db.session.scalars(
            select(Company).where(Company.kind == PROVIDER).order_by(Company.name, Company.id).limit(MOST)
        )
        table = DataTable(
            caption=_("Providers"),
            columns=(Column(_("Number"), "code"), Column(_("Name")), Column(_("Town")), Column(_("E-mail"))),
            rows=tuple(
                Row((Cell(one.number), Cell(one.name), Cell(one.town), Cell(one.email))) for one in rows
            ),
        )
        may_add = gate.allows(visitor(), "can_write", "console.provider")
        page = ProvidersPage(
            title=_("Providers"),
            lead=_(
                "Doctors and others whom you ask about a person. They see only what is addressed to them; "
                "give their people the role Provider under Users and rights."
            ),
            table=table,
            empty=Empty(_("No provider yet"), _("Add the first one, then its people.")),
            actions=(Action(_("Add a provider"), url_for(".add"), "main", "add"),) if may_add else (),
        )
        return render_template("guichet/insured/providers.html", page=page)

    @expose("/add", methods=("GET", "POST"))
    @has_access
    def add(self) -> ResponseReturnValue:
        """Ask for a new provider and add it."""
        if request.method == "POST":
            confirming.require(visitor())
        form = ProviderForm(language=g.language)
        form.language.choices = list(LANGUAGES.items())
        if form.validate_on_submit() and _added(form):
            say_done(_("%(name)s is added.", name=form.name.data))
            return redirect(url_for(".index"), 303)
        page = FormPage(
            title=_("Add a provider"),
            form=form,
            fieldsets=(Fieldset(None, ("number", "name", "language", "email", "town")),),
            submit=_("Add"),
            cancel_url=url_for(".index"),
        )
        return render_template("guichet/form.html", page=page), 422 if form.is_submitted() else 200


def _added(form: ProviderForm) -> bool:
    """Store the provider; not under a number that another party of the institution has."""
    typed = {
        name: (form[name].data or "").strip() for name in ("number", "name", "language", "email", "town")
    }
    session = db.session()
    if session.scalar(select(Company.id).where(Company.number == typed["number"])) is not None:
        form.number.errors = [_("This number is taken. Choose another one.")]
        return False
    row = Company(kind=PROVIDER, **typed)
    session.add(row)
    session.flush()
    audit.record(
        session,
        "console.provider.added",
        subject="console.provider",
        subject_id=row.id,
        name=f"{row.number} {row.name}",
    )
    return True
