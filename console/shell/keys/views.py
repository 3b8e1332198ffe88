"""API keys: administrators make them for other systems, replace and end them.

The institution's look after all keys of it, a company's after those of her company, which see its rows alone.
"""

from __future__ import annotations

from datetime import timedelta

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.accounts import keys
from console.accounts.models import ApiKey
from console.accounts.operations import operations_of
from console.audit import service as audit
from console.base.errors import NotFound
from console.hooks.declarations import Contribution
from console.institutions.sessions import db
from console.shell import confirming
from console.shell.boundary import say_done
from console.shell.keys import forms, showing, whose
from console.shell.keys.whose import Keeper
from console.shell.page_view import PageView, visitor
from console.shell.pages import ConfirmPage, Fieldset, FormPage


class KeysView(PageView):
    """Which systems may use the open API, for what, and until when."""

    key = "key"
    route_base = "/keys"
    default_view = "index"
    method_permission_name = {
        "index": "read",
        "show": "read",
        "add": "write",
        "add_for": "write",
        "rotate": "write",
        "end": "write",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List the keys of the institution, or of the company."""
        one = whose.keeper()
        found = keys.every(db.session(), one.tenant.id, one.company)
        return render_template("guichet/list.html", page=showing.list_page(list(found)))

    @expose("/<int:pk>")
    @has_access
    def show(self, pk: int) -> ResponseReturnValue:
        """Show one key, never its secret."""
        key = _key(whose.keeper(), pk)
        successor = keys.find(db.session(), key.successor_id) if key.successor_id else None
        return render_template("guichet/show.html", page=showing.show_page(key, successor))

    @expose("/add", methods=("GET", "POST"))
    @has_access
    def add(self) -> ResponseReturnValue:
        """Ask for which module a key shall be; with one alone, go on."""
        offers = showing.offers(whose.keeper())
        if len(offers) == 1:
            return redirect(url_for(".add_for", name=next(iter(offers))), 303)
        form = forms.module_form({name: one.manifest.title for name, one in offers.items()})
        if form.validate_on_submit():
            return redirect(url_for(".add_for", name=form.module.data), 303)
        page = FormPage(
            title=_("New API key"),
            form=form,
            fieldsets=(Fieldset(None, ("module",)),),
            submit=_("Continue"),
            cancel_url=url_for(".index"),
            crumbs=showing.crumbs(),
        )
        return render_template("guichet/form.html", page=page), 422 if form.errors else 200

    @expose("/add/<name>", methods=("GET", "POST"))
    @has_access
    def add_for(self, name: str) -> ResponseReturnValue:
        """Ask what a key may do for a module, make it, and show it once."""
        one = whose.keeper()
        plugin = _offer(one, name)
        form = forms.key_form(showing.operations_for(one, plugin), g.style, asks_company=one.company is None)
        if form.validate_on_submit() and _is_right(form, one, plugin):
            confirming.require(visitor())
            return _made(form, one, plugin)
        page = FormPage(
            title=_("New API key: %(module)s", module=plugin.manifest.title),
            form=form,
            fieldsets=(Fieldset(None, tuple(field.name for field in form if field.name in forms.ORDER)),),
            submit=_("Make the key"),
            cancel_url=url_for(".index"),
            crumbs=showing.crumbs(),
            note=_("The key is shown once, on the next page."),
        )
        return render_template("guichet/form.html", page=page), 422 if form.errors else 200

    @expose("/<int:pk>/rotate", methods=("GET", "POST"))
    @has_access
    def rotate(self, pk: int) -> ResponseReturnValue:
        """Ask how long the old key goes on, make the one that replaces it, and show it once."""
        key = _key(whose.keeper(), pk, lock=request.method == "POST")
        _refuse_ended(key)
        form = forms.rotation_form()
        if form.validate_on_submit():
            confirming.require(visitor())
            return _replaced(form, key)
        page = FormPage(
            title=_("Replace the key of %(name)s", name=key.name),
            lead=_("The new key may do the same. It is shown once, on the next page."),
            form=form,
            fieldsets=(Fieldset(None, ("overlap", "lasts")),),
            submit=_("Make the key"),
            cancel_url=url_for(".show", pk=pk),
            crumbs=showing.crumbs(key),
        )
        return render_template("guichet/form.html", page=page), 422 if form.errors else 200

    @expose("/<int:pk>/end", methods=("GET", "POST"))
    @has_access
    def end(self, pk: int) -> ResponseReturnValue:
        """Ask, then end a key."""
        key = _key(whose.keeper(), pk, lock=request.method == "POST")
        if request.method == "POST":
            confirming.require(visitor())
            keys.end(db.session(), key.id)
            _journal("ended", key)
            say_done(_("The key of %(name)s has ended.", name=key.name))
            return redirect(url_for(".index"), 303)
        page = ConfirmPage(
            title=_("End the key of %(name)s?", name=key.name),
            consequences=(
                _("The system is refused from its next request on, with its tokens too."),
                _("This cannot be taken back. The system needs a new key then."),
            ),
            submit=_("End the key"),
            cancel_url=url_for(".show", pk=pk),
            crumbs=showing.crumbs(key),
            danger=True,
        )
        return render_template("guichet/confirm.html", page=page)


def _key(one: Keeper, pk: int, *, lock: bool = False) -> ApiKey:
    """Give a key that the visitor looks after; raises `NotFound` for any other, known or not."""
    found = keys.find(db.session(), pk, one.tenant.id, one.company, lock=lock)
    if found is None:
        raise NotFound(_l("There is no such key in your institution."))
    return found


def _refuse_ended(key: ApiKey) -> None:
    if not keys.is_live(key) or key.successor_id is not None:
        raise NotFound(_l("This key has ended, or is replaced already."))


def _offer(one: Keeper, name: str) -> Contribution:
    found = showing.offers(one).get(name)
    if found is None:
        raise NotFound(_l("No module of this name is switched on."))
    return found


def _is_right(form: forms.KeyForm, one: Keeper, plugin: Contribution) -> bool:
    """Say whether company, operations and name fit together; what does not stands on its field."""
    company, number = one.company, (form.company.data or "").strip() if "company" in form else ""
    if number:
        found = whose.company_numbered(number)
        if found is None:
            form.company.errors = [
                _("There is no company with this number. Look it up in the list of companies.")
            ]
            return False
        company = found.id
    allowed = {known.code for known in operations_of(plugin, for_company=company is not None)}
    if strangers := [code for code in form.operations.data if code not in allowed]:
        form.operations.errors = [showing.why_not(strangers[0], plugin, company)]
        return False
    return _is_new(form, one, company)


def _is_new(form: forms.KeyForm, one: Keeper, company: int | None) -> bool:
    """Take each name once among the keys of one side that count: the journal tells systems apart by it."""
    found = (key for key in keys.every(db.session(), one.tenant.id) if key.company_id == company)
    taken = {key.name.casefold() for key in found if keys.is_live(key)}
    if form.name.data.casefold() not in taken:
        return True
    fault = _("A system of this name has a key already. Replace that one, or choose another name.")
    form.name.errors = [*form.name.errors, fault]
    return False


def _made(form: forms.KeyForm, one: Keeper, plugin: Contribution) -> ResponseReturnValue:
    number = (form.company.data or "").strip() if "company" in form else ""
    company = whose.company_numbered(number) if number else None
    key, secret = keys.create(
        db.session(),
        institution=one.tenant.id,
        plugin=plugin.name,
        name=form.name.data,
        operations=form.operations.data,
        lasts=timedelta(days=int(form.lasts.data)),
        created_by=g.visit.name,
        per_minute=int(form.per_minute.data),
        company=company.id if company is not None else one.company,
        themes=whose.themes_for(one, plugin.name, form.operations.data),
    )
    _journal("added", key)
    return render_template("guichet/keys/shown.html", page=showing.shown_page(key, secret))


def _replaced(form: forms.RotationForm, old: ApiKey) -> ResponseReturnValue:
    key, secret = keys.rotate(
        db.session(),
        old,
        overlap=timedelta(days=int(form.overlap.data)),
        lasts=timedelta(days=int(form.lasts.data)),
        created_by=g.visit.name,
    )
    _journal("rotated", key)
    return render_template("guichet/keys/shown.html", page=showing.shown_page(key, secret, old))


def _journal(act: str, key: ApiKey) -> None:
    audit.record(
        db.session(),
        f"console.key.{act}",
        subject="console.key",
        subject_id=key.id,
        name=key.name,
        plugin=key.plugin,
        operations=", ".join(key.operations),
    )
