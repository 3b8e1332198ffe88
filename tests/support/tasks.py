"""An invented kind of long work, which adds numbered companies piece by piece, and a process that works on it.

As `python -m tests.support.tasks '{...}'` it takes up one task, says each committed piece on a line, and waits there for
a line before it goes on, so that a test can end it between two pieces.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from flask import g
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from console.accounts.models import User
from console.app import create_app
from console.audit.service import Actor
from console.base import clock
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from console.jobs.declarations import TaskKind
from console.jobs.models import Task, TaskClaim
from console.jobs.running import TaskRun, run_next
from console.jobs.tasks import Tasks, start_task
from console.parties.models import Company
from tests.conftest import settings_for
from tests.support.house import House

PIECE = 10
KIND = "test.companies"
ROOT = Path(__file__).resolve().parents[2]


class Killed(BaseException):
    """What a process feels of its end: nothing of its own code runs any more."""


def add_companies(work: TaskRun, between: Callable[[TaskRun], object] = lambda work: None) -> None:
    """Add the companies that are still to add; `between` happens after each piece."""
    total = int(work.params["companies"])
    while (first := work.cursor.get("next", 0)) < total:
        last = min(first + PIECE, total)
        work.session.add_all(Company(number=f"T{n}", name=f"Essai {n}") for n in range(first, last))
        work.advance(done=last - first, faults=1, cursor={"next": last})
        between(work)


def kinds(house: House) -> dict[str, TaskKind]:
    """Give the kinds of tasks of a house, to which a test adds its own."""
    found: Tasks = house.app.extensions["guichet_tasks"]
    return found.kinds


def declare(house: House, run: Callable[[TaskRun], None] = add_companies, **more: Any) -> None:
    """Let the house know the invented kind."""
    kinds(house)[KIND] = TaskKind(KIND, "Companies from a list", run, **more)


def start(
    house: House,
    companies: int = 50,
    *,
    institution: str = "CC Léman",
    person: str = "marc",
    company: str = "",
    total: bool = True,
) -> str:
    """Start the invented work as a person does on a page; give its reference."""
    key = house.institution(institution)
    with house.app.app_context():
        user = accounts().scalars(select(User).where(User.username == person)).one()
        actor = Actor(user.id, f"{user.first_name} {user.last_name}")
        accounts.rollback()
        own = None
        if company:
            with acting(Scope((key,), purpose="test")) as session:
                own = (session.scalars(select(Company.id).where(Company.number == company)).one(),)
        with acting(Scope((key,), own, "test"), writes=True) as session:
            g.actor, g.language = actor, "fr"
            task = start_task(session, KIND, {"companies": companies}, total=companies if total else None)
            return task.public_id


def stored(session: Session, reference: str) -> Task:
    """Give a task as it is stored."""
    return session.scalars(select(Task).where(Task.public_id == reference)).one()


def task(house: House, reference: str, institution: str = "CC Léman") -> Task:
    """Give a task, detached."""
    with house.reading(institution) as session:
        found = stored(session, reference)
        session.expunge(found)
        return found


def added(house: House, institution: str = "CC Léman") -> int:
    """Give how many companies the invented work has added; the database refuses doubles."""
    with house.reading(institution) as session:
        count = select(func.count()).select_from(Company).where(Company.number.like("T%"))
        return session.scalar(count) or 0


def claims(house: House) -> list[TaskClaim]:
    with house.app.app_context():
        found = accounts().scalars(select(TaskClaim)).all()
        accounts().expunge_all()
        return list(found)


def interrupted_once(house: House) -> str:
    """Give work whose worker died after the first piece, in the middle of the second."""

    def die(work: TaskRun) -> None:
        work.session.add(Company(number="T999", name="Half a piece"))
        work.session.flush()
        raise Killed

    declare(house, lambda work: add_companies(work, die))
    reference = start(house, 50)
    with suppress(Killed):
        run_next(house.app)
    declare(house)
    return reference


@contextmanager
def later(by: timedelta) -> Iterator[datetime]:
    """Move the clock on."""
    moment = clock.now() + by
    with clock.at(moment):
        yield moment


@contextmanager
def other_process(house: House) -> Iterator[subprocess.Popen[str]]:
    """Give a process that works on a task of the house; it is killed at the end."""
    facts = {"url": house.settings.database_url, "data": str(house.settings.data)}
    command = [sys.executable, "-m", "tests.support.tasks", json.dumps(facts)]
    process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def main(facts: dict[str, str]) -> None:
    """Take up the next task and wait after each piece."""

    def wait(work: TaskRun) -> None:
        print(work.done, flush=True)
        sys.stdin.readline()

    settings = settings_for(facts["url"], Path(facts["data"]))
    house = House(create_app(settings), settings)
    declare(house, lambda work: add_companies(work, wait))
    run_next(house.app)


if __name__ == "__main__":
    main(json.loads(sys.argv[1]))
