"""The institution's side of the terms: their versions, the next one in every language, and who accepted."""

from __future__ import annotations

from typing import ClassVar

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from config import LANGUAGES
from console.accounts import terms
from console.accounts.terms import Terms
from console.base.errors import BadArgument, NotFound
from console.information.markup import html_of
from console.institutions.queries import Tenant
from console.institutions.sessions import db
from console.shell import confirming, gate
from console.shell.boundary import say_done
from console.shell.information.page_data import TextPage, Version
from console.shell.page_view import PageView, visitor
from console.shell.pages import (
    Action,
    Cell,
    Column,
    ConfirmPage,
    Crumb,
    DataTable,
    Empty,
    Fact,
    Fieldset,
    FormPage,
    ListPage,
    Pager,
    Row,
)
from console.shell.staff import institution_at_hand
from console.shell.terms import companies
from console.shell.terms.forms import PublishForm, field_of, publish_class, typed_of
from console.shell.terms.page_data import PublishPage
from console.shell.terms.reading import in_blocks


class TermsManageView(PageView):
    """All versions of the terms, for administrators."""

    key = "terms"
    route_base = "/terms/manage"
    default_view = "index"
    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "read",
        "show": "read",
        "companies": "read",
        "publish": "write",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List the versions with how many companies accepted each."""
        return render_template("guichet/list.html", page=_list(institution_at_hand()))

    @expose("/<int:version>")
    @has_access
    def show(self, version: int) -> ResponseReturnValue:
        """Show a version in all its languages."""
        found = _version(institution_at_hand(), version)
        return render_template("guichet/information/page.html", page=_show_page(found))

    @expose("/companies")
    @has_access
    def companies(self) -> ResponseReturnValue:
        """List which companies accepted the version in force, and which have not yet."""
        tenant = institution_at_hand()
        found = terms.in_force(db.session(), tenant.id)
        if found is None:
            raise NotFound(_l("No terms are published yet."))
        page = companies.list_page(tenant, found, request.args, _crumbs())
        return render_template("guichet/list.html", page=page)

    @expose("/publish", methods=("GET", "POST"))
    @has_access
    def publish(self) -> ResponseReturnValue:
        """Ask for the next version, show it once more in every language, then publish it."""
        tenant = institution_at_hand()
        before = terms.in_force(db.session(), tenant.id)
        form = publish_class(tenant.languages)(data=typed_of(before.texts) if before else None)
        if form.is_submitted():
            confirming.require(visitor())
        if form.validate_on_submit() and _is_sound(form, tenant, before):
            if form.sure.data != "yes":
                return render_template("guichet/terms/publish.html", page=_publish_page(form, tenant))
            texts = form.texts(tenant.languages)
            made = terms.publish(db.session(), tenant.id, texts, tenant.languages, by=g.visit.name)
            say_done(_("Version %(version)s of the terms is in force.", version=made.version))
            return redirect(url_for(".index"), 303)
        return render_template(
            "guichet/form.html", page=_form_page(form, tenant)
        ), 422 if form.errors else 200


def _version(tenant: Tenant, version: int) -> Terms:
    found: Terms | None = db.session().get(Terms, (tenant.id, version)) if version < 2**31 else None
    if found is None:
        raise NotFound(_l("There is no such version of the terms."))
    return found


def _is_sound(form: PublishForm, tenant: Tenant, before: Terms | None) -> bool:
    """Say whether the texts can be published; what is wrong stands at the field of its language."""
    try:
        terms.check(form.texts(tenant.languages), tenant.languages, before)
    except BadArgument as fault:
        field = form[field_of(fault.place or tenant.languages[0])]
        field.errors = [*field.errors, str(fault)]
        return False
    return True


def _list(tenant: Tenant) -> ListPage:
    found = terms.versions(db.session(), tenant.id)
    actions = (Action(_("Who accepted"), url_for(".companies"), icon="company"),) if found else ()
    if gate.allows(g.visit, "can_write", "console.terms"):
        actions = (*actions, Action(_("Publish a version"), url_for(".publish"), "main", "add"))
    return ListPage(
        title=_("Terms of use"),
        lead=_(
            "An administrator of each company accepts the version in force before anyone of the company works here."
        ),
        table=DataTable(
            _("Terms of use"),
            (
                Column(_("Version")),
                Column(_("Published"), "day"),
                Column(_("By")),
                Column(_("Languages")),
                Column(_("Accepted by companies"), "number"),
            ),
            tuple(_row(one, count) for one, count in found),
        ),
        empty=Empty(
            _("No terms are published yet"), _("Until then, companies work here without accepting anything.")
        ),
        pager=Pager(""),
        actions=actions,
    )


def _row(one: Terms, count: int) -> Row:
    cells = (
        Cell(_("Version %(version)s", version=g.style.show_number(one.version))),
        Cell(g.style.show_moment(one.published_at)),
        Cell(one.published_by),
        Cell(", ".join(LANGUAGES.get(code, code) for code in one.texts)),
        Cell(g.style.show_number(count)),
    )
    return Row(cells, url_for(".show", version=one.version))


def _show_page(found: Terms) -> TextPage:
    facts = (
        Fact(_("Published"), g.style.show_moment(found.published_at), "day"),
        Fact(_("By"), found.published_by),
        *(
            Fact(_("SHA-256 (%(language)s)", language=LANGUAGES.get(code, code)), in_blocks(digest))
            for code, digest in found.digests.items()
        ),
    )
    return TextPage(
        title=_("Terms of use, version %(version)s", version=g.style.show_number(found.version)),
        versions=_versions(found.texts),
        crumbs=_crumbs(),
        facts=facts,
    )


def _versions(texts: dict[str, str]) -> tuple[Version, ...]:
    return tuple(
        Version(html_of(text), lang=code, heading=LANGUAGES.get(code, code)) for code, text in texts.items()
    )


def _form_page(form: PublishForm, tenant: Tenant) -> FormPage:
    return FormPage(
        title=_("Publish terms of use"),
        lead=_(
            "One version in all languages of the institution. You see it once more before it is published."
        ),
        form=form,
        fieldsets=tuple(Fieldset(LANGUAGES.get(code, code), (field_of(code),)) for code in tenant.languages),
        submit=_("Go on"),
        cancel_url=url_for(".index"),
        crumbs=_crumbs(),
    )


def _publish_page(form: PublishForm, tenant: Tenant) -> PublishPage:
    texts = form.texts(tenant.languages)
    return PublishPage(
        title=_("Publish these terms?"),
        versions=_versions(texts),
        crumbs=_crumbs(),
        question=ConfirmPage(
            title=_("Publish these terms?"),
            consequences=(
                _("Every company is asked again: nobody of it works here until its administrator accepts."),
                _("What is published cannot be changed. A correction is a new version, accepted anew."),
            ),
            submit=_("Publish"),
            cancel_url=url_for(".index"),
            hidden=(("sure", "yes"), *typed_of(texts).items()),
        ),
    )


def _crumbs() -> tuple[Crumb, ...]:
    return (Crumb(_("Terms of use"), url_for(".index")),)
