"""What the staff do with one message: the page of each act, and the act itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice

from console.base import clock
from console.base.errors import BadArgument, Conflict
from console.desk import keeping, settling
from console.hooks.declarations import Text
from console.institutions.queries import Tenant
from console.institutions.sessions import db
from console.mailbox import machine, queries, service
from console.mailbox.handling import Outcome
from console.mailbox.models import Message
from console.mailbox.moving import allowed, delegation_of, facts_of
from console.mailbox.service import Actor, Event
from console.mailbox.states import Step
from console.shell.boundary import later, say_done
from console.shell.desk import act_forms
from console.shell.desk.act_forms import INSERT, ActForm, AnswerForm
from console.shell.desk.next_one import take_next
from console.shell.desk.page_data import ActPage
from console.shell.desk.people import Colleague, colleague, colleagues
from console.shell.desk.queue_page import message_url, proposal_told
from console.shell.mailbox.actors import type_title
from console.shell.pages import Choice, Crumb

NEXT = "next"
"""What the button posts that leads to the next message afterwards."""


@dataclass(frozen=True)
class Case:
    """One message in front of one of the staff."""

    session: Session
    actor: Actor
    tenant: Tenant
    message: Message

    @property
    def reference(self) -> str:
        """Give the reference of the message."""
        return self.message.reference


@dataclass(frozen=True)
class Act:
    """An act: the event it needs leave for (`None`: whoever sees the message), its page, and what it does.

    `do` gives the sentence that is shown afterwards.
    """

    event: Event | None
    title: Text
    submit: Text
    do: Callable[[Case, Any], str]
    form: type[ActForm] = ActForm
    order: tuple[str, ...] = ()
    consequences: tuple[Text, ...] = ()
    danger: bool = False
    then_next: Text = ""
    """What the button says that leads to the next message."""


def case_of(actor: Actor, tenant: Tenant, reference: str) -> Case:
    """Give a message that the actor sees in any way; raises `NotFound`."""
    session = db.session()
    message, _sight = queries.message_of(session, actor, reference)
    return Case(session, actor, tenant, message)


def may(actor: Actor, message: Message, event: Event) -> bool:
    """Say whether an event may happen to a message now by this actor, once she has said what it needs."""
    facts = facts_of(message, delegation_of(db.session(), message))
    return isinstance(machine.decide(facts, event, actor), Step)


def answer(case: Case, name: str) -> ResponseReturnValue:
    """Show the page of an act, or do what was posted; a second click does nothing and leads to the same place."""
    act = ACTS[name]
    form = act.form()
    if form.is_submitted() and keeping.spent(case.session, case.actor, form.once.data or "") is not None:
        return _onward(case)
    if act.event is not None:
        facts = facts_of(case.message, delegation_of(case.session, case.message))
        allowed(facts, act.event, case.actor)
    answers = _filled(case, form)
    if form.is_submitted() and request.form.get("do") == INSERT:
        act_forms.insert(form, answers)
    elif form.validate_on_submit() and (done := _done(case, act, form)) is not None:
        return done
    act_forms.prepare(form)
    status = 422 if form.errors else 200
    return render_template("guichet/desk/act.html", page=_page(case, name, act, form)), status


def _done(case: Case, act: Act, form: Any) -> ResponseReturnValue | None:
    """Do it; nothing when a field was found faulty, which says so."""
    key = form.once.data or ""
    if key and keeping.spend(case.session, case.actor, key) is None:
        return _onward(case)
    try:
        with case.session.begin_nested():
            text = act.do(case, form)
    except BadArgument as fault:
        field = form[fault.place] if fault.place in form else form["text" if "text" in form else "once"]
        field.errors = [*field.errors, str(fault)]
        return None
    say_done(text)
    return _onward(case)


def _onward(case: Case) -> ResponseReturnValue:
    if request.form.get("do") != NEXT:
        return redirect(message_url(case.reference), 303)
    following = take_next(case.session, case.actor, case.tenant)
    if following is not None:
        return redirect(message_url(following.reference), 303)
    later(lambda: flash(_("Nothing else waits for you."), "info"))
    return redirect(url_for("DeskView.queue"), 303)


def _filled(case: Case, form: ActForm) -> list[Any]:
    """Give a form its choices, and give the standard answers it offers."""
    if isinstance(form, act_forms.AssignForm):
        form.to.choices = [
            SelectChoice("", _("Nobody")),
            *(SelectChoice(str(one.id), one.label) for one in colleagues(case.tenant, (case.message.theme,))),
        ]
    if isinstance(form, act_forms.AskForm) and not form.is_submitted():
        form.subject.data = case.message.subject
    if not isinstance(form, AnswerForm):
        return []
    answers = act_forms.answers_for(case.session, case.message)
    act_forms.fill_answers(form, [Choice(str(one.id), label) for one, label in answers])
    return answers


def _page(case: Case, name: str, act: Act, form: ActForm) -> ActPage:
    buttons = [Choice(name, str(act.submit))]
    if act.then_next:
        buttons.insert(0, Choice(NEXT, str(act.then_next)))
    title = case.message.subject or case.reference
    proposed = settling.proposal_of(case.session, case.message) if name == "confirm" else None
    told = (proposal_told(proposed), proposed.reason) if proposed else ()
    return ActPage(
        title=str(act.title),
        form=form,
        order=act.order,
        buttons=tuple(buttons),
        cancel_url=message_url(case.reference),
        crumbs=(Crumb(_("Work queue"), url_for("DeskView.queue")), Crumb(title, message_url(case.reference))),
        lead=_second(case) if name == "settle" else "",
        consequences=(*filter(None, told), *map(str, act.consequences)),
        hidden=(("proposal", str(proposed.id)),) if proposed else (),
        danger=act.danger,
        answers=isinstance(form, AnswerForm) and len(form.answer.choices or ()) > 1,
    )


def _second(case: Case) -> str:
    if not keeping.option_of(case.session, case.message.theme).needs_second:
        return ""
    return str(
        _(
            "In this theme a second person confirms: what you enter is a proposal, which the company does not see."
        )
    )


def _take(case: Case, form: Any) -> str:
    service.take(case.session, case.actor, case.reference)
    return str(_("You have taken this message in hand."))


def _assign(case: Case, form: Any) -> str:
    if not form.to.data:
        service.assign(case.session, case.actor, case.reference, None)
        return str(_("The message is nobody's now."))
    found = colleague(case.tenant, int(form.to.data), case.message.theme)
    service.assign(case.session, case.actor, case.reference, found.id)
    return assigned_told(found)


def assigned_told(found: Colleague) -> str:
    """Say to whom something was given, and who sees it while she is away."""
    if found.away_until is None:
        return str(_("Assigned to %(name)s.", name=found.name))
    return str(
        _("Assigned to %(name)s. Until she is back, %(substitute)s has it among her own.",
          name=found.name, substitute=found.substitute)
    )  # fmt: skip


def _ask(case: Case, form: Any) -> str:
    due = act_forms.day_in(form.due)
    if due is not None and due < clock.today(case.tenant.zone):
        raise BadArgument(_("This day is over. Choose a later one."), place="due")
    service.query(
        case.session, case.actor, case.reference, subject=form.subject.data, text=form.text.data, due=due
    )
    return str(_("The question is in the company's inbox."))


def _settle(case: Case, form: Any) -> str:
    if form.outcome.data == "refused" and not (form.text.data or "").strip():
        raise BadArgument(_("State the reason."), place="text")
    text = (form.text.data or "").replace("\r\n", "\n")
    done = settling.settle(case.session, case.actor, case.reference, form.outcome.data, text)
    return _settled_told(case, done)


def _settled_told(case: Case, done: settling.Settled) -> str:
    """Say what became of a message, by its name: it may be told above the next one."""
    if done == "settled":
        return str(_("Settled: %(name)s.", name=case.message.subject or type_title(case.message.type)))
    return str(_("Your proposal waits for a second person."))


def _confirm(case: Case, form: Any) -> str:
    proposed = settling.proposal_of(case.session, case.message)
    # Two people must have read the same: a proposal made anew since the page was shown is not confirmed by it.
    if proposed is None or str(proposed.id) != request.form.get("proposal"):
        raise Conflict(_("The proposal has changed. Open the message again to see how it stands."))
    outcome: Outcome = "accepted" if proposed.outcome == "accepted" else "refused"
    done = settling.settle(case.session, case.actor, case.reference, outcome, proposed.reason)
    return _settled_told(case, done)


def _drop(case: Case, form: Any) -> str:
    settling.drop_proposal(case.session, case.actor, case.reference)
    return str(_("The proposal is taken back."))


def _reopen(case: Case, form: Any) -> str:
    service.reopen(case.session, case.actor, case.reference, form.text.data.replace("\r\n", "\n"))
    return str(_("The message is open again."))


def _note(case: Case, form: Any) -> str:
    service.note(case.session, case.actor, case.reference, form.text.data)
    return str(_("The note is kept."))


def _withdraw(case: Case, form: Any) -> str:
    service.withdraw_request(case.session, case.actor, case.reference)
    return str(_("The request is withdrawn."))


ACTS: Mapping[str, Act] = {
    "take": Act(
        Event.TAKE, _l("Take this message in hand?"), _l("Take in hand"), _take,
        consequences=(_l("It is yours from now on."), _l("The sender cannot take it back any more.")),
    ),
    "assign": Act(Event.ASSIGN, _l("Assign this message"), _l("Assign"), _assign, act_forms.AssignForm, ("to",)),
    "ask": Act(
        Event.QUERY, _l("Ask a question"), _l("Send the question"), _ask, act_forms.AskForm, ("subject", "text", "due")
    ),
    "settle": Act(
        Event.SETTLE, _l("Settle this message"), _l("Settle"), _settle, act_forms.SettleForm, ("outcome", "text"),
        then_next=_l("Settle and open the next one"),
    ),
    "confirm": Act(
        Event.SETTLE, _l("Confirm the proposal?"), _l("Confirm"), _confirm,
        consequences=(_l("The message is settled as proposed."), _l("The company reads the outcome and the text.")),
        then_next=_l("Confirm and open the next one"),
    ),
    "drop": Act(
        Event.SETTLE, _l("Take the proposal back?"), _l("Take back"), _drop,
        consequences=(_l("Nothing is settled."), _l("The message goes back to the colleague who proposed it.")),
    ),
    "reopen": Act(Event.REOPEN, _l("Reopen this message"), _l("Reopen"), _reopen, act_forms.ReopenForm, ("text",)),
    "note": Act(None, _l("Write an internal note"), _l("Keep the note"), _note, act_forms.NoteForm, ("text",)),
    "withdraw": Act(
        Event.WITHDRAW_REQUEST, _l("Withdraw this request?"), _l("Withdraw"), _withdraw,
        consequences=(_l("The company sees that you have withdrawn it."), _l("It cannot be answered any more.")),
        danger=True,
    ),
}  # fmt: skip
"""By the last word of the address."""
