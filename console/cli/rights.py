"""Writes roles and rights into Flask-AppBuilder's tables, once per upgrade and under its lock.

Only what is new is granted: a right that an administrator took from a role stays taken.
"""

from __future__ import annotations

from collections.abc import Iterable

from flask_appbuilder.security.sqla.models import Permission, PermissionView, Role, ViewMenu
from flask_appbuilder.security.sqla.models import assoc_permissionview_role as granted
from sqlalchemy import Connection, Table, insert, select

from console.accounts.rights import CONSOLE_RIGHTS
from console.accounts.roles import ROLES
from console.hooks.declarations import Right
from console.hooks.manager import Plugins


def write(connection: Connection, plugins: Plugins) -> int:
    """Add missing roles, rights and first grants; give the number of rights that are new."""
    roles = {role: _one(connection, Role.__table__, name=role) for role in ROLES}
    declared: list[tuple[str, Right]] = [("console", right) for right in CONSOLE_RIGHTS]
    declared += [(plugin.name, right) for plugin in plugins for right in plugin.rights]
    new = 0
    for owner, right in declared:
        permission = _one(connection, Permission.__table__, name=f"can_{right.act}")
        view = _one(connection, ViewMenu.__table__, name=f"{owner}.{right.view}")
        table = PermissionView.__table__
        mine = (table.c.permission_id == permission) & (table.c.view_menu_id == view)
        if connection.scalar(select(table.c.id).where(mine)) is not None:
            continue
        pair = _one(connection, table, permission_id=permission, view_menu_id=view)
        _grant(connection, pair, (roles[name] for name in right.roles))
        new += 1
    return new


def _grant(connection: Connection, pair: int, roles: Iterable[int]) -> None:
    for role in roles:
        connection.execute(insert(granted).values(permission_view_id=pair, role_id=role))


def _one(connection: Connection, table: Table, **values: object) -> int:
    """Give the key of the row with these values, made when there is none."""
    found = connection.scalar(
        select(table.c.id).where(*(table.c[name] == value for name, value in values.items()))
    )
    if found is None:
        made = connection.execute(insert(table).values(**values))
        found = made.inserted_primary_key[0]  # type: ignore[index]
    return int(found)
