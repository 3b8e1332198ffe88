"""Calling channels: one after the other, or several at once in threads."""

from __future__ import annotations

import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, field, replace

from flask import Flask, current_app

from console.base.sheets.phrases import N_, Phrase
from console.dispatch import practice
from console.dispatch.attempts import Begun, Done
from console.dispatch.declarations import Delivered, Later, Letter, Misconfigured, Outcome, Rejected
from console.dispatch.exchanges import storable
from console.dispatch.service import outbox
from console.dispatch.taking import Taken
from console.institutions.sessions import accounts

SLOW = 2.0
"""Seconds after which a call counts as slow: its system gets no further ones, and others may use a thread more.

Until it answers in less, it then gets one call at a time: else it would take all threads again and again.
"""
MOST_THREADS = 32

log = logging.getLogger("guichet.dispatch")
_GONE = Phrase(N_("The channel by which it leaves is not set up any more. Ask the operator of the console."))
_FAULT = Phrase(N_("Something went wrong that nobody foresaw. The log of the console says more."))


def sent(letter: Letter | Rejected) -> Outcome:
    """Call the channel; whatever it raises is logged and tried again."""
    if isinstance(letter, Rejected):
        return letter
    channel = outbox().channels.get(letter.envelope.channel)
    if channel is None:
        return Misconfigured(_GONE)
    may_mail = current_app.extensions["guichet_settings"].practice.mail
    try:
        with practice.sending(letter.is_practice, channel.key, mail=may_mail):
            return _storable(channel.send(letter))
    except Exception:
        log.exception("channel %s failed", channel.key)
        return Later(_FAULT)
    finally:
        accounts.rollback()  # What the channel read there must not stay open.


def _storable(outcome: Outcome) -> Outcome:
    """Give an outcome that any database keeps: what came of others is noted in the same transaction."""
    outcome = replace(outcome, reply=storable(outcome.reply))
    if isinstance(outcome, Delivered):
        outcome = replace(outcome, reference=storable(outcome.reference))
    said = outcome.exchange
    if said is None:
        return outcome
    return replace(
        outcome,
        exchange=replace(
            said, request=storable(said.request), status=storable(said.status), reply=storable(said.reply)
        ),
    )


@dataclass
class _Call:
    begun: Begun
    since: float = field(default_factory=time.monotonic)


class Senders:
    """Threads that call channels. A system that answers slowly holds up no other: see `SLOW`."""

    def __init__(self, app: Flask, at_once: int) -> None:
        self._app, self._at_once = app, at_once
        lock = threading.Lock()
        self._work_there = threading.Condition(lock)
        self._done_there = threading.Condition(lock)
        """Two to wait for and one lock: what is done wakes the worker alone, not every idle thread."""
        self._waiting: deque[Begun] = deque()
        self._running: dict[int, _Call] = {}
        self._done: list[Done] = []
        self._tardy: set[str] = set()
        """Systems whose last call was slow."""
        self._threads = 0
        self._ends = False

    def fitting(self, taken: Sequence[Taken]) -> tuple[list[Taken], list[Taken]]:
        """Part what can be sent from what must go back, since of a system that was slow only one is sent at a time."""
        with self._work_there:
            held = self._held()
            fit: list[Taken] = []
            rest: list[Taken] = []
            for one in taken:
                (rest if one.peer in held else fit).append(one)
                if one.peer in self._tardy:
                    held.add(one.peer)
            return fit, rest

    def add(self, begun: Sequence[Begun]) -> None:
        """Let these be sent, in this order."""
        with self._work_there:
            self._waiting.extend(begun)
            wanted = min(MOST_THREADS, self._at_once + self._slow(), len(self._waiting) + len(self._running))
            while self._threads < wanted:
                self._threads += 1
                threading.Thread(target=self._work, name="guichet-sender", daemon=True).start()
            self._work_there.notify(len(begun))

    @property
    def size(self) -> int:
        """Give how many are waiting, under way, or done and not collected."""
        with self._work_there:
            return len(self._waiting) + len(self._running) + len(self._done)

    @property
    def waiting(self) -> int:
        """Give how many nobody has begun to send."""
        with self._work_there:
            return len(self._waiting)

    def at_hand(self) -> list[Begun]:
        """Give what is waiting or under way: its leases must live."""
        with self._work_there:
            return [*self._waiting, *(call.begun for call in self._running.values())]

    def busy(self) -> frozenset[str]:
        """Give the systems that answer slowly at present, and those that did and are being tried once more."""
        with self._work_there:
            return frozenset(self._held() | self._slow_peers())

    def collect(self, seconds: float, most: int = 1) -> list[Done]:
        """Give what is done: at once when that is `most` or all that is not slow, after `seconds` at the latest.

        What waits for a system that has become slow comes back without an outcome: it is not sent.
        """
        with self._done_there:
            self._done_there.wait_for(lambda: len(self._done) >= most or self._is_quiet(), seconds)
            slow = self._slow_peers()
            if slow:
                self._drop(lambda one: one.taken.peer in slow)
            found, self._done = self._done, []
            return found

    def recall(self, peers: Collection[str] | None = None) -> None:
        """Send nothing more of what is waiting, or of what waits for these systems: it comes back without outcome."""
        with self._work_there:
            self._drop(lambda one: peers is None or one.taken.peer in peers)

    def end(self) -> None:
        """Let the threads end once what they do is done."""
        with self._work_there:
            self._ends = True
            self._work_there.notify_all()

    def _work(self) -> None:
        with self._app.app_context():
            while (begun := self._next()) is not None:
                outcome = sent(begun.letter)
                with self._done_there:
                    took = time.monotonic() - self._running.pop(begun.attempt).since
                    (self._tardy.add if took >= SLOW else self._tardy.discard)(begun.taken.peer)
                    self._done.append(Done(begun, outcome))
                    self._done_there.notify()

    def _next(self) -> Begun | None:
        """Give what to send now, and wait for it; nothing when this thread ends."""
        with self._work_there:
            while not self._ends:
                begun = self._first()
                if begun is not None:
                    self._waiting.remove(begun)
                    self._running[begun.attempt] = _Call(begun)
                    return begun
                self._work_there.wait(SLOW)
            self._threads -= 1
            return None

    def _first(self) -> Begun | None:
        """Give what may be sent next: nothing beyond the number at once, nothing to a system that is slow."""
        if len(self._running) - self._slow() >= self._at_once:
            return None
        called = {call.begun.taken.peer for call in self._running.values()}
        unfit = self._slow_peers() | (self._tardy & called)
        return next((one for one in self._waiting if one.taken.peer not in unfit), None)

    def _drop(self, unwanted: Callable[[Begun], bool]) -> None:
        self._done += [Done(one, None) for one in self._waiting if unwanted(one)]
        self._waiting = deque(one for one in self._waiting if not unwanted(one))

    def _is_quiet(self) -> bool:
        """Say whether nothing will be done soon: nothing waits, and what is under way is slow."""
        return (
            not self._waiting and len(self._running) <= self._slow() and bool(self._done or not self._running)
        )

    def _held(self) -> set[str]:
        """Give the systems that were slow and have a call waiting or under way."""
        at_hand = (*self._waiting, *(call.begun for call in self._running.values()))
        return self._tardy & {one.taken.peer for one in at_hand}

    def _slow(self) -> int:
        oldest = time.monotonic() - SLOW
        return sum(call.since < oldest for call in self._running.values())

    def _slow_peers(self) -> set[str]:
        oldest = time.monotonic() - SLOW
        return {call.begun.taken.peer for call in self._running.values() if call.since < oldest}
