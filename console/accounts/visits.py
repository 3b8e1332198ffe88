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
from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from console.accounts.models import (
    INSURED,
    Membership,
    MembershipRole,
    SignIn,
    ThemeRight,
    UserProfile,
)
from console.accounts.policies import STRICTEST, AccessPolicy, Asked, Policy, policy_of
from console.accounts.terms import Terms, TermsAcceptance
from console.base.ids import digest
from console.hooks.declarations import Level
from console.institutions.models import Institution
from console.institutions.queries import Tenant, Use, tenant_of, uses
from console.institutions.scope import Scope

RightPair: TypeAlias = tuple[str, str]
"""A permission and the view it is for, as Flask-AppBuilder stores them."""
READING = frozenset({"can_read", "can_export"})
# Every request sends these: made once, they cost a third less than made each time.
_PERSON = (
    select(SignIn, User, UserProfile)
    .join(User, User.id == SignIn.user_id)
    .outerjoin(UserProfile, UserProfile.user_id == User.id)
    .where(SignIn.digest == bindparam("digest"))
)
_IN_FORCE = (
    select(func.max(Terms.version)).where(Terms.institution_id == Membership.institution_id).scalar_subquery()
)
_ACCEPTED = (
    select(func.max(TermsAcceptance.version))
    .where(
        TermsAcceptance.institution_id == Membership.institution_id,
        TermsAcceptance.company_id == Membership.company_id,
    )
    .scalar_subquery()
)
_MANDATES = (
    select(Membership, Institution, AccessPolicy, _IN_FORCE, _ACCEPTED)
    .join(Institution, Institution.id == Membership.institution_id)
    .outerjoin(AccessPolicy, AccessPolicy.institution_id == Membership.institution_id)
    .where(Membership.user_id == bindparam("user"), Membership.active, Membership.pending.is_(False))
    .order_by(Institution.name, Membership.company_name, Membership.id)
)
# Of tables, not of models: what gives plain values costs half without the machinery that makes objects.
_roles, _granted, _pairs = MembershipRole.__table__, assoc_permissionview_role, PermissionView.__table__
_acts, _places, _themes = Permission.__table__, ViewMenu.__table__, ThemeRight.__table__
_RIGHTS = (
    select(_roles.c.membership_id, _acts.c.name, _places.c.name)
    .join_from(_roles, _granted, _granted.c.role_id == _roles.c.role_id)
    .join(_pairs, _pairs.c.id == _granted.c.permission_view_id)
    .join(_acts, _acts.c.id == _pairs.c.permission_id)
    .join(_places, _places.c.id == _pairs.c.view_menu_id)
    .where(_roles.c.membership_id.in_(bindparam("memberships", expanding=True)))
)
_LEVELS = select(_themes.c.membership_id, _themes.c.plugin, _themes.c.theme, _themes.c.level).where(
    _themes.c.membership_id.in_(bindparam("memberships", expanding=True))
)


@dataclass(frozen=True)
class Mandate:
    """One membership of the person."""

    id: int
    tenant: Tenant
    company: int | None
    label: str
    """The company or the institution's staff, or the person's own alias for it."""
    policy: Policy = STRICTEST
    terms: int = 0
    """The version of the terms in force; 0: there are none."""
    accepted: int = 0
    """The latest version that the company accepted."""

    @property
    def owes_terms(self) -> bool:
        """Say whether the company must accept the terms before its people work."""
        return self.company is not None and self.accepted < self.terms

    def asked(self, theme: str = "") -> Asked:
        """Give what is asked beside the password, in general or for a theme (`plugin.theme`)."""
        return self.policy.asked(theme, of_staff=self.company is None)


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
    factor: str = ""
    """The second factor that was passed; empty: none."""
    confirmed_at: datetime | None = None
    """When she last showed who she is."""
    kind: str = "member"
    """`member`, `insured` or `provider`."""
    is_partial: bool = False
    """Whether mandates stay shut because the provider of one institution vouched for her.

    What belongs to the whole account (password, factors, linked identities) stays shut then too: else an institution's
    provider could open the others.
    """

    @property
    def mandate(self) -> Mandate | None:
        """Give the mandate that texts, figures and settings follow; `None` for a person without any."""
        return self.active[0] if self.active else None

    def is_basic(self, mandate: Mandate, theme: str = "") -> bool:
        """Say whether she has only the old level of a password in this mandate, or in a theme of it."""
        return not self.factor and mandate.asked(theme) is Asked.BASIC

    def owes_factor(self, mandate: Mandate, theme: str = "") -> bool:
        """Say whether the mandate, or a theme of it, stays shut until she passes a second factor."""
        return not self.factor and mandate.asked(theme) is Asked.REQUIRED

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
    row = session.execute(_PERSON, {"digest": digest(token)}).first()
    if row is None:
        return None
    sign_in, user, profile = row
    if not user.active or sign_in.created_at < oldest or sign_in.last_seen + idle < now:
        return None
    kind = profile.kind if profile else "member"
    every = () if kind == INSURED else mandates_of(session, user.id)
    mandates = tuple(m for m in every if sign_in.vouched_by in (None, m.tenant.id))
    active = _active(mandates, sign_in, profile)
    if _is_over(sign_in, active, now):
        return None
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
        factor=sign_in.factor,
        confirmed_at=sign_in.confirmed_at,
        kind=kind,
        is_partial=len(mandates) < len(every) or (kind == INSURED and sign_in.vouched_by is not None),
    )
    return user, visit


def visit_in(
    session: Session, user: User, membership: int, factor: str, installed: Collection[str], now: datetime
) -> Visit | None:
    """Give a person in one of her mandates without a sign-in, for what is made for her while she is not there.

    `factor` is the second factor that it may count on. Nothing when the mandate is not hers any more.
    """
    active = tuple(m for m in mandates_of(session, user.id) if m.id == membership)
    if not user.active or not active:
        return None
    profile = session.get(UserProfile, user.id)
    return Visit(
        user_id=user.id,
        name=f"{user.first_name} {user.last_name}".strip(),
        sign_in=0,
        last_seen=now,
        language=profile.language if profile else None,
        theme="system",
        density="normal",
        keys=False,
        mandates=active,
        active=active,
        everywhere=False,
        rights=_rights(session, active),
        levels=_levels(session, active),
        uses=uses(session, {active[0].tenant.id}, installed),
        factor=factor,
        kind=profile.kind if profile else "member",
    )


def mandates_of(session: Session, user_id: int) -> tuple[Mandate, ...]:
    """Give the mandates a person may work under, with the policy of each institution."""
    rows = session.execute(_MANDATES, {"user": user_id})
    return tuple(
        Mandate(
            m.id,
            tenant_of(i),
            m.company_id,
            m.alias or m.company_name,
            policy_of(policy),
            in_force or 0,
            accepted or 0,
        )
        for m, i, policy, in_force, accepted in rows
    )


def _is_over(sign_in: SignIn, active: tuple[Mandate, ...], now: datetime) -> bool:
    """Say whether an institution at hand lets sessions last less long than this one has."""
    for policy in {id(m.policy): m.policy for m in active}.values():
        if policy.idle_minutes and sign_in.last_seen + timedelta(minutes=policy.idle_minutes) < now:
            return True
        if policy.session_hours and sign_in.created_at + timedelta(hours=policy.session_hours) < now:
            return True
    return False


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
    rows = session.execute(_RIGHTS, {"memberships": [m.id for m in active]})
    found: dict[int, set[RightPair]] = defaultdict(set)
    for membership, act, view in rows:
        found[membership].add((act, view))
    if len(active) < 2:
        return frozenset(right for rights in found.values() for right in rights)
    common = set.intersection(*(found[m.id] for m in active))
    return frozenset(right for right in common if right[0] in READING)


def _levels(session: Session, active: tuple[Mandate, ...]) -> dict[tuple[int, str, str], Level]:
    rows = session.execute(_LEVELS, {"memberships": [m.id for m in active]})
    return {(membership, plugin, theme): Level(level) for membership, plugin, theme, level in rows}
