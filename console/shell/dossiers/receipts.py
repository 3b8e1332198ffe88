"""How a company receives each document type, for its administrator and the institution's staff."""

from __future__ import annotations

from typing import ClassVar

from flask import g, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from sqlalchemy import select

from console.base import clock
from console.dossiers import receipts, service
from console.dossiers.kinds import WAYS, title_of
from console.dossiers.receipts import Way
from console.institutions.sessions import db
from console.parties.models import Company
from console.shell import gate
from console.shell.boundary import say_done
from console.shell.dossiers import here
from console.shell.dossiers.forms import receipt_form
from console.shell.page_view import PageView
from console.shell.pages import (
    Action,
    Cell,
    Column,
    Crumb,
    DataTable,
    Empty,
    Fact,
    FactGroup,
    Fieldset,
    FormPage,
    RelatedTable,
    Row,
    ShowPage,
)


class ReceiptView(PageView):
    """Electronic or by post, by document type."""

    key = "receipt"
    route_base = "/dossiers/receipt"
    default_view = "own"
    method_permission_name: ClassVar[dict[str, str]] = {"own": "read", "show": "read", "edit": "write"}

    @expose("/")
    @has_access
    def own(self) -> ResponseReturnValue:
        """Lead a company's people to their company."""
        company = here.reader().company
        if company is None:
            return redirect(url_for("DossiersView.index"), 303)
        return redirect(url_for(".show", company=company), 303)

    @expose("/<int:company>")
    @has_access
    def show(self, company: int) -> ResponseReturnValue:
        """Show how a company receives documents, and what it chose before."""
        found = _company(company)
        return render_template("guichet/show.html", page=_page(found))

    @expose("/<int:company>/edit", methods=("GET", "POST"))
    @has_access
    def edit(self, company: int) -> ResponseReturnValue:
        """Ask for the choices, which hold from tomorrow."""
        found, actor = _company(company), here.reader()
        form, names = receipt_form(service.ways_of(db.session(), company))
        if form.validate_on_submit():
            chosen = {name: form[name].data for name in names}
            if service.choose_receipt(db.session(), found, chosen, by=actor.name):
                say_done(_("The choice is saved. It holds from tomorrow."))
            return redirect(url_for(".show", company=company), 303)
        page = FormPage(
            title=_("Receipt of documents"),
            form=form,
            fieldsets=(Fieldset(None, names),),
            submit=_("Save"),
            cancel_url=url_for(".show", company=company),
            crumbs=_crumbs(found),
            lead=found.name,
            note=_("It holds from tomorrow."),
        )
        return render_template("guichet/form.html", page=page), 422 if form.errors else 200


def _company(key: int) -> Company:
    """Give a company of the visitor's scope; raises `NotFound`."""
    here.reader()
    found: Company | None = db.session.scalar(select(Company).where(Company.id == key))
    if found is None:
        raise here.unknown()
    return found


def _crumbs(company: Company) -> tuple[Crumb, ...]:
    return (
        Crumb(_("Dossiers"), url_for("DossiersView.index")),
        Crumb(_("Receipt of documents"), url_for(".show", company=company.id)),
    )


def _page(company: Company) -> ShowPage:
    ways = service.ways_of(db.session(), company.id)
    history = _("Choices so far")
    columns = (Column(_("Kind")), Column(_("Receipt")), Column(_("From"), "day"), Column(_("Chosen")))
    rows = tuple(
        Row(
            (
                Cell(title_of(one.kind)),
                Cell(str(WAYS.get(one.way, one.way))),
                Cell(g.style.show_day(one.effective_from)),
                Cell(one.chosen_by, detail=g.style.show_moment(one.chosen_at)),
            )
        )
        for one in receipts.choices_of(db.session(), company.id)
    )
    change = Action(_("Change"), url_for(".edit", company=company.id), "main")
    return ShowPage(
        title=_("Receipt of documents"),
        groups=(
            FactGroup(
                f"{company.number} {company.name}",
                tuple(Fact(title_of(kind), _told(way)) for kind, way in ways.items()),
            ),
        ),
        crumbs=_crumbs(company)[:1],
        actions=(change,) if gate.allows(g.visit, "can_write", "console.receipt") else (),
        tables=(
            RelatedTable(
                history,
                DataTable(history, columns, rows),
                Empty(
                    _("Nothing was chosen yet"), _("All documents are received electronically until then.")
                ),
            ),
        ),
    )


def _told(way: Way) -> str:
    """Say how a document type is received today, and from when on otherwise."""
    today = str(WAYS[way.today])
    if way.effective_from is None or way.effective_from <= clock.today(g.visit.mandate.tenant.zone):
        return today
    if way.chosen == way.today:
        return today
    return str(
        _(
            "%(today)s, from %(day)s: %(then)s",
            today=today,
            day=g.style.show_day(way.effective_from),
            then=WAYS[way.chosen],
        )
    )
