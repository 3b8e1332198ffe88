"""One act on many messages: the question before it, each message in turn, and what came of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext
from sqlalchemy.orm import Session

from console.base.errors import BadArgument, ConsoleError
from console.desk import keeping, settling
from console.institutions.queries import Tenant
from console.institutions.sessions import db
from console.mailbox import queries, service
from console.mailbox.models import Message
from console.mailbox.service import Actor
from console.shell.boundary import later
from console.shell.desk.act_forms import ActForm, area, prepare, short
from console.shell.desk.page_data import ActPage, BulkResult
from console.shell.desk.people import colleague
from console.shell.desk.queue_page import message_url
from console.shell.pages import Choice, Crumb

MOST = 100
"""Messages in one act: a page of the queue has no more."""
TAKE, ASSIGN, SETTLE = "take", "assign", "settle"


class BulkForm(ActForm):
    """The question before a bulk act; the text goes to each company when it settles."""

    text = area(
        _l("Text to the company"), short(settling.LONGEST_REASON), hint=_l("Optional. Each company reads it.")
    )


def answer(actor: Actor, tenant: Tenant) -> ResponseReturnValue:
    """Ask what a bulk act would do, or do it once it is confirmed."""
    what, picked = request.form.get("act", ""), sorted(set(request.form.getlist("message")))[: MOST + 1]
    if not picked:
        later_say(_("Pick at least one message first."), "warning")
        return redirect(url_for("DeskView.queue"), 303)
    if what not in (TAKE, ASSIGN, SETTLE) or len(picked) > MOST:
        raise BadArgument(
            _l("At most %(most)s messages can be worked on at once.", most=MOST), place="message"
        )
    session, form = db.session(), BulkForm()
    messages = [queries.message_of(session, actor, reference)[0] for reference in picked]
    to = request.form.get("to", "")
    if what == ASSIGN and not (to == "" or (to.isascii() and to.isdecimal() and len(to) < 10)):
        raise BadArgument(_l("Choose a colleague."), place="to")
    if request.form.get("confirmed") != "yes" or not form.validate():
        form.once.data = ""
        prepare(form)
        page = _question(what, messages, form, to)
        return render_template("guichet/desk/act.html", page=page), 422 if form.errors else 200
    if keeping.spend(session, actor, form.once.data or "") is None:
        later_say(_("This was done already. The queue shows what is left."), "info")
        return redirect(url_for("DeskView.queue"), 303)
    act = _act(session, actor, tenant, what, to, form.text.data or "")
    return render_template("guichet/desk/bulk.html", page=_result(messages, *each(session, messages, act)))


def each(
    session: Session, messages: Sequence[Message], act: Callable[[Message], Any]
) -> tuple[int, list[tuple[Message, str]]]:
    """Do an act for each message by itself; gives how many were done, and why the others were not."""
    done, refused = 0, []
    for message in messages:
        try:
            with session.begin_nested():
                act(message)
            done += 1
        except ConsoleError as fault:
            refused.append((message, str(fault)))
    return done, refused


def later_say(text: str, category: str) -> None:
    """Show a sentence on the next page."""
    later(lambda: flash(text, category))


def _act(
    session: Session, actor: Actor, tenant: Tenant, what: str, to: str, text: str
) -> Callable[[Message], Any]:
    if what == TAKE:
        return lambda message: service.take(session, actor, message.reference)
    if what == SETTLE:
        reason = text.replace("\r\n", "\n")
        return lambda message: settling.settle(session, actor, message.reference, "accepted", reason)

    def assign(message: Message) -> None:
        key = colleague(tenant, int(to), message.theme).id if to else None
        service.assign(session, actor, message.reference, key)

    return assign


def _question(what: str, messages: Sequence[Message], form: BulkForm, to: str) -> ActPage:
    number = len(messages)
    titles = {
        TAKE: ngettext("Take %(num)d message in hand?", "Take %(num)d messages in hand?", number),
        ASSIGN: ngettext("Assign %(num)d message?", "Assign %(num)d messages?", number),
        SETTLE: ngettext(
            "Settle %(num)d message as accepted?", "Settle %(num)d messages as accepted?", number
        ),
    }
    submits = {TAKE: _("Take in hand"), ASSIGN: _("Assign"), SETTLE: _("Settle")}
    kept = [("message", one.reference) for one in messages]
    return ActPage(
        title=titles[what],
        form=form,
        order=("text",) if what == SETTLE else (),
        buttons=(Choice("", submits[what]),),
        cancel_url=url_for("DeskView.queue"),
        crumbs=_crumbs(),
        consequences=(
            _("Each message is worked on by itself. What is not possible is named, the others are done."),
        ),
        hidden=(("act", what), ("to", to), ("confirmed", "yes"), *kept),
        names=tuple(_name(one) for one in messages),
    )


def _result(messages: Sequence[Message], done: int, refused: Sequence[tuple[Message, str]]) -> BulkResult:
    return BulkResult(
        title=_("What came of it"),
        done=ngettext("%(num)d message is done.", "%(num)d messages are done.", done),
        refused=tuple((_name(one), message_url(one.reference), why) for one, why in refused),
        back_url=url_for("DeskView.queue"),
        next_url=url_for("DeskView.next_one"),
        crumbs=_crumbs(),
    )


def _name(message: Message) -> str:
    return " · ".join(filter(None, (message.subject, message.person, message.reference)))


def _crumbs() -> tuple[Crumb, ...]:
    return (Crumb(_("Work queue"), url_for("DeskView.queue")),)
