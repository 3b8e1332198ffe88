"""`guichet db revision`: writes the migration from the tables as they are to the models as they have become.

It compares on an empty SQLite database brought to the head of every owner, so that no installed database is needed.
Each new table of an institution's rows comes with its row-level security.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from alembic import command
from alembic.autogenerate import renderers
from alembic.autogenerate.api import AutogenContext
from alembic.operations.ops import CreateTableOp, MigrateOperation, MigrationScript
from sqlalchemy import Connection, create_engine

from console.base.errors import ConfigurationError
from console.base.model import Model
from console.cli.upgrading import alembic_config
from console.hooks.manager import Plugins
from console.hooks.owners import CONSOLE, Owner, owners
from console.institutions.scope import scoped_models


class Protect(MigrateOperation):
    """Put a new table behind row-level security."""

    def __init__(self, table: str, surface: str) -> None:
        self.table = table
        self.surface = surface


@renderers.dispatch_for(Protect)
def _render(context: AutogenContext, step: Protect) -> str:
    context.imports.add(f"from {step.surface} import protect")
    return f"protect(op, {step.table!r})"


def write(plugins: Plugins, name: str, message: str) -> Path | None:
    """Write the migration of an owner and give its file; `None` when the models say what the tables are.

    Raises `ConfigurationError` for an owner without a folder `migrations/versions`.
    """
    known = {owner.name: owner for owner in owners(plugins)}
    if name not in known:
        raise ConfigurationError(
            [f"{name} has no folder migrations/versions; there are migrations of {', '.join(known)}"]
        )
    engine = create_engine("sqlite://")
    with engine.connect() as connection:
        for owner in known.values():
            if owner.head is not None:
                command.upgrade(alembic_config(owner, connection), "head")
        made = _compare(connection, known[name], message)
    engine.dispose()
    return made


def _compare(connection: Connection, owner: Owner, message: str) -> Path | None:
    found: list[Path] = []

    def adjust(_context: object, _revision: object, directives: list[MigrationScript]) -> None:
        (script,) = directives
        steps = script.upgrade_ops.ops if script.upgrade_ops else []
        if not steps:
            directives.clear()
            return
        surface = "console.institutions.policies" if owner.name == CONSOLE else "console.plugin"
        scoped = {model.__tablename__ for model in scoped_models(Model.registry)}
        made = [step.table_name for step in steps if isinstance(step, CreateTableOp)]
        steps.extend(Protect(table, surface) for table in made if table in scoped)
        found.append(owner.versions)

    number = f"{owner.name}_{len(owner.revisions) + 1:04}"
    scripts: Any = command.revision(
        alembic_config(owner, connection),
        message=message,
        autogenerate=True,
        rev_id=number,
        version_path=str(owner.versions),
        process_revision_directives=adjust,
    )
    return Path(scripts.path) if found else None
