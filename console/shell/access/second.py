"""The second step of signing in."""

from __future__ import annotations

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from console.accounts.models import User
from console.factors import service as factors
from console.institutions.sessions import accounts
from console.shell.access import entering, pending, remembered
from console.shell.access.pending import Pending
from console.shell.factors import asking, mails
from console.shell.factors.ask_page import Place, ask_page
from console.shell.factors.asking import Answer, AnswerForm, Asked
from console.shell.onward import Onward


def let_in(
    user: User,
    onward: Onward,
    *,
    way: str,
    factor: str = "",
    vouched_by: int | None = None,
    arrival: str = "",
) -> ResponseReturnValue:
    """Let somebody in whose first step is right: at once, or after the second step when she has one to show.

    `way`, `factor` and `vouched_by` are as `SignIn` has them, `arrival` names the answer of a provider. Changes the
    identity of the browser.
    """
    if not factor and factors.has_any(accounts(), user.id):
        if not remembered.is_remembered(accounts(), user.id):
            return _begun(pending.begin(user, way, vouched_by, arrival), user, onward)
        factor = remembered.REMEMBERED
    return entering.opened(user, onward, way=way, factor=factor, vouched_by=vouched_by, arrival=arrival)


def asked() -> ResponseReturnValue:
    """Ask who is between the steps for the second, and let her in when it is right."""
    form = AnswerForm()
    if not form.is_submitted():
        form.next.data = request.args.get("next", "")
    found = pending.waiting()
    if found is None:
        flash(_("Signing in took too long. Begin again."), "warning")
        return redirect(url_for("AccessView.login", next=form.next.data or None), 303)
    waiting, user = found
    question = Asked(user, waiting.id, asking.ways_of(user))
    answer = Answer()
    if form.is_submitted() and question.ways:
        answer = asking.answered(question, form, request.form.get("do", ""))
    if answer.factor:
        return _passed(waiting, user, form, answer.factor)
    return _shown(question, form, answer)


def _begun(waiting: Pending, user: User, onward: Onward) -> ResponseReturnValue:
    """Lead to the second step; what was typed before cannot travel in an address and takes the page along."""
    if not onward.entries:
        return redirect(url_for("AccessView.second", next=onward.target), 303)
    form = AnswerForm(formdata=None, next=onward.target, kept=onward.entries)
    return _shown(Asked(user, waiting.id, asking.ways_of(user)), form, Answer())


def _passed(waiting: Pending, user: User, form: AnswerForm, factor: str) -> ResponseReturnValue:
    if form.remember.data:
        remembered.remember(accounts(), user.id)
    if factor == factors.RECOVERY:
        mails.tell(user, mails.RECOVERY_USED)
    onward = Onward.of(form.next.data, form.kept.data)
    return entering.opened(
        user,
        onward,
        way=waiting.way,
        factor=factor,
        vouched_by=waiting.vouched_by,
        arrival=waiting.arrival,
    )


def _shown(question: Asked, form: AnswerForm, answer: Answer) -> ResponseReturnValue:
    place = Place(
        title=_("Second step"),
        lead=_("Almost done. Show in a second way that it is you."),
        action_url=url_for("AccessView.second", next=form.next.data or None),
        cancel_url=url_for("AccessView.login", next=form.next.data or None),
        remember_days=remembered.days_for(accounts(), question.user.id),
    )
    page = ask_page(question, form, answer, place)
    return render_template("guichet/ask.html", page=page), answer.status
