"""Who owns which tables: the console, and each plugin by its name."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from config import ROOT
from console.base.model import Model
from console.hooks.manager import Plugins

CONSOLE = "console"


@dataclass(frozen=True)
class Owner:
    """An owner of tables, with the folder of its migrations."""

    name: str
    versions: Path
    plugins: tuple[str, ...]
    """Names of all installed plugins."""

    @property
    def version_table(self) -> str:
        """Give the table in which Alembic notes how far this owner is."""
        return f"alembic_version_{self.name}"

    def owns(self, name: str | None, kind: str, _parents: Mapping[str, Any]) -> bool:
        """Say whether a table is this owner's.

        The console owns a table found in the database only when its own models name it or it is one of
        Flask-AppBuilder's: otherwise autogenerate would drop the tables of a plugin that is not installed.
        """
        if kind != "table" or name is None:
            return True
        if self.name != CONSOLE:
            return name.startswith(f"{self.name}_")
        if any(name.startswith(f"{plugin}_") for plugin in self.plugins):
            return False
        return name in Model.metadata.tables or name.startswith("ab_")


def owners(plugins: Plugins) -> Sequence[Owner]:
    """Give all owners in the order in which they migrate: the console, then plugins after those they require."""
    names = tuple(p.name for p in plugins)
    found = [Owner(CONSOLE, ROOT / "migrations" / "versions", names)]
    for plugin in plugins:
        folder = Path(importlib.import_module(plugin.package).__path__[0]) / "migrations" / "versions"
        if folder.is_dir():
            found.append(Owner(plugin.name, folder, names))
    return found
