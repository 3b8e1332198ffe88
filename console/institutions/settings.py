"""The values that an institution's administrator set for a plugin, secrets opened: for checks and channels only.

A secret is kept sealed with the installation's key. Pages learn since when there is one, and nothing else of it.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, Final

from flask import current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.base import sealing
from console.hooks.declarations import Contribution, Setting
from console.institutions.models import PluginSwitch
from console.institutions.sessions import scope_of

SECRET: Final = "secret"  # noqa: S105  the name of a kind
"""The kind of a setting whose value is kept sealed."""
PURPOSE: Final = "plugin setting"
log = logging.getLogger("guichet.settings")


def opened(session: Session, plugin: str) -> dict[str, str]:
    """Give all settings of a plugin in the session's institution, one statement; none for the console's own channels.

    A secret that cannot be opened any more counts as not set, and the log says so: its channel then misses it.
    """
    plugins: Any = current_app.extensions["guichet_plugins"]
    if plugin not in plugins:
        return {}
    asked = select(PluginSwitch.settings).where(
        PluginSwitch.institution_id == scope_of(session).institution, PluginSwitch.plugin == plugin
    )
    return opened_values(plugins[plugin], session.scalar(asked) or {})


def opened_values(plugin: Contribution, stored: Mapping[str, str]) -> dict[str, str]:
    """Give the value of every setting of a plugin, secrets opened; nothing for one that cannot be."""
    found = {}
    for setting in plugin.settings:
        value = stored.get(setting.key, setting.default)
        found[setting.key] = (_opened(plugin, setting, value) or "") if setting.kind == SECRET else value
        if setting.kind == "yes_no":
            found[setting.key] = value or "no"
    return found


def unreadable(plugin: Contribution, stored: Mapping[str, str]) -> Iterable[Setting]:
    """Name the secrets of a plugin that were sealed with another key of the installation."""
    secrets = (setting for setting in plugin.settings if setting.kind == SECRET)
    return [one for one in secrets if _opened(plugin, one, stored.get(one.key, "")) is None]


def sealed(value: str) -> str:
    """Give a secret as it is stored."""
    return sealing.seal(_key(), PURPOSE, value)


def set_since(setting: Setting, stored: Mapping[str, str]) -> datetime | None:
    """Say since when there is a secret; nothing where there is none."""
    value = stored.get(setting.key, "") if setting.kind == SECRET else ""
    try:
        return sealing.sealed_at(value) if value else None
    except sealing.Unreadable:
        return None


def _opened(plugin: Contribution, setting: Setting, value: str) -> str | None:
    """Open a secret; an empty one stays empty, nothing means that it was sealed with another key."""
    try:
        return sealing.unseal(_key(), PURPOSE, value) if value else ""
    except sealing.Unreadable:
        log.warning("the setting %s of %s was sealed with another secret key", setting.key, plugin.name)
        return None


def _key() -> str:
    key: str = current_app.extensions["guichet_settings"].secret_key
    return key
