"""What `guichet doctor` asks about plugins: their health in each institution, and their translations."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from pathlib import Path
from typing import Literal, TypeAlias

from sqlalchemy import select

from console.hooks.manager import Plugins
from console.institutions.models import Institution, PluginSwitch
from console.institutions.sessions import accounts
from console.institutions.settings import opened_values
from console.languages.workflow import Tally, console_owner, plugin_owner, report

Found: TypeAlias = tuple[Literal["ok", "warn", "bad"], str, str]
"""State, name of the check, text."""


def health(plugins: Plugins) -> Iterator[Found]:
    """Ask each enabled plugin whether it can work in each institution; needs an application context."""
    statement = (
        select(Institution.short_name, PluginSwitch.plugin, PluginSwitch.settings)
        .join(PluginSwitch, PluginSwitch.institution_id == Institution.id)
        .where(PluginSwitch.enabled)
        .order_by(Institution.short_name, PluginSwitch.plugin)
    )
    rows = accounts().execute(statement).all()
    accounts().rollback()
    for institution, name, kept in rows:
        if name not in plugins:
            yield "warn", "modules", f"{institution}: {name} is enabled, but not installed"
            continue
        found = list(_findings(plugins, name, opened_values(plugins[name], kept)))
        yield from ((state, "modules", f"{institution}: {name}: {text}") for state, text in found)
        if not found:
            yield "ok", "modules", f"{institution}: {name} can work"


def _findings(
    plugins: Plugins, name: str, settings: dict[str, str]
) -> Iterator[tuple[Literal["ok", "warn", "bad"], str]]:
    for answer in plugins.ask("check_configuration", [name], settings=settings):
        if answer.failed:
            yield "bad", "its check failed; the log says why"
        for one in answer.values:
            yield one.state, str(one.text)


def catalogues(plugins: Plugins) -> Iterator[Found]:
    """Say which catalogues lack translations."""
    owners = [console_owner()]
    for plugin in plugins:
        owners.append(plugin_owner(plugin.name, Path(importlib.import_module(plugin.package).__path__[0])))
    try:
        tallies = report(owners)
    except ValueError as fault:
        yield "bad", "languages", str(fault)
        return
    lacking = [tally for tally in tallies if tally.translated < tally.total or not tally.total]
    yield from (("warn", "languages", _lack(tally)) for tally in lacking)
    if not lacking:
        yield (
            "ok",
            "languages",
            "all texts are translated into " + ", ".join(sorted({t.language for t in tallies})),
        )


def _lack(tally: Tally) -> str:
    if not tally.total:
        return f"{tally.owner} has no catalogue in {tally.language}: run guichet languages update"
    return f"{tally.owner} lacks {tally.total - tally.translated} of {tally.total} texts in {tally.language}"
