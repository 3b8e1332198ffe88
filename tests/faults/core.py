"""The fund's core system in two institutions: what was handed over to it, and what became of its answers."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection

from sqlalchemy import func, select

from config import settings_from
from console.app import create_app
from console.audit.models import AuditEntry
from console.dispatch import service
from console.dispatch.declarations import Envelope
from console.dispatch.models import Acknowledgement, Dispatch
from console.dispatch.webhook.signatures import new_secret
from console.institutions.scope import Scope
from plugins.ch_fund.gateways.core_system import KEY, KIND, SUBJECT
from tests.support.core_gateway import leads
from tests.support.house import House, acting_in

HERE, THERE = "CC Léman", "AK Aaretal"


@dataclass(frozen=True)
class Known:
    """What the agency knows: two institutions, their secrets, and its references of what the first one sent."""

    here: int
    there: int
    secret_here: str
    secret_there: str
    references: tuple[str, ...]


@dataclass(frozen=True)
class Answer:
    """An answer as it is kept."""

    token: str
    reference: str
    verdict: str
    outcome: str


@dataclass(frozen=True)
class Kept:
    """What an institution has."""

    states: dict[str, str]
    """By reference: what the core system said of it, as far as the console believes."""
    answers: tuple[Answer, ...]
    heard: int
    """Decisions that the module wrote into the journal."""


def hand_over(line: Connection, number: int) -> None:
    """Let two institutions have a core system, and hand over so many announcements of the first; says `Known`."""
    with _house() as house:
        secrets = new_secret(), new_secret()
        for institution, secret in zip((HERE, THERE), secrets, strict=True):
            leads(house, institution, "https://core.fund.example", "fund", secret)
        references = tuple(f"AG-{n}" for n in range(number))
        with house.writing(HERE) as session:
            for reference in references:
                posted = service.enqueue(session, Envelope(KEY, "core", {}, KIND, reference))
                row = session.get_one(Dispatch, posted.id)
                service.delivered(session, row, reference=reference)
                service.drop_claim(session, row)
        line.send(Known(house.institution(HERE), house.institution(THERE), *secrets, references))


def tell(line: Connection, institution: int) -> None:
    """Look at an institution; says `Kept`."""
    heard = AuditEntry.action.in_((f"{SUBJECT}.accepted", f"{SUBJECT}.refused"))
    with _house() as house, acting_in(house.app, Scope((institution,), purpose="test")) as session:
        states = {
            row.reference: row.answer for row in session.scalars(select(Dispatch)) if row.channel == KEY
        }
        answers = session.scalars(select(Acknowledgement).order_by(Acknowledgement.id))
        kept = tuple(Answer(one.token, one.reference, one.verdict, one.outcome) for one in answers)
        count = session.scalar(select(func.count()).select_from(AuditEntry).where(heard)) or 0
        line.send(Kept(states, kept, count))


@contextmanager
def _house() -> Iterator[House]:
    settings = settings_from(os.environ)
    yield House(create_app(settings), settings)
