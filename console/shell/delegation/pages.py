"""Makes the pages of one delegation."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import pgettext

from console.base import clock
from console.base.errors import Conflict
from console.dispatch.mail.channel import KEY as EMAIL
from console.dispatch.service import has_channel
from console.institutions.sessions import db
from console.mailbox import machine, queries
from console.mailbox.errors import error_of
from console.mailbox.models import Delegation, Message
from console.mailbox.moving import delegation_of, facts_of
from console.mailbox.service import Actor, Event
from console.mailbox.states import Given, Refusal
from console.shell.delegation.forms import AddressForm, DelegateForm
from console.shell.delegation.page_data import StatusPage
from console.shell.mailbox.actors import type_title
from console.shell.pages import Action, ConfirmPage, Crumb, Fact, Fieldset, FormPage, Tag


def require_email() -> None:
    """Raise `Conflict` where no e-mail leaves: the link would reach nobody, and it is shown to nobody else."""
    if not has_channel(EMAIL):
        raise Conflict(
            _l(
                "No e-mail leaves from here yet, so nobody would receive the link. Answer the request yourself."
            )
        )


def delegable_message(who: Actor, reference: str) -> Message:
    """Give a message that this actor may hand to a person now; raises `NotFound` or `Refused`."""
    message, _sight = queries.message_of(db.session(), who, reference)
    facts = facts_of(message, delegation_of(db.session(), message))
    found = machine.decide(facts, Event.DELEGATE, who, Given())
    if isinstance(found, Refusal):
        raise error_of(found)
    require_email()
    return message


def known_of(message: Message) -> dict[str, Any]:
    """Give what the form of a new delegation begins with."""
    return {"name": message.person, "agreed_on": g.style.show_day(clock.today(str(g.style.zone)))}


def new_page(message: Message, form: DelegateForm) -> FormPage:
    """Give the page that asks to whom a message goes."""
    return FormPage(
        title=_("Delegate to a person"),
        lead=_(
            "She receives a link by e-mail, identifies herself and answers. You see how far she is, "
            "never what she enters."
        ),
        form=form,
        fieldsets=(
            Fieldset(_("Person"), ("name", "email")),
            Fieldset(_("Agreement"), ("agreed_on", "agreed")),
        ),
        submit=_("Delegate"),
        cancel_url=_message_url(message.reference),
        crumbs=_crumbs(message.reference, _title(message)),
        note=_until(message),
    )


def address_page(reference: str, delegation: Delegation, form: AddressForm) -> FormPage:
    """Give the page that asks for another address."""
    return FormPage(
        title=_("Correct the e-mail address"),
        lead=_(
            "%(name)s receives a new link. The old one does not open any more, and what was entered through it "
            "is not shown at the new address.",
            name=delegation.person,
        ),
        form=form,
        fieldsets=(Fieldset(None, ("email",)),),
        submit=_("Send to this address"),
        cancel_url=url_for(".status", reference=reference),
        crumbs=_crumbs(reference),
    )


def withdraw_page(who: Actor, reference: str) -> ConfirmPage:
    """Give the question before a delegation is withdrawn; an administrator without the theme is not told whose it is.

    Raises `NotFound` or `Refused`.
    """
    message, _sight = queries.message_of(db.session(), who, reference)
    delegation = delegation_of(db.session(), message)
    found = machine.decide(facts_of(message, delegation), Event.WITHDRAW, who)
    if isinstance(found, Refusal):
        raise error_of(found)
    knows, lead = who.level(message.theme) > 0, ""
    if knows and delegation is not None:
        lead = _("Delegated to %(name)s, %(address)s.", name=delegation.person, address=delegation.email)
    return ConfirmPage(
        title=_("Withdraw the delegation?"),
        lead=lead,
        consequences=(
            _("The link does not open any more, at once."),
            _("What the person has saved stays hers: nobody reads it."),
            _("The person is told by e-mail."),
            _("The message comes back to you.") if knows else _("The message comes back to the company."),
        ),
        submit=_("Withdraw"),
        cancel_url=url_for(".status", reference=reference) if knows else _message_url(reference),
        crumbs=_crumbs(reference, "" if knows else type_title(message.type)),
        danger=True,
    )


def status_page(who: Actor, reference: str, delegation: Delegation) -> StatusPage:
    """Give the page with the status of a delegation and what can still be done."""
    message, _sight = queries.message_of(db.session(), who, reference)
    return StatusPage(
        title=_("Delegated to %(name)s", name=delegation.person),
        crumbs=_crumbs(reference, _title(message)),
        tag=status_tag(delegation),
        note=_problem(delegation),
        facts=_facts(delegation, message.due),
        actions=_actions(who, message, delegation),
    )


def last_day(expires_at: datetime, due: date | None) -> date:
    """Give the last day on which a link opens."""
    day: date = (expires_at - timedelta(microseconds=1)).astimezone(g.style.zone).date()
    # The link of a due message ends with its day in UTC, a little later here.
    return due if due is not None and timedelta() < day - due <= timedelta(days=1) else day


def status_tag(delegation: Delegation) -> Tag:
    """Say in a word how far a delegation is."""
    if delegation.sent_at is not None:
        return Tag(pgettext("delegation", "Sent"), "ok")
    if delegation.is_bounced:
        return Tag(pgettext("delegation", "Undeliverable"), "bad")
    if delegation.is_expired or delegation.expires_at <= clock.now():
        return Tag(pgettext("delegation", "Link expired"), "warn")
    if delegation.saved_at is not None:
        return Tag(pgettext("delegation", "Begun"), "info")
    if delegation.opened_at is not None:
        return Tag(pgettext("delegation", "Opened"), "info")
    return Tag(pgettext("delegation", "Waiting"), "plain")


def _facts(one: Delegation, due: date | None) -> tuple[Fact, ...]:
    moment = g.style.show_moment
    known = (
        (_("Person"), one.person),
        (_("E-mail"), one.email),
        (
            _("Agreement"),
            _("%(name)s, on %(day)s", name=one.agreed_by, day=g.style.show_day(one.agreed_on)),
        ),
        (_("Delegated"), moment(one.made_at)),
        (_("Link opens until"), g.style.show_day(last_day(one.expires_at, due))),
        (_("First opened"), moment(one.opened_at) if one.opened_at else ""),
        (_("Last saved"), moment(one.saved_at) if one.saved_at else ""),
        (_("Sent"), moment(one.sent_at) if one.sent_at else ""),
    )
    return tuple(Fact(label, text) for label, text in known)


def _problem(one: Delegation) -> str:
    if one.sent_at is not None:
        return ""
    if one.is_bounced:
        return str(_("The e-mail could not be delivered. Correct the address, or answer yourself."))
    if one.is_expired or one.expires_at <= clock.now():
        return str(_("The link has expired. Send it again, or withdraw the delegation and answer yourself."))
    return ""


def _actions(who: Actor, message: Message, delegation: Delegation) -> tuple[Action, ...]:
    facts = facts_of(message, delegation)
    offered = (
        (
            Event.RESEND,
            Action(_("Send again"), url_for(".resend", reference=message.reference), icon="sent", post=True),
        ),
        (
            Event.CORRECT_ADDRESS,
            Action(_("Correct the address"), url_for(".address", reference=message.reference), icon="edit"),
        ),
        (
            Event.WITHDRAW,
            Action(_("Withdraw"), url_for(".withdraw", reference=message.reference), kind="danger"),
        ),
    )
    return tuple(
        action for event, action in offered if not isinstance(machine.decide(facts, event, who), Refusal)
    )


def _crumbs(reference: str, title: str = "") -> tuple[Crumb, ...]:
    return (
        Crumb(_("Mailbox"), url_for("MailboxView.index")),
        Crumb(title or reference, _message_url(reference)),
    )


def _message_url(reference: str) -> str:
    return url_for("MailboxView.message", reference=reference)


def _title(message: Message) -> str:
    return message.subject or type_title(message.type)


def _until(message: Message) -> str:
    if message.due is None:
        return ""
    return str(_("Expected by %(day)s", day=g.style.show_day(message.due)))
