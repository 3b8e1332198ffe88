"""Taking tasks up and running them piece by piece.

A process killed anywhere loses what it had not committed and its lease; the next one goes on at the last committed
cursor. Nothing is doubled, since rows, cursor and lease are committed together and only by the holder of the turn.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from copy import deepcopy
from datetime import datetime, timedelta
from typing import Any

from flask import Flask, g
from flask_babel import gettext as _
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session

from console.audit.service import Actor
from console.base import clock
from console.base.errors import Conflict, ConsoleError
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from console.jobs import claims
from console.jobs.claims import Turn
from console.jobs.declarations import TaskKind
from console.jobs.models import DONE, ENDED, FAILED, RUNNING, STOPPED, Task, TaskClaim
from console.jobs.tasks import known, locked

LEASE = timedelta(seconds=60)
"""Longer than any piece: after it another worker takes the task up."""
TRIES = 3
"""How often a task is taken up at the same cursor before it fails."""
LONGEST_FAILURE = 500

log = logging.getLogger("guichet.tasks")


class Stopped(BaseException):
    """Somebody asked to stop. Not an `Exception`, so that a run which counts faulty rows cannot swallow it."""


class LetGo(BaseException):
    """This worker ends or has lost its lease; another one goes on."""


class TaskRun:
    """What a kind of task works with during one turn."""

    def __init__(self, session: Session, task: Task, turn: Turn, ends: Callable[[], bool]) -> None:
        self.session = session
        """Writes in the scope in which the task was started. Its transaction opens with its first statement."""
        self.public_id, self.language = task.public_id, task.language
        self.params: dict[str, Any] = task.params
        self._turn, self._ends = turn, ends
        self._show(task)

    def _show(self, task: Task) -> None:
        """Give the run the figures as they are stored; they belong to no session."""
        self.cursor: dict[str, Any] = deepcopy(task.cursor)
        self.result: dict[str, Any] = deepcopy(task.result)
        self.done, self.faults, self.total = task.done, task.faults, task.total

    def advance(
        self,
        *,
        done: int = 0,
        faults: int = 0,
        total: int | None = None,
        cursor: dict[str, Any] | None = None,
        result: dict[str, Any] | None = None,
    ) -> None:
        """Commit what the session holds together with the progress, and keep the lease for the next piece.

        `done` and `faults` are those of this piece; what is left out of `total`, `cursor` and `result` stays. Raises
        `Stopped` when somebody asked to stop (the piece is committed), and `LetGo` when another worker has the task (it
        is not) or this one ends (it is). Both must pass through the run.
        """
        task = self._progress(done, faults, total, cursor, result)
        if task.stop_asked:
            _end(self.session, task, self._turn, STOPPED)
            raise Stopped
        ends = self._ends()
        _keep(self.session, self._turn, None if ends else clock.now() + LEASE)
        self.session.commit()
        if ends:
            raise LetGo

    def finish(self) -> None:
        """Commit what the session still holds and end the task; the worker does it when the run returns."""
        task = self._progress(0, 0, None, None, None)
        task.total = task.done if task.total is None else task.total
        _end(self.session, task, self._turn, DONE)

    def _progress(
        self,
        done: int,
        faults: int,
        total: int | None,
        cursor: dict[str, Any] | None,
        result: dict[str, Any] | None,
    ) -> Task:
        """Write the figures into the locked row."""
        task = locked(self.session, self._turn.key)
        if task is None or task.state in ENDED:
            raise LetGo
        if cursor is not None and cursor != task.cursor:
            # A copy: the run may go on with its own object, and a row does not notice a change inside one.
            task.cursor, task.attempts = deepcopy(cursor), 1
        if result is not None:
            task.result = deepcopy(result)
        task.done, task.faults = task.done + done, task.faults + faults
        task.total = task.total if total is None else total
        task.heartbeat_at = clock.now()
        self._show(task)
        return task


def run_next(app: Flask, ends: Callable[[], bool] = lambda: False) -> bool:
    """Take up the next task and work on it until it ends or is let go; give whether there was one.

    `ends` says that the worker ends: the task is then let go after its piece.
    """
    with app.app_context():
        turns = claims.take(accounts(), TaskClaim, LEASE)
        for turn in turns:
            _work(turn, ends)
    return bool(turns)


def due(session: Session, limit: int) -> list[int]:
    """Give the keys of free tasks, for a queue of another product."""
    return claims.due(session, TaskClaim, limit)


def run_one(app: Flask, key: int) -> bool:
    """Work on the task of this key if it is free; give whether it was."""
    with app.app_context():
        turns = claims.take(accounts(), TaskClaim, LEASE, only=key)
        for turn in turns:
            _work(turn, lambda: False)
    return bool(turns)


def _work(turn: Turn, ends: Callable[[], bool]) -> None:
    """Run one turn of a task."""
    try:
        with acting(Scope((turn.institution_id,), purpose="task"), writes=True) as session:
            task = _begin(session, turn)
        if task is None:
            return
        companies = None if task.company_id is None else (task.company_id,)
        with acting(Scope((turn.institution_id,), companies, "task"), writes=True) as session:
            g.actor, g.language = Actor(task.user_id, task.user_name), task.language
            g.request_id = task.public_id
            _run(session, task, turn, ends)
    except (Stopped, LetGo) as over:
        log.info("task %s: %s", turn.key, type(over).__name__)
    except OperationalError as fault:
        # The database was away or two waited for each other: the lease runs out and the task is taken up again.
        log.warning("task %s is interrupted: %s", turn.key, fault.orig)


def _begin(session: Session, turn: Turn) -> Task | None:
    """Note that a turn begins and give the task, detached; nothing when it has ended or was taken over meanwhile."""
    task = locked(session, turn.key)
    if task is None or task.state in ENDED:
        return None
    if task.stop_asked:
        _end(session, task, turn, STOPPED)
        return None
    moment = clock.now()
    _keep(session, turn, moment + LEASE)
    task.attempts += 1
    task.state, task.started_at = RUNNING, task.started_at or moment
    task.heartbeat_at = task.turn_at = moment
    task.turn_done = task.done
    session.flush()
    session.expunge(task)
    return task


def _run(session: Session, task: Task, turn: Turn, ends: Callable[[], bool]) -> None:
    """Let the kind of the task work; whatever it raises becomes a sentence for the person."""
    work = TaskRun(session, task, turn, ends)
    try:
        known().speak(task.kind, task.language, turn.institution_id)
        _kind_of(task).run(work)
        work.finish()
    except OperationalError:
        raise
    except ConsoleError as refused:
        session.rollback()
        _fail(session, turn, str(refused))
    except Exception:
        session.rollback()
        log.exception("task %s (%s) failed", task.public_id, task.kind)
        _fail(session, turn, _unexpected(task.public_id))


def _kind_of(task: Task) -> TaskKind:
    """Give what runs the task; raises `Conflict` when nothing does or when it was tried often enough."""
    kind = known().kinds.get(task.kind)
    if kind is None:
        raise Conflict(_("The module that does this work is not there any more. Ask your administrator."))
    if task.attempts > TRIES:
        raise Conflict(
            _(
                "The work broke off three times at the same place and is not tried again. What was done until then "
                "is kept. Tell the support this reference: %(reference)s.",
                reference=task.public_id,
            )
        )
    return kind


def _unexpected(reference: str) -> str:
    return str(
        _(
            "Something went wrong that nobody foresaw. What was done until then is kept. Tell the support this "
            "reference: %(reference)s.",
            reference=reference,
        )
    )


def _fail(session: Session, turn: Turn, why: str) -> None:
    task = locked(session, turn.key)
    if task is None or task.state in ENDED:
        return
    task.failure = why[:LONGEST_FAILURE]
    _end(session, task, turn, FAILED)


def _keep(session: Session, turn: Turn, until: datetime | None) -> None:
    """Move the end of the lease; raises `LetGo`, and undoes what the session holds, when it is not ours any more."""
    if not claims.change(session, TaskClaim, turn, lease_until=until):
        session.rollback()
        raise LetGo


def _end(session: Session, task: Task, turn: Turn, state: str) -> None:
    """End the task and its claim, and commit; raises `LetGo` as `_keep` does."""
    task.state, task.ended_at = state, clock.now()
    if not claims.drop(session, TaskClaim, turn):
        session.rollback()
        raise LetGo
    session.commit()
