"""Keeping information: administrators write, publish and order pages, and say how the institution is reached."""

from __future__ import annotations

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from config import LANGUAGES
from console.base.errors import Conflict, NotFound
from console.information import queries, service
from console.information.models import LEAFLET, OUTAGE, PAGE
from console.institutions.queries import Tenant
from console.institutions.sessions import db
from console.shell.boundary import say_done
from console.shell.information import editing
from console.shell.information.forms import AUDIENCES, contact_class, contact_of
from console.shell.information.reading import open_themes
from console.shell.information.views import file_in
from console.shell.mailbox.actors import theme_title
from console.shell.page_view import PageView
from console.shell.pages import (
    Action,
    Cell,
    Column,
    ConfirmPage,
    Crumb,
    DataTable,
    Empty,
    Fieldset,
    FormPage,
    ListPage,
    Pager,
    Row,
)
from console.shell.staff import institution_at_hand

GENERAL = "general"
"""How addresses call the contact that belongs to no theme."""


class InformationManageView(PageView):
    """Everything there is to read, published or not, and the contacts."""

    key = "information"
    route_base = "/information/manage"
    default_view = "index"
    method_permission_name = {
        "index": "read",
        "show": "read",
        "file": "read",
        "contacts": "read",
        "add": "write",
        "edit": "write",
        "publish": "write",
        "withdraw": "write",
        "delete": "write",
        "contact": "write",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List all pages, leaflets and outage notices."""
        return render_template("guichet/list.html", page=_list(institution_at_hand()))

    @expose("/add/<any(page,leaflet,outage):kind>", methods=("GET", "POST"))
    @has_access
    def add(self, kind: str) -> ResponseReturnValue:
        """Write a new page, leaflet or outage notice."""
        return editing.add(institution_at_hand(), kind)

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> ResponseReturnValue:
        """Show a page in all languages before it is published, and after."""
        page = editing.preview(institution_at_hand(), pk)
        return render_template("guichet/information/page.html", page=page)

    @expose("/<int:pk>/<language>.pdf")
    @has_access
    def file(self, pk: int, language: str) -> ResponseReturnValue:
        """Give the PDF of a leaflet, published or not."""
        return file_in(editing.reading_of(pk), language, institution_at_hand().id)

    @expose("/<int:pk>/edit", methods=("GET", "POST"))
    @has_access
    def edit(self, pk: int) -> ResponseReturnValue:
        """Change a page."""
        return editing.change(institution_at_hand(), pk)

    @expose("/<int:pk>/publish", methods=("POST",))
    @has_access
    def publish(self, pk: int) -> ResponseReturnValue:
        """Let its audience read a page."""
        return _published(institution_at_hand(), pk, published=True)

    @expose("/<int:pk>/withdraw", methods=("POST",))
    @has_access
    def withdraw(self, pk: int) -> ResponseReturnValue:
        """Take a page back."""
        return _published(institution_at_hand(), pk, published=False)

    @expose("/<int:pk>/delete", methods=("GET", "POST"))
    @has_access
    def delete(self, pk: int) -> ResponseReturnValue:
        """Ask, then delete a page."""
        tenant = institution_at_hand()
        found = editing.reading_of(pk)
        name = editing.said_name(found, tenant)
        if request.method == "POST":
            service.delete(db.session(), service.page_of(db.session(), pk, lock=True), name=name)
            say_done(_("%(name)s is deleted.", name=name))
            return redirect(url_for(".index"), 303)
        page = ConfirmPage(
            title=_("Delete %(name)s?", name=name),
            consequences=(
                _("It is gone in all languages."),
                _("Links to it lead nowhere any more. To hide it for a while, withdraw it instead."),
            ),
            submit=_("Delete"),
            cancel_url=url_for(".show", pk=pk),
            crumbs=editing.crumbs(),
            danger=True,
        )
        return render_template("guichet/confirm.html", page=page)

    @expose("/contacts/")
    @has_access
    def contacts(self) -> ResponseReturnValue:
        """List how the institution is reached, in general and by theme."""
        return render_template("guichet/list.html", page=_contacts(institution_at_hand()))

    @expose("/contacts/<theme>", methods=("GET", "POST"))
    @has_access
    def contact(self, theme: str) -> ResponseReturnValue:
        """Enter how the institution is reached for a theme, or in general."""
        return _contact(institution_at_hand(), theme)


def _published(tenant: Tenant, key: int, *, published: bool) -> ResponseReturnValue:
    name = editing.said_name(editing.reading_of(key), tenant)
    service.publish(
        db.session(), service.page_of(db.session(), key, lock=True), published=published, name=name
    )
    say_done(_("%(name)s is published.", name=name) if published else _("%(name)s is withdrawn.", name=name))
    return redirect(url_for(".show", pk=key), 303)


def _list(tenant: Tenant) -> ListPage:
    return ListPage(
        title=_("Information and contacts"),
        lead=_("What your people read: information pages, leaflets, notices of outages, contacts."),
        table=DataTable(
            _("Information"),
            (
                Column(_("Title")),
                Column(_("Kind")),
                Column(_("Theme")),
                Column(_("For")),
                Column(_("Position"), "number"),
                Column(_("Missing languages")),
                Column(_("State"), "tag"),
            ),
            tuple(_row(one, tenant) for one in queries.every(db.session())),
        ),
        empty=Empty(_("Nothing is written yet"), _("Begin with a page for what you are asked most often.")),
        pager=Pager(""),
        actions=(
            Action(_("Contacts"), url_for(".contacts")),
            Action(_("New outage notice"), url_for(".add", kind=OUTAGE)),
            Action(_("New leaflet"), url_for(".add", kind=LEAFLET)),
            Action(_("New information page"), url_for(".add", kind=PAGE), "main", "add"),
        ),
    )


def _row(one: queries.Reading, tenant: Tenant) -> Row:
    row, state = one.page, editing.state_of(one.page)
    return Row(
        (
            Cell(editing.said_name(one, tenant)),
            Cell(editing.kind_title(row.kind)),
            Cell(theme_title(row.theme) if row.theme else _("General")),
            Cell(str(AUDIENCES[row.audience])),
            Cell(g.style.show_number(row.position)),
            Cell(editing.missing(one, tenant)),
            Cell(state.text, state.tone),
        ),
        url_for(".show", pk=row.id),
    )


def _contacts(tenant: Tenant) -> ListPage:
    entered = {one.theme: one for one in service.contacts(db.session())}
    rows = []
    for theme in ("", *open_themes()):
        one = entered.get(theme)
        hours = ", ".join(
            LANGUAGES.get(code, code) for code in tenant.languages if one and one.hours.get(code)
        )
        cells = (
            Cell(theme_title(theme) if theme else _("General")),
            Cell(one.phone if one else ""),
            Cell(one.email if one else ""),
            Cell(hours),
        )
        rows.append(Row(cells, url_for(".contact", theme=theme or GENERAL)))
    return ListPage(
        title=_("Contacts"),
        lead=_("What a theme leaves empty is taken from the general contact."),
        table=DataTable(
            _("Contacts"),
            (Column(_("Theme")), Column(_("Telephone")), Column(_("E-mail")), Column(_("Hours entered in"))),
            tuple(rows),
        ),
        empty=Empty("", ""),
        pager=Pager(""),
        crumbs=editing.crumbs(),
    )


def _contact(tenant: Tenant, named: str) -> ResponseReturnValue:
    if named != GENERAL and named not in open_themes():
        raise NotFound(_l("There is nothing at this address."))
    theme = "" if named == GENERAL else named
    title = theme_title(theme) if theme else _("General")
    row = service.contact_of(db.session(), theme, lock=request.method == "POST")
    version = str(row.version) if row else ""
    typed = {f"hours_{code}": text for code, text in row.hours.items()} if row else {}
    form = contact_class(tenant.languages)(obj=row, data={"version": version} | typed)
    if form.is_submitted() and (form.version.data or "") != version:
        raise Conflict(_("Somebody changed this entry meanwhile. Nothing of theirs was overwritten."))
    if form.validate_on_submit():
        service.keep_contact(db.session(), theme, contact_of(form, tenant.languages), name=title)
        say_done(_("%(name)s is saved.", name=title))
        return redirect(url_for(".contacts"), 303)
    page = FormPage(
        title=_("Contact: %(theme)s", theme=title),
        form=form,
        fieldsets=(
            Fieldset(None, (("phone", "email"),)),
            Fieldset(_("Hours"), tuple(f"hours_{code}" for code in tenant.languages)),
        ),
        submit=_("Save"),
        cancel_url=url_for(".contacts"),
        crumbs=(*editing.crumbs(), Crumb(_("Contacts"), url_for(".contacts"))),
    )
    return render_template("guichet/form.html", page=page), 422 if form.errors else 200
