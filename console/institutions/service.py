"""What an institution uses: switching plugins and their parts, and keeping their settings.

Words: a *switch* says whether a plugin is on in an institution; a *part* is a theme or a form below a plugin, with a
switch of its own; a *pilot* is a company for which a part is open before the others. All functions work in the
institution of the session's scope, take the plugin's declarations from the caller, and never commit.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock
from console.base.errors import BadArgument, Conflict, NotFound
from console.base.sheets.phrases import Phrase
from console.hooks.declarations import Contribution, Setting, Text
from console.institutions.models import Institution, PartSwitch, PluginSwitch
from console.institutions.queries import Part
from console.institutions.sessions import scope_of
from console.institutions.settings import SECRET, sealed

SUBJECT = "console.module"
"""What journal lines about plugins and their parts are about; the id is the plugin's name."""
LONGEST_SETTING, LONGEST_SECRET = 500, 20_000
HIDDEN = "***"
"""What the journal says instead of a secret."""
OPEN = Part(enabled=True, starts_on=None, pilots=frozenset())
"""A part that nobody has set: it follows its plugin."""


@dataclass(frozen=True)
class DeclaredPart:
    """A part as its plugin declares it; `theme` is the one whose rights open it."""

    kind: str
    key: str
    title: Text
    description: Text
    theme: str


@dataclass(frozen=True)
class Switch:
    """What is stored about a plugin in an institution; parts by kind and key."""

    enabled: bool = False
    settings: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[tuple[str, str], Part] = field(default_factory=dict)

    def part(self, kind: str, key: str) -> Part:
        """Give the switch of a part, open when nobody has set it."""
        return self.parts.get((kind, key), OPEN)


def parts_of(plugin: Contribution) -> tuple[DeclaredPart, ...]:
    """Give everything below a plugin that has a switch of its own."""
    themes = tuple(DeclaredPart("theme", t.key, t.title, t.description, t.key) for t in plugin.themes)
    return themes + tuple(DeclaredPart("form", f.key, Phrase(f.title), "", f.theme) for f in plugin.forms)


def part_of(plugin: Contribution, kind: str, key: str) -> DeclaredPart:
    """Give one part of a plugin; raises `NotFound` when it declares none like this."""
    for part in parts_of(plugin):
        if (part.kind, part.key) == (kind, key):
            return part
    raise NotFound(_l("This module has no such part."))


def switches(session: Session) -> dict[str, Switch]:
    """Give what is stored about each plugin, switched on or off, installed or not: two statements."""
    institution = scope_of(session).institution
    parts: dict[str, dict[tuple[str, str], Part]] = {}
    for part in session.scalars(select(PartSwitch).where(PartSwitch.institution_id == institution)):
        parts.setdefault(part.plugin, {})[(part.kind, part.key)] = _part(part)
    rows = session.scalars(select(PluginSwitch).where(PluginSwitch.institution_id == institution))
    found = {row.plugin: Switch(row.enabled, row.settings, parts.pop(row.plugin, {})) for row in rows}
    return found | {plugin: Switch(parts=rest) for plugin, rest in parts.items()}


def values_of(plugin: Contribution, stored: Mapping[str, str]) -> dict[str, str]:
    """Give the value of every setting of a plugin: the stored one, else its default; secrets are left empty."""
    return {setting.key: _value_of(setting, stored) for setting in plugin.settings}


def _value_of(setting: Setting, stored: Mapping[str, str]) -> str:
    if setting.kind == SECRET:
        return ""
    return stored.get(setting.key, setting.default) or ("no" if setting.kind == "yes_no" else "")


def refusal(
    plugin: Contribution, on: bool, enabled: Collection[str], installed: Iterable[Contribution]
) -> Text | None:
    """Say why a plugin cannot be switched now, or nothing: what it requires is off, or what requires it is on."""
    if on:
        missing = [p for p in installed if p.name in plugin.manifest.requires and p.name not in enabled]
        return _l("Switch on first: %(modules)s.", modules=_titles(missing)) if missing else None
    needing = [p for p in installed if plugin.name in p.manifest.requires and p.name in enabled]
    return _l("Required by: %(modules)s.", modules=_titles(needing)) if needing else None


def switch(session: Session, plugin: Contribution, on: bool, installed: Iterable[Contribution]) -> bool:
    """Switch a plugin on or off; gives whether that changed anything.

    Settings, data and the switches of its parts stay. Raises `Conflict` when another plugin stands in the way.
    """
    rows = _locked(session)
    enabled = {name for name, row in rows.items() if row.enabled}
    if (plugin.name in enabled) == on:
        return False
    if why := refusal(plugin, on, enabled, installed):
        raise Conflict(why, place=plugin.name)
    row = rows.get(plugin.name) or _new(session, plugin)
    row.enabled, row.changed_at = on, clock.now()
    _record(session, plugin, "switched_on" if on else "switched_off", {"enabled": [not on, on]})
    return True


def setting_fault(setting: Setting, value: str) -> Text | None:
    """Say what is wrong with a value as it would be stored, or nothing.

    Stored are: the text itself, `yes` or `no`, a number with a decimal point, the code of a choice.
    """
    if not value:
        return _l("Fill in this field.") if setting.required else None
    longest = LONGEST_SECRET if setting.kind == SECRET else LONGEST_SETTING
    if len(value) > longest:
        return _l("Shorten this text: at most %(longest)s characters.", longest=longest)
    if setting.kind == "yes_no" and value not in ("yes", "no"):
        return _l("Answer with yes or no.")
    if setting.kind == "choice" and value not in {code for code, _ in setting.choices}:
        return _l("Choose one of the values of the list.")
    if setting.kind == "number" and not _is_number(value):
        return _l("Enter a number.")
    return setting.check(value) if setting.check else None


def save_settings(
    session: Session, plugin: Contribution, values: Mapping[str, str], removed: Collection[str] = ()
) -> dict[str, list[str]]:
    """Store a plugin's settings, also while it is off; gives what changed: `{key: [before, after]}`.

    Values that the plugin does not declare stay as they are, and so does a secret without a new value unless it is
    among the `removed`. Raises `BadArgument` with the key of a faulty one.
    """
    row = _locked(session).get(plugin.name)
    stored = row.settings if row is not None else {}
    kept = {s.key for s in plugin.settings if is_kept(s, stored, values.get(s.key, ""), removed)}
    for setting in plugin.settings:
        if setting.key not in kept and (fault := setting_fault(setting, values.get(setting.key, ""))):
            raise BadArgument(fault, place=setting.key)
    after, changes = dict(stored), {}
    for setting in plugin.settings:
        if setting.key not in kept:
            after[setting.key], changes[setting.key] = _changed(setting, stored, values.get(setting.key, ""))
    changes = {key: pair for key, pair in changes.items() if pair[0] != pair[1] or pair[1] == HIDDEN}
    if changes:
        row = row or _new(session, plugin)
        row.settings, row.changed_at = after, clock.now()
        _record(session, plugin, "settings_changed", changes)
    return changes


def is_kept(setting: Setting, stored: Mapping[str, str], value: str, removed: Collection[str] = ()) -> bool:
    """Say whether a secret stays what it is: there is one, nothing new was given, and nobody wants it removed."""
    return (
        setting.kind == SECRET and not value and setting.key not in removed and bool(stored.get(setting.key))
    )


def _changed(setting: Setting, stored: Mapping[str, str], value: str) -> tuple[str, list[str]]:
    """Give a value as it is stored, and what the journal says of it before and after."""
    if setting.kind != SECRET:
        return value, [_value_of(setting, stored), value]
    before = HIDDEN if stored.get(setting.key) else ""
    return (sealed(value), [before, HIDDEN]) if value else ("", [before, ""])


def set_part(
    session: Session,
    plugin: Contribution,
    part: DeclaredPart,
    wanted: Part,
    numbers: Mapping[int, str],
) -> bool:
    """Set the switch, start and pilots of a part; gives whether that changed anything.

    `numbers` are the companies' own numbers, by which the journal names the pilots before and after.
    """
    _locked(session)
    key = (scope_of(session).institution, plugin.name, part.kind, part.key)
    row = session.get(PartSwitch, key)
    before = _part(row) if row is not None else OPEN
    if before == wanted:
        return False
    if row is None:
        row = PartSwitch(institution_id=key[0], plugin=plugin.name, kind=part.kind, key=part.key)
        session.add(row)
    row.enabled, row.starts_on, row.pilots = wanted.enabled, wanted.starts_on, sorted(wanted.pilots)
    old, new = _shown(before, numbers), _shown(wanted, numbers)
    changes = {name: [old[name], new[name]] for name in old if old[name] != new[name]}
    _record(session, plugin, "part_changed", changes, kind=part.kind, part=part.key)
    return True


def _locked(session: Session) -> dict[str, PluginSwitch]:
    """Give the rows of the institution's plugins, and let nobody else change them until the end."""
    institution = scope_of(session).institution
    session.execute(select(Institution.id).where(Institution.id == institution).with_for_update())
    rows = session.scalars(
        select(PluginSwitch)
        .where(PluginSwitch.institution_id == institution)
        .execution_options(populate_existing=True)
    )
    return {row.plugin: row for row in rows}


def _new(session: Session, plugin: Contribution) -> PluginSwitch:
    row = PluginSwitch(
        institution_id=scope_of(session).institution,
        plugin=plugin.name,
        enabled=False,
        settings={},
        changed_at=clock.now(),
    )
    session.add(row)
    return row


def _part(row: PartSwitch) -> Part:
    return Part(row.enabled, row.starts_on, frozenset(row.pilots))


def _shown(part: Part, numbers: Mapping[int, str]) -> dict[str, Any]:
    return {
        "enabled": part.enabled,
        "starts_on": part.starts_on.isoformat() if part.starts_on else None,
        "pilots": ", ".join(sorted(numbers.get(company, str(company)) for company in part.pilots)),
    }


def _record(
    session: Session, plugin: Contribution, act: str, changes: Mapping[str, list[Any]], **facts: Any
) -> None:
    audit.record(
        session,
        f"{SUBJECT}.{act}",
        subject=SUBJECT,
        subject_id=plugin.name,
        plugin=plugin.name,
        changes=dict(changes),
        **facts,
    )


def _titles(plugins: Iterable[Contribution]) -> str:
    return ", ".join(str(plugin.manifest.title) for plugin in plugins)


def _is_number(value: str) -> bool:
    try:
        return Decimal(value).is_finite()
    except InvalidOperation:
        return False
