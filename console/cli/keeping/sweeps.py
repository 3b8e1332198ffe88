"""Keeps the sweep of files waiting while their contents are copied: it alone removes any."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlalchemy import Engine, insert, or_, select, update

from console.base import clock
from console.base.errors import ConfigurationError
from console.jobs.models import ScheduledJob

JOB = "files.sweep"
LONGEST = timedelta(days=1)
"""How long a backup may take; one that was killed lets the sweep go on after that."""
PATIENCE = 60
"""Tries, a second apart, to get the lease from a sweep that runs."""


@contextmanager
def waiting(engine: Engine) -> Iterator[None]:
    """Hold the sweep's lease for the block; raises `ConfigurationError` when a sweep does not end."""
    for _ in range(PATIENCE):
        if _taken(engine):
            break
        time.sleep(1)
    else:
        raise ConfigurationError(
            ["another backup is being taken, or files are being swept: try again in a few minutes"]
        )
    try:
        yield
    finally:
        with engine.begin() as connection:
            connection.execute(update(ScheduledJob).where(ScheduledJob.name == JOB).values(lease_until=None))


def _taken(engine: Engine) -> bool:
    moment = clock.now()
    with engine.begin() as connection:
        if connection.scalar(select(ScheduledJob.name).where(ScheduledJob.name == JOB)) is None:
            connection.execute(insert(ScheduledJob).values(name=JOB, due=moment, outcome=""))
        free = or_(ScheduledJob.lease_until.is_(None), ScheduledJob.lease_until < moment)
        taken = connection.execute(
            update(ScheduledJob).where(ScheduledJob.name == JOB, free).values(lease_until=moment + LONGEST)
        )
    return bool(taken.rowcount)
