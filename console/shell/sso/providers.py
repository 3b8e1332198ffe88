"""The administrator's page of providers."""

from __future__ import annotations

from typing import ClassVar

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from sqlalchemy.exc import IntegrityError

from console.audit import service as audit
from console.base import ids
from console.base.errors import BadArgument, Conflict
from console.institutions.sessions import accounts, db
from console.shell import confirming
from console.shell.boundary import say_done
from console.shell.page_view import PageView, visitor
from console.shell.pages import ConfirmPage, Crumb, FormPage
from console.shell.sso import parties
from console.shell.sso import provider_pages as pages
from console.shell.sso.provider_forms import ProviderForm, fieldsets_of, form_of, read_into
from console.shell.staff import institution_at_hand
from console.sso import service
from console.sso.journal import SUBJECT
from console.sso.models import SsoProvider


class SsoProvidersView(PageView):
    """Who vouches for the people of the institution."""

    key = "sso"
    route_base = "/single-sign-on"
    default_view = "index"
    method_permission_name: ClassVar[dict[str, str]] = {
        "index": "read",
        "show": "read",
        "add": "write",
        "edit": "write",
        "check": "write",
        "switch": "write",
        "delete": "write",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List the providers."""
        rows = service.providers(db.session(), institution_at_hand().id)
        return render_template("guichet/list.html", page=pages.list_page(rows))

    @expose("/<reference>")
    @has_access
    def show(self, reference: str) -> ResponseReturnValue:
        """Show a provider, with the addresses that it must know of us."""
        row = parties.own(db.session(), institution_at_hand().id, reference)
        return render_template("guichet/show.html", page=pages.show_page(row))

    @expose("/add/<any(oidc,saml):kind>", methods=("GET", "POST"))
    @has_access
    def add(self, kind: str) -> ResponseReturnValue:
        """Add a provider, not in use yet."""
        row = SsoProvider(
            reference=ids.reference().replace("-", ""),
            institution_id=institution_at_hand().id,
            kind=kind,
            name="",
            issuer="",
            client_id="",
            secret="",
            endpoints={},
            levels=[],
            active=False,
        )
        return _edited(row, new=True)

    @expose("/<reference>/edit", methods=("GET", "POST"))
    @has_access
    def edit(self, reference: str) -> ResponseReturnValue:
        """Change a provider; what somebody else changed meanwhile is not overwritten."""
        row = parties.own(db.session(), institution_at_hand().id, reference, lock=request.method == "POST")
        return _edited(row, new=False)

    @expose("/<reference>/check", methods=("POST",))
    @has_access
    def check(self, reference: str) -> ResponseReturnValue:
        """Ask the provider what it publishes now, take it over and say what was found."""
        row = parties.own(accounts(), institution_at_hand().id, reference)
        accounts().commit()  # No transaction is open while the provider is asked.
        found = pages.checked_facts(row)
        return render_template("guichet/show.html", page=pages.show_page(row, found))

    @expose("/<reference>/switch", methods=("POST",))
    @has_access
    def switch(self, reference: str) -> ResponseReturnValue:
        """Put a provider into use, or take it out: then its sign-ins end."""
        confirming.require(visitor())
        row = parties.own(db.session(), institution_at_hand().id, reference, lock=True)
        row.active = not row.active
        if not row.active:
            service.end_all(db.session(), row)
        _record(row, "switched_on" if row.active else "switched_off")
        say_done(
            _("%(name)s is in use.", name=row.name)
            if row.active
            else _("%(name)s is not in use any more.", name=row.name)
        )
        return redirect(url_for(".show", reference=reference), 303)

    @expose("/<reference>/delete", methods=("GET", "POST"))
    @has_access
    def delete(self, reference: str) -> ResponseReturnValue:
        """Ask, then delete a provider."""
        row = parties.own(db.session(), institution_at_hand().id, reference, lock=request.method == "POST")
        if request.method == "POST":
            confirming.require(visitor())
            _record(row, "deleted")
            service.delete_provider(db.session(), row)
            say_done(_("%(name)s is deleted.", name=row.name))
            return redirect(url_for(".index"), 303)
        page = ConfirmPage(
            title=_("Delete %(name)s?", name=row.name),
            consequences=(
                _("The links of all people to it are gone, and their sign-ins through it end at once."),
                _("Who has no password needs a new link from you. To pause it, take it out of use instead."),
            ),
            submit=_("Delete"),
            cancel_url=url_for(".show", reference=reference),
            crumbs=_crumbs(row),
            danger=True,
        )
        return render_template("guichet/confirm.html", page=page)


def _edited(row: SsoProvider, *, new: bool) -> ResponseReturnValue:
    posted = request.method == "POST"
    confirming.require(
        visitor()
    )  # Before anything is typed: a client secret is not carried through the page that asks.
    form = form_of(row, posted=posted, new=new)
    if posted and not new and form.version.data != str(row.version):
        raise Conflict(_("Somebody changed this entry meanwhile. Nothing of theirs was overwritten."))
    if posted and read_into(form, row, new=new) and _stored(form, row, new=new):
        _record(row, "added" if new else "changed")
        say_done(_("%(name)s is saved.", name=row.name))
        return redirect(url_for(".show", reference=row.reference), 303)
    page = FormPage(
        title=_("Identity provider: %(kind)s", kind=pages.kind_of(row)),
        form=form,
        fieldsets=fieldsets_of(form),
        submit=_("Save"),
        cancel_url=url_for(".show", reference=row.reference) if not new else url_for(".index"),
        crumbs=pages.crumbs() if new else _crumbs(row),
        lead=_(
            "The console asks the provider at once what it publishes. It is used once you put it into use."
        )
        if new
        else "",
    )
    return render_template("guichet/form.html", page=page), 422 if posted else 200


def _stored(form: ProviderForm, row: SsoProvider, *, new: bool) -> bool:
    """Store a row with what its provider publishes; gives whether that worked, else the fault stands at its field."""
    metadata = form.metadata.data if "metadata" in form else ""
    try:
        if new or (metadata or "").strip():
            parties.checked(row, metadata or "")
        with db.session.begin_nested():
            db.session.add(row)
            db.session.flush()
    except BadArgument as fault:
        place = next((field for field in form if field.name == fault.place), form.name)
        place.errors = [str(fault)]
        return False
    except IntegrityError:
        form.name.errors = [_("There is a provider with this name already.")]
        return False
    return True


def _record(row: SsoProvider, act: str) -> None:
    audit.record(db.session(), f"{SUBJECT}.{act}", subject=SUBJECT, subject_id=row.id, name=row.name)


def _crumbs(row: SsoProvider) -> tuple[Crumb, ...]:
    return (*pages.crumbs(), Crumb(row.name, url_for(".show", reference=row.reference)))
