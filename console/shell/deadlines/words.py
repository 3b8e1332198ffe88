"""The words for what has a deadline, and where each thing is found."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from flask import g, url_for
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from console.accounts.visits import Mandate, Visit
from console.base import clock
from console.base.calendar import Span, Unit
from console.deadlines.declarations import OF_DISPATCHES, OF_DOSSIERS, Due, Kind, Reader
from console.deadlines.service import declared_rules, duties
from console.dispatch.wording import title_of as envelope_title
from console.shell import gate
from console.shell.mailbox.actors import actor_of, theme_title, type_title
from console.shell.pages import Tag

SOON_DAYS = 7
"""How many days before a last day it is marked as near."""


def reader_of(visit: Visit) -> tuple[Reader, Mandate] | None:
    """Give whose look a visitor's is; `None` over several mandates at once, and without any."""
    actor, mandate = actor_of(visit), visit.mandate
    if actor is None or mandate is None:
        return None
    sees = actor.company is None and gate.allows(visit, "can_read", "console.dispatch")
    return Reader(actor.company, tuple(actor.themes), sees), mandate


def kind_title(kind: Kind, *, by_staff: bool) -> str:
    """Give what a kind is called: a request waits for the company, so that it reads otherwise on each side."""
    words = {
        Kind.ANSWER: pgettext("deadline", "Answer promised"),
        Kind.REQUEST: pgettext("deadline", "Answer of a company")
        if by_staff
        else pgettext("deadline", "Your answer"),
        Kind.DECISION: pgettext("deadline", "Decision"),
        Kind.ENDING: pgettext("deadline", "End of a decision"),
        Kind.DUTY: pgettext("deadline", "Duty of a company")
        if by_staff
        else pgettext("deadline", "Your duty"),
        Kind.TECHNICAL: pgettext("deadline", "Technical acknowledgement"),
        Kind.BUSINESS: pgettext("deadline", "Business acknowledgement"),
        Kind.PARKED: pgettext("deadline", "Stopped transmission"),
    }
    return str(words[kind])


def thing(one: Due) -> str:
    """Give what it is: the title of the form, or the name of an envelope."""
    if one.kind is Kind.DUTY:
        duty = duties().get(one.type)
        return str(duty.title) if duty is not None else one.type
    if one.kind in OF_DISPATCHES:
        return _answer_title(one) or envelope_title(one.type)
    return type_title(one.type)


def _answer_title(one: Due) -> str:
    """Give what the rule of an answer is called, which says what it is the answer to; a parked one waits for none."""
    found = (
        rule.title
        for rule in declared_rules().values()
        if (rule.dispatch, rule.answer) == (one.type, one.kind)
    )
    return str(next(found, ""))


def name_of(one: Due) -> str:
    """Give what tells it from others of its kind: its reference, or the words of its plugin."""
    duty = duties().get(one.type) if one.kind is Kind.DUTY else None
    return duty.said(one.reference) if duty is not None else one.reference


def theme_of(one: Due) -> str:
    """Give the title of its theme; dispatches have none."""
    return theme_title(one.theme) if one.theme else ""


def page_of(one: Due) -> tuple[str, dict[str, Any]]:
    """Give the page on which it is found, as endpoint and values."""
    if one.kind is Kind.DUTY:
        duty = duties().get(one.type)
        endpoint, values = duty.page(one.company or 0, one.reference) if duty else ("DeadlinesView.index", {})
        return endpoint, dict(values)
    if one.kind in OF_DISPATCHES:
        return "DispatchView.show", {"reference": one.reference}
    if one.kind in OF_DOSSIERS:
        return "DossiersView.dossier", {"reference": one.reference}
    return "MailboxView.message", {"reference": one.reference}


def url_of(one: Due) -> str:
    """Give the address of its page."""
    endpoint, values = page_of(one)
    return str(url_for(endpoint, **values))


def when(one: Due, zone: str) -> Tag:
    """Give until when, in the colour of how near that is."""
    if one.kind is Kind.PARKED:
        return Tag(_("since %(moment)s", moment=g.style.show_moment(one.due)), "bad")
    text = g.style.show_day(one.day) if one.day is not None else g.style.show_moment(one.due)
    if one.due <= clock.now():
        return Tag(_("%(day)s, late", day=text), "bad")
    left = days_left(one, zone)
    if left == 0:
        return Tag(_("%(day)s, today", day=text), "warn")
    return Tag(text, "warn") if left <= SOON_DAYS else Tag(text)


def how_far(one: Due, zone: str) -> str:
    """Say in days how late it is, or how long it still has."""
    left = days_left(one, zone)
    if left < 0:
        return str(ngettext("%(num)d day late", "%(num)d days late", -left))
    return str(ngettext("%(num)d day left", "%(num)d days left", left)) if left else ""


def days_left(one: Due, zone: str) -> int:
    """Give how many days there are to its last day; below 0 for one that has passed."""
    last = one.day if one.day is not None else one.due.astimezone(ZoneInfo(zone)).date()
    return (last - clock.today(zone)).days


def span_title(span: Span) -> str:
    """Say how long a span is and how it is counted."""
    if span.unit is Unit.HOURS:
        return str(ngettext("%(num)d hour", "%(num)d hours", span.number))
    if span.unit is Unit.MONTHS:
        length = ngettext("%(num)d month", "%(num)d months", span.number)
    elif span.working:
        length = ngettext("%(num)d working day", "%(num)d working days", span.number)
    else:
        length = ngettext("%(num)d calendar day", "%(num)d calendar days", span.number)
    marks = (
        (span.month_end, _("to the end of the month")),
        (span.moves, _("moved to the next working day")),
        (span.first_day, _("the day of the event is counted")),
        (bool(span.region), _("holidays: %(region)s", region=span.region)),
    )
    return ", ".join([str(length), *(str(word) for is_set, word in marks if is_set)])
