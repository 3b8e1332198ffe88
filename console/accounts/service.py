"""Public functions of the accounts: signing in and out, mandates, roles, rights in themes.

Words: a *membership* joins a person to an institution, for one of its companies or as its staff; a *sign-in* is one
browser; a *one-time link* lets a person set a password. Functions take the session to write with and never commit.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import g
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from console.accounts import passwords
from console.accounts.models import (
    AccountEvent,
    Membership,
    OneTimeLink,
    Role,
    SignIn,
    ThemeRight,
    User,
    UserProfile,
)
from console.base import clock, ids
from console.base.errors import BadArgument, Conflict, NotFound
from console.hooks.declarations import Level
from console.institutions.models import Institution

"""How long a link lasts that a person asked for herself, or that the command line made."""


@dataclass(frozen=True)
class Person:
    """What is known of a person at creation."""

    username: str
    first_name: str
    last_name: str
    email: str
    language: str | None = None


def find(session: Session, username: str) -> User | None:
    """Give the user with this name or e-mail address, whatever the case."""
    typed = username.strip().casefold()
    return session.scalars(
        select(User)
        .where((func.lower(User.username) == typed) | (func.lower(User.email) == typed))
        .order_by(User.id)
    ).first()


def authenticate(session: Session, username: str, password: str) -> User | None:
    """Give the active user with this password; takes as long when there is none.

    A hash made before, or with another cost, is made again from the right password.
    """
    user = find(session, username)
    stored = user.password if user is not None and user.active else None
    if not passwords.matches(stored, password, old_ones_exist=_has_old_hashes(session)):
        return None
    if user is not None and passwords.is_outdated(user.password):
        user.password = passwords.hash_of(password)
    return user


def _has_old_hashes(session: Session) -> bool:
    old = User.password.is_not(None) & ~User.password.startswith("$argon2id$", autoescape=True)
    return session.scalars(select(User.id).where(old).limit(1)).first() is not None


def sign_in(
    session: Session,
    user: User,
    *,
    address: str,
    agent: str,
    way: str = "password",
    factor: str = "",
    vouched_by: int | None = None,
) -> str:
    """Open a sign-in and give the token for its cookie; only a digest of it is stored.

    `way` is how she showed who she is first, `factor` the second factor that she passed, `vouched_by` the institution
    whose provider said so (see `SignIn`).
    """
    token, moment = ids.token(), clock.now()
    session.add(
        SignIn(
            digest=ids.digest(token),
            user_id=user.id,
            created_at=moment,
            last_seen=moment,
            confirmed_at=moment,
            way=way,
            factor=factor,
            vouched_by=vouched_by,
            address=address[:45],
            agent=agent[:200],
        )
    )
    session.execute(
        update(User)
        .where(User.id == user.id)
        .values(last_login=moment.replace(tzinfo=None), login_count=func.coalesce(User.login_count, 0) + 1)
    )
    note(session, "signed_in", user.id, address=address, way=way, factor=factor)
    return token


def confirmed(session: Session, sign_in: int, factor: str = "") -> str:
    """Note that the person has just shown again who she is, with which second factor if any.

    Gives the new token for her cookie: the one before opens nothing any more (ASVS 5.0, 7.2.4).
    """
    token = ids.token()
    values: dict[str, Any] = {"confirmed_at": clock.now(), "digest": ids.digest(token)}
    if factor:
        values["factor"] = factor
    session.execute(update(SignIn).where(SignIn.id == sign_in).values(**values))
    return token


def end_others(session: Session, user_id: int, sign_in: int) -> int:
    """End all sign-ins of a person but one; give how many ended."""
    ended = delete(SignIn).where(SignIn.user_id == user_id, SignIn.id != sign_in)
    count: int = session.execute(ended).rowcount  # type: ignore[attr-defined]
    note(session, "signed_out_elsewhere", user_id, ended=count)
    return count


def seen(session: Session, sign_in: int) -> None:
    """Move the last-seen time of a sign-in."""
    session.execute(update(SignIn).where(SignIn.id == sign_in).values(last_seen=clock.now()))


def sign_out(session: Session, user_id: int, sign_in: int | None = None) -> int:
    """End one sign-in of a person, or all of them; give how many ended."""
    ended = delete(SignIn).where(SignIn.user_id == user_id)
    if sign_in is not None:
        ended = ended.where(SignIn.id == sign_in)
    count: int = session.execute(ended).rowcount  # type: ignore[attr-defined]
    note(session, "signed_out" if sign_in is not None else "signed_out_everywhere", user_id, ended=count)
    return count


def sign_out_of(session: Session, membership: Membership) -> None:
    """End the sign-ins of a person that work in one mandate of hers; those of her other mandates go on."""
    profile = session.get(UserProfile, membership.user_id)
    here = (SignIn.membership_id == membership.id) | SignIn.everywhere
    if profile is not None and profile.default_membership_id == membership.id:
        here |= SignIn.membership_id.is_(None)
    ended = session.execute(delete(SignIn).where(SignIn.user_id == membership.user_id, here))
    note(session, "signed_out", membership.user_id, ended=ended.rowcount)  # type: ignore[attr-defined]


def choose_mandate(session: Session, sign_in: int, user_id: int, membership: int | None) -> None:
    """Let a sign-in work in one mandate of the person, or (`None`) read all companies at once."""
    if membership is not None:
        found = session.scalars(
            select(Membership.id).where(
                Membership.id == membership,
                Membership.user_id == user_id,
                Membership.active,
                Membership.pending.is_(False),
            )
        ).first()
        if found is None:
            raise NotFound(_l("You have no such mandate."))
    session.execute(
        update(SignIn)
        .where(SignIn.id == sign_in)
        .values(membership_id=membership, everywhere=membership is None)
    )


def profile_of(session: Session, user_id: int) -> UserProfile:
    """Give the profile of a person, made when there is none yet."""
    profile = session.get(UserProfile, user_id)
    if profile is None:
        profile = UserProfile(user_id=user_id, theme="system", density="normal", keys=True, failed_tries=0)
        session.add(profile)
    return profile


def create_user(session: Session, person: Person) -> User:
    """Add a person without a password; raises `Conflict` when the user name or address is taken."""
    for value, place in ((person.username, "username"), (person.email, "email")):
        if find(session, value) is not None:
            raise Conflict(_l("There is already a user account with %(value)s.", value=value), place=place)
    user = User(
        username=person.username.strip(),
        first_name=person.first_name.strip(),
        last_name=person.last_name.strip(),
        email=person.email.strip(),
        active=True,
        password=None,
    )
    session.add(user)
    session.flush()
    session.add(
        UserProfile(
            user_id=user.id,
            language=person.language,
            theme="system",
            density="normal",
            keys=True,
            failed_tries=0,
        )
    )
    return user


def set_password(session: Session, user: User, password: str) -> None:
    """Give a person a new password and end all her sign-ins; raises `BadArgument` when it is too weak."""
    own = (user.username, user.first_name, user.last_name, user.email.split("@")[0])
    passwords.check_strength(password, *own, *_names_at_work(session, user.id))
    user.password = passwords.hash_of(password)
    session.execute(delete(SignIn).where(SignIn.user_id == user.id))
    session.execute(
        update(OneTimeLink)
        .where(
            OneTimeLink.user_id == user.id,
            OneTimeLink.membership_id.is_(None),
            OneTimeLink.used_at.is_(None),
        )
        .values(used_at=clock.now())
    )
    note(session, "password_set", user.id)


def _names_at_work(session: Session, user_id: int) -> set[str]:
    """Give the names of the institutions and companies a person works for: whoever guesses tries them first."""
    asked = (
        select(Institution.name, Institution.short_name, Membership.company_name)
        .join(Membership, Membership.institution_id == Institution.id)
        .where(Membership.user_id == user_id)
    )
    return {name for names in session.execute(asked) for name in names}


def join(
    session: Session,
    user: User,
    institution: int,
    *,
    roles: Iterable[str],
    company: tuple[int, str] | None = None,
    rights: Mapping[tuple[str, str], Level] | None = None,
) -> Membership:
    """Make a person a member of an institution with roles (by name) and rights in themes (by plugin and theme)."""
    membership = Membership(
        user_id=user.id,
        institution_id=institution,
        company_id=company[0] if company else None,
        company_name=company[1] if company else "",
        alias="",
        active=True,
        pending=False,
    )
    session.add(membership)
    set_roles(session, membership, roles)
    set_theme_rights(membership, rights or {})
    session.flush()
    return membership


def set_roles(session: Session, membership: Membership, roles: Iterable[str]) -> None:
    """Give a membership exactly these roles; raises `BadArgument` for an unknown one."""
    names = sorted(set(roles))
    found = list(session.scalars(select(Role).where(Role.name.in_(names)))) if names else []
    if missing := set(names) - {role.name for role in found}:
        raise BadArgument(_l("There is no role %(name)s.", name=", ".join(sorted(missing))), place="roles")
    membership.roles = found


def set_theme_rights(membership: Membership, rights: Mapping[tuple[str, str], Level]) -> None:
    """Give a membership exactly these rights in themes."""
    kept = {(r.plugin, r.theme): r for r in membership.theme_rights}
    for key, level in rights.items():
        if key in kept:
            kept[key].level = int(level)
        else:
            membership.theme_rights.append(ThemeRight(plugin=key[0], theme=key[1], level=int(level)))
    membership.theme_rights[:] = [r for r in membership.theme_rights if (r.plugin, r.theme) in rights]


def renamed(session: Session, institution: int, company: int, name: str) -> None:
    """Keep the copied company name of memberships true."""
    session.execute(
        update(Membership)
        .where(Membership.institution_id == institution, Membership.company_id == company)
        .values(company_name=name)
        .execution_options(synchronize_session=False)
    )


def note(session: Session, kind: str, user_id: int | None, *, address: str = "", **facts: Any) -> None:
    """Write a line into the accounts' journal."""
    session.add(
        AccountEvent(
            at=clock.now(),
            kind=kind,
            user_id=user_id,
            address=address[:45],
            request_id=g.get("request_id") or "",
            facts=facts,
        )
    )
