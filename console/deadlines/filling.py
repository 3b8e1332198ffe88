"""Gives requests and dispatches the deadlines of their rules when they come without one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from console.base import clock
from console.deadlines.rules import declared, end_of, place_of, rule
from console.dispatch import service as outbox
from console.hooks.times import DeadlineRule
from console.mailbox import service as mailbox


def install() -> None:
    """Fill in from now on; calling it twice changes nothing."""
    mailbox.requested.connect(_give_due)
    outbox.written.connect(_give_moments)


def _give_due(session: Session, *, message: Any) -> None:
    """Give a new request its last day; a rule of another plugin than the theme's says nothing about it."""
    if message.due is not None:
        return
    owner = message.theme.partition(".")[0]
    for one in declared().values():
        if one.message == message.type and one.key.startswith(f"{owner}."):
            found = rule(session, one.key)
            if found.is_in_force:
                zone, _country = place_of(session)
                message.due = end_of(session, found, clock.today(zone)).day


def _give_moments(session: Session, *, columns: dict[str, Any]) -> None:
    """Give a new dispatch the moments until which it must be acknowledged."""
    for one in declared().values():
        name = f"{one.answer}_by"
        if one.dispatch == columns["kind"] and columns[name] is None:
            columns[name] = _moment(session, one, columns["next_at"])


def _moment(session: Session, one: DeadlineRule, start: datetime) -> datetime | None:
    found = rule(session, one.key)
    return end_of(session, found, start).at if found.is_in_force else None
