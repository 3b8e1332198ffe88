"""The Modules page: switches, settings and parts, each switch only after its consequences were shown."""

from __future__ import annotations

from flask import g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.base import clock
from console.base.errors import BadArgument, NotFound
from console.hooks.declarations import Contribution
from console.institutions import service
from console.institutions.queries import Part
from console.institutions.service import DeclaredPart, Switch
from console.institutions.sessions import db
from console.parties.models import Company
from console.shell import confirming
from console.shell.boundary import say_done
from console.shell.modules import forms, impact, sentences, showing
from console.shell.page_view import PageView, visitor
from console.shell.pages import Action, ConfirmPage, Fieldset, FormPage, MessagePage
from console.shell.staff import institution_at_hand


class ModulesView(PageView):
    """What the institution uses."""

    key = "module"
    route_base = "/modules"
    default_view = "index"
    method_permission_name = {
        "index": "read",
        "show": "read",
        "switch": "write",
        "settings": "write",
        "part": "write",
    }

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """List the installed modules."""
        tenant = institution_at_hand()
        page = showing.list_page(tenant, service.switches(db.session()))
        return render_template("guichet/modules.html", page=page)

    @expose("/<name>")
    @has_access
    def show(self, name: str) -> ResponseReturnValue:
        """Show one module."""
        institution_at_hand()
        plugin = _plugin(name)
        page = showing.module_page(plugin, service.switches(db.session()))
        return render_template("guichet/module.html", page=page)

    @expose("/<name>/switch", methods=("GET", "POST"))
    @has_access
    def switch(self, name: str) -> ResponseReturnValue:
        """Say what switching a module on or off changes; do it once that was confirmed."""
        tenant, plugin = institution_at_hand(), _plugin(name)
        wanted = request.values.get("to", "")
        if wanted not in ("on", "off"):
            raise BadArgument(_l("Say whether to switch the module on or off."), place="to")
        on = wanted == "on"
        if request.method == "POST" and "confirmed" not in request.form:
            return redirect(url_for(".switch", name=name, to=wanted), 303)
        if request.method == "POST":
            confirming.require(visitor())
            if service.switch(db.session(), plugin, on, showing.plugins()):
                title = str(plugin.manifest.title)
                say_done(
                    _("%(module)s is switched on.", module=title)
                    if on
                    else _("%(module)s is switched off.", module=title)
                )
            return redirect(url_for(".index"), 303)
        stored = service.switches(db.session())
        if why := service.refusal(plugin, on, showing.enabled_of(stored), showing.plugins()):
            return render_template("guichet/message.html", page=_refused(plugin, on, str(why))), 409
        found = impact.holders(db.session(), tenant.id, plugin)
        values = service.values_of(plugin, stored.get(name, Switch()).settings)
        held = stored.get(name, Switch()).settings
        empty = [s for s in plugin.settings if s.required and not (values[s.key] or held.get(s.key))]
        consequences = sentences.of_switch(plugin, on, found, empty)
        if on and not showing.is_meant(plugin, tenant):
            countries = ", ".join(plugin.manifest.countries)
            consequences = (
                _(
                    "Attention: it is meant for other countries (%(countries)s) than yours.",
                    countries=countries,
                ),
                *consequences,
            )
        page = ConfirmPage(
            title=_switch_title(plugin, on),
            consequences=consequences,
            submit=_("Switch on") if on else _("Switch off"),
            cancel_url=url_for(".index"),
            crumbs=showing.crumbs(plugin),
            danger=not on,
            hidden=(("to", wanted), ("confirmed", "yes")),
        )
        return render_template("guichet/confirm.html", page=page)

    @expose("/<name>/settings", methods=("GET", "POST"))
    @has_access
    def settings(self, name: str) -> ResponseReturnValue:
        """Show and change a module's settings in the institution."""
        institution_at_hand()
        plugin = _plugin(name)
        if not plugin.settings:
            raise NotFound(_l("This module has no settings."))
        stored = service.switches(db.session()).get(name, Switch())
        values = service.values_of(plugin, stored.settings)
        form = forms.settings_form(plugin, values, stored.settings, g.style)
        if form.is_submitted():
            confirming.require(visitor())
            typed = form.read(plugin, stored.settings, g.style)
            if typed is not None:
                service.save_settings(db.session(), plugin, typed.values, typed.removed)
                say_done(_("The settings are saved."))
                return redirect(url_for(".show", name=name), 303)
        page = FormPage(
            title=_("Settings: %(module)s", module=plugin.manifest.title),
            form=form,
            fieldsets=(Fieldset(None, forms.field_names(plugin, form)),),
            submit=_("Save"),
            cancel_url=url_for(".show", name=name),
            crumbs=showing.crumbs(plugin),
        )
        return render_template("guichet/form.html", page=page), 422 if form.is_submitted() else 200

    @expose("/<name>/parts/<kind>/<key>", methods=("GET", "POST"))
    @has_access
    def part(self, name: str, kind: str, key: str) -> ResponseReturnValue:
        """Ask for switch, start and pilots of a part, say what they would change, and store them once confirmed."""
        tenant, plugin = institution_at_hand(), _plugin(name)
        declared = service.part_of(plugin, kind, key)
        session = db.session()
        stored = service.switches(session).get(name, Switch())
        before = stored.part(kind, key)
        form = forms.PartForm(data=forms.part_texts(before, session, g.style))
        if form.is_submitted():
            confirming.require(visitor())
        wanted = form.read(session, g.style) if form.is_submitted() else None
        if wanted is None:
            page = _part_form(plugin, declared, form)
            return render_template("guichet/form.html", page=page), 422 if form.is_submitted() else 200
        if "confirmed" in request.form:
            numbers = forms.companies_by(session, Company.id.in_(before.pilots)) | dict(wanted.numbers)
            if service.set_part(session, plugin, declared, wanted.part, numbers):
                say_done(_("%(part)s is saved.", part=declared.title))
            return redirect(url_for(".show", name=name), 303)
        found = impact.theme_holders(session, tenant.id, name, [declared.theme])
        change = impact.of_part(found, before, wanted.part, clock.today(tenant.zone))
        told = sentences.of_part(change, g.style, plugin_on=stored.enabled)
        confirm = _part_confirm(plugin, declared, wanted.part, told, form)
        return render_template("guichet/confirm.html", page=confirm)


def _plugin(name: str) -> Contribution:
    if name not in showing.plugins():
        raise NotFound(_l("No module of this name is installed."))
    return showing.plugins()[name]


def _switch_title(plugin: Contribution, on: bool) -> str:
    title = plugin.manifest.title
    return str(_("Switch on: %(module)s", module=title) if on else _("Switch off: %(module)s", module=title))


def _refused(plugin: Contribution, on: bool, why: str) -> MessagePage:
    title = plugin.manifest.title
    return MessagePage(
        title=_("%(module)s cannot be switched on now", module=title)
        if on
        else _("%(module)s cannot be switched off now", module=title),
        text=why,
        tone="warn",
        actions=(Action(_("Back to the modules"), url_for(".index"), kind="main"),),
    )


def _part_form(plugin: Contribution, declared: DeclaredPart, form: forms.PartForm) -> FormPage:
    form.starts_on.description = g.style.day_hint
    return FormPage(
        title=str(declared.title),
        form=form,
        fieldsets=(Fieldset(None, ("enabled", "starts_on", "pilots")),),
        submit=_("Continue"),
        cancel_url=url_for(".show", name=plugin.name),
        crumbs=showing.crumbs(plugin),
        lead=str(declared.description),
        note=_("Nothing is changed yet: the next page says what would change."),
    )


def _part_confirm(
    plugin: Contribution, declared: DeclaredPart, wanted: Part, told: tuple[str, ...], form: forms.PartForm
) -> ConfirmPage:
    return ConfirmPage(
        title=_("Change: %(part)s", part=declared.title),
        consequences=told,
        submit=_("Save"),
        cancel_url=url_for(".show", name=plugin.name),
        crumbs=showing.crumbs(plugin),
        lead=_("It will be switched on.") if wanted.enabled else _("It will be switched off."),
        danger=not wanted.enabled,
        hidden=(
            ("enabled", "y" if wanted.enabled else ""),
            ("starts_on", form.starts_on.data or ""),
            ("pilots", form.pilots.data or ""),
            ("confirmed", "yes"),
        ),
    )
