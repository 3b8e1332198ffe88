"""Who owns which tables, the console or a plugin, and how far each owner's tables are.

An owner's migrations are read as text here: the web process compares versions without loading Alembic.
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any, Literal

from sqlalchemy import Connection, column, inspect, select, table

from config import ROOT
from console.base.model import Model
from console.hooks.manager import Plugins

CONSOLE = "console"
VERSIONS = "alembic_version_"
"""Begins the table in which Alembic notes how far an owner is."""
RESTORING = "guichet_restoring"
"""A table that is there only while `guichet restore` fills a database: nothing works with it until then."""
State = Literal["ready", "behind", "newer"]


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
        return f"{VERSIONS}{self.name}"

    @cached_property
    def revisions(self) -> Mapping[str, str | None]:
        """Give each revision with the one before it, as the migration files say."""
        return dict(_revision(file, file.stat().st_mtime_ns) for file in sorted(self.versions.glob("*.py")))

    @cached_property
    def head(self) -> str | None:
        """Give the last revision; `None` when there is no migration."""
        known = self.revisions
        return next((revision for revision in known if revision not in known.values()), None)

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


@dataclass(frozen=True)
class Version:
    """How far an owner is in a database, and how far its migrations go; `None` is nowhere."""

    owner: str
    present: str | None
    head: str | None
    state: State


def owners(plugins: Plugins) -> Sequence[Owner]:
    """Give all owners in the order in which they migrate: the console, then plugins after those they require."""
    names = tuple(p.name for p in plugins)
    found = [Owner(CONSOLE, ROOT / "migrations" / "versions", names)]
    for plugin in plugins:
        folder = Path(importlib.import_module(plugin.package).__path__[0]) / "migrations" / "versions"
        if folder.is_dir():
            found.append(Owner(plugin.name, folder, names))
    return found


def version_of(connection: Connection, owner: Owner) -> Version:
    """Give how far an owner is; `newer` is a revision that the installed migrations do not know."""
    present = None
    if inspect(connection).has_table(owner.version_table):
        present = connection.scalar(select(column("version_num")).select_from(table(owner.version_table)))
    if present == owner.head:
        return Version(owner.name, present, owner.head, "ready")
    known = present is None or present in owner.revisions
    return Version(owner.name, present, owner.head, "behind" if known else "newer")


def state_of(connection: Connection, owners: Sequence[Owner]) -> State | Literal["restoring"]:
    """Say whether a program with these owners may work with a database: only with one that is `ready`."""
    states = {version_of(connection, owner).state for owner in owners}
    if "newer" in states:
        return "newer"
    if inspect(connection).has_table(RESTORING):
        return "restoring"
    return "behind" if "behind" in states else "ready"


@cache
def _revision(file: Path, _written: int) -> tuple[str, str | None]:
    """Read one migration: a process parses a file once, and again when it has been written since."""
    found: dict[str, Any] = {}
    for line in ast.parse(file.read_text(encoding="utf-8")).body:
        match line:
            case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=value)):
                found[name] = value
            case ast.AnnAssign(target=ast.Name(id=name), value=ast.Constant(value=value)):
                found[name] = value
    return found["revision"], found["down_revision"]
