"""Flask-AppBuilder's security manager, held to the console's rules.

It reads through the accounts session, registers none of Flask-AppBuilder's own user pages or APIs, and decides every
right by membership in the set loaded once per request.
"""

from __future__ import annotations

from typing import Any

from flask import g
from flask_appbuilder.security.sqla.manager import SecurityManager
from flask_login import LoginManager

from console.accounts.visits import Visit
from console.institutions.sessions import accounts
from console.shell import gate


class ConsoleSecurity(SecurityManager):
    """Sign-in state and rights for Flask-AppBuilder's decorators and menu."""

    userstatschartview = None

    @property
    def session(self) -> Any:
        """Give the unscoped session of users and rights."""
        return accounts

    def create_login_manager(self, app: Any) -> LoginManager:
        """Take the user from the sign-in that the request was opened with, and from nowhere else."""
        manager = LoginManager(app)
        manager.session_protection = None
        manager.user_loader(lambda _: g.get("account_user"))
        return manager

    def register_views(self) -> None:
        """Register nothing: `console.shell.accounts` brings the pages."""

    def has_access(self, permission_name: str, view_name: str) -> bool:
        """Say whether the person at hand may do this: plugin and theme are open, and a role allows it."""
        visit: Visit | None = g.get("visit")
        return visit is not None and gate.allows(visit, permission_name, view_name)

    def is_item_public(self, permission_name: str, view_name: str) -> bool:
        """Say that nothing is public: pages for anybody carry no right at all."""
        return False

    def get_user_menu_access(self, menu_names: list[str] | None = None) -> set[str]:
        """Give the menu entries of the person at hand."""
        visit: Visit | None = g.get("visit")
        return gate.menu(visit, menu_names or []) if visit is not None else set()
