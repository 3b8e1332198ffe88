"""Public functions of single sign-on: which providers there are, whom they vouch for, and the end of their sign-ins.

Words: a *provider* says who somebody is; an *identity* is a person as one provider knows her. Functions take the
accounts session and never commit.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, func, select, update
from sqlalchemy.orm import Session

from console.accounts import service as people
from console.accounts.models import Membership, OneTimeLink, SignIn, User
from console.base import clock, ids, sealing
from console.base.errors import Conflict, NotFound
from console.institutions.models import Institution
from console.sso import flows
from console.sso.flows import Refused, Vouched
from console.sso.models import SsoIdentity, SsoProvider, SsoSession

PURPOSE = "single sign-on"
"""For which secrets of providers are sealed."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A provider with which people may sign in; `reference` stands in the address of `SsoView.login`."""

    reference: str
    name: str
    institution: str


def offers(session: Session, institutions: Sequence[int] | None = None) -> tuple[Offer, ...]:
    """Give the providers in use, of all institutions or of some, by institution and name."""
    chosen = (
        select(SsoProvider.reference, SsoProvider.name, Institution.short_name)
        .join(Institution, Institution.id == SsoProvider.institution_id)
        .where(SsoProvider.active)
        .order_by(Institution.short_name, SsoProvider.name)
    )
    if institutions is not None:
        chosen = chosen.where(SsoProvider.institution_id.in_(institutions))
    return tuple(Offer(*row) for row in session.execute(chosen))


def provider_of(session: Session, reference: str, *, lock: bool = False) -> SsoProvider | None:
    """Give the provider with this reference, of any institution, in use or not."""
    chosen = select(SsoProvider).where(SsoProvider.reference == reference)
    return session.scalars(chosen.with_for_update() if lock else chosen).first()


def providers(session: Session, institution: int) -> tuple[tuple[SsoProvider, int], ...]:
    """Give the providers of an institution by name, each with how many people are linked to it."""
    linked = (
        select(func.count())
        .select_from(SsoIdentity)
        .where(SsoIdentity.provider_id == SsoProvider.id)
        .scalar_subquery()
    )
    chosen = (
        select(SsoProvider, linked)
        .where(SsoProvider.institution_id == institution)
        .order_by(SsoProvider.name)
    )
    return tuple((row[0], row[1]) for row in session.execute(chosen))


def end_all(session: Session, provider: SsoProvider) -> None:
    """End every sign-in that a provider vouched for."""
    linked = select(SsoIdentity.id).where(SsoIdentity.provider_id == provider.id)
    made = select(SsoSession.sign_in_id).where(SsoSession.identity_id.in_(linked))
    session.execute(delete(SignIn).where(SignIn.id.in_(made)))


def delete_provider(session: Session, provider: SsoProvider) -> None:
    """Remove a provider with all links to it, and end the sign-ins made with them."""
    forget(session, select(SsoIdentity.id).where(SsoIdentity.provider_id == provider.id))
    session.delete(provider)


def person_of(session: Session, provider: SsoProvider, vouched: Vouched) -> tuple[User, SsoIdentity]:
    """Give the person linked to what the provider said, who has a mandate where it may vouch; raises `Refused`."""
    found = session.execute(
        select(User, SsoIdentity)
        .join(SsoIdentity, SsoIdentity.user_id == User.id)
        .where(*_this(provider, vouched), User.active, _works_for(provider))
    ).first()
    if found is None:
        raise Refused("nobody is linked to this identity")
    return found[0], found[1]


def factor_of(provider: SsoProvider, vouched: Vouched) -> str:
    """Give the second factor that the provider's level of assurance stands for; empty when it does not reach."""
    return "provider" if vouched.level and vouched.level in provider.levels else ""


def link(session: Session, provider: SsoProvider, vouched: Vouched, user_id: int) -> SsoIdentity:
    """Link a person to what the provider said of her; raises `Refused` when the identity is another person's."""
    works = session.scalars(select(User.id).where(User.id == user_id, User.active, _works_for(provider)))
    row = session.scalars(select(SsoIdentity).where(*_this(provider, vouched))).first()
    if works.first() is None or (row is not None and row.user_id != user_id):
        raise Refused("this identity cannot be linked to her")
    if row is None:
        row = SsoIdentity(
            provider_id=provider.id,
            issuer=provider.issuer,
            subject=vouched.subject,
            user_id=user_id,
            linked_at=clock.now(),
        )
        session.add(row)
        session.flush()
        people.note(session, "identity_linked", user_id, provider=provider.name)
    return row


def invited(session: Session, link_digest: str) -> int:
    """Use up the one-time link that somebody came with and give whose it is; raises `Refused`."""
    moment = clock.now()
    mine = (
        OneTimeLink.digest == link_digest,
        OneTimeLink.membership_id.is_(None),
        OneTimeLink.used_at.is_(None),
        OneTimeLink.expires_at > moment,
    )
    user = session.scalars(select(OneTimeLink.user_id).where(*mine)).first()
    used = session.execute(update(OneTimeLink).where(*mine).values(used_at=moment))
    if user is None or used.rowcount != 1:  # type: ignore[attr-defined]
        raise Refused("the invitation was used already or is too old")
    return user


def sealed(secret_key: str, vouched: Vouched) -> Vouched:
    """Give what the provider said, ready to be stored."""
    return replace(vouched, hint=sealing.seal(secret_key, PURPOSE, vouched.hint) if vouched.hint else "")


def bind(session: Session, arrival: str, token: str) -> None:
    """Tie the sign-in with this token to the provider that vouched for it, so that the provider may end it.

    Raises `Refused` when what the provider said is kept no longer, or the sign-in opens more than its institution.
    """
    session.flush()
    sign_in = session.scalars(select(SignIn).where(SignIn.digest == ids.digest(token))).one()
    provider_id, said = flows.let_go(session, arrival, sign_in.user_id)
    provider = session.get_one(SsoProvider, provider_id)
    _user, identity = person_of(session, provider, said)
    if sign_in.vouched_by != provider.institution_id:
        raise Refused("the sign-in opens more than the provider may vouch for")
    identity.last_used = clock.now()
    session.add(SsoSession(sign_in_id=sign_in.id, identity_id=identity.id, sid=said.sid, hint=said.hint))


def session_of(session: Session, sign_in: int) -> tuple[SsoSession, SsoProvider] | None:
    """Give the provider that vouched for a sign-in, and what it knows of it; nothing for every other sign-in."""
    row = session.execute(
        select(SsoSession, SsoProvider)
        .join(SsoIdentity, SsoIdentity.id == SsoSession.identity_id)
        .join(SsoProvider, SsoProvider.id == SsoIdentity.provider_id)
        .where(SsoSession.sign_in_id == sign_in)
    ).first()
    return (row[0], row[1]) if row is not None else None


def end_sessions(session: Session, provider: SsoProvider, *, subject: str = "", sid: str = "") -> int:
    """End the sign-ins that the provider names by subject, by its own name of the session, or by both."""
    chosen = (
        select(SsoSession.sign_in_id, SsoIdentity.user_id)
        .join(SsoIdentity, SsoIdentity.id == SsoSession.identity_id)
        .where(SsoIdentity.provider_id == provider.id, SsoIdentity.issuer == provider.issuer)
    )
    if not subject and not sid:
        raise Refused("the provider names neither a person nor a session")
    if subject:
        chosen = chosen.where(SsoIdentity.subject == subject)
    if sid:
        chosen = chosen.where(SsoSession.sid == sid)
    ended = session.execute(chosen).all()
    session.execute(delete(SignIn).where(SignIn.id.in_([row[0] for row in ended])))
    for user_id in sorted({row[1] for row in ended}):
        people.note(session, "signed_out_by_provider", user_id, provider=provider.name)
    return len(ended)


def identities(session: Session, user_id: int) -> tuple[tuple[SsoIdentity, SsoProvider], ...]:
    """Give what a person is linked to, oldest first."""
    rows = session.execute(
        select(SsoIdentity, SsoProvider)
        .join(SsoProvider, SsoProvider.id == SsoIdentity.provider_id)
        .where(SsoIdentity.user_id == user_id)
        .order_by(SsoIdentity.id)
    )
    return tuple((row[0], row[1]) for row in rows)


def unlink(session: Session, user_id: int, identity: int) -> str:
    """Take a link away and end the sign-ins made with it; give the provider's name. Raises `NotFound`, `Conflict`."""
    found = next((one for one in identities(session, user_id) if one[0].id == identity), None)
    if found is None:
        raise NotFound(_l("There is nothing at this address."))
    user = session.get_one(User, user_id)
    if not user.password and len(identities(session, user_id)) == 1:
        raise Conflict(_l("You have no password: this is your only way in. Set a password first."))
    forget(session, select(SsoIdentity.id).where(SsoIdentity.id == identity))
    people.note(session, "identity_unlinked", user_id, provider=found[1].name)
    return found[1].name


def forget(session: Session, which: Any) -> None:
    """End the sign-ins of identities, then remove these; `which` selects their keys."""
    made = select(SsoSession.sign_in_id).where(SsoSession.identity_id.in_(which))
    session.execute(delete(SignIn).where(SignIn.id.in_(made)))
    session.execute(delete(SsoIdentity).where(SsoIdentity.id.in_(which)))


def _this(provider: SsoProvider, vouched: Vouched) -> tuple[Any, ...]:
    return (
        SsoIdentity.provider_id == provider.id,
        SsoIdentity.issuer == provider.issuer,
        SsoIdentity.subject == vouched.subject,
    )


def _works_for(provider: SsoProvider) -> Any:
    """Say in SQL that the person has a mandate in the institution of the provider."""
    return (
        select(Membership.id)
        .where(
            Membership.user_id == User.id,
            Membership.institution_id == provider.institution_id,
            Membership.active,
        )
        .exists()
    )
