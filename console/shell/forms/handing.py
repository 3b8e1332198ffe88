"""Handing a working copy to the mailbox: saving, sending, and choosing when a colleague saved meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from flask import flash, g, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from console.forms import service
from console.forms.models import Submission
from console.institutions.sessions import db
from console.mailbox.models import Message
from console.mailbox.service import Overtaken, Refused
from console.shell import gate
from console.shell.boundary import later, say_done
from console.shell.forms.draft_page import crumbs
from console.shell.forms.opened import Opened
from console.shell.forms.page_data import Disputed, OvertakenPage
from console.shell.forms.places import told
from console.shell.forms.steps import CHECK
from console.shell.forms.typed import filled
from console.shell.mailbox import working
from console.shell.page_view import visitor


def save(opened: Opened) -> ResponseReturnValue:
    """Put what was typed among the drafts of the company, and lead there."""

    def done(message: Message) -> ResponseReturnValue:
        say_done(_("Saved among the drafts. The institution does not see it until it is sent."))
        return redirect(url_for("MailboxView.message", reference=message.reference), 303)

    return _handed(opened, working.save, done, "leave")


def send(opened: Opened) -> ResponseReturnValue:
    """Send what passed all checks, and lead to it."""

    def done(message: Message) -> ResponseReturnValue:
        say_done(_("Sent. Reference: %(reference)s", reference=message.reference))
        if gate.is_of_old(visitor(), opened.offered.guard):
            return redirect(url_for("FormsView.sent", reference=_submission(message)), 303)
        return redirect(url_for("MailboxView.message", reference=message.reference), 303)

    return _handed(opened, working.send, done, "send")


def settled(opened: Opened) -> ResponseReturnValue:
    """Take over the texts that were chosen on the page with both, and go on with what was asked for."""
    message, theirs = working.stored_raw(opened)
    if request.form.get("edition") != str(message.edition):
        return _both(opened, message, theirs, _then())
    raw = {key: value for key, value in opened.raw.items() if not _takes_theirs(key)}
    raw |= {key: value for key, value in theirs.items() if _takes_theirs(key)}
    service.save_draft(db.session(), opened.draft, raw, version=opened.draft.version, language=g.language)
    opened.draft.edition = message.edition
    fresh = Opened(opened.draft, opened.offered, opened.before, raw)
    return send(fresh) if _then() == "send" and not fresh.faults else _after(fresh)


def _after(opened: Opened) -> ResponseReturnValue:
    return save(opened) if _then() == "leave" else redirect(opened.step_url(CHECK), 303)


def _handed(
    opened: Opened,
    act: Callable[[Opened], Message],
    done: Callable[[Message], ResponseReturnValue],
    then: str,
) -> ResponseReturnValue:
    """Do it, or keep the working copy and say why not: nothing that was typed is lost by a refusal."""
    try:
        with db.session().begin_nested():
            message = act(opened)
    except Overtaken:
        db.session().expire_all()
        return _both(opened, *working.stored_raw(opened), then)
    except Refused as refused:
        text = str(refused)
        later(lambda: flash(text, "error"))
        return redirect(opened.step_url(CHECK), 303)
    return done(message)


def _submission(message: Message) -> str:
    """Give the reference of what was sent with a message."""
    found: Submission = db.session().get_one(Submission, message.submission_id)
    return found.reference


def _both(opened: Opened, message: Message, theirs: Mapping[str, Any], then: str) -> ResponseReturnValue:
    """Show both texts, field by field; the working copy is kept meanwhile."""
    tongue = opened.tongue
    fields = [field for field in opened.form.fields() if field.holds_value and field.is_read]
    page = OvertakenPage(
        title=_("Saved by a colleague meanwhile"),
        lead=_(
            "%(name)s saved this message since you opened it. Choose which entries to keep.",
            name=message.saved_by,
        ),
        crumbs=crumbs(),
        url=opened.step_url(CHECK),
        fields=tuple(
            Disputed(
                field.key,
                tongue.say(field.label),
                told(field, opened.raw.get(field.key), tongue),
                told(field, theirs.get(field.key), tongue),
            )
            for field in fields
            if filled(opened.raw.get(field.key)) != filled(theirs.get(field.key))
        ),
        hidden=(("do", "settle"), ("edition", str(message.edition)), ("then", then)),
        other=_("Saved by %(name)s", name=message.saved_by),
    )
    return render_template("guichet/forms/overtaken.html", page=page)


def _takes_theirs(key: str) -> bool:
    return request.form.get(f"keep-{key}") == "theirs"


def _then() -> str:
    return "send" if request.form.get("then") == "send" else "leave"
