"""The roles of the installation with their rights in words: to look at, not to change."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from flask import current_app, g, render_template
from flask.typing import ResponseReturnValue
from flask_appbuilder import expose, has_access
from flask_babel import gettext as _
from flask_babel import ngettext

from console.accounts import queries
from console.accounts.rights import CONSOLE_RIGHTS
from console.accounts.roles import ROLES, title_of
from console.hooks.declarations import Right
from console.hooks.manager import Plugins
from console.institutions.sessions import db
from console.shell.page_view import PageView


@dataclass(frozen=True, slots=True)
class RoleHead:
    """A role at the head of its column."""

    title: str
    purpose: str
    people: str


@dataclass(frozen=True, slots=True)
class RightLine:
    """A right and, in the order of the roles, who has it."""

    title: str
    held: tuple[bool, ...]


@dataclass(frozen=True, slots=True)
class RightGroup:
    """The rights over the pages of the console or of one plugin."""

    title: str
    lines: tuple[RightLine, ...]


@dataclass(frozen=True, slots=True)
class RolesPage:
    """All roles with all rights of the institution's modules."""

    title: str
    lead: str
    caption: str
    roles: tuple[RoleHead, ...]
    groups: tuple[RightGroup, ...]


class RolesView(PageView):
    """Which role may do what."""

    key = "role"
    route_base = "/roles"
    default_view = "index"
    method_permission_name: ClassVar[dict[str, str]] = {"index": "read"}

    @expose("/")
    @has_access
    def index(self) -> ResponseReturnValue:
        """Show roles and rights in one table."""
        session, tenant = db.session(), g.visit.mandate.tenant
        names = queries.role_names(session)
        people, rights = queries.holders(session, tenant.id), queries.rights_of_roles(session)
        page = RolesPage(
            title=_("Roles"),
            lead=_(
                "What each role may do. The roles are the same for all institutions of this console; in the themes "
                "of a module each person also needs a right of her own."
            ),
            caption=_("Rights of the roles"),
            roles=tuple(
                RoleHead(
                    title_of(name),
                    str(ROLES[name].purpose) if name in ROLES else "",
                    ngettext("%(num)s person", "%(num)s people", people.get(name, 0)),
                )
                for name in names
            ),
            groups=tuple(
                RightGroup(
                    title,
                    tuple(
                        RightLine(
                            str(right.title),
                            tuple((f"{owner}.{right.view}", right.act) in rights[name] for name in names),
                        )
                        for right in declared
                    ),
                )
                for owner, title, declared in _declared()
            ),
        )
        return render_template("guichet/roles.html", page=page)


def _declared() -> Iterator[tuple[str, str, tuple[Right, ...]]]:
    """Give the rights of the console and of each enabled plugin."""
    yield "console", _("Administration"), CONSOLE_RIGHTS
    plugins: Plugins = current_app.extensions["guichet_plugins"]
    enabled = g.visit.uses[g.visit.mandate.tenant.id].plugins
    for plugin in plugins:
        if plugin.name in enabled and plugin.rights:
            yield plugin.name, str(plugin.manifest.title), plugin.rights
