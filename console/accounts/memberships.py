"""Changing who belongs to an institution and with which rights. Callers have checked the grants (`granting`).

Everything is written with the session that is handed in, so that a change and its journal line stand or fall together.
An account lives as long as one of its memberships is active. Functions never commit.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, or_, select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from console.accounts import links, queries, service
from console.accounts.granting import Grants
from console.accounts.models import MEMBER, PROVIDER, Membership, OneTimeLink, Role, SignIn, User, UserProfile
from console.base.errors import Conflict
from console.hooks.declarations import Level
from console.institutions.models import Institution

ADMINISTRATOR = "administrator"
LEVEL_NAMES = {level: level.name.lower() for level in Level}


@dataclass(frozen=True)
class Admission:
    """A new membership, and the token of the link that its person is given."""

    membership: Membership
    token: str


def grants_of(membership: Membership) -> Grants:
    """Give the present roles and levels of a membership."""
    return Grants(
        frozenset(role.name for role in membership.roles),
        {(r.plugin, r.theme): Level(r.level) for r in membership.theme_rights},
    )


def state_of(membership: Membership) -> dict[str, Any]:
    """Give what the journal tells of a membership: state, roles, and the level in each theme."""
    return _state(grants_of(membership), membership.active)


def admit(
    session: Session,
    person: service.Person,
    institution: int,
    grants: Grants,
    company: tuple[int, str] | None = None,
    *,
    provider: bool = False,
) -> Admission:
    """Make a person a member; raises `Conflict` when she is one already, or when the user name is taken.

    `provider` says that the company is a provider: its people have accounts of their own kind, as insured persons do.
    Whether an account is of another kind is said to its person only, when she would accept (`accounts.links`).

    Who has an account keeps it as it is, and accepts the membership by the link: until then it is pending. Whoever
    admits her cannot tell from the answer whether there was an account.
    """
    taken = service.find(session, person.username)
    if taken is not None:
        raise Conflict(_l("This user name is taken. Choose another one."), place="username")
    user = queries.person_with(session, person.email)
    known = user is not None
    kind = PROVIDER if provider else MEMBER
    if user is None:
        user = service.create_user(session, person)
        service.profile_of(session, user.id).kind = kind
    else:
        _refuse_second(session, user, institution, company)
        user.active = user.active or not _active_memberships(session, user.id)
    made = service.join(session, user, institution, roles=grants.roles, company=company, rights=grants.levels)
    made.invited_as = f"{person.first_name} {person.last_name}".strip()
    token = links.offer_mandate(session, made) if known else links.offer_link(session, user)
    return Admission(made, token)


def change(session: Session, membership: Membership, grants: Grants, *, active: bool) -> dict[str, list[Any]]:
    """Give a membership exactly these grants and give what changed, for the journal.

    Raises `Conflict` when the institution would be left without an administrator.
    """
    before, after = state_of(membership), _state(grants, active)
    keys = [key for key in {**before, **after} if before.get(key) != after.get(key)]
    changes = {key: [before.get(key), after.get(key)] for key in keys}
    if not changes:
        return {}
    if not active or ADMINISTRATOR not in grants.roles:
        refuse_last(session, membership)
    service.set_roles(session, membership, grants.roles)
    service.set_theme_rights(membership, grants.levels)
    membership.active = active
    # Roles and levels stand in tables of their own: the version must count their changes too.
    flag_modified(membership, "active")
    session.flush()
    _settle_account(session, membership)
    return changes


def remove(session: Session, membership: Membership) -> None:
    """Take a person out of an institution; raises `Conflict` for its last administrator."""
    refuse_last(session, membership)
    membership.active = False
    session.flush()
    _settle_account(session, membership)
    session.delete(membership)
    session.flush()


def refuse_last(session: Session, membership: Membership) -> None:
    """Raise `Conflict` for the last active administrator; two who give up at once are taken one after the other."""
    session.scalars(
        select(Institution.id)
        .where(Institution.id == membership.institution_id)
        .with_for_update(key_share=True)
    ).one()
    administrators: Collection[int] = session.scalars(
        select(Membership.id)
        .join(User, User.id == Membership.user_id)
        .where(
            Membership.institution_id == membership.institution_id,
            Membership.company_id.is_(None),
            Membership.active,
            User.active,
            Membership.roles.any(Role.name == ADMINISTRATOR),
        )
    ).all()
    if list(administrators) == [membership.id]:
        raise Conflict(
            _l("This is the last administrator of the institution. Make somebody else administrator first.")
        )


def works_elsewhere(session: Session, membership: Membership) -> bool:
    """Say whether the person has another active membership than this one."""
    return bool(set(_active_memberships(session, membership.user_id)) - {membership.id})


@dataclass(frozen=True)
class OwnNames:
    """What a person calls her mandates: by membership, beside the company's name, and which one she starts with."""

    aliases: Mapping[int, str]
    companies: Mapping[int, str]
    default: int | None


def own_names(session: Session, user_id: int) -> OwnNames:
    """Give what a person calls her active mandates."""
    own = session.scalars(select(Membership).where(Membership.user_id == user_id, Membership.active)).all()
    profile = session.get(UserProfile, user_id)
    default = profile.default_membership_id if profile else None
    return OwnNames(
        {m.id: m.alias for m in own},
        {m.id: m.company_name for m in own},
        default if default in {m.id for m in own} else None,
    )


def name_own(session: Session, user_id: int, aliases: Mapping[int, str], default: int | None) -> None:
    """Store a person's own names for her memberships and the one to start with; others' memberships are left alone."""
    own = session.scalars(select(Membership).where(Membership.user_id == user_id, Membership.active)).all()
    for membership in own:
        membership.alias = aliases.get(membership.id, membership.alias)
    if default in {membership.id for membership in own}:
        service.profile_of(session, user_id).default_membership_id = default


def _state(grants: Grants, active: bool) -> dict[str, Any]:
    levels = {f"{plugin}.{theme}": LEVEL_NAMES[level] for (plugin, theme), level in grants.levels.items()}
    return {"active": active, "roles": ", ".join(sorted(grants.roles)), **levels}


def _refuse_second(session: Session, user: User, institution: int, company: tuple[int, str] | None) -> None:
    """Refuse a second membership for the same company; the key of the table does not, for staff (`NULL`)."""
    session.scalars(select(User.id).where(User.id == user.id).with_for_update(key_share=True)).one()
    same = select(Membership.id).where(
        Membership.user_id == user.id,
        Membership.institution_id == institution,
        Membership.company_id.is_(None) if company is None else Membership.company_id == company[0],
    )
    if session.scalars(same.limit(1)).first() is not None:
        raise Conflict(_l("This person is in the list already. Change the entry there."), place="email")


def _active_memberships(session: Session, user_id: int) -> list[int]:
    return list(
        session.scalars(select(Membership.id).where(Membership.user_id == user_id, Membership.active))
    )


def _settle_account(session: Session, membership: Membership) -> None:
    """End what an inactive membership leaves behind: its sign-ins, and with the last one the account's.

    One that was never accepted has opened nothing: only its own link ends, the account is not touched.
    """
    if membership.pending:
        session.execute(delete(OneTimeLink).where(OneTimeLink.membership_id == membership.id))
        session.flush()
        return
    left = _active_memberships(session, membership.user_id)
    membership.user.active = bool(left)
    if membership.active:
        return
    ended = delete(SignIn).where(SignIn.user_id == membership.user_id)
    # Whoever looks after the mandate may have seen a link that sets the account's password: it ends too.
    offers = delete(OneTimeLink).where(OneTimeLink.user_id == membership.user_id)
    if left:
        ended = ended.where(SignIn.membership_id == membership.id)
        offered = OneTimeLink.membership_id
        offers = offers.where(or_(offered.is_(None), offered == membership.id))
    session.execute(offers)
    session.execute(ended)
    session.flush()
