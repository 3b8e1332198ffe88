"""One-time links: by which a person sets a password, or accepts a mandate with the account she has.

Only digests are stored. Functions take the session to write with and never commit.
"""

from __future__ import annotations

from datetime import timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from console.accounts.models import MEMBER, PROVIDER, Membership, OneTimeLink, User
from console.accounts.service import note, profile_of
from console.base import clock, ids
from console.base.errors import Conflict, NotFound

LINK_LASTS = timedelta(days=14)
RESET_LASTS = timedelta(hours=1)


def offer_link(session: Session, user: User) -> str:
    """Give the token of a new one-time link that lets this person set a password within 14 days; older ones end."""
    older = (OneTimeLink.user_id == user.id, OneTimeLink.membership_id.is_(None))
    session.execute(delete(OneTimeLink).where(*older))
    return _new_link(session, user.id, None)


def offer_reset(session: Session, user: User) -> str:
    """Give the token of a link that lets this person choose a new password within an hour.

    Other links of hers stay: whoever asks in her name must not take an invitation from her. The first one that is used
    ends them all.
    """
    return _new_link(session, user.id, None, RESET_LASTS)


def offer_mandate(session: Session, membership: Membership) -> str:
    """Give the token of a link by which a person who has an account already accepts a membership.

    Until then it opens nothing: whoever made the account first may still hold its password, and must not come into
    another institution by it.
    """
    membership.pending = True
    session.flush()
    return _new_link(session, membership.user_id, membership.id)


def offered_mandate(session: Session, token: str) -> Membership | None:
    """Give the membership that a link offers; nothing when it is another kind of link, used or too old."""
    return session.scalars(
        select(Membership)
        .join(OneTimeLink, OneTimeLink.membership_id == Membership.id)
        .where(
            OneTimeLink.digest == ids.digest(token),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > clock.now(),
            Membership.pending,
        )
    ).first()


def accept_mandate(session: Session, token: str, membership: Membership) -> None:
    """Open a membership to its person and use up the link; raises `Conflict` for an account of another kind.

    Links that set a password end: whoever looks after another mandate of hers may have seen one.
    """
    kind = PROVIDER if any(role.name == "provider" for role in membership.roles) else MEMBER
    if profile_of(session, membership.user_id).kind != kind:
        raise Conflict(
            _l(
                "Your user account is of another kind. Ask for an invitation to another e-mail address of yours."
            )
        )
    membership.pending = False
    session.execute(
        delete(OneTimeLink).where(
            OneTimeLink.user_id == membership.user_id, OneTimeLink.membership_id.is_(None)
        )
    )
    session.execute(
        update(OneTimeLink).where(OneTimeLink.digest == ids.digest(token)).values(used_at=clock.now())
    )
    note(session, "mandate_accepted", membership.user_id, membership=membership.id)


def _new_link(
    session: Session, user_id: int, membership_id: int | None, lasts: timedelta = LINK_LASTS
) -> str:
    token = ids.token()
    session.add(
        OneTimeLink(
            digest=ids.digest(token),
            user_id=user_id,
            membership_id=membership_id,
            expires_at=clock.now() + lasts,
        )
    )
    note(session, "link_offered", user_id)
    return token


def owner_of_link(session: Session, token: str) -> User:
    """Give the person a one-time link was made for; raises `NotFound` when it was used, replaced or is too old."""
    user = session.scalars(
        select(User)
        .join(OneTimeLink, OneTimeLink.user_id == User.id)
        .where(
            OneTimeLink.digest == ids.digest(token),
            OneTimeLink.membership_id.is_(None),
            OneTimeLink.used_at.is_(None),
            OneTimeLink.expires_at > clock.now(),
            User.active,
        )
    ).first()
    if user is None:
        raise NotFound(
            _l(
                "This link was used already or is too old. If you have a user account, sign in as before; "
                "otherwise ask your administrator for a new link."
            )
        )
    return user
