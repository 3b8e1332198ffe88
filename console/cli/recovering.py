"""Letting a locked-out administrator in again, journalled, and known to all administrators."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from config import Settings
from console.accounts import links, service, tries
from console.accounts.models import Membership, Role, User
from console.audit.service import record
from console.base import ids
from console.base.addresses import public_url
from console.base.errors import Conflict, NotFound
from console.dispatch.mail.channel import KEY as EMAIL
from console.dispatch.service import has_channel
from console.factors import service as factors
from console.institutions.models import Institution
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from console.shell import password_mails

ROLE = "administrator"


@dataclass(frozen=True)
class Recovered:
    """What was done."""

    name: str
    link: str
    factors: int
    sign_ins: int
    institutions: tuple[str, ...]
    told: tuple[str, ...]
    """User names of those who get an e-mail; empty where no e-mails leave."""


def listed() -> Iterator[str]:
    """Give one line per administrator, by institution."""
    store = accounts()
    for one in store.scalars(_administrations().order_by(Institution.name, User.username)):
        user = one.user
        held = ", ".join(sorted({str(f.kind) for f in factors.held(store, user.id)})) or "no second factor"
        state = "active" if _is_open(one) else "waits for her link" if one.pending else "switched off"
        last = f"{user.last_login:%Y-%m-%d %H:%M} UTC" if user.last_login else "never"
        yield f"{one.institution.short_name}  {user.username}  {state}  {held}  last signed in {last}"


def recover(settings: Settings, username: str) -> Recovered:
    """Give a person a new way in; raises `NotFound` and `Conflict` with what to do instead.

    Each institution's journal and e-mails are committed first, her account with the last of them: she is never let in
    without a line that says so.
    """
    user, institutions = _locked_out(username)
    told: set[str] = set()
    for key, _name in institutions[:-1]:
        with acting(Scope((key,), purpose="command"), writes=True) as session:
            told |= _tell(session, key, user)
    key = institutions[-1][0]
    with acting(Scope((key,), purpose="command"), writes=True) as session:
        told |= _tell(session, key, user)
        owner = session.get_one(User, user.id)
        removed = factors.remove_all(session, owner.id)
        ended = service.sign_out(session, owner.id)
        tries.free(session, settings, owner)
        token = links.offer_reset(session, owner)
        service.note(session, "recovered", owner.id, by="command line")
    return Recovered(
        user.username,
        public_url("AccessView.password", token=token),
        removed,
        ended,
        tuple(name for _institution, name in institutions),
        tuple(sorted(told)),
    )


@dataclass(frozen=True)
class _Person:
    """Who is let in, beside any session."""

    id: int
    username: str
    name: str


def _locked_out(username: str) -> tuple[_Person, Sequence[tuple[int, str]]]:
    """Give the administrator with this name, and where she is one."""
    store = accounts()
    user = service.find(store, username)
    if user is None:
        raise NotFound(f"There is no user account {username}. guichet access list names the administrators.")
    mine = [m for m in store.scalars(_administrations().where(User.id == user.id)) if _is_open(m)]
    person = _Person(user.id, user.username, f"{user.first_name} {user.last_name}".strip())
    found = sorted({(m.institution_id, m.institution.short_name) for m in mine}, key=lambda one: one[1])
    store.rollback()
    if not found:
        raise Conflict(
            f"{person.username} is the active administrator of no institution: an administrator makes her a link on "
            "the page Users and rights. guichet access list names the administrators."
        )
    return person, found


def _tell(session: Session, institution: int, user: _Person) -> set[str]:
    """Write the line of the journal, and to all administrators; give to whom."""
    record(
        session,
        "console.user.recovered",
        subject="console.user",
        subject_id=user.id,
        name=user.name,
        username=user.username,
    )
    if not has_channel(EMAIL):
        return set()
    told = set()
    for one in session.scalars(_administrations().where(Membership.institution_id == institution)):
        if _is_open(one):
            first = one.institution.languages.split(",")[0]
            password_mails.write(
                session, password_mails.RECOVERED, one.user, first, {}, f"recovered.{ids.token()}"
            )
            told.add(one.user.username)
    return told


def _administrations() -> Select[Membership]:
    return (
        select(Membership)
        .join(User, User.id == Membership.user_id)
        .join(Institution, Institution.id == Membership.institution_id)
        .where(Membership.roles.any(Role.name == ROLE))
    )


def _is_open(one: Membership) -> bool:
    return bool(one.active and not one.pending and one.user.active)
