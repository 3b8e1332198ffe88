"""The next message to work on: the longest waiting that nobody else holds, taken in hand at once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.desk.models import Proposal
from console.hooks.declarations import Level
from console.institutions.queries import Tenant
from console.mailbox import queries, service
from console.mailbox.models import Message
from console.mailbox.moving import stored
from console.mailbox.queries import PAGE, Place, Row, Wanted
from console.mailbox.service import Actor, State
from console.shell.desk.asked import merged
from console.shell.desk.people import mine


def take_next(session: Session, actor: Actor, tenant: Tenant, *, after: str = "") -> Message | None:
    """Take the longest waiting message that is nobody's or the actor's; nothing when there is none.

    `after` is the message she looks at now: the next ones come first, then the queue from its beginning. Two who ask
    at once get two different ones.
    """
    able = {theme: level for theme, level in actor.themes.items() if level >= Level.PREPARE}
    who, whose = replace(actor, themes=able), mine(session, actor, tenant)
    here = _place_of(session, actor, after) if after else None
    passed = {here.key} if here else set()
    passed |= set(session.scalars(select(Proposal.message_id).where(Proposal.user_id == actor.user_id)))
    for start in (here, None) if here else (None,):
        for row in _free(session, who, whose, start):
            if row.id in passed:
                continue
            passed.add(row.id)
            message = stored(session, row.reference, lock=True)
            # Somebody may have been faster since the list was read.
            if message.state == State.SENT and message.assigned_to in (None, *whose):
                return service.take(session, actor, message.reference)
    return None


def _free(session: Session, actor: Actor, whose: Collection[int], start: Place | None) -> Iterator[Row]:
    wanted = [Wanted(unassigned=True), *(Wanted(assigned_to=key) for key in whose)]
    while True:
        rows = merged(session, actor, wanted, start, PAGE)
        yield from rows
        if len(rows) < PAGE:
            return
        start = rows[-1].place


def _place_of(session: Session, actor: Actor, reference: str) -> Place:
    message, _sight = queries.message_of(session, actor, reference)
    return Place(message.desk_at, message.id)
