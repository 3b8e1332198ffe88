"""The themes in which an institution gives rights, and the words for what a person may do in them."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, g
from flask_babel import lazy_gettext as _l

from console.accounts.granting import ThemeKey
from console.base import clock
from console.hooks.declarations import Level, Text
from console.hooks.manager import Plugins

LEVEL_WORDS: dict[Level, Text] = {
    Level.READ: _l("read"),
    Level.PREPARE: _l("prepare"),
    Level.SEND: _l("send"),
}


@dataclass(frozen=True)
class ThemeColumn:
    """A theme of an enabled plugin; `is_open` says whether it is in use today."""

    key: ThemeKey
    title: Text
    description: Text
    plugin: Text
    is_open: bool

    @property
    def code(self) -> str:
        """Give the theme as it stands in an address or a form: `ch_fund.employees`."""
        return ".".join(self.key)


def themes_in_use() -> tuple[ThemeColumn, ...]:
    """Give the themes of all plugins enabled for the active mandates, in the order of the plugins."""
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    found = []
    for plugin in plugins:
        tenants = [m.tenant for m in g.visit.active if plugin.name in g.visit.uses[m.tenant.id].plugins]
        for theme in plugin.themes if tenants else ():
            is_open = any(
                g.visit.uses[t.id].is_open(plugin.name, "theme", theme.key, None, clock.today(t.zone))
                for t in tenants
            )
            found.append(
                ThemeColumn(
                    (plugin.name, theme.key),
                    theme.title,
                    theme.description,
                    plugin.manifest.title,
                    is_open,
                )
            )
    return tuple(found)


def word_of(level: int | None) -> str:
    """Give the word for a level; empty for none."""
    return str(LEVEL_WORDS[Level(level)]) if level else ""
