"""Who may be told of a theme: read anew each time, so that who has lost her right is told nothing more."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias

from flask import current_app
from flask_appbuilder.security.sqla.models import (
    Permission,
    PermissionView,
    ViewMenu,
    assoc_permissionview_role,
)
from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from console.accounts.models import Membership, MembershipRole, ThemeRight, User, UserProfile
from console.base import clock
from console.institutions.models import Institution
from console.institutions.queries import uses
from console.institutions.sessions import scope_of
from console.notices.declarations import Pace
from console.notices.models import NoticeChoice

Place: TypeAlias = tuple[int | None, str]
"""A company (`None`: the institution's staff) and a theme."""


@dataclass(frozen=True)
class Reader:
    """A person in one mandate."""

    membership: int
    user: int
    company: int | None
    email: str
    language: str

    @property
    def usual(self) -> Pace:
        """Give how soon she is told without having chosen."""
        return usual_pace(is_staff=self.company is None)


def usual_pace(*, is_staff: bool) -> Pace:
    """Give how soon somebody is told who has not chosen: a company at once, the institution's staff once a day."""
    return Pace.DAILY if is_staff else Pace.AT_ONCE


def institution_of(session: Session) -> Institution:
    """Give the institution of the session."""
    return session.get_one(Institution, scope_of(session).institution)


def open_themes(session: Session) -> Callable[[Place], bool]:
    """Give what says whether a theme is open for a company (`None`: the staff) today."""
    institution = institution_of(session)
    installed = [plugin.name for plugin in current_app.extensions["guichet_plugins"]]
    use, day = uses(session, [institution.id], installed)[institution.id], clock.today(institution.zone)

    def is_open(place: Place) -> bool:
        company, theme = place
        plugin, _dot, key = theme.partition(".")
        return use.is_open(plugin, "theme", key, company, day)

    return is_open


def holders(session: Session, companies: Collection[int | None]) -> dict[Place, list[Reader]]:
    """Give who has a right in which theme, for these companies and (`None`) the staff; closed themes are left out."""
    is_open = open_themes(session)
    found: dict[Place, list[Reader]] = defaultdict(list)
    wanted = _people(session, companies, ThemeRight.plugin, ThemeRight.theme).join(
        ThemeRight, ThemeRight.membership_id == Membership.id
    )
    for *person, plugin, theme in session.execute(wanted):
        reader = _reader(session, person)
        place = (reader.company, f"{plugin}.{theme}")
        if is_open(place):
            found[place].append(reader)
    return found


def administrators(session: Session, companies: Collection[int | None]) -> dict[int | None, list[Reader]]:
    """Give who looks after the people of each of these companies."""
    return with_right(session, companies, "can_write", "console.user")


def with_right(
    session: Session, companies: Collection[int | None], act: str, view: str
) -> dict[int | None, list[Reader]]:
    """Give whose roles allow an act (`can_write`) on a view, for each of these companies."""
    held = (
        select(MembershipRole.membership_id)
        .join(assoc_permissionview_role, assoc_permissionview_role.c.role_id == MembershipRole.role_id)
        .join(PermissionView, PermissionView.id == assoc_permissionview_role.c.permission_view_id)
        .join(Permission, Permission.id == PermissionView.permission_id)
        .join(ViewMenu, ViewMenu.id == PermissionView.view_menu_id)
        .where(Permission.name == act, ViewMenu.name == view)
    )
    found: dict[int | None, list[Reader]] = defaultdict(list)
    for row in session.execute(_people(session, companies).where(Membership.id.in_(held))):
        reader = _reader(session, list(row))
        found[reader.company].append(reader)
    return found


def without_holder(session: Session, company: int, themes: Iterable[str]) -> list[str]:
    """Give those of the themes that are open for the company, and in which nobody of it has a right."""
    held, is_open = holders(session, {company}), open_themes(session)
    return [theme for theme in themes if is_open((company, theme)) and (company, theme) not in held]


def chosen(session: Session, memberships: Collection[int]) -> Mapping[tuple[int, str], Pace]:
    """Give what these memberships have chosen, by theme."""
    rows = session.scalars(select(NoticeChoice).where(NoticeChoice.membership_id.in_(memberships)))
    return {(row.membership_id, row.theme): Pace(row.pace) for row in rows}


def _people(session: Session, companies: Collection[int | None], *more: Any) -> Select[Any]:
    """Select the active people of companies, by the order in which they came."""
    staff = Membership.company_id.is_(None)
    inside = Membership.company_id.in_([one for one in companies if one is not None])
    return (
        select(Membership.id, User.id, Membership.company_id, User.email, UserProfile.language, *more)
        .select_from(Membership)
        .join(User, User.id == Membership.user_id)
        .outerjoin(UserProfile, UserProfile.user_id == User.id)
        .where(
            Membership.institution_id == scope_of(session).institution,
            Membership.active,
            Membership.pending.is_(False),
            User.active,
            or_(inside, staff) if None in companies else inside,
        )
        .order_by(Membership.id)
    )


def _reader(session: Session, row: list[Any]) -> Reader:
    membership, user, company, email, language = row
    return Reader(
        membership, user, company, email, language or institution_of(session).languages.split(",")[0]
    )
