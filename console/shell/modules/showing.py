"""Turns what is installed, stored and found into what the templates of the Modules page take."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from flask import current_app, g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext

from console.base.sheets.phrases import Phrase
from console.hooks.declarations import Contribution, Health, Resource
from console.hooks.manager import Plugins
from console.institutions import service, settings
from console.institutions.queries import Part, Tenant
from console.institutions.service import DeclaredPart, Switch
from console.institutions.sessions import db, hook_savepoint
from console.shell import gate
from console.shell.modules import forms
from console.shell.modules.pages import (
    Bringing,
    Finding,
    ModuleGroup,
    ModulePage,
    ModuleRow,
    ModulesPage,
    PartRow,
    SwitchControl,
)
from console.shell.pages import Action, Crumb, Fact, Tag, Tone

_TONES: dict[str, Tone] = {"ok": "ok", "warn": "warn", "bad": "bad"}


def plugins() -> Plugins:
    """Give the installed plugins of this process."""
    found: Plugins = current_app.extensions["guichet_plugins"]
    return found


def enabled_of(stored: Mapping[str, Switch]) -> set[str]:
    """Give the names of the plugins that are on."""
    return {name for name, switch in stored.items() if switch.enabled}


def list_page(tenant: Tenant, stored: Mapping[str, Switch]) -> ModulesPage:
    """Give all installed modules, those meant for the institution's country first."""
    installed = list(plugins())
    on = enabled_of(stored)
    meant = [plugin for plugin in installed if is_meant(plugin, tenant)]
    others = [plugin for plugin in installed if plugin not in meant]
    groups = ((_("For your country"), meant), (_("For other countries"), others))
    return ModulesPage(
        title=_("Modules"),
        count=ngettext(
            "%(num)d of %(all)d switched on",
            "%(num)d of %(all)d switched on",
            len([plugin for plugin in installed if plugin.name in on]),
            all=len(installed),
        ),
        lead=_("What your institution uses. A switch counts from the next page on, for everybody at once."),
        groups=tuple(
            ModuleGroup(title, tuple(_row(plugin, stored) for plugin in found))
            for title, found in groups
            if found
        ),
    )


def module_page(plugin: Contribution, stored: Mapping[str, Switch]) -> ModulePage:
    """Give one module with its health, settings, parts and what it brings."""
    switch = stored.get(plugin.name, Switch())
    manifest, values = plugin.manifest, service.values_of(plugin, switch.settings)
    return ModulePage(
        title=str(manifest.title),
        crumbs=crumbs(),
        description=str(manifest.description),
        tags=() if _may_write() else (_state(switch.enabled),),
        switch=_control(plugin, stored),
        facts=(
            Fact(_("Version"), manifest.version, "code"),
            Fact(_("Installed from"), plugin.source, "code"),
            Fact(_("Author"), manifest.author),
            Fact(_("Meant for"), ", ".join(manifest.countries) or _("all countries")),
            Fact(_("Requires"), _titles(manifest.requires)),
        ),
        findings=tuple(Finding(_tag(one), str(one.text)) for one in health(plugin, switch)),
        settings=tuple(
            Fact(str(setting.title), forms.shown_of(setting, values[setting.key], switch.settings, g.style))
            for setting in plugin.settings
        ),
        settings_action=Action(_("Edit settings"), url_for(".settings", name=plugin.name))
        if plugin.settings and _may_write()
        else None,
        parts=_parts(plugin, switch),
        brings=tuple(_brings(plugin)),
    )


def crumbs(plugin: Contribution | None = None) -> tuple[Crumb, ...]:
    """Give the way back to the list, and to a module."""
    found = [Crumb(_("Modules"), url_for(".index"))]
    if plugin is not None:
        found.append(Crumb(str(plugin.manifest.title), url_for(".show", name=plugin.name)))
    return tuple(found)


def is_meant(plugin: Contribution, tenant: Tenant) -> bool:
    """Say whether a module is meant for the institution's country."""
    return not plugin.manifest.countries or tenant.country in plugin.manifest.countries


def health(plugin: Contribution, switch: Switch) -> tuple[Health, ...]:
    """Ask a module that is on whether it can work; one that is off is not asked."""
    if not switch.enabled:
        return ()
    values = settings.opened_values(plugin, switch.settings)
    answers = plugins().ask("check_configuration", {plugin.name}, around=hook_savepoint, settings=values)
    if any(answer.failed for answer in answers):
        return (Health("bad", _("The check of this module failed. The log says why.")),)
    lost = tuple(
        Health("bad", _("%(setting)s cannot be read any more: enter it again.", setting=one.title))
        for one in settings.unreadable(plugin, switch.settings)
    )
    return (*lost, *(finding for answer in answers for finding in answer.values))


def _row(plugin: Contribution, stored: Mapping[str, Switch]) -> ModuleRow:
    switch = stored.get(plugin.name, Switch())
    found = health(plugin, switch)
    worst = min(found, key=lambda one: ("bad", "warn", "ok").index(one.state), default=None)
    if not switch.enabled:
        tag = Tag(_("Off"))
    elif worst is None or worst.state == "ok":
        tag = Tag(_("In order"), "ok")
    else:
        tag = Tag(str(worst.text), _TONES[worst.state])
    return ModuleRow(
        title=str(plugin.manifest.title),
        description=str(plugin.manifest.description),
        url=url_for(".show", name=plugin.name),
        switch=_control(plugin, stored),
        brings=_counts(plugin),
        version=plugin.manifest.version,
        health=tag,
    )


def _control(plugin: Contribution, stored: Mapping[str, Switch]) -> SwitchControl:
    on = stored.get(plugin.name, Switch()).enabled
    why = service.refusal(plugin, not on, enabled_of(stored), plugins())
    return SwitchControl(
        label=str(plugin.manifest.title),
        on=on,
        url=url_for(".switch", name=plugin.name) if _may_write() else "",
        why=str(why) if why else "",
        hidden=(("to", "off" if on else "on"),),
    )


def _parts(plugin: Contribution, switch: Switch) -> tuple[PartRow, ...]:
    parts = [(part, switch.part(part.kind, part.key)) for part in service.parts_of(plugin)]
    return tuple(_part(plugin, part, found) for part, found in parts)


def _part(plugin: Contribution, part: DeclaredPart, found: Part) -> PartRow:
    texts = forms.part_texts(found, db.session(), g.style)
    url = url_for(".part", name=plugin.name, kind=part.kind, key=part.key) if _may_write() else ""
    flipped = (("enabled", ""),) if found.enabled else (("enabled", "y"),)
    return PartRow(
        title=str(part.title),
        description=str(part.description),
        kind=KINDS[part.kind](),
        switch=SwitchControl(
            label=str(part.title),
            on=found.enabled,
            url=url,
            hidden=(*flipped, ("starts_on", texts["starts_on"]), ("pilots", texts["pilots"])),
        ),
        start=texts["starts_on"] or _("at once"),
        pilots=texts["pilots"].replace("\n", ", ") or _("all companies"),
        edit_url=url or None,
    )


KINDS: dict[str, Any] = {"theme": lambda: _("Theme"), "form": lambda: _("Form")}
"""The word for each kind of part."""


def _counts(plugin: Contribution) -> str:
    counted = (
        ngettext("%(num)d theme", "%(num)d themes", len(plugin.themes)) if plugin.themes else "",
        ngettext("%(num)d form", "%(num)d forms", len(plugin.forms)) if plugin.forms else "",
        ngettext("%(num)d page", "%(num)d pages", len(plugin.views)) if plugin.views else "",
        ngettext("%(num)d API collection", "%(num)d API collections", len(_read(plugin)))
        if _read(plugin)
        else "",
        ngettext("%(num)d setting", "%(num)d settings", len(plugin.settings)) if plugin.settings else "",
        ngettext("%(num)d right", "%(num)d rights", len(plugin.rights)) if plugin.rights else "",
    )
    return ", ".join(filter(None, counted))


def _brings(plugin: Contribution) -> list[Bringing]:
    kinds = (
        (_("Themes"), [theme.title for theme in plugin.themes]),
        (_("Forms"), [Phrase(form.title) for form in plugin.forms]),
        (_("Pages"), [getattr(view.view, "rows", view.view.key) for view in plugin.views]),
        (_("API collections"), [resource.key for resource in _read(plugin)]),
        (_("Settings"), [setting.title for setting in plugin.settings]),
        (_("Rights"), [right.title for right in plugin.rights]),
    )
    return [Bringing(title, tuple(map(str, names))) for title, names in kinds if names]


def _titles(names: tuple[str, ...]) -> str:
    return ", ".join(str(plugins()[name].manifest.title) for name in names)


def _state(on: bool) -> Tag:
    return Tag(_("On"), "ok") if on else Tag(_("Off"))


def _tag(finding: Health) -> Tag:
    words = {"ok": _("In order"), "warn": _("Warning"), "bad": _("Fault")}
    return Tag(words.get(finding.state, finding.state), _TONES.get(finding.state, "plain"))


def _may_write() -> bool:
    return gate.allows(g.visit, "can_write", "console.module")


def _read(plugin: Contribution) -> list[Resource]:
    """Give what other systems read; a resource without fields is only written."""
    return [resource for resource in plugin.resources if resource.fields]
