"""Taking envelopes out of the outbox, transmitting them, and noting what came of it.

Three short steps each: the attempt is committed, then the channel is called with no transaction open, then the outcome
is committed. `run_batch` does so one by one, `Pipeline` for many at once; both drive the same pieces, and so does a
queue of another product, which brings the key of a dispatch and nothing more.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from itertools import groupby
from typing import TypeVar

from flask import Flask
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from console.base import clock
from console.dispatch import attempts, breakers, outcomes, taking
from console.dispatch.attempts import Begun, Done
from console.dispatch.declarations import Delivered, Later, Misconfigured, Outcome
from console.dispatch.sending import Senders, sent
from console.dispatch.service import PURPOSE, Outbox
from console.dispatch.taking import LEASE, Taken
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from console.jobs.worker import Line

T = TypeVar("T")

AT_ONCE = 8
"""Envelopes that one worker sends at the same time."""
AHEAD, FURTHEST = 64, 256
"""Envelopes that one worker has taken: few, so that what is urgent goes soon, and more while they leave quickly.

Half of them are begun, and noted, in one transaction.
"""
BATCH = 20
PACE = 0.25
"""Seconds between two looks at the outbox: what another process has written leaves soon."""
CYCLE = 0.05
"""Seconds between two looks while little is to be done: what comes meanwhile shares their commits."""
PAUSE = 0.2
"""Seconds that the pipeline waits for answers to share a commit before it looks for more to do."""

log = logging.getLogger("guichet.dispatch")


def run_batch(app: Flask, ends: Callable[[], bool] = lambda: False, *, limit: int = BATCH) -> int:
    """Take up to `limit` envelopes and work on them one after the other; give how many were taken.

    `ends` says that the worker ends: what is left is given back.
    """
    with app.app_context():
        taken = taking.take(accounts(), limit)
        _one_by_one(taken, ends)
    return len(taken)


def run_one(app: Flask, key: int) -> bool:
    """Work on the dispatch of this key if it is free and its turn; give whether it was."""
    with app.app_context():
        taken = taking.take_one(accounts(), key)
        _one_by_one(taken, lambda: False)
    return bool(taken)


def line(app: Flask) -> Line:
    """Give the outbox to the worker."""
    found: Outbox = app.extensions["guichet_outbox"]
    return Line(Pipeline(app).run, found.wake, 1, PACE)


class Pipeline:
    """Takes, sends and notes many envelopes at once, with one connection to the database."""

    def __init__(self, app: Flask, *, at_once: int = AT_ONCE) -> None:
        self._app, self._at_once = app, at_once
        self._work = Work()

    def run(self, app: Flask, ends: Callable[[], bool] = lambda: False) -> bool:
        """Work until nothing is due and nothing under way; give whether there was anything."""
        senders = Senders(self._app, self._at_once)
        try:
            with app.app_context():
                worked = self._drain(senders, ends)
                senders.recall()
                while senders.size:
                    self._work.note(senders.collect(PAUSE))
        finally:
            senders.end()
        return worked

    def _drain(self, senders: Senders, ends: Callable[[], bool]) -> bool:
        worked, kept_at, ahead = False, time.monotonic(), AHEAD
        while not ends():
            began, room = time.monotonic(), ahead - senders.size
            looks = room >= ahead // 2
            taken, rest = senders.fitting(taking.take(accounts(), room, busy=senders.busy()) if looks else [])
            if rest:
                taking.give_back(accounts(), rest)
                accounts.commit()
            senders.add(self._work.begin(taken))
            done = senders.collect(PAUSE, ahead // 2)
            senders.recall(self._work.note(done))
            ahead = min(ahead * 2, FURTHEST) if len(done) >= ahead // 2 else AHEAD
            if time.monotonic() - kept_at > LEASE.total_seconds() / 4:
                taking.keep(accounts(), [one.taken for one in senders.at_hand()])
                kept_at = time.monotonic()
            worked |= bool(taken)
            # What was noted may let the next one of its conversation go.
            if looks and not taken and not done and not senders.size:
                break
            if senders.waiting < self._at_once:
                time.sleep(max(0.0, CYCLE - (time.monotonic() - began)))
        return worked


class Work:
    """The committed steps of one worker, and what it leaves alone for the moment."""

    def __init__(self) -> None:
        self._put_off: dict[str | tuple[int, str], datetime] = {}
        """By system, or by institution and channel where its settings are wrong; each until when."""

    def begin(self, taken: Sequence[Taken]) -> list[Begun]:
        """Commit that attempts begin; what is put off or not ours any more is left out."""
        found: list[Begun] = []
        for institution, ours in _by_institution(taken, lambda one: one.turn.institution_id):
            with _interruptible(f"{len(ours)} dispatches"):
                with acting(_scope(institution), writes=True) as session:
                    ready = [one for one in ours if not self._was_put_off(session, one)]
                    begun = attempts.begin(session, ready) if ready else []
                found += begun
        return found

    def note(self, done: Sequence[Done]) -> set[str]:
        """Commit what came of attempts; give the systems that do not work."""
        for institution, ours in _by_institution(done, lambda one: one.begun.taken.turn.institution_id):
            with _interruptible(f"what came of {len(ours)} dispatches"):
                with acting(_scope(institution), writes=True) as session:
                    due = outcomes.note(session, ours)
                self._remember(institution, ours, due)
        away = {one.begun.taken.peer: one.begun for one in done if _is_away(one.outcome)}
        with _interruptible("the breakers"):
            _count(done, away)
        return set(away)

    def _was_put_off(self, session: Session, one: Taken) -> bool:
        """Put an envelope off with the others of its system or its channel; give whether it was."""
        due = max(
            (self._put_off[key] for key in _keys(one) if key in self._put_off),
            default=None,
        )
        if due is None or due <= clock.now():
            return False
        return attempts.put_off(session, one, due)

    def _remember(self, institution: int, done: Sequence[Done], due: Mapping[int, datetime]) -> None:
        for one in done:
            taken, again = one.begun.taken, due.get(one.begun.taken.turn.key)
            if isinstance(one.outcome, Delivered):
                for key in _keys(taken):
                    self._put_off.pop(key, None)
            elif again is not None and isinstance(one.outcome, Misconfigured):
                self._put_off[institution, taken.channel] = again
            elif again is not None and _is_away(one.outcome):
                self._put_off[taken.peer] = again


def _one_by_one(taken: Sequence[Taken], ends: Callable[[], bool]) -> None:
    work = Work()
    for one in taken:
        if ends():
            taking.give_back(accounts(), [one])
            accounts.commit()
            continue
        for begun in work.begin([one]):
            work.note([Done(begun, sent(begun.letter))])


def _count(done: Sequence[Done], away: Mapping[str, Begun]) -> None:
    """Tell the breakers which systems work again and which do not; one failure for each of them at a time."""
    session = accounts()
    again = {one.begun.taken.peer for one in done if one.begun.taken.failed_lately and _is_there(one.outcome)}
    for peer in sorted(again - set(away)):
        breakers.worked(session, peer)
    for peer, begun in sorted(away.items()):
        breakers.failed(session, peer, begun.taken.channel, begun.peer)
    if again or away:
        session.commit()


def _is_away(outcome: Outcome | None) -> bool:
    return isinstance(outcome, Later) and outcome.away


def _is_there(outcome: Outcome | None) -> bool:
    """Say whether the other system answered; one that refuses an envelope works."""
    return outcome is not None and not _is_away(outcome)


def _keys(one: Taken) -> tuple[str | tuple[int, str], ...]:
    return one.peer, (one.turn.institution_id, one.channel)


def _by_institution(found: Iterable[T], institution: Callable[[T], int]) -> Iterator[tuple[int, list[T]]]:
    for key, ours in groupby(sorted(found, key=institution), institution):
        yield key, list(ours)


def _scope(institution: int) -> Scope:
    return Scope((institution,), purpose=PURPOSE)


@contextmanager
def _interruptible(what: str) -> Iterator[None]:
    """Let the database be away: leases run out and the envelopes are taken again. No fault ends the worker."""
    try:
        yield
    except OperationalError as fault:
        accounts.rollback()
        log.warning("%s: interrupted: %s", what, fault.orig)
    except Exception:
        accounts.rollback()
        log.exception("%s: failed", what)
