"""Entrusting parts of a portfolio to people of the account. Functions flush and never commit."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from console.plugin import NotFound, record
from console.plugin import lazy_gettext as _l

from .models import Establishment, Profile, ProfileEstablishment, ProfilePerson
from .service import AT_ONCE, with_sirets

SUBJECT: Final = "fr_dsn.profile"


@dataclass(frozen=True)
class Wanted:
    """What a profile shall be."""

    name: str
    covers_all: bool
    deposits: bool
    returns: bool
    manages: bool
    sirets: tuple[str, ...]
    """Of the account's establishments; without meaning when all are covered."""
    people: Mapping[int, str]
    """Names by user."""


@dataclass(frozen=True)
class Listed:
    """A profile with how much belongs to it."""

    profile: Profile
    establishments: int
    people: tuple[str, ...]


def listed(session: Session) -> Sequence[Listed]:
    """Give the profiles of the scope by name: three statements."""
    profiles = session.scalars(select(Profile).order_by(Profile.name, Profile.id)).all()
    asked = select(ProfileEstablishment.profile_id, func.count()).group_by(ProfileEstablishment.profile_id)
    counts = {row[0]: row[1] for row in session.execute(asked)}
    people: dict[int, list[str]] = {}
    for one in session.scalars(select(ProfilePerson).order_by(ProfilePerson.user_name)):
        people.setdefault(one.profile_id, []).append(one.user_name)
    return [Listed(one, counts.get(one.id, 0), tuple(people.get(one.id, ()))) for one in profiles]


def find(session: Session, key: int) -> Profile:
    """Give a profile of the scope; raises `NotFound`."""
    found = session.scalars(select(Profile).where(Profile.id == key)).first() if key < 2**31 else None
    if found is None:
        raise NotFound(_l("There is no such entry in your institution."))
    return found


def sirets_of(session: Session, profile: Profile) -> list[str]:
    """Give the SIRET of what is named in a profile."""
    asked = (
        select(Establishment.siret)
        .join(ProfileEstablishment, ProfileEstablishment.establishment_id == Establishment.id)
        .where(ProfileEstablishment.profile_id == profile.id, Establishment.removed_at.is_(None))
    )
    return sorted(session.scalars(asked))


def people_of(session: Session, profile: Profile) -> set[int]:
    """Give who has a profile."""
    return set(session.scalars(select(ProfilePerson.user_id).where(ProfilePerson.profile_id == profile.id)))


def unknown(session: Session, company: int, sirets: Collection[str]) -> list[str]:
    """Give those SIRET that are not in the portfolio of an account."""
    known = with_sirets(session, company, sirets)
    return [one for one in sirets if one not in known or known[one].removed_at is not None]


def save(session: Session, company: int, profile: Profile | None, wanted: Wanted) -> Profile:
    """Write a profile as it shall be; without one, a new one."""
    act = "added" if profile is None else "changed"
    one = profile or Profile(company_id=company)
    one.name, one.covers_all = wanted.name, wanted.covers_all
    one.deposits, one.returns, one.manages = wanted.deposits, wanted.returns, wanted.manages
    session.add(one)
    session.flush()
    _write_places(session, company, one, () if wanted.covers_all else wanted.sirets)
    _write_people(session, company, one, wanted.people)
    _journal(session, act, one, len(wanted.people))
    return one


def delete_profile(session: Session, profile: Profile) -> None:
    """Take a profile away from everybody who has it."""
    _journal(session, "deleted", profile, len(people_of(session, profile)))
    session.execute(delete(ProfileEstablishment).where(ProfileEstablishment.profile_id == profile.id))
    session.execute(delete(ProfilePerson).where(ProfilePerson.profile_id == profile.id))
    session.delete(profile)
    session.flush()


def _write_places(session: Session, company: int, profile: Profile, sirets: Sequence[str]) -> None:
    wanted = {one.id for one in with_sirets(session, company, sirets).values()}
    asked = select(ProfileEstablishment).where(ProfileEstablishment.profile_id == profile.id)
    have = {one.establishment_id: one for one in session.scalars(asked)}
    for key in have.keys() - wanted:
        session.delete(have[key])
    fresh = sorted(wanted - have.keys())
    for first in range(0, len(fresh), AT_ONCE):
        session.add_all(
            ProfileEstablishment(company_id=company, profile_id=profile.id, establishment_id=key)
            for key in fresh[first : first + AT_ONCE]
        )
        session.flush()


def _write_people(session: Session, company: int, profile: Profile, people: Mapping[int, str]) -> None:
    asked = select(ProfilePerson).where(ProfilePerson.profile_id == profile.id)
    have = {one.user_id: one for one in session.scalars(asked)}
    for key in have.keys() - people.keys():
        session.delete(have[key])
    session.add_all(
        ProfilePerson(company_id=company, profile_id=profile.id, user_id=key, user_name=people[key][:130])
        for key in sorted(people.keys() - have.keys())
    )
    session.flush()


def _journal(session: Session, act: str, profile: Profile, people: int) -> None:
    record(
        session,
        f"{SUBJECT}.{act}",
        subject=SUBJECT,
        subject_id=profile.id,
        name=profile.name,
        people=people,
    )
