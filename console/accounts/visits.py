"""Who is here, for whom, and with which rights: read once per request, in five statements.

Words: a *mandate* is a membership as the person sees it; a *visit* is one request of a signed-in person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import TypeAlias

from flask_appbuilder.security.sqla.models import (
    Permission,
    PermissionView,
    User,
    ViewMenu,
    assoc_permissionview_role,
)
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.accounts.models import Membership, MembershipRole, SignIn, ThemeRight, UserProfile
from console.base.ids import digest
from console.hooks.declarations import Level
from console.institutions.models import Institution
from console.institutions.queries import Tenant, Use, tenant_of, uses
from console.institutions.scope import Scope

RightPair: TypeAlias = tuple[str, str]
"""A permission and the view it is for, as Flask-AppBuilder stores them."""
READING = frozenset({"can_read", "can_export"})


@dataclass(frozen=True)
class Mandate:
    """One membership of the person."""

    id: int
    tenant: Tenant
    company: int | None
    label: str
    """The company or the institution's staff, or the person's own alias for it."""


@dataclass(frozen=True)
class Visit:
    """A signed-in person on one request."""

    user_id: int
    name: str
    sign_in: int
    last_seen: datetime
    language: str | None
    theme: str
    density: str
    keys: bool
    mandates: tuple[Mandate, ...]
    active: tuple[Mandate, ...]
    """One mandate, or all company mandates when the person reads everywhere at once."""
    everywhere: bool
    rights: frozenset[RightPair] = frozenset()
    levels: Mapping[tuple[int, str, str], Level] = field(default_factory=dict)
    """By mandate, plugin and theme."""
    uses: Mapping[int, Use] = field(default_factory=dict)
    """By institution."""

    @property
    def mandate(self) -> Mandate | None:
        """Give the mandate that texts, figures and settings follow; `None` for a person without any."""
        return self.active[0] if self.active else None

    def scope(self, mandates: Collection[Mandate] | None = None) -> Scope | None:
        """Give the scope of the active mandates, or of those named; `None` without any."""
        chosen = self.active if mandates is None else mandates
        if not chosen:
            return None
        companies = tuple(sorted({m.company for m in chosen if m.company is not None}))
        staff = any(m.company is None for m in chosen)
        return Scope(tuple(sorted({m.tenant.id for m in chosen})), None if staff else companies)


def visit_of(
    session: Session, token: str, installed: Collection[str], oldest: datetime, idle: timedelta, now: datetime
) -> tuple[User, Visit] | None:
    """Give the person behind a cookie's token; nothing when the sign-in is unknown, ended, idle or too old.

    `oldest` is the start of the oldest sign-in still valid. Raises nothing: a visitor without a visit is anonymous.
    """
    row = session.execute(
        select(SignIn, User, UserProfile)
        .join(User, User.id == SignIn.user_id)
        .outerjoin(UserProfile, UserProfile.user_id == User.id)
        .where(SignIn.digest == digest(token))
    ).first()
    if row is None:
        return None
    sign_in, user, profile = row
    if not user.active or sign_in.created_at < oldest or sign_in.last_seen + idle < now:
        return None
    mandates = _mandates(session, user.id)
    active = _active(mandates, sign_in, profile)
    visit = Visit(
        user_id=user.id,
        name=f"{user.first_name} {user.last_name}".strip(),
        sign_in=sign_in.id,
        last_seen=sign_in.last_seen,
        language=profile.language if profile else None,
        theme=profile.theme if profile else "system",
        density=profile.density if profile else "normal",
        keys=profile.keys if profile else True,
        mandates=mandates,
        active=active,
        everywhere=len(active) > 1,
        rights=_rights(session, active),
        levels=_levels(session, active),
        uses=uses(session, {m.tenant.id for m in active}, installed) if active else {},
    )
    return user, visit


def _mandates(session: Session, user_id: int) -> tuple[Mandate, ...]:
    rows = session.execute(
        select(Membership, Institution)
        .join(Institution, Institution.id == Membership.institution_id)
        .where(Membership.user_id == user_id, Membership.active, Membership.pending.is_(False))
        .order_by(Institution.name, Membership.company_name, Membership.id)
    )
    return tuple(Mandate(m.id, tenant_of(i), m.company_id, m.alias or m.company_name) for m, i in rows)


def _active(
    mandates: tuple[Mandate, ...], sign_in: SignIn, profile: UserProfile | None
) -> tuple[Mandate, ...]:
    if sign_in.everywhere:
        companies = tuple(m for m in mandates if m.company is not None)
        if len(companies) > 1:
            return companies
    for wanted in (sign_in.membership_id, profile.default_membership_id if profile else None):
        for mandate in mandates:
            if mandate.id == wanted:
                return (mandate,)
    return mandates[:1]


def _rights(session: Session, active: tuple[Mandate, ...]) -> frozenset[RightPair]:
    """Give the rights of the active mandate's roles; over several mandates, what may be read in all of them."""
    rows = session.execute(
        select(MembershipRole.membership_id, Permission.name, ViewMenu.name)
        .join(assoc_permissionview_role, assoc_permissionview_role.c.role_id == MembershipRole.role_id)
        .join(PermissionView, PermissionView.id == assoc_permissionview_role.c.permission_view_id)
        .join(Permission, Permission.id == PermissionView.permission_id)
        .join(ViewMenu, ViewMenu.id == PermissionView.view_menu_id)
        .where(MembershipRole.membership_id.in_([m.id for m in active]))
    )
    found: dict[int, set[RightPair]] = defaultdict(set)
    for membership, act, view in rows:
        found[membership].add((act, view))
    if len(active) < 2:
        return frozenset(right for rights in found.values() for right in rights)
    common = set.intersection(*(found[m.id] for m in active))
    return frozenset(right for right in common if right[0] in READING)


def _levels(session: Session, active: tuple[Mandate, ...]) -> dict[tuple[int, str, str], Level]:
    rows = session.scalars(select(ThemeRight).where(ThemeRight.membership_id.in_([m.id for m in active])))
    return {(r.membership_id, r.plugin, r.theme): Level(r.level) for r in rows}
