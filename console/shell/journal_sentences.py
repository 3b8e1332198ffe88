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

from console.accounts import journal as accounts
from console.audit import journal as consultations
from console.audit.models import AuditEntry
from console.base.figures import Style
from console.campaigns import journal as campaigns
from console.deadlines import journal as deadlines
from console.deadlines.rules import declared as deadline_rules
from console.desk import journal as desk
from console.dossiers import journal as dossiers
from console.forms.registry import Registry
from console.hooks.declarations import AuditAction, Text
from console.hooks.manager import Plugins
from console.information import journal as information
from console.insured import journal as insured
from console.mailbox import journal as mailbox
from console.notices import journal as notices
from console.private import journal as private
from console.retention import journal as retention
from console.retention.holdings import holdings
from console.shell import gate
from console.shell.crud.pages import changes_told
from console.shell.crud.view import CrudView
from console.shell.policy import telling as policy
from console.shell.users import person
from console.shell.users.themes import themes_in_use
from console.sso import journal as sso

CONSOLE_ACTIONS = (
    AuditAction("console.module.switched_on", _l("Module switched on: %(plugin)s")),
    AuditAction("console.module.switched_off", _l("Module switched off: %(plugin)s")),
    AuditAction("console.module.settings_changed", _l("Settings changed: %(plugin)s")),
    AuditAction("console.module.part_changed", _l("Part of a module changed: %(plugin)s, %(part)s")),
    AuditAction("console.institution.added", _l("Institution %(name)s made")),
    AuditAction("console.institution.changed", _l("The institution's data changed")),
    AuditAction("console.user.added", _l("Mandate added: %(name)s")),
    AuditAction("console.user.changed", _l("Mandate changed: %(name)s")),
    AuditAction("console.user.removed", _l("Mandate removed: %(name)s")),
    AuditAction("console.user.link_made", _l("Link to set a password made for %(name)s")),
    AuditAction("console.user.signed_out", _l("Signed out everywhere: %(name)s")),
    AuditAction("console.key.added", _l("API key added: %(name)s")),
    AuditAction("console.key.rotated", _l("API key replaced: %(name)s")),
    AuditAction("console.key.ended", _l("API key ended: %(name)s")),
    AuditAction("console.restored", _l("Restored from a backup of %(made)s")),
    AuditAction("console.restored.released", _l("Channel let go after a restore: %(channel)s")),
    AuditAction("console.file.added", _l("File added: %(name)s")),
    AuditAction("console.file.infected", _l("Infected file refused: %(name)s, %(found)s")),
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
    AuditAction("console.webhook.subscribed", _l("Webhook subscription added: %(host)s, %(events)s")),
    AuditAction("console.webhook.rotated", _l("Secret of a webhook subscription renewed: %(host)s")),
    AuditAction("console.webhook.paused", _l("Webhook subscription paused: %(host)s")),
    AuditAction("console.webhook.resumed", _l("Webhook subscription resumed: %(host)s")),
    AuditAction("console.webhook.removed", _l("Webhook subscription removed: %(host)s")),
    AuditAction("console.dispatch.retried", _l("Transmission tried again: %(name)s")),
    AuditAction("console.dispatch.given_up", _l("Transmission given up: %(name)s (reason: %(reason)s)")),
    AuditAction("console.dispatch.replayed", _l("Transmission sent once more: %(name)s")),
    AuditAction(
        "console.dispatch.repeated",
        _l("Transmissions let leave again: %(count)s (channel: %(channel)s, reason: %(reason)s)"),
    ),
    AuditAction(
        "console.dispatch.consulted",
        _l("What was said about transmission %(name)s consulted, attempt %(number)s"),
    ),
    AuditAction("console.channel.held", _l("Channel held: %(channel)s (reason: %(reason)s)")),
    AuditAction("console.channel.released", _l("Channel let go: %(channel)s")),
    AuditAction("console.channel.tried", _l("System tried at once: %(name)s (%(channel)s)")),
    AuditAction("console.acknowledgement.came", _l("Answer of another system taken: %(name)s")),
    AuditAction(
        "console.acknowledgement.contrary", _l("Answer says the contrary, waits for a decision: %(name)s")
    ),
    AuditAction("console.acknowledgement.heard_again", _l("Answer looked at again: %(name)s")),
    AuditAction("console.acknowledgement.laid_aside", _l("Answer laid aside: %(name)s")),
    AuditAction(
        "console.acknowledgement.forged",
        _l(
            "Calls to %(name)s refused: the signature is wrong. Check its secret in the settings of the module"
        ),
    ),
    AuditAction(
        "console.acknowledgement.file_refused",
        _l("File of another system refused: %(name)s (channel: %(channel)s)"),
    ),
    AuditAction("console.acknowledgement.consulted", _l("Answer of another system consulted: %(name)s")),
    AuditAction("console.user.link_sent", _l("Link to set a password sent to %(name)s by e-mail")),
    AuditAction("console.user.recovered", _l("Let in again from the command line: %(name)s")),
    AuditAction("console.translation.changed", _l("Own text changed (%(language)s)")),
    AuditAction("console.translation.reset", _l("Own text taken back (%(language)s)")),
    AuditAction("console.translation.imported", _l("Own texts imported (%(language)s): %(count)s")),
    *accounts.ACTIONS,
    *mailbox.ACTIONS,
    *campaigns.ACTIONS,
    *deadlines.ACTIONS,
    *desk.ACTIONS,
    *dossiers.ACTIONS,
    *information.ACTIONS,
    *notices.ACTIONS,
    *private.ACTIONS,
    *retention.ACTIONS,
    *consultations.ACTIONS,
    *sso.ACTIONS,
    *insured.ACTIONS,
)
_MEMBERSHIP = "console.user"
"""The subject of lines about a membership."""
_POLICY = "console.policy"
"""The subject of lines about the rules for signing in."""
_GENERAL = {
    "added": _l("Added: %(name)s (%(kind)s)"),
    "changed": _l("Changed: %(name)s (%(kind)s)"),
    "deleted": _l("Deleted: %(name)s (%(kind)s)"),
    "imported": _l("Changed by an import: %(name)s (%(kind)s)"),
    "added_by_import": _l("Added by an import: %(name)s (%(kind)s)"),
    "consulted": _l("Consulted: %(name)s (%(kind)s)"),
    "listed": _l("List consulted: %(list)s, entries: %(count)s"),
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
    "title": _l("Title"),
    "theme": _l("Theme"),
    "audience": _l("For"),
    "position": _l("Position"),
    "starts_at": _l("Shown from"),
    "ends_at": _l("Shown until"),
    "at_sign_in": _l("On the sign-in page"),
    "file_reference": _l("PDF"),
    "phone": _l("Telephone"),
    "email": _l("E-mail"),
    "hours": _l("Hours"),
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
    if "retention" in told:
        told["retention"] = _retention_title(told["retention"])
    if "deadline" in told:
        told["deadline"] = _deadline_title(told["deadline"])
    told.setdefault("kind", _kind(subject or owner))
    told.setdefault("list", _list(subject or owner))
    if action in known:
        return _filled(str(known[action]), told, action)
    if act in _GENERAL and ("name" in told or act == "listed"):
        return _filled(str(_GENERAL[act]), told, action)
    return f"{action}: {told['name']}" if "name" in told else action


def of_entry(entry: AuditEntry) -> str:
    """Say what a line tells."""
    return sentence(entry.action, entry.subject, entry.facts)


def details(entry: AuditEntry) -> str:
    """Give what stands below the sentence: the ground of a consultation, what was changed, what was erased."""
    if entry.is_erased:
        return str(_("The personal parts were erased at the end of their retention."))
    ground = str(entry.facts.get("ground", ""))
    told = (
        _("Ground: %(ground)s", ground=_(ground)) if ground else "",
        _searched(entry.facts),
        change_texts(entry.subject, entry.facts),
    )
    return "; ".join(one for one in told if one)


def _searched(facts: Mapping[str, Any]) -> str:
    filters = facts.get("filters")
    values = list(filters.values()) if isinstance(filters, dict) else []
    words = [str(one) for one in (facts.get("search"), *values) if one]
    return str(_("Searched for: %(words)s", words=", ".join(words))) if words else ""


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
    elif subject == _POLICY:
        told = [(c.label, c.old or "–", c.new or "–") for c in policy.changes_told(pairs)]
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


def _retention_title(key: str) -> str:
    known = holdings()
    return str(known[key].declared.title) if key in known else key


def _deadline_title(key: str) -> str:
    known = deadline_rules()
    return str(known[key].title) if key in known else key


def _form_title(key: str) -> str:
    """Give the title of a form a plugin brings; of any other its key."""
    registry: Registry = current_app.extensions["guichet_forms"]
    return str(_(registry.forms[key].form.title)) if key in registry.forms else key


def _kind(subject: str) -> str:
    view = _view(subject)
    return str(view.row) if view is not None else subject


def _list(subject: str) -> str:
    view = _view(subject)
    return str(view.rows) if view is not None else subject


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
