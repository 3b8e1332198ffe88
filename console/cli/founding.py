"""Making an institution with its first administrator."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import delete, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from config import LANGUAGES
from console.accounts import memberships
from console.accounts.granting import Grants
from console.accounts.service import Person
from console.audit import service as audit
from console.base.addresses import public_url
from console.base.errors import BadArgument, ConsoleError
from console.dispatch.mail.message import address_of
from console.institutions.models import Institution
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting

ZONES = {"CH": "Europe/Zurich", "BE": "Europe/Brussels", "FR": "Europe/Paris"}
"""The clock of an institution by its country; its administrator may choose another one."""


@dataclass(frozen=True)
class Founding:
    """What an institution is made of."""

    name: str
    short_name: str
    kind: str
    country: str
    languages: tuple[str, ...]
    number: str = ""
    is_practice: bool = False


def found(wanted: Founding, administrator: Person) -> str:
    """Make an institution and give the link of its first administrator; raises `BadArgument` and `Conflict`."""
    _check(wanted, administrator)
    key = _institution(wanted)
    try:
        with acting(Scope((key,), purpose="command"), writes=True) as session:
            return _admitted(session, key, wanted, administrator)
    except ConsoleError:
        accounts().execute(delete(Institution).where(Institution.id == key))
        accounts().commit()
        raise


def listed() -> Iterator[str]:
    """Give one line per institution."""
    for row in accounts().scalars(select(Institution).order_by(Institution.name)):
        yield f"{row.short_name}  {row.name}  {row.country}  {'practice' if row.is_practice else 'real'}"


def _check(wanted: Founding, administrator: Person) -> None:
    longest = {name: Institution.__table__.c[name].type.length for name in ("name", "short_name", "number")}
    for name, most in longest.items():
        if not (name == "number" or getattr(wanted, name)) or len(getattr(wanted, name)) > most:
            raise BadArgument(f"The {name.replace('_', ' ')} must be 1 to {most} letters long.")
    if unknown := [one for one in wanted.languages if one not in LANGUAGES]:
        raise BadArgument(f"There is no language {unknown[0]!r}; there are: {', '.join(LANGUAGES)}.")
    address_of(administrator.email)


def _institution(wanted: Founding) -> int:
    row = Institution(
        name=wanted.name,
        short_name=wanted.short_name,
        kind=wanted.kind,
        country=wanted.country,
        number=wanted.number,
        languages=",".join(wanted.languages),
        zone=ZONES[wanted.country],
        is_practice=wanted.is_practice,
    )
    accounts().add(row)
    try:
        accounts().commit()
    except IntegrityError as fault:
        accounts().rollback()
        raise BadArgument("Another institution has this name and number.") from fault
    return row.id


def _admitted(session: Session, key: int, wanted: Founding, person: Person) -> str:
    audit.record(
        session, "console.institution.added", subject="console.institution", subject_id=key, name=wanted.name
    )
    admission = memberships.admit(session, person, key, Grants(frozenset({memberships.ADMINISTRATOR})))
    made = admission.membership
    session.flush()
    audit.record(
        session,
        "console.user.added",
        subject="console.user",
        subject_id=made.user_id,
        name=f"{person.first_name} {person.last_name}",
        changes={name: [None, value] for name, value in memberships.state_of(made).items()},
        company="",
    )
    return public_url("AccessView.password", token=admission.token)
