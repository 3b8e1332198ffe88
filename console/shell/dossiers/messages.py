"""The messages of a dossier, as far as the visitor may see them."""

from __future__ import annotations

from datetime import date

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import pgettext
from sqlalchemy import select

from console.dossiers.models import Dossier
from console.dossiers.queries import MOST_DOCUMENTS
from console.institutions.sessions import db
from console.mailbox import machine
from console.mailbox.models import Delegation, Message
from console.mailbox.moving import facts_of
from console.mailbox.states import Actor, Sight, State
from console.shell.dossiers import here
from console.shell.mailbox.actors import type_title
from console.shell.mailbox.wording import state_words
from console.shell.pages import Cell, Row, Tag
from console.shell.pages.parts import Tone

_TONES: dict[State, Tone] = {
    State.INBOX: "warn",
    State.DRAFT: "warn",
    State.DELEGATED: "info",
    State.SENT: "info",
    State.DONE: "ok",
}


def messages_in(actor: Actor, dossier: Dossier) -> list[Message]:
    """Give the messages that the visitor may see in any way, the newest first; traces of deleted ones are left out."""
    rows = db.session.execute(
        select(Message, Delegation)
        .outerjoin(
            Delegation,
            (Delegation.institution_id == Message.institution_id) & (Delegation.id == Message.delegation_id),
        )
        .where(Message.dossier_id == dossier.id)
        .order_by(Message.id.desc())
        .limit(MOST_DOCUMENTS)
    )
    return [
        message
        for message, delegation in rows
        if machine.sees(facts_of(message, delegation), actor) is not Sight.NOTHING
        and (message.state != State.DELETED or message.is_withdrawn)
    ]


def message_row(actor: Actor, message: Message) -> Row:
    """Give the line of a message among the documents. The institution never reads how an answer is being written."""
    by_fund = here.is_staff(actor)
    state = _state(message, by_fund=by_fund)
    moment = message.desk_at if by_fund else message.moved_at
    return Row(
        (
            Cell(message.subject or type_title(message.type), detail=type_title(message.type)),
            Cell(g.style.show_day(moment.astimezone(g.style.zone).date()), detail=until(message.due)),
            Cell(state.text, state.tone),
            Cell(""),
        ),
        None if message.is_withdrawn else url_for("MailboxView.message", reference=message.reference),
    )


def until(day: date | None) -> str:
    """Say until when something holds or is due; empty without a day."""
    return str(_("until %(day)s", day=g.style.show_day(day))) if day else ""


def _state(message: Message, *, by_fund: bool) -> Tag:
    if message.is_withdrawn:
        return Tag(pgettext("message", "Withdrawn by the institution"))
    state = State(message.desk if by_fund else message.state)
    return Tag(state_words(state, by_fund=by_fund), _TONES[state])
