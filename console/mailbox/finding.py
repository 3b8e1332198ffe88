"""Finding messages by words, and reading the folders of several companies at once."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from console.dossiers import service as dossiers
from console.institutions.search import matching
from console.mailbox.models import COMPANY, Counter, Message
from console.mailbox.queries import PAGE, Row, columns_for, is_shown, moment_for
from console.mailbox.states import FOLDERS, Actor, Role, State
from console.parties.models import Company


def found(session: Session, actor: Actor, typed: str, *, size: int = PAGE) -> list[tuple[State, Row]]:
    """Give the newest messages with these words, each with the folder in which the actor has it.

    Looked for are subject, person, company, official numbers, and the references of message and dossier; each word may
    stand in another of them. A company's drafts are none of the institution's, whatever stands in them.
    """
    by_fund = actor.role is Role.FUND
    folder = Message.desk if by_fund else Message.state
    if not actor.themes:
        return []
    rows = (
        columns_for(actor)
        .add_columns(folder)
        .where(folder.in_(FOLDERS), Message.theme.in_(sorted(actor.themes)), *_conditions(actor, typed))
        .order_by(moment_for(actor).desc(), Message.id.desc())
        .limit(size)
    )
    if by_fund:
        rows = rows.where(or_(Message.origin != COMPANY, Message.desk != State.DELEGATED))
    else:
        rows = rows.where(Message.company_id == actor.company)
    return [(State(row[-1]), Row(*row[:-1])) for row in session.execute(rows)]


def counts_of_each(session: Session, actors: Sequence[Actor]) -> list[dict[State, int]]:
    """Give how many messages lie in each folder of each of these people of companies, all in one statement."""
    number = func.sum(Counter.count)
    rows = session.execute(
        select(Counter.institution_id, Counter.company_id, Counter.theme, Counter.folder, number)
        .where(Counter.company_id.in_([actor.company for actor in actors]), is_shown())
        .group_by(Counter.institution_id, Counter.company_id, Counter.theme, Counter.folder)
    )
    tallies: list[dict[State, int]] = [dict.fromkeys(FOLDERS, 0) for _ in actors]
    for institution, company, theme, folder, count in rows:
        for actor, tally in zip(actors, tallies, strict=True):
            if (actor.institution, actor.company) == (institution, company) and theme in actor.themes:
                tally[State(folder)] += int(count)
    return tallies


def _conditions(actor: Actor, typed: str) -> list[Any]:
    """Give one condition per word: the message, its dossier or its company has it."""
    places = [
        matching(Message, Message.id, typed),
        matching(dossiers.Dossier, Message.dossier_id, typed),
    ]
    if actor.role is Role.FUND:
        places.append(matching(Company, Message.company_id, typed))
    return [or_(*word) for word in zip(*places, strict=True)]
