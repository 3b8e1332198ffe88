"""How the part of a person stands, for those who see that but never what she entered."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from flask import g
from flask_babel import gettext as _

from console.mailbox.models import Delegation
from console.mailbox.states import Sight
from console.shell.delegation.pages import last_day, status_tag
from console.shell.pages import Fact


def delegation_facts(
    found: Delegation | None, due: date | None, sight: Sight, *, by_fund: bool
) -> tuple[Fact, ...]:
    """Give the status of a delegation; whom it went to and who agreed is told to the company that made it."""
    if found is None or found.ended_at is not None:
        return ()
    return tuple(fact for fact in _facts(found, due, sight, by_fund) if fact.text)


def _facts(found: Delegation, due: date | None, sight: Sight, by_fund: bool) -> Iterator[Fact]:
    said = status_tag(found)
    yield Fact(_("Status"), said.text, "tag", tone=said.tone)
    if not by_fund and sight is not Sight.STATUS:
        yield Fact(_("Person"), found.person)
        yield Fact(_("E-mail"), found.email)
        yield Fact(
            _("Agreed by"),
            _("%(name)s on %(day)s", name=found.agreed_by, day=g.style.show_day(found.agreed_on)),
        )
    yield Fact(_("Delegated on"), _moment(found.made_at), "day")
    yield Fact(_("First opened"), _moment(found.opened_at), "day")
    yield Fact(_("Saved"), _moment(found.saved_at), "day")
    yield Fact(_("Sent by the person"), _moment(found.sent_at), "day")
    if found.sent_at is None:
        yield Fact(_("Link valid until"), g.style.show_day(last_day(found.expires_at, due)), "day")


def _moment(at: object) -> str:
    return str(g.style.show_moment(at)) if at is not None else ""
