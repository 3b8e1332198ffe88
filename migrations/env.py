"""The one Alembic environment for the console and every plugin.

The caller (`console.cli.upgrading`) passes the connection and the owner; each owner has its own version table, so
that a plugin that is no longer installed breaks no command.
"""

from __future__ import annotations

from typing import Any

from alembic import context

from console.base.model import Model, UtcMoment
from console.hooks.owners import Owner

owner: Owner = context.config.attributes["owner"]


def render_item(kind: str, thing: Any, _autogenerate: object) -> str | bool:
    """Write our column types as what they are in the database, so that a migration never changes with the code."""
    return "sa.DateTime()" if kind == "type" and isinstance(thing, UtcMoment) else False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Model.metadata,
    version_table=owner.version_table,
    render_as_batch=True,
    transactional_ddl=True,
    compare_type=True,
    include_name=owner.owns,
    include_object=lambda thing, name, kind, reflected, compare_to: (
        kind != "table" or owner.owns(name, kind, {})
    ),
    render_item=render_item,
)
context.run_migrations()
