"""Accounts bound to an official number: which one, by whom vouched for, and making a new one."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.accounts import service as accounts
from console.accounts.models import INSURED, User
from console.base import clock, sealing
from console.insured.models import InsuredAccount
from console.insured.numbers import digest_of

KIND = INSURED
PURPOSE = "insured number"


@dataclass(frozen=True)
class Insured:
    """The person behind an account: her official number as it is kept, and the country that gave it."""

    user_id: int
    number: str
    country: str


@dataclass(frozen=True)
class Newcomer:
    """Who opens an account, and how she showed who she is."""

    name: str
    email: str
    number: str
    country: str
    language: str
    way: str
    institution: int


def insured_of(session: Session, secret_key: str, user_id: int) -> Insured | None:
    """Give the person whom an account is bound to; nothing for any other kind of account. Needs no scope."""
    row = session.get(InsuredAccount, user_id)
    if row is None:
        return None
    return Insured(user_id, sealing.unseal(secret_key, PURPOSE, row.sealed), row.country)


def is_bound(session: Session, secret_key: str, number: str, country: str) -> bool:
    """Say whether an account is bound to a number already."""
    digest = digest_of(secret_key, number, country)
    return session.scalar(select(InsuredAccount.user_id).where(InsuredAccount.digest == digest)) is not None


def has_account(session: Session, email: str) -> bool:
    """Say whether somebody signs in with this address already, under whatever kind of account."""
    return accounts.find(session, email) is not None


def open_account(session: Session, secret_key: str, newcomer: Newcomer, password: str) -> User:
    """Make an account of an insured person and bind it.

    Raises `Conflict` when the address is taken, `BadArgument` for a weak password, and the database's `IntegrityError`
    when the number was bound at this very moment.
    """
    first, _blank, last = newcomer.name.strip().rpartition(" ")
    person = accounts.Person(newcomer.email, first[:64], last[:64], newcomer.email, newcomer.language)
    user: User = accounts.create_user(session, person)
    accounts.set_password(session, user, password)
    bind(session, secret_key, user, newcomer)
    return user


def bind(session: Session, secret_key: str, user: User, newcomer: Newcomer) -> None:
    """Make an account that of an insured person, for good; raises as `open_account` for a number that is bound."""
    accounts.profile_of(session, user.id).kind = KIND
    session.add(
        InsuredAccount(
            user_id=user.id,
            digest=digest_of(secret_key, newcomer.number, newcomer.country),
            sealed=sealing.seal(secret_key, PURPOSE, newcomer.number),
            country=newcomer.country,
            way=newcomer.way,
            institution_id=newcomer.institution,
            bound_at=clock.now(),
        )
    )
    accounts.note(session, "insured_opened", user.id, way=newcomer.way, institution=newcomer.institution)
    session.flush()
