"""Asking other systems for what they have for an institution.

Whoever moves `asked_at` of an institution's channel asks: of several workers one. The call is made with no transaction
open; what it gave and the new cursor are committed together, so that a process killed in between reads it once more,
and the same arrival twice is one.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from datetime import timedelta

from flask import Flask
from sqlalchemy import or_, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.base import clock
from console.base.errors import ConsoleError
from console.base.sheets.phrases import N_
from console.dispatch import acknowledging, practice
from console.dispatch.declarations import Fetched, Polled
from console.dispatch.http.reading import Strange
from console.dispatch.inbound import uses
from console.dispatch.models import DispatchPoll
from console.dispatch.outward import NotTrusted, Refused, Unreachable
from console.institutions.sessions import acting
from console.jobs.worker import Line

PACE = 15.0
"""Seconds between two looks for channels that are due."""
LONGEST = timedelta(hours=1)
"""Between two calls to a system that does not answer."""
_FAILED = N_("The other system could not be asked: %(text)s")
_BROKEN = N_("What the other system gave could not be read. The log of the console says more.")
log = logging.getLogger("guichet.dispatch")


def line(_app: Flask) -> Line:
    """Give the asking to the worker."""
    return Line(ask_all, threading.Event(), 1, PACE)


def ask_all(app: Flask, ends: Callable[[], bool] = lambda: False) -> bool:
    """Ask every channel that is due, for each institution that uses it; never twice in a row without a pause."""
    with app.app_context():
        found = {channel.key: channel for channel in uses.channels(Polled)}  # type: ignore[type-abstract]
        for institution, key in uses.users_of(found):
            if ends():
                break
            if (cursor := _due(institution, found[key])) is not None:
                _ask(institution, found[key], cursor)
    return False


def _due(institution: int, channel: Polled) -> str | None:
    """Give where to begin when it is our turn to ask."""
    with acting(uses.scope(institution), writes=True) as session:
        row = _row(session, channel.key)
        pause = min(LONGEST, channel.every * 2 ** min(row.failures, 10)) if row.failures else channel.every
        latest = clock.now() - pause
        taken = session.execute(
            update(DispatchPoll)
            .where(
                DispatchPoll.channel == channel.key,
                or_(
                    DispatchPoll.asked_at.is_(None),
                    DispatchPoll.asked_at <= latest,
                    # The clock was ahead when it was asked last, and was set right since.
                    DispatchPoll.asked_at > clock.now() + LONGEST,
                ),
            )
            .values(asked_at=clock.now())
            .execution_options(synchronize_session=False)
        )
        return row.cursor if taken.rowcount else None  # type: ignore[attr-defined]


def _ask(institution: int, channel: Polled, cursor: str) -> None:
    try:
        settings, practises = uses.settings_of(institution, channel.key)
        with practice.sending(practises, channel.key):
            fetched = channel.fetch(institution, settings, cursor)
    except (Unreachable, Refused, NotTrusted) as fault:
        _failed(institution, channel, {"message": _FAILED, "params": {"text": str(fault)[:200]}})
        return
    except (Strange, ConsoleError) as fault:
        log.warning("what channel %s gave cannot be read: %s", channel.key, fault)
        _failed(institution, channel, {"message": _BROKEN, "params": {}})
        return
    except Exception:
        log.exception("channel %s cannot be asked", channel.key)
        _failed(institution, channel, {"message": _BROKEN, "params": {}})
        return
    try:
        _keep(institution, channel, fetched)
    except Exception:
        log.exception("what channel %s gave cannot be kept", channel.key)
        _failed(institution, channel, {"message": _BROKEN, "params": {}})


def _keep(institution: int, channel: Polled, fetched: Fetched) -> None:
    with acting(uses.scope(institution), writes=True) as session:
        row = _row(session, channel.key)
        for arrival in fetched.arrivals:
            acknowledging.receive(session, arrival, "polled")
        row.cursor, row.failures, row.why = fetched.cursor, 0, {}


def _failed(institution: int, channel: Polled, why: dict[str, object]) -> None:
    with acting(uses.scope(institution), writes=True) as session:
        row = _row(session, channel.key)
        row.failures, row.why = row.failures + 1, why


def _row(session: Session, key: str) -> DispatchPoll:
    asked = select(DispatchPoll).where(DispatchPoll.channel == key).with_for_update()
    found = session.scalars(asked).first()
    if found is not None:
        return found
    try:
        with session.begin_nested():
            found = DispatchPoll(channel=key, cursor="", failures=0, why={})
            session.add(found)
    except IntegrityError:
        # Another worker asks for the first time too, and has written it.
        found = session.scalars(asked).one()
    return found
