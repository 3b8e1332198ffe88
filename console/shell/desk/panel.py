"""What the staff see and may do beside a message; the page of the message draws it."""

from __future__ import annotations

from flask import g, url_for
from flask_babel import gettext as _

from console.base import ids
from console.desk import keeping, settling
from console.institutions.sessions import db
from console.mailbox import queries
from console.mailbox.models import Message
from console.mailbox.service import Actor, Event, Role, Sight, State
from console.shell.desk import act_forms
from console.shell.desk.acts import may
from console.shell.desk.doors import staff
from console.shell.desk.page_data import DeskPanel, Note
from console.shell.desk.people import names
from console.shell.desk.queue_page import promised, proposal_told
from console.shell.pages import Action, Choice


def desk_panel(actor: Actor, message: Message, sight: Sight) -> DeskPanel | None:
    """Give the desk beside a message with the acts that its state allows; nothing to anybody but the staff."""
    if actor.role is not Role.FUND or sight is Sight.NOTHING:
        return None
    session = db.session()
    _actor, tenant = staff()
    proposed = settling.proposal_of(session, message)
    settles = may(actor, message, Event.SETTLE)
    option = keeping.option_of(session, message.theme)
    held = message.assigned_to
    answers = act_forms.answers_for(session, message) if settles else ()
    return DeskPanel(
        holder=names({held}).get(held, "") if held is not None else "",
        promised=promised(option, message.desk_at, tenant) if message.state == State.SENT else None,
        proposal=proposal_told(proposed) if proposed else "",
        proposal_text=proposed.reason if proposed else "",
        posts=_posts(actor, message),
        links=_links(actor, message, proposed is not None and settles, actor.user_id),
        settle_url=_url(message, "settle") if settles else None,
        note_url=_url(message, "note"),
        next_url=url_for("DeskView.next_one"),
        next_after=message.reference,
        once=ids.token(),
        answers=tuple(Choice(str(one.id), label) for one, label in answers),
        longest=settling.LONGEST_REASON,
        notes=tuple(
            Note(one.by, g.style.show_moment(one.at), one.at.isoformat(), one.text)
            for one in queries.notes(session, actor, message)
        ),
    )


def _posts(actor: Actor, message: Message) -> tuple[Action, ...]:
    if message.assigned_to == actor.user_id or not may(actor, message, Event.TAKE):
        return ()
    return (Action(_("Take in hand"), _url(message, "take"), "plain", post=True),)


def _links(actor: Actor, message: Message, is_proposed: bool, user_id: int) -> tuple[Action, ...]:
    found = []
    proposed = settling.proposal_of(db.session(), message) if is_proposed else None
    if proposed is not None:
        if proposed.user_id != user_id:
            found.append(Action(_("Confirm the proposal"), _url(message, "confirm"), "main"))
        found.append(Action(_("Take the proposal back"), _url(message, "drop")))
    words = (
        (Event.ASSIGN, "assign", _("Assign")),
        (Event.QUERY, "ask", _("Ask a question")),
        (Event.REOPEN, "reopen", _("Reopen")),
        (Event.WITHDRAW_REQUEST, "withdraw", _("Withdraw request")),
    )
    return (
        *found,
        *(Action(word, _url(message, name)) for event, name, word in words if may(actor, message, event)),
    )


def _url(message: Message, act: str) -> str:
    return url_for("DeskView.act", reference=message.reference, act=act)
