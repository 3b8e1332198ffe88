"""Which establishments a visitor sees, and what she may do with them: the one place where profiles are enforced.

The institution's staff see all; an account's administrator sees all of the account; anybody else sees what her profiles
name, and without a profile nothing. The conditions are made once for the process: who asks is read when they are sent.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any, Final, Literal

from flask import g
from sqlalchemy import ColumnElement, Integer, Select, bindparam, or_, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from console.plugin import NotAllowed, visitor
from console.plugin import lazy_gettext as _l

from .models import Establishment, Profile, ProfileEstablishment, ProfilePerson

Duty = Literal["see", "deposit", "returns", "manage"]
MANAGES: Final = ("can_manage", "fr_dsn.establishment")
"""The right by which somebody sees the whole portfolio of her account, and entrusts it to others."""
_DUTIES: Final[dict[Duty, Any]] = {
    "deposit": Profile.deposits,
    "returns": Profile.returns,
    "manage": Profile.manages,
}


def sees_all() -> bool:
    """Say whether the visitor sees every establishment of her scope."""
    who = visitor()
    if who.mandate is None or who.everywhere:
        return False
    return who.mandate.company is None or MANAGES in who.rights


def is_staff() -> bool:
    """Say whether the visitor works for the institution."""
    who = visitor()
    return who.mandate is not None and who.mandate.company is None


def entrusted(
    duty: Duty = "see", column: InstrumentedAttribute[Any] = Establishment.id
) -> ColumnElement[bool]:
    """Give the condition that an establishment, named by the column with its key, is the visitor's for a duty."""
    named = _by_profile(select(ProfileEstablishment.establishment_id), duty)
    return or_(whole(column.parent.class_.company_id, duty), column.in_(named))


def entrusted_siret(
    company: InstrumentedAttribute[Any], siret: InstrumentedAttribute[Any], duty: Duty = "see"
) -> ColumnElement[bool]:
    """Give the condition that a row is the visitor's for a duty, where it names account and SIRET alone."""
    named = _by_profile(
        select(Establishment.company_id, Establishment.siret).join(
            ProfileEstablishment, ProfileEstablishment.establishment_id == Establishment.id
        ),
        duty,
    )
    return or_(whole(company, duty), tuple_(company, siret).in_(named))


def whole(company: InstrumentedAttribute[Any], duty: Duty = "see") -> ColumnElement[bool]:
    """Give the condition that all of an account, named by the column with its key, is the visitor's for a duty."""
    accounts = (
        select(Profile.company_id)
        .join(ProfilePerson, ProfilePerson.profile_id == Profile.id)
        .where(Profile.covers_all, *_hers(duty))
    )
    return or_(bindparam(f"all_{duty}", callable_=_all, type_=Integer) == 1, company.in_(accounts))


def may(session: Session, duty: Duty, establishment: int) -> bool:
    """Say whether the visitor has a duty for an establishment; the staff look on and have none."""
    if is_staff():
        return False
    asked = select(Establishment.id).where(Establishment.id == establishment, entrusted(duty))
    return session.scalars(asked).first() is not None


def demand(session: Session, duty: Duty, establishment: int) -> None:
    """Raise `NotAllowed` when the visitor does not have a duty for an establishment."""
    if not may(session, duty, establishment):
        raise NotAllowed(
            _l("This establishment is not entrusted to you for that. Ask your account’s administrator.")
        )


def may_for(session: Session, duty: Duty, company: int, siret: str) -> bool:
    """Say whether who is at hand has a duty for a SIRET of an account; the staff have it here, too.

    Where nobody is signed in, a system of the account acts, or the console itself: nothing narrows them.
    """
    if g.get("visit") is None or sees_all():
        return True
    asked = (
        select(Profile.id)
        .join(ProfilePerson, ProfilePerson.profile_id == Profile.id)
        .outerjoin(ProfileEstablishment, ProfileEstablishment.profile_id == Profile.id)
        .outerjoin(Establishment, Establishment.id == ProfileEstablishment.establishment_id)
        .where(
            Profile.company_id == company,
            or_(Profile.covers_all, Establishment.siret == siret),
            ProfilePerson.user_id == visitor().user_id,
        )
    )
    if duty in _DUTIES:
        asked = asked.where(_DUTIES[duty])
    return session.scalars(asked.limit(1)).first() is not None


def may_everywhere(session: Session, duty: Duty) -> bool:
    """Say whether the visitor has a duty for all establishments of her account, also for those to come."""
    if is_staff():
        return False
    return sees_all() or _has_profile(session, duty, Profile.covers_all)


def may_somewhere(session: Session, duty: Duty) -> bool:
    """Say whether the visitor has a duty for any establishment."""
    if is_staff():
        return False
    return sees_all() or _has_profile(session, duty)


def sirets_entrusted(
    session: Session, user: int, company: int, duty: Duty, sirets: Collection[str]
) -> set[str]:
    """Give those of the SIRET that profiles entrust to a person of an account; for work beside any page."""
    asked = (
        select(Establishment.siret)
        .join(ProfileEstablishment, ProfileEstablishment.establishment_id == Establishment.id)
        .join(Profile, Profile.id == ProfileEstablishment.profile_id)
        .join(ProfilePerson, ProfilePerson.profile_id == Profile.id)
        .where(
            Establishment.company_id == company,
            Establishment.siret.in_(sirets),
            Establishment.removed_at.is_(None),
            ProfilePerson.user_id == user,
            _DUTIES[duty],
        )
    )
    return set(session.scalars(asked))


def _has_profile(session: Session, duty: Duty, *more: Any) -> bool:
    asked = (
        select(Profile.id)
        .join(ProfilePerson, ProfilePerson.profile_id == Profile.id)
        .where(ProfilePerson.user_id == visitor().user_id, _DUTIES[duty], *more)
    )
    return session.scalars(asked.limit(1)).first() is not None


def _by_profile(asked: Select[*tuple[Any, ...]], duty: Duty) -> Select[*tuple[Any, ...]]:
    """Narrow a statement over what profiles name to those of the visitor."""
    return (
        asked.join(Profile, Profile.id == ProfileEstablishment.profile_id)
        .join(ProfilePerson, ProfilePerson.profile_id == Profile.id)
        .where(*_hers(duty))
    )


def _hers(duty: Duty) -> list[ColumnElement[bool]]:
    mine = [ProfilePerson.user_id == bindparam(f"who_{duty}", callable_=_user, type_=Integer)]
    return [*mine, _DUTIES[duty]] if duty in _DUTIES else mine


def _all() -> int:
    return int(sees_all())


def _user() -> int:
    return visitor().user_id


VISIBLE: Final = entrusted()
"""What the visitor sees."""
