"""Old matters, and what it takes to erase them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from flask import g
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from console.accounts.models import User
from console.audit.service import Actor
from console.base import clock
from console.dossiers import matters
from console.dossiers.models import Dossier
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from console.mailbox import service as mailbox
from console.mailbox.models import Message
from console.retention import service as retention
from tests.support.house import House
from tests.support.mailbox import Mailbox, sending

YEARS = 3653
"""Days that lie ten years back."""


def settled(box: Mailbox, key: str, *, number: str = "7561234567897", days: int = YEARS + 30) -> str:
    """Give the reference of a message that was answered and settled, in a dossier closed so many days ago."""
    reference = box.ask(person_number=number, person="Aline Exemple")
    box.do(box.user(), mailbox.send, reference, sending(key), edition=0)
    box.do(box.fund, mailbox.settle, reference, "accepted")
    close(box.house, reference, days)
    return reference


def close(house: House, reference: str, days: int) -> None:
    """Close the dossier of a message, so many days ago."""
    with house.writing() as session:
        dossier = dossier_of(session, reference)
        matters.close(session, dossier)
        dossier.closed_at = clock.now() - timedelta(days=days)


def dossier_of(session: Session, message: str) -> Dossier:
    """Give the dossier of a message."""
    return session.scalars(
        select(Dossier).join(Message, Message.dossier_id == Dossier.id).where(Message.reference == message)
    ).one()


def confirm(house: House, key: str, months: int = 120, institution: str = "CC Léman") -> None:
    """Let an administrator confirm how long a class is kept."""
    with house.writing(institution) as session:
        retention.confirm(session, key, months, "Art. 1 of a law", version=0, by="Claire Rochat")


def propose(house: House, institution: str = "CC Léman") -> dict[str, int]:
    """Let the daily job count, and give what it proposes."""
    with house.writing(institution) as session:
        retention.propose(session)
        return {one.key: one.count for one in retention.proposals(session)}


@contextmanager
def administrator(house: House, institution: str = "CC Léman", name: str = "claire") -> Iterator[Session]:
    """Give a session in which an administrator acts."""
    with house.app.app_context():
        user = accounts().scalars(select(User).where(User.username == name)).one()
        actor = Actor(user.id, f"{user.first_name} {user.last_name}")
        accounts.rollback()
        with acting(Scope((house.institution(institution),), None, "test"), writes=True) as session:
            g.actor, g.language = actor, "fr"
            yield session


def decide(house: House, *keys: str) -> str:
    """Let an administrator decide to erase what is proposed; gives the reference of the task."""
    with administrator(house) as session:
        seen = {one.key: retention.mark_of(one) for one in retention.proposals(session) if one.key in keys}
        return retention.decide(session, seen, "Yearly review").public_id


def count(house: House, model: type, institution: str = "CC Léman") -> int:
    """Give how many rows of a model an institution has."""
    with house.reading(institution) as session:
        return session.scalar(select(func.count()).select_from(model)) or 0
