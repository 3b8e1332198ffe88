"""`guichet plugins`: what is installed, where it comes from, which hooks it implements and where it is enabled."""

from __future__ import annotations

import importlib
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from console.base.folding import fold
from console.hooks.manager import Plugins
from console.institutions.models import Institution, PluginSwitch
from console.institutions.sessions import accounts, db


@dataclass(frozen=True)
class Installed:
    """What is known about one plugin."""

    name: str
    title: str
    version: str
    console: str
    """Versions of the console it works with."""
    source: str
    """The distribution that brought it, with its version."""
    package: str
    folder: str
    requires: tuple[str, ...]
    hooks: tuple[str, ...]
    enabled: tuple[str, ...] | None
    """Short names of the institutions; `None` when the database cannot say."""


def installed(app: Flask) -> list[Installed]:
    """Give all loaded plugins, in the order in which they work."""
    plugins: Plugins = app.extensions["guichet_plugins"]
    with app.app_context():
        enabled = _enabled()
        return [
            Installed(
                name=plugin.name,
                title=str(plugin.manifest.title),
                version=plugin.manifest.version,
                console=plugin.manifest.console,
                source=plugin.source,
                package=plugin.package,
                folder=str(Path(importlib.import_module(plugin.package).__path__[0])),
                requires=plugin.manifest.requires,
                hooks=tuple(sorted(plugin.hooks)),
                enabled=None if enabled is None else tuple(n for p, n in enabled if p == plugin.name),
            )
            for plugin in plugins
        ]


def as_json(found: Sequence[Installed]) -> str:
    """Give the plugins for a program."""
    return json.dumps([asdict(one) for one in found], ensure_ascii=False, indent=2)


def as_table(found: Sequence[Installed]) -> Iterator[str]:
    """Give the plugins for a person, one line each under a line of headings; folders only in the JSON."""
    rows = [("PLUGIN", "VERSION", "FROM", "ENABLED IN", "HOOKS")]
    for one in found:
        where = "?" if one.enabled is None else ", ".join(one.enabled) or "-"
        rows.append((one.name, one.version, f"{one.source} ({one.package})", where, ", ".join(one.hooks)))
    widths = [max(len(row[n]) for row in rows) for n in range(4)]
    for row in rows:
        yield "  ".join([*(cell.ljust(width) for cell, width in zip(row, widths, strict=False)), row[4]])


def _enabled() -> list[tuple[str, str]] | None:
    statement = (
        select(PluginSwitch.plugin, Institution.short_name)
        .join(Institution, Institution.id == PluginSwitch.institution_id)
        .where(PluginSwitch.enabled)
    )
    try:
        found = [(plugin, name) for plugin, name in accounts().execute(statement)]
        return sorted(found, key=lambda one: fold(one[1]))
    except SQLAlchemyError:
        return None
    finally:
        accounts().rollback()
        db.engine.dispose()
