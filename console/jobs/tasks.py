"""Starting, stopping and finding long work.

Words: a *task* is long work that a person started; its *kind* says how it runs; a *claim* is the row by which workers
agree who runs it; a *turn* is the time between taking a task up and ending it or letting it go.

The claim is written in the transaction of the act that starts the task: both are there or neither, and no sweeper has
to look for tasks without one.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from flask import Flask, current_app, g
from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, event, select
from sqlalchemy.orm import Session

from console.audit.service import CONSOLE, Actor, record
from console.base import clock, ids
from console.base.errors import NotFound, ProgrammingError
from console.institutions.scope import Scope
from console.institutions.sessions import scope_of
from console.jobs.declarations import TaskKind
from console.jobs.models import ENDED, STOPPED, WAITING, Task, TaskClaim

KEPT = timedelta(days=30)
"""How long a finished task can be looked at."""


@dataclass
class Tasks:
    """The kinds of tasks of this process, and what its workers need."""

    kinds: dict[str, TaskKind]
    speak: Callable[[str, str, int], None]
    """Binds the words for a kind of task, a language and an institution: called once at the beginning of a turn."""
    wake: threading.Event = field(default_factory=threading.Event)
    """Set once a task has been committed, so that the embedded worker begins at once."""


def install(app: Flask, kinds: Iterable[TaskKind], speak: Callable[[str, str, int], None]) -> None:
    """Make the kinds of tasks known to the application. Call once, from the start list."""
    app.extensions["guichet_tasks"] = Tasks({kind.key: kind for kind in kinds}, speak)


def known() -> Tasks:
    """Give the kinds of tasks of this application."""
    found: Tasks = current_app.extensions["guichet_tasks"]
    return found


def start_task(session: Session, kind: str, params: dict[str, Any], *, total: int | None = None) -> Task:
    """Add a task by the person of this request; a worker begins once the session is committed.

    `params` must be fit for JSON. Raises `ProgrammingError` for a kind nobody declared and where no person acts.
    """
    declared = known().kinds.get(kind)
    actor: Actor = g.get("actor") or CONSOLE
    if declared is None or actor.id is None:
        raise ProgrammingError(f"{kind} is no kind of task" if declared is None else "a task needs a person")
    scope, moment = scope_of(session), clock.now()
    task = Task(
        public_id=ids.reference(),
        kind=kind,
        user_id=actor.id,
        user_name=actor.name,
        company_id=_company(scope),
        language=g.get("language", "en"),
        params=params,
        state=WAITING,
        total=total,
        created_at=moment,
    )
    session.add(task)
    session.flush()
    session.add(
        TaskClaim(
            task_id=task.id, institution_id=scope.institution, due=moment, priority=declared.priority, turn=0
        )
    )
    record(
        session,
        "console.task.started",
        subject="console.task",
        subject_id=task.public_id,
        name=str(declared.title),
    )
    session.flush()
    wake = known().wake
    event.listen(session, "after_commit", lambda _: wake.set(), once=True)
    return task


def ask_stop(session: Session, task: Task) -> None:
    """Let a task end after its present piece, or at once when nobody has begun it; nothing when it has ended."""
    found = locked(session, task.id)
    if found is None or found.state in ENDED or found.stop_asked:
        return
    found.stop_asked = True
    if found.state == WAITING:
        found.state, found.ended_at = STOPPED, clock.now()
        session.flush()
        session.execute(delete(TaskClaim).where(TaskClaim.task_id == found.id))
    kind = known().kinds.get(found.kind)
    record(
        session,
        "console.task.stopped",
        subject="console.task",
        subject_id=found.public_id,
        name=str(kind.title) if kind else found.kind,
    )
    session.flush()


def task_of(session: Session, public_id: str, *, user_id: int | None) -> Task:
    """Give a task of this person, or of anybody in the scope when `user_id` is `None`; raises `NotFound`."""
    asked = select(Task).where(Task.public_id == public_id)
    found = session.scalars(asked if user_id is None else asked.where(Task.user_id == user_id)).first()
    if found is None:
        raise NotFound(_l("There is nothing at this address."))
    return found


def tasks_of(session: Session, *, user_id: int | None, limit: int) -> list[Task]:
    """Give the newest tasks of this person, or of everybody in the scope when `user_id` is `None`."""
    asked = select(Task) if user_id is None else select(Task).where(Task.user_id == user_id)
    return list(session.scalars(asked.order_by(Task.created_at.desc(), Task.id.desc()).limit(limit)))


def locked(session: Session, key: int) -> Task | None:
    """Give a task as it is stored now, locked until the end of the transaction.

    The task is always locked before its claim: two transactions cannot wait for each other.
    """
    asked = select(Task).where(Task.id == key).with_for_update().execution_options(populate_existing=True)
    return session.scalars(asked).first()


def sweep(session: Session) -> None:
    """Delete the tasks of the session's institution that ended more than `KEPT` ago."""
    session.execute(delete(Task).where(Task.ended_at < clock.now() - KEPT))


def _company(scope: Scope) -> int | None:
    """Give the company whose people alone may see the task; raises `ProgrammingError` when there are several."""
    if scope.companies is None:
        return None
    if len(scope.companies) != 1:
        raise ProgrammingError("a task is started for one company")
    return scope.companies[0]
