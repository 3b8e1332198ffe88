"""Whom a switch concerns: the mandates that have rights in a plugin, and which of them would gain or lose a part.

Words: a *holder* is a mandate with a right in a theme of the plugin, or in one of its pages that have no theme.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date

from flask_appbuilder.security.sqla.models import (
    Permission,
    PermissionView,
    ViewMenu,
    assoc_permissionview_role,
)
from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from console.accounts.models import Membership, MembershipRole, ThemeRight, User
from console.hooks.declarations import Contribution
from console.institutions.queries import Part


@dataclass(frozen=True)
class Holder:
    """A person's mandate that a switch would concern."""

    membership: int
    user: int
    company: int | None


@dataclass(frozen=True)
class Reach:
    """How many people a change concerns, and in how many mandates."""

    people: int
    mandates: int


@dataclass(frozen=True)
class PartImpact:
    """What a change of a part does on `day`, and on the day it starts when that is later."""

    gain: Reach
    lose: Reach
    keep: Reach
    starts_on: date | None
    later: Reach


def holders(session: Session, institution: int, plugin: Contribution) -> frozenset[Holder]:
    """Give the mandates that see something of a plugin while it is on."""
    found = theme_holders(session, institution, plugin.name, [theme.key for theme in plugin.themes])
    pages = [f"{plugin.name}.{view.view.key}" for view in plugin.views if view.theme is None]
    if not pages:
        return found
    reading = (
        _mandates(institution)
        .join(MembershipRole, MembershipRole.membership_id == Membership.id)
        .join(assoc_permissionview_role, assoc_permissionview_role.c.role_id == MembershipRole.role_id)
        .join(PermissionView, PermissionView.id == assoc_permissionview_role.c.permission_view_id)
        .join(Permission, Permission.id == PermissionView.permission_id)
        .join(ViewMenu, ViewMenu.id == PermissionView.view_menu_id)
        .where(Permission.name == "can_read", ViewMenu.name.in_(pages))
    )
    return found | {Holder(row[0], row[1], row[2]) for row in session.execute(reading)}


def theme_holders(
    session: Session, institution: int, plugin: str, themes: Collection[str]
) -> frozenset[Holder]:
    """Give the active mandates with a right in one of these themes."""
    rows = session.execute(
        _mandates(institution)
        .join(ThemeRight, ThemeRight.membership_id == Membership.id)
        .where(ThemeRight.plugin == plugin, ThemeRight.theme.in_(list(themes)))
    )
    return frozenset(Holder(row[0], row[1], row[2]) for row in rows)


def reach(found: Iterable[Holder]) -> Reach:
    """Count people and mandates."""
    everybody = set(found)
    return Reach(len({holder.user for holder in everybody}), len(everybody))


def of_part(found: Collection[Holder], before: Part, after: Part, day: date) -> PartImpact:
    """Compare who has a part on `day` before and after a change, and say who has it once it starts."""
    had = {holder for holder in found if before.open_for(holder.company, day)}
    has = {holder for holder in found if after.open_for(holder.company, day)}
    waits = after.enabled and after.starts_on is not None and after.starts_on > day
    start = after.starts_on if waits else None
    later = {holder for holder in found if start and after.open_for(holder.company, start)}
    return PartImpact(reach(has - had), reach(had - has), reach(had & has), start, reach(later))


def _mandates(institution: int) -> Select[int, int, int | None]:
    return (
        select(Membership.id, Membership.user_id, Membership.company_id)
        .join(User, User.id == Membership.user_id)
        .where(Membership.institution_id == institution, Membership.active, User.active)
    )
