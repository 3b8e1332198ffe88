"""Reading the outbox for a page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import and_, false, func, or_, select
from sqlalchemy.orm import Session, defer

from console.dispatch.acknowledging import OPEN
from console.dispatch.mail.channel import KEY as EMAIL
from console.dispatch.mail.channel import MailChannel
from console.dispatch.mail.folder import FolderPost
from console.dispatch.models import (
    DELIVERED,
    PARKED,
    Acknowledgement,
    Dispatch,
    DispatchAttempt,
    DispatchExchange,
)
from console.dispatch.service import outbox

SHOWN = 50
NEAR = 5
"""Envelopes of a conversation that are shown before and behind one of them."""


@dataclass(frozen=True)
class Heard:
    """An exchange in a line: its attempt, what came back, and how long it took."""

    number: int
    status: str
    milliseconds: int


def attempts_of(session: Session, row: Dispatch) -> Sequence[DispatchAttempt]:
    """Give the newest attempts of a dispatch."""
    asked = select(DispatchAttempt).where(DispatchAttempt.dispatch_id == row.id)
    return session.scalars(asked.order_by(DispatchAttempt.number.desc()).limit(SHOWN)).all()


def exchanges_of(session: Session, row: Dispatch) -> dict[int, Heard]:
    """Give the exchanges of the newest attempts without what was said, by the number of the attempt."""
    asked = select(DispatchExchange.number, DispatchExchange.status, DispatchExchange.milliseconds)
    asked = asked.where(DispatchExchange.dispatch_id == row.id).order_by(DispatchExchange.number.desc())
    return {found.number: Heard(*found) for found in session.execute(asked.limit(SHOWN))}


def exchange_of(session: Session, row: Dispatch, number: int) -> DispatchExchange | None:
    """Give what was said in one attempt; nothing where no exchange was kept."""
    asked = select(DispatchExchange).where(
        DispatchExchange.dispatch_id == row.id, DispatchExchange.number == number
    )
    return session.scalars(asked).first()


def acknowledgements_of(session: Session, row: Dispatch) -> Sequence[Acknowledgement]:
    """Give the newest answers about a dispatch, without their bodies."""
    asked = select(Acknowledgement).where(Acknowledgement.dispatch_id == row.id)
    asked = asked.options(defer(Acknowledgement.body)).order_by(Acknowledgement.id.desc())
    return session.scalars(asked.limit(SHOWN)).all()


def conversation_of(session: Session, row: Dispatch) -> Sequence[Dispatch]:
    """Give what left or leaves next to a dispatch in its conversation, in that order, itself included."""
    if not row.conversation:
        return ()
    together = select(Dispatch).where(Dispatch.conversation == row.conversation)
    before = together.where(Dispatch.id < row.id).order_by(Dispatch.id.desc()).limit(NEAR)
    behind = together.where(Dispatch.id > row.id).order_by(Dispatch.id).limit(NEAR)
    found = (*reversed(session.scalars(before).all()), row, *session.scalars(behind))
    return found if len(found) > 1 else ()


def about(session: Session, things: Iterable[tuple[str, Sequence[str]]]) -> Sequence[Dispatch]:
    """Give the newest envelopes about things, each named by its subject and all the ids it may go by."""
    named = [
        and_(Dispatch.subject == subject, Dispatch.subject_id.in_(ids)) for subject, ids in things if ids
    ]
    asked = select(Dispatch).where(or_(false(), *named)).order_by(Dispatch.id.desc())
    return session.scalars(asked.limit(SHOWN)).all() if named else ()


def to_decide(session: Session, most: int) -> tuple[int, int]:
    """Count what waits for a person, up to `most` each: parked envelopes, and answers that fit nothing."""
    parked = select(Dispatch.id).where(Dispatch.state == PARKED).limit(most)
    answers = select(Acknowledgement.id).where(
        Acknowledgement.outcome.in_(OPEN), Acknowledgement.seen_at.is_(None)
    )
    counts = (
        select(func.count()).select_from(one.subquery()).scalar_subquery()
        for one in (parked, answers.limit(most))
    )
    found = session.execute(select(*counts)).one()
    return found[0], found[1]


def kept_mail(session: Session, row: Dispatch) -> str | None:
    """Give the text of an e-mail that was kept in the folder; nothing where e-mails are sent."""
    channel = outbox().channels.get(row.channel)
    if row.channel != EMAIL or row.state != DELIVERED or not isinstance(channel, MailChannel):
        return None
    reply = next((one.reply for one in attempts_of(session, row) if one.outcome == "delivered"), "")
    return channel.post.text(reply) if isinstance(channel.post, FolderPost) and reply else None
