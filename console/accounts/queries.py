"""Reading memberships, roles and rights for the pages over them.

None of these tables is scoped: every function takes the reach of the person who looks, and gives nothing beyond it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from flask_appbuilder.security.sqla.models import (
    Permission,
    PermissionView,
    ViewMenu,
    assoc_permissionview_role,
)
from sqlalchemy import ScalarResult, Select, and_, exists, false, func, not_, or_, select
from sqlalchemy.orm import Session, contains_eager, selectinload
from sqlalchemy.sql import ColumnElement

from console.accounts.granting import ThemeKey
from console.accounts.models import Membership, MembershipRole, Role, ThemeRight, User
from console.hooks.declarations import Level

MOST_WORDS = 6


@dataclass(frozen=True)
class Reach:
    """Whose memberships a person looks after: an institution's, or (`company`) those of one of its companies."""

    institution: int
    company: int | None = None

    def condition(self) -> ColumnElement[bool]:
        """Give the condition on a membership."""
        inside = Membership.institution_id == self.institution
        return inside if self.company is None else and_(inside, Membership.company_id == self.company)


@dataclass(frozen=True)
class Wanted:
    """What the list of memberships is narrowed to; `dormant_before` is the moment of the last sign-in that counts."""

    dormant_before: datetime
    words: str = ""
    company: int | None = None
    group: Literal["", "staff", "companies"] = ""
    role: str = ""
    theme: ThemeKey | None = None
    state: Literal["", "active", "inactive", "dormant"] = ""


@dataclass(frozen=True)
class Found:
    """One page of memberships, with the number of all that were found."""

    rows: Sequence[Membership]
    count: int


def within(reach: Collection[Reach]) -> ColumnElement[bool]:
    """Give the condition on a membership to be within one of these."""
    return or_(false(), *(one.condition() for one in reach))


def memberships(session: Session, reach: Collection[Reach], wanted: Wanted, *, page: int, size: int) -> Found:
    """Give a page of the memberships within reach by name, with their persons, roles and levels: four statements."""
    conditions = [within(reach), *_conditions(wanted)]
    count = session.scalar(
        select(func.count(Membership.id)).join(User, User.id == Membership.user_id).where(*conditions)
    )
    rows: ScalarResult[Membership] = session.scalars(
        _with_all(select(Membership).where(*conditions))
        .order_by(
            func.lower(User.last_name), func.lower(User.first_name), Membership.company_name, Membership.id
        )
        .limit(size)
        .offset((page - 1) * size)
    )
    return Found(list(rows), count or 0)


def membership(
    session: Session, reach: Collection[Reach], key: int, *, lock: bool = False
) -> Membership | None:
    """Give one membership within reach; nothing for any other, known or not."""
    statement = _with_all(select(Membership).where(Membership.id == key, within(reach)))
    if lock:
        statement = statement.with_for_update(of=Membership)
    found: Membership | None = session.scalars(statement).first()
    return found


def person_with(session: Session, email: str) -> User | None:
    """Give the user account with this e-mail address, whatever the case."""
    return session.scalars(select(User).where(func.lower(User.email) == email.strip().casefold())).first()


def administrators(session: Session, institution: int, company: int) -> list[str]:
    """Give the names of a company's active people who give its others their rights."""
    held = (
        select(MembershipRole.membership_id)
        .join(assoc_permissionview_role, assoc_permissionview_role.c.role_id == MembershipRole.role_id)
        .join(PermissionView, PermissionView.id == assoc_permissionview_role.c.permission_view_id)
        .join(Permission, Permission.id == PermissionView.permission_id)
        .join(ViewMenu, ViewMenu.id == PermissionView.view_menu_id)
        .where(Permission.name == "can_write", ViewMenu.name == "console.user")
    )
    rows = session.execute(
        select(User.first_name, User.last_name)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Reach(institution, company).condition(),
            Membership.active,
            Membership.pending.is_(False),
            User.active,
            Membership.id.in_(held),
        )
        .order_by(func.lower(User.last_name), func.lower(User.first_name))
    )
    return [f"{first} {last}".strip() for first, last in rows]


def people_of(session: Session, institution: int, company: int) -> list[tuple[int, str]]:
    """Give the active people of a company by name: the key and the name of each."""
    rows = session.execute(
        select(User.id, User.first_name, User.last_name)
        .join(Membership, Membership.user_id == User.id)
        .where(
            Reach(institution, company).condition(),
            Membership.active,
            Membership.pending.is_(False),
            User.active,
        )
        .order_by(func.lower(User.last_name), func.lower(User.first_name), User.id)
    )
    return [(key, f"{first} {last}".strip()) for key, first, last in rows]


def is_alone_in(session: Session, user_id: int, reach: Reach) -> bool:
    """Say whether all memberships of a person are within reach."""
    beyond = Membership.institution_id != reach.institution
    if reach.company is not None:
        # Staff have no company: compared with one, that is unknown, not different.
        beyond = or_(beyond, Membership.company_id.is_(None), Membership.company_id != reach.company)
    other = select(Membership.id).where(Membership.user_id == user_id, beyond)
    return session.scalars(other.limit(1)).first() is None


def without_sender(session: Session, institution: int, themes: Collection[ThemeKey]) -> list[ThemeKey]:
    """Give those of the themes in which no active person of the staff may send."""
    held = session.execute(
        select(ThemeRight.plugin, ThemeRight.theme)
        .distinct()
        .join(Membership, Membership.id == ThemeRight.membership_id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.institution_id == institution,
            Membership.company_id.is_(None),
            Membership.active,
            User.active,
            ThemeRight.level >= int(Level.SEND),
        )
    )
    senders = {(plugin, theme) for plugin, theme in held}
    return [theme for theme in themes if theme not in senders]


def role_names(session: Session) -> list[str]:
    """Give the roles that have at least one right, in the order in which they were made."""
    granted = select(assoc_permissionview_role.c.role_id)
    return list(session.scalars(select(Role.name).where(Role.id.in_(granted)).order_by(Role.id)))


def holders(session: Session, institution: int) -> dict[str, int]:
    """Give how many people of an institution hold each role in an active membership."""
    rows = session.execute(
        select(Role.name, func.count(Membership.user_id.distinct()))
        .join(MembershipRole, MembershipRole.role_id == Role.id)
        .join(Membership, Membership.id == MembershipRole.membership_id)
        .where(Membership.institution_id == institution, Membership.active)
        .group_by(Role.name)
    )
    return {str(name): int(count) for name, count in rows}


def rights_of_roles(session: Session) -> dict[str, set[tuple[str, str]]]:
    """Give the rights of each role as pairs of view and act: `("ch_fund.employee", "read")`."""
    rows = session.execute(
        select(Role.name, ViewMenu.name, Permission.name)
        .join(assoc_permissionview_role, assoc_permissionview_role.c.role_id == Role.id)
        .join(PermissionView, PermissionView.id == assoc_permissionview_role.c.permission_view_id)
        .join(Permission, Permission.id == PermissionView.permission_id)
        .join(ViewMenu, ViewMenu.id == PermissionView.view_menu_id)
    )
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for role, view, permission in rows:
        found[role].add((view, permission.removeprefix("can_")))
    return found


def dormant(wanted: Wanted) -> ColumnElement[bool]:
    """Give the condition of people who have not signed in lately, counted from the making of an unused account."""
    last = func.coalesce(User.last_login, User.created_on)
    return or_(last.is_(None), last < wanted.dormant_before.replace(tzinfo=None))


def _with_all(statement: Select[Any]) -> Select[Any]:
    return statement.join(Membership.user).options(
        contains_eager(Membership.user),
        selectinload(Membership.roles),
        selectinload(Membership.theme_rights),
    )


def _conditions(wanted: Wanted) -> list[ColumnElement[bool]]:
    found = [_word(word) for word in wanted.words.split()[:MOST_WORDS]]
    if wanted.company is not None:
        found.append(Membership.company_id == wanted.company)
    if wanted.group:
        staff = Membership.company_id.is_(None)
        found.append(staff if wanted.group == "staff" else not_(staff))
    if wanted.role:
        found.append(Membership.roles.any(Role.name == wanted.role))
    if wanted.theme is not None:
        plugin, theme = wanted.theme
        found.append(
            exists().where(
                ThemeRight.membership_id == Membership.id,
                ThemeRight.plugin == plugin,
                ThemeRight.theme == theme,
            )
        )
    alive = and_(Membership.active, User.active)
    if wanted.state:
        states = {"active": alive, "inactive": not_(alive), "dormant": and_(alive, dormant(wanted))}
        found.append(states[wanted.state])
    return found


def _word(word: str) -> ColumnElement[bool]:
    """Find a word anywhere in name, address or company; SQLite knows no case beyond ASCII, so both are tried.

    Whoever has not accepted yet is found by what she was invited with, not by what her account says.
    """
    forms = sorted({word, word.casefold(), word.capitalize()})

    def has(*columns: Any) -> ColumnElement[bool]:
        return or_(*(column.icontains(form, autoescape=True) for column in columns for form in forms))

    own = has(User.first_name, User.last_name, User.username)
    return or_(
        has(User.email, Membership.company_name, Membership.invited_as), and_(not_(Membership.pending), own)
    )
