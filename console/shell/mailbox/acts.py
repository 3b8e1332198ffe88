"""What a company's people do with one message, and the questions before it."""

from __future__ import annotations

from typing import Any

from flask import g, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from console.institutions.sessions import acting, db, scope_of
from console.mailbox import service
from console.mailbox.errors import Refused, error_of
from console.mailbox.machine import decide
from console.mailbox.moving import SUBJECT
from console.mailbox.states import Event, Refusal, Role, State
from console.shell import consulting
from console.shell.boundary import say_done
from console.shell.mailbox.actors import actor
from console.shell.mailbox.message_page import Seen, crumbs, seen, title_of
from console.shell.mailbox.working import begin_answer
from console.shell.pages import ConfirmPage, Crumb


def note_opening(one: Seen) -> None:
    """Mark what lies in the inbox as read when a page shows it first, in a second session: this one only reads."""
    unread = one.message.read_at is None and one.message.state == State.INBOX
    if one.actor.role not in (Role.USER, Role.ADMINISTRATOR) or not unread or not one.may(Event.OPEN):
        return
    who, request_id = g.actor, g.request_id
    with acting(scope_of(db.session()), writes=True) as session:
        g.actor, g.request_id = who, request_id
        service.open_message(session, one.actor, one.message.reference)


def note_consultation(one: Seen, act: str = "consulted", **facts: str) -> None:
    """Note that the visitor sees what a message is about; without the theme she only sees how it stands."""
    message = one.message
    if one.reads_heading:
        told: dict[str, Any] = {"name": message.person, **facts, "reference": message.reference}
        number = message.person_number
        consulting.note(SUBJECT, act=act, subject_id=message.id, concerning=number, **told)


def answer(reference: str) -> ResponseReturnValue:
    """Lead to the visitor's working copy of a message."""
    draft = begin_answer(actor(), reference)
    return redirect(url_for("FormsView.resume", reference=draft.reference), 303)


def recall(reference: str) -> ResponseReturnValue:
    """Take back what was sent; pressed twice, it is taken back once."""
    session, who = db.session(), actor()
    try:
        service.recall(session, who, reference)
    except Refused:
        message = seen(session, who, reference).message
        if message.state != State.DRAFT or not message.is_recalled:
            raise
    say_done(_("The message is recalled. You find it among the drafts."))
    return redirect(url_for("MailboxView.message", reference=reference), 303)


def delete(reference: str) -> ResponseReturnValue:
    """Delete a draft; pressed twice, it is deleted once."""
    session, who = db.session(), actor()
    asked = seen(session, who, reference).facts.is_asked
    try:
        service.delete(session, who, reference)
    except Refused:
        message = seen(session, who, reference).message
        if message.state != State.DELETED and not (asked and message.state == State.INBOX):
            raise
    if asked:
        say_done(_("The answer is thrown away. The request waits in your inbox again."))
        return redirect(url_for("MailboxView.message", reference=reference), 303)
    say_done(_("The draft is deleted."))
    return redirect(url_for("MailboxView.folder", folder="drafts"), 303)


def recall_page(reference: str) -> ConfirmPage:
    """Give the question before a message is taken back; raises `Refused` when it cannot be."""
    one = _askable(reference, Event.RECALL)
    return ConfirmPage(
        title=_("Recall this message?"),
        lead=title_of(one),
        consequences=(
            _("The institution does not see it any more; it is a draft of your company again."),
            _("The proof of its sending stays, marked as recalled."),
            _("You can change it and send it again."),
        ),
        submit=_("Recall"),
        cancel_url=url_for("MailboxView.message", reference=reference),
        crumbs=_way_back(one),
    )


def delete_page(reference: str) -> ConfirmPage:
    """Give the question before a draft is deleted; raises `Refused` when it cannot be."""
    one = _askable(reference, Event.DELETE)
    asked = one.facts.is_asked
    kept = (
        _("The request itself stays, and waits in your inbox again.")
        if asked
        else _("That there was a draft, and who deleted it, stays in the journal.")
    )
    return ConfirmPage(
        title=_("Throw this answer away?") if asked else _("Delete this draft?"),
        lead=title_of(one),
        consequences=(_("What was entered is gone for good, for your colleagues too."), kept),
        submit=_("Throw away") if asked else _("Delete"),
        cancel_url=url_for("MailboxView.message", reference=reference),
        crumbs=_way_back(one),
        danger=True,
    )


def _askable(reference: str, event: Event) -> Seen:
    one = seen(db.session(), actor(), reference)
    found = decide(one.facts, event, one.actor)
    if isinstance(found, Refusal):
        raise error_of(found)
    return one


def _way_back(one: Seen) -> tuple[Crumb, ...]:
    here = Crumb(title_of(one), url_for("MailboxView.message", reference=one.message.reference))
    return (*crumbs(one), here)
