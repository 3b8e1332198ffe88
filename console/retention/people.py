"""Official numbers as rows spell them, and who or what stands under a legal hold."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session

from console.audit import service as audit
from console.base import clock
from console.base.errors import BadArgument, Conflict, NotFound
from console.dossiers.models import Dossier
from console.institutions.models import Institution
from console.institutions.sessions import scope_of
from console.insured import service as insured
from console.retention.journal import SUBJECT
from console.retention.models import LegalHold


@dataclass(frozen=True)
class People:
    """Some persons, in all the ways in which rows name them."""

    numbers: frozenset[str] = frozenset()
    """Official numbers, as they are kept and as they are printed."""
    digests: frozenset[str] = frozenset()
    """What stands for them in the journal."""


@dataclass(frozen=True)
class Held:
    """What must not be erased now."""

    people: People = People()
    dossiers: frozenset[str] = frozenset()
    """References."""


def people(session: Session, numbers: Iterable[str]) -> People:
    """Give persons of the session's institution by their numbers, as these are kept."""
    scope, wanted = scope_of(session), tuple(numbers)
    country = country_of(session)
    return People(
        frozenset(spelt for one in wanted for spelt in insured.spellings(one, country)),
        frozenset(audit.person_digest(scope.institution, one) for one in wanted),
    )


def country_of(session: Session) -> str:
    """Give the country whose official numbers the session's institution uses."""
    asked = select(Institution.country).where(Institution.id == scope_of(session).institution)
    return session.scalars(asked).one()


def number_of(session: Session, typed: str) -> str:
    """Give a typed official number as it is kept; raises `BadArgument` for one that cannot be right."""
    number = insured.number_of(typed, country_of(session))
    if not number:
        raise BadArgument(_l("This is no official number. Check its figures."), place="number")
    return number


def held(session: Session) -> Held:
    """Give what stands under a hold, together with the persons of the dossiers that do."""
    holds = standing(session)
    dossiers = frozenset(one.dossier for one in holds if one.dossier)
    about = select(Dossier.person_number).where(Dossier.reference.in_(dossiers), Dossier.person_number != "")
    numbers = {one.person_number for one in holds if one.person_number}
    if dossiers:
        numbers |= set(session.scalars(about))
    return Held(people(session, numbers), dossiers)


def standing(session: Session) -> list[LegalHold]:
    """Give the holds that stand, the newest first."""
    asked = select(LegalHold).where(LegalHold.ended_at.is_(None)).order_by(LegalHold.id.desc())
    return list(session.scalars(asked))


def hold(session: Session, *, typed: str = "", dossier: str = "", reason: str, by: str) -> LegalHold:
    """Put a person (by her number) or a dossier (by its reference) under a hold.

    Raises `BadArgument` for a number or reference that is none, and unless exactly one of them is given.
    """
    if bool(typed) == bool(dossier):
        raise BadArgument(_l("Enter either an official number or a dossier."), place="number")
    number = number_of(session, typed) if typed else ""
    asked = select(Dossier.id).where(Dossier.reference == dossier)
    if dossier and session.scalar(asked) is None:
        raise BadArgument(_l("There is no dossier with this reference."), place="dossier")
    row = LegalHold(
        person_number=number, dossier=dossier, reason=reason, made_at=clock.now(), made_by=by, ended_by=""
    )
    session.add(row)
    session.flush()
    audit.record(
        session, f"{SUBJECT}.held", subject=SUBJECT, subject_id=row.id, concerning=number, number=row.id,
        reason=reason,
    )  # fmt: skip
    return row


def release(session: Session, key: int, *, by: str) -> None:
    """End a hold; raises `NotFound`, and `Conflict` when it has ended already."""
    row = session.scalars(select(LegalHold).where(LegalHold.id == key).with_for_update()).first()
    if row is None:
        raise NotFound(_l("There is no such legal hold."))
    if row.ended_at is not None:
        raise Conflict(_l("This legal hold has ended already."))
    row.ended_at, row.ended_by = clock.now(), by
    audit.record(
        session, f"{SUBJECT}.released", subject=SUBJECT, subject_id=row.id, concerning=row.person_number,
        number=row.id,
    )  # fmt: skip
    session.flush()
