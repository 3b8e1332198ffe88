"""A line of the journal as a sentence: the plugin's own, the console's, or a general one.

Lines outlive the plugins that wrote them: what is not installed any more is shown by the names the line carries.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import current_app, g
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from console.base.figures import Style
from console.forms.registry import Registry
from console.hooks.declarations import AuditAction, Text
from console.hooks.manager import Plugins
from console.mailbox import journal as mailbox
from console.shell import gate
from console.shell.crud.pages import changes_told
from console.shell.crud.view import CrudView
from console.shell.users import person
from console.shell.users.themes import themes_in_use

CONSOLE_ACTIONS = (
    AuditAction("console.module.switched_on", _l("Module switched on: %(plugin)s")),
    AuditAction("console.module.switched_off", _l("Module switched off: %(plugin)s")),
    AuditAction("console.module.settings_changed", _l("Settings changed: %(plugin)s")),
    AuditAction("console.module.part_changed", _l("Part of a module changed: %(plugin)s, %(part)s")),
    AuditAction("console.key.added", _l("Key for another system made: %(name)s")),
    AuditAction("console.key.ended", _l("Key for another system ended: %(name)s")),
    AuditAction("console.institution.changed", _l("The institution's data changed")),
    AuditAction("console.user.added", _l("Mandate added: %(name)s")),
    AuditAction("console.user.changed", _l("Mandate changed: %(name)s")),
    AuditAction("console.user.removed", _l("Mandate removed: %(name)s")),
    AuditAction("console.user.link_made", _l("Link to set a password made for %(name)s")),
    AuditAction("console.key.added", _l("API key added: %(name)s")),
    AuditAction("console.key.ended", _l("API key ended: %(name)s")),
    AuditAction("console.file.added", _l("File added: %(name)s")),
    AuditAction("console.form.published", _l("Own form published: %(form)s")),
    AuditAction("console.form.opened", _l("Own form opened: %(form)s")),
    AuditAction("console.form.closed", _l("Own form closed: %(form)s")),
    AuditAction("console.form.sent", _l("Announcement sent: %(form)s, %(reference)s")),
    AuditAction(
        "console.form.many_sent", _l("Announcements sent from a sheet: %(form)s, entries: %(count)s")
    ),
    AuditAction("console.form.sheet_sent", _l("Sheet to be sent: %(name)s, %(form)s, entries: %(count)s")),
    AuditAction("console.form.draft_dropped", _l("Draft thrown away: %(form)s")),
    AuditAction("console.task.started", _l("Long work started: %(name)s")),
    AuditAction("console.task.stopped", _l("Long work stopped: %(name)s")),
    AuditAction("console.dispatch.parked", _l("Transmission stopped, waits for a decision: %(name)s")),
    AuditAction("console.dispatch.retried", _l("Transmission tried again: %(name)s")),
    AuditAction("console.dispatch.given_up", _l("Transmission given up: %(name)s")),
    AuditAction("console.user.link_sent", _l("Link to set a password sent to %(name)s by e-mail")),
    AuditAction("console.translation.changed", _l("Own text changed (%(language)s)")),
    AuditAction("console.translation.reset", _l("Own text taken back (%(language)s)")),
    AuditAction("console.translation.imported", _l("Own texts imported (%(language)s): %(count)s")),
    *mailbox.ACTIONS,
)
_MEMBERSHIP = "console.user"
"""The subject of lines about a membership."""
_GENERAL = {
    "added": _l("Added: %(name)s (%(kind)s)"),
    "changed": _l("Changed: %(name)s (%(kind)s)"),
    "deleted": _l("Deleted: %(name)s (%(kind)s)"),
    "imported": _l("Changed by an import: %(name)s (%(kind)s)"),
    "added_by_import": _l("Added by an import: %(name)s (%(kind)s)"),
    "exported": _l("Exported: %(name)s (%(kind)s), entries: %(count)s"),
}
_LABELS: dict[str, Text] = {
    "enabled": _l("Switched on"),
    "starts_on": _l("First day"),
    "pilots": _l("Pilot companies"),
    "name": _l("Name"),
    "short_name": _l("Short name"),
    "number": _l("Official number"),
    "street": _l("Street"),
    "house_number": _l("House number"),
    "postcode": _l("Postcode"),
    "town": _l("Town"),
    "languages": _l("Languages"),
    "zone": _l("Time zone"),
    "accent": _l("Accent colour"),
    "logo": _l("Logo"),
    "text": _l("Text"),
    "logo_type": _l("Form of the logo"),
}


class _Facts(dict[str, str]):
    """Facts of a line; one that is missing shows as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


def sentence(action: str, subject: str, facts: Mapping[str, Any]) -> str:
    """Say what a line tells; a line of an unknown kind is shown by its bare action and the name it carries."""
    known = _sentences()
    owner, _dot, act = action.rpartition(".")
    told = _Facts({key: str(value) for key, value in facts.items() if not isinstance(value, (dict, list))})
    if "plugin" in told:
        told |= _titles(told["plugin"], str(facts.get("part", "")))
    if "form" in told:
        told["form"] = _form_title(told["form"])
    told.setdefault("kind", _kind(subject or owner))
    if action in known:
        return _filled(str(known[action]), told, action)
    if act in _GENERAL and "name" in told:
        return _filled(str(_GENERAL[act]), told, action)
    return f"{action}: {told['name']}" if "name" in told else action


def change_texts(subject: str, facts: Mapping[str, Any]) -> str:
    """Give the changes of a line as a text: each field with its value before and after."""
    changes = facts.get("changes")
    if not isinstance(changes, dict):
        return ""
    pairs = {key: pair for key, pair in changes.items() if isinstance(pair, list) and len(pair) == 2}
    view = _view(subject)
    if view is not None:
        told = [(c.label, c.old or "–", c.new or "–") for c in changes_told(view, pairs)]
    elif subject == _MEMBERSHIP:
        found = person.changes_told(pairs, themes_in_use())
        told = [(c.label, c.old or "–", c.new or "–") for c in found]
    else:
        labels = _labels(str(facts.get("plugin", "")))
        told = [(labels.get(key, key), _value(old), _value(new)) for key, (old, new) in pairs.items()]
    return "; ".join(
        _("%(field)s: %(old)s → %(new)s", field=field, old=old, new=new) for field, old, new in told
    )


def owners() -> tuple[tuple[str, str], ...]:
    """Give who may own a line: the console, and each installed plugin with its title."""
    return (("console", _("Console")), *((p.name, str(p.manifest.title)) for p in _plugins()))


def _sentences() -> dict[str, Text]:
    declared = [action for plugin in _plugins() for action in plugin.actions]
    return {action.key: action.sentence for action in (*CONSOLE_ACTIONS, *declared)}


def _filled(template: str, told: _Facts, action: str) -> str:
    try:
        return template % told
    except (TypeError, ValueError):
        return action


def _titles(plugin: str, part: str) -> dict[str, str]:
    if plugin not in _plugins():
        return {"plugin": plugin}
    found = _plugins()[plugin]
    titles = {theme.key: str(theme.title) for theme in found.themes}
    return {"plugin": str(found.manifest.title), "part": titles.get(part, part)}


def _form_title(key: str) -> str:
    """Give the title of a form a plugin brings; of any other its key."""
    registry: Registry = current_app.extensions["guichet_forms"]
    return str(_(registry.forms[key].form.title)) if key in registry.forms else key


def _kind(subject: str) -> str:
    view = _view(subject)
    return str(view.row) if view is not None else subject


def _labels(plugin: str) -> dict[str, str]:
    labels = {key: str(label) for key, label in _LABELS.items()}
    if plugin in _plugins():
        labels |= {setting.key: str(setting.title) for setting in _plugins()[plugin].settings}
    return labels


def _view(subject: str) -> CrudView | None:
    """Give the page behind a subject such as `ch_fund.employee`, while its plugin is installed."""
    pages: dict[str, CrudView] = current_app.extensions["guichet_crud"]
    for endpoint, permission in gate.guards().by_blueprint.items():
        if permission == subject and endpoint in pages:
            return pages[endpoint]
    return None


def _plugins() -> Plugins:
    found: Plugins = current_app.extensions["guichet_plugins"]
    return found


def _value(value: Any) -> str:
    if isinstance(value, bool):
        return str(_("yes") if value else _("no"))
    return "–" if value in (None, "") else _day_or(str(value))


def _day_or(text: str) -> str:
    """Give a day, which facts carry in ISO form, as the reader writes it; any other text as it is."""
    style: Style = g.style
    try:
        return style.show_day(datetime.strptime(text, "%Y-%m-%d").date())
    except ValueError:
        return text
