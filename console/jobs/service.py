"""Claiming and running scheduled jobs.

Words: a *job* is a name, a pace and a function; a *lease* says until when a process owns a run. A process that dies
loses its lease and another one runs the job again: a job must bear being run twice.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Flask
from sqlalchemy import or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from console.base import clock
from console.institutions.sessions import accounts
from console.jobs.models import ScheduledJob

LEASE = timedelta(minutes=10)
log = logging.getLogger("guichet.jobs")


@dataclass(frozen=True)
class Job:
    """A job of the schedule. `run` gets the unscoped session and never commits."""

    name: str
    every: timedelta
    run: Callable[[Session], object]


def run_due(app: Flask, jobs: Sequence[Job]) -> list[str]:
    """Run every job that is due and that no other process runs; give the names of those run."""
    return [job.name for job in jobs if _run_if_due(app, job)]


def _run_if_due(app: Flask, job: Job) -> bool:
    with app.app_context():
        session, moment = accounts(), clock.now()
        if not _claim(session, job, moment):
            return False
        try:
            job.run(session)
            outcome = ""
        except Exception as fault:
            session.rollback()
            log.exception("job %s failed", job.name)
            outcome = f"{type(fault).__name__}: {fault}"[:200]
        session.execute(
            update(ScheduledJob)
            .where(ScheduledJob.name == job.name)
            .values(due=moment + job.every, lease_until=None, ended_at=clock.now(), outcome=outcome)
        )
        session.commit()
        return True


def _claim(session: Session, job: Job, moment: datetime) -> bool:
    """Take the lease of a due job in a transaction of its own; give whether it is ours."""
    if session.get(ScheduledJob, job.name) is None:
        try:
            with session.begin_nested():
                session.add(ScheduledJob(name=job.name, due=moment, outcome=""))
        except IntegrityError:
            log.info("job %s was put on the schedule by another process", job.name)
    free = or_(ScheduledJob.lease_until.is_(None), ScheduledJob.lease_until < moment)
    taken = session.execute(
        update(ScheduledJob)
        .where(ScheduledJob.name == job.name, ScheduledJob.due <= moment, free)
        .values(lease_until=moment + LEASE)
        .execution_options(synchronize_session=False)
    )
    session.commit()
    return bool(taken.rowcount)  # type: ignore[attr-defined]
