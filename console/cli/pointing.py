"""Letting the institutions of a demonstration use simulators."""

from __future__ import annotations

from collections.abc import Mapping

from flask import Flask
from sqlalchemy import select

from console.dispatch.practice import leads_here
from console.hooks.manager import Plugins
from console.institutions.models import PluginSwitch
from console.institutions.scope import Scope
from console.institutions.service import save_settings
from console.institutions.sessions import accounts, acting
from console.institutions.settings import SECRET, opened


def point(app: Flask, leading: Mapping[str, Mapping[str, str]]) -> None:
    """Set the settings that lead to simulators, by plugin; what leads elsewhere by somebody's will stays."""
    plugins: Plugins = app.extensions["guichet_plugins"]
    with app.app_context():
        asked = select(PluginSwitch.institution_id, PluginSwitch.plugin).where(
            PluginSwitch.enabled, PluginSwitch.plugin.in_([one for one in leading if one in plugins])
        )
        used = accounts().execute(asked).all()
        accounts().rollback()
        for institution, name in used:
            _point(institution, name, plugins, leading[name])


def _point(institution: int, name: str, plugins: Plugins, leading: Mapping[str, str]) -> None:
    with acting(Scope((institution,), purpose="demo"), writes=True) as session:
        now = opened(session, name)
        own = {key: text.replace("{institution}", str(institution)) for key, text in leading.items()}
        changed = {key: text for key, text in own.items() if now[key] != text and _is_ours(now[key])}
        if changed:
            secrets = {one.key for one in plugins[name].settings if one.kind == SECRET}
            kept = {key: text for key, text in now.items() if key not in secrets}
            save_settings(session, plugins[name], {**kept, **changed})


def _is_ours(value: str) -> bool:
    """Say whether a value was set by an earlier demonstration, or by nobody."""
    return not value or leads_here(value)
