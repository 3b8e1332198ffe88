"""When each scheduled job runs next, and the long work that people started."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Boolean, ForeignKeyConstraint, Index, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from console.base.model import Model, UtcMoment
from console.institutions.scope import CompanyScoped
from console.jobs.claims import Claim

WAITING, RUNNING, DONE, STOPPED, FAILED = "waiting", "running", "done", "stopped", "failed"
ENDED = frozenset({DONE, STOPPED, FAILED})


class ScheduledJob(Model):
    """A job of the schedule; whoever moves `lease_until` runs it, so that each run happens in one process only."""

    __tablename__ = "job_schedule"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    due: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    lease_until: Mapped[datetime | None] = mapped_column(UtcMoment)
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    outcome: Mapped[str] = mapped_column(String(200), nullable=False, default="")
    """Empty after a good run, else the error in one line."""


class Task(CompanyScoped, Model):
    """Long work that a person started: what is to be done, how far it is, and what came of it."""

    __tablename__ = "job_task"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(14), nullable=False)
    """The reference in its address, which a person can also read out."""
    kind: Mapped[str] = mapped_column(String(60), nullable=False)
    user_id: Mapped[int] = mapped_column(Integer, nullable=False)
    user_name: Mapped[str] = mapped_column(String(130), nullable=False)
    company_id: Mapped[int | None] = mapped_column(Integer)  # type: ignore[assignment]
    """The company it was started for; empty for the institution's staff, hidden then from every company's people."""
    language: Mapped[str] = mapped_column(String(2), nullable=False)
    """In which the run writes what it makes for the person."""
    params: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False)
    state: Mapped[str] = mapped_column(String(8), nullable=False, default=WAITING)
    total: Mapped[int | None] = mapped_column(Integer)
    """Rows to do, as far as they are counted."""
    done: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    faults: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    cursor: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    """Where the next piece begins; committed together with the rows of the piece before."""
    result: Mapped[dict[str, Any]] = mapped_column(JSON, nullable=False, default=dict)
    failure: Mapped[str] = mapped_column(String(500), nullable=False, default="")
    """Why it failed, in the language of the person who started it."""
    stop_asked: Mapped[bool] = mapped_column(Boolean, nullable=False, default=False)
    attempts: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """How often it was taken up at the present cursor."""
    created_at: Mapped[datetime] = mapped_column(UtcMoment, nullable=False)
    started_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    heartbeat_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    """The last commit of its run."""
    ended_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    turn_at: Mapped[datetime | None] = mapped_column(UtcMoment)
    """When it was last taken up: a break must not count in the time left."""
    turn_done: Mapped[int] = mapped_column(Integer, nullable=False, default=0)
    """Rows that were done by then."""

    __table_args__ = (
        UniqueConstraint("institution_id", "public_id"),
        UniqueConstraint("institution_id", "id"),
        ForeignKeyConstraint(
            ["institution_id", "company_id"], ["party_company.institution_id", "party_company.id"]
        ),
        Index("ix_job_task_user", "institution_id", "user_id", "created_at"),
        Index("ix_job_task_ended", "institution_id", "ended_at"),
    )


class TaskClaim(Claim, Model):
    """Who works on a task until when. It exists as long as the task has not ended, and says nothing of its content.

    Not scoped: a worker looks for the next task of any institution, and enters the scope only to work on it.
    """

    __tablename__ = "job_claim"

    task_id: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)

    __table_args__ = (
        ForeignKeyConstraint(
            ["institution_id", "task_id"], ["job_task.institution_id", "job_task.id"], ondelete="CASCADE"
        ),
        Index("ix_job_claim_due", "priority", "due"),
    )
