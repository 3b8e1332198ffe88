"""What is an insured person's own, in all institutions: the requests that were handed to her."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Select, select

from console.base import clock
from console.institutions.scope import Scope
from console.institutions.sessions import acting
from console.insured.binding import Insured
from console.insured.numbers import number_of, spellings
from console.mailbox.models import Delegation, Message
from console.mailbox.service import State
from console.parties.models import Company

PURPOSE: Final = "insured"
"""Of the scopes in which her matters are read."""


@dataclass(frozen=True)
class Matter:
    """One request in her hands, or what she sent."""

    institution: int
    delegation: int
    reference: str
    """The message's."""
    subject: str
    company: str
    made_at: datetime
    expires_at: datetime
    due: date | None
    saved_at: datetime | None
    sent_at: datetime | None
    is_settled: bool
    is_late: bool
    """It can no longer be answered."""


def matters(person: Insured, institutions: Mapping[int, Iterable[str]]) -> tuple[Matter, ...]:
    """Give what is hers in these institutions (each with the plugins it uses), the newest first.

    This is the one look across institutions: it goes by her number, and gives nothing but what her own scope shows.
    """
    if not institutions:
        return ()
    with acting(Scope(tuple(sorted(institutions)), purpose=PURPOSE)) as session:
        rows = [row for asked in _asked(person) for row in session.execute(asked)]
    found = [
        _matter(message, delegation, company)
        for message, delegation, company in rows
        if is_hers(message, delegation, person)
        and message.theme.partition(".")[0] in institutions[message.institution_id]
    ]
    return tuple(sorted(found, key=lambda one: one.made_at, reverse=True))


def is_hers(message: Message, delegation: Delegation, person: Insured) -> bool:
    """Say whether a request in somebody's hands is in this person's.

    The number alone does not tell: a request about a grown-up child may bear its number and lie with a parent.
    """
    number = message.person_number or delegation.person_number
    return number_of(number, person.country) == person.number and is_about_reader(message, delegation)


def is_about_reader(message: Message, delegation: Delegation) -> bool:
    """Say whether the person of the message is she who got the link, as far as the names tell."""
    named = sorted(message.person.casefold().split())
    return not named or named == sorted(delegation.person.casefold().split())


def scope_of(matter: Matter) -> Scope:
    """Give the scope in which one of her matters is read: nothing but this one."""
    return Scope((matter.institution,), purpose=PURPOSE, person=(matter.delegation,))


def _asked(person: Insured) -> tuple[Select[Any], Select[Any]]:
    """Give the two ways in which a request may bear her number, each with an index of its own."""
    numbers = spellings(person.number, person.country)
    through = (Delegation.institution_id == Message.institution_id) & (Delegation.id == Message.delegation_id)
    asking = (Company.institution_id == Message.institution_id) & (Company.id == Message.company_id)
    held: Any = (
        select(Message, Delegation, Company.name)
        .join(Delegation, through)
        .join(Company, asking)
        .where(Delegation.ended_at.is_(None), Message.state.in_((State.DELEGATED, State.SENT, State.DONE)))
    )
    return (
        held.where(Message.person_number.in_(numbers)),
        held.where(Message.person_number == "", Delegation.person_number.in_(numbers)),
    )


def _matter(message: Message, delegation: Delegation, company: str) -> Matter:
    return Matter(
        message.institution_id,
        delegation.id,
        message.reference,
        message.subject,
        company,
        delegation.made_at,
        delegation.expires_at,
        message.due,
        delegation.saved_at,
        delegation.sent_at,
        message.state == State.DONE,
        delegation.sent_at is None and (delegation.is_expired or delegation.expires_at <= clock.now()),
    )
