"""Words for what lies in the mailbox: how long, how late, how a delegation stands, what happened."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from flask import g
from flask_babel import gettext as _
from flask_babel import ngettext, pgettext

from console.base import clock
from console.dossiers.models import DossierEntry
from console.forms.fields import AvsNumber, Nir, Niss
from console.mailbox.states import State
from console.shell.pages import Tag, TimelineEntry

SOON = 3
"""Days before a due date from which on it is said in words."""
_NUMBERS = tuple(one("number", "number") for one in (AvsNumber, Niss, Nir))


def today() -> date:
    """Give the day on the institution's clock."""
    return clock.today(str(g.style.zone))


def number(text: str) -> str:
    """Give an official number of a person as it is printed; another one as it stands."""
    found = next((one for one in _NUMBERS if text and re.fullmatch(one.pattern, text)), None)
    return found.format(text) if found is not None else text


def due_tag(due: date) -> Tag | None:
    """Say that a due date is past or near; nothing while there is time."""
    days = (due - today()).days
    if days < 0:
        return Tag(str(ngettext("%(num)d day late", "%(num)d days late", -days)), "bad")
    if days == 0:
        return Tag(_("due today"), "warn")
    if days <= SOON:
        return Tag(ngettext("due in %(num)d day", "due in %(num)d days", days), "warn")
    return None


def lately(moment: datetime) -> str:
    """Give the time of a moment of today, the day of an earlier one."""
    return lately_now()(moment)


def lately_now() -> Callable[[datetime], str]:
    """Give `lately` for many moments: it asks once which day it is."""
    style, now = g.style, today()

    def said(moment: datetime) -> str:
        day = moment.astimezone(style.zone).date()
        return str(style.show_time(moment) if day == now else style.show_day(day))

    return said


def since(moment: datetime) -> str:
    """Give a moment and how many days ago it was."""
    days = (today() - moment.astimezone(g.style.zone).date()).days
    shown = g.style.show_moment(moment)
    if days < 1:
        return str(_("since today, %(time)s", time=g.style.show_time(moment)))
    return str(
        ngettext(
            "since %(moment)s, for %(num)d day", "since %(moment)s, for %(num)d days", days, moment=shown
        )
    )


def state_words(state: State, *, by_fund: bool) -> str:
    """Say where a message is, in a sentence of few words."""
    if by_fund:
        words: dict[State, str] = {
            State.INBOX: _("Waits for the company's answer"),
            State.DRAFT: _("Waits for the company's answer"),
            State.DELEGATED: _("Waits for the person's answer"),
            State.SENT: _("Waits for you to settle it"),
            State.DONE: _("Settled"),
        }
        return words.get(state) or str(_("Withdrawn"))
    words = {
        State.INBOX: _("Waits for your answer"),
        State.DRAFT: _("Draft, seen by your company only"),
        State.DELEGATED: _("Delegated to a person"),
        State.SENT: _("Sent, not settled yet"),
        State.DONE: _("Settled by the institution"),
    }
    return words.get(state) or str(_("Deleted"))


def told_words(*, by_fund: bool) -> str:
    """Say that a notice lies in a company's inbox."""
    return str(_("Lies in the company's inbox") if by_fund else _("To be read, no answer needed"))


def entry_of(entry: DossierEntry) -> TimelineEntry:
    """Give a line of a dossier's timeline in words."""
    title = _ACTS.get(entry.act)
    return TimelineEntry(
        when=g.style.show_moment(entry.at),
        moment=entry.at.isoformat(),
        title=str(title()) if title is not None else entry.act,
        text=_detail(entry.facts),
        who=entry.by,
    )


def channel(key: str) -> str:
    """Give how a registered message came."""
    words = {"post": _("By post"), "telephone": _("By telephone"), "email": _("By e-mail")}
    return str(words.get(key, key))


def _detail(facts: Mapping[str, Any]) -> str:
    outcome = {"refused": _("Refused"), "accepted": _("Accepted")}.get(str(facts.get("outcome", "")), "")
    until = str(facts.get("until", ""))
    parts = (
        outcome,
        str(facts.get("reason", "")),
        channel(str(facts.get("channel", ""))),
        str(_("Valid until %(day)s", day=g.style.show_day(date.fromisoformat(until)))) if until else "",
    )
    return " · ".join(part for part in parts if part)


_ACTS: Final[Mapping[str, Callable[[], str]]] = MappingProxyType(
    {
        "opened": lambda: pgettext("dossier", "Opened"),
        "closed": lambda: pgettext("dossier", "Closed"),
        "extended": lambda: _("End date set"),
        "fund_request": lambda: _("Requested by the institution"),
        "query": lambda: _("Question of the institution"),
        "delegate": lambda: _("Delegated to a person"),
        "delegate_in_dossier": lambda: _("Delegated to a person"),
        "withdraw": lambda: _("Delegation withdrawn"),
        "person_send": lambda: _("Sent by the person"),
        "send": lambda: pgettext("message", "Sent"),
        "recall": lambda: pgettext("message", "Recalled"),
        "settle": lambda: pgettext("message", "Settled"),
        "reopen": lambda: pgettext("message", "Reopened"),
        "withdraw_request": lambda: _("Request withdrawn by the institution"),
        "register": lambda: _("Registered by the institution"),
    }
)
"""What can stand in a timeline."""
