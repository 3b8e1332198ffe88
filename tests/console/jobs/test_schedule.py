"""Scheduled jobs run once, in time, and come back after a failure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from console.accounts.jobs import sweep
from console.accounts.models import SignIn
from console.base import clock
from console.imports import service as uploads
from console.imports.models import Upload
from console.institutions.sessions import accounts
from console.jobs.models import ScheduledJob
from console.jobs.service import Job, run_due
from console.shell.schedule import JOBS
from tests.support.house import House

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
HOURLY = timedelta(hours=1)


def test_a_due_job_runs_once_and_is_due_again_after_its_pace(house: House) -> None:
    runs: list[int] = []
    job = Job("count", HOURLY, lambda session: runs.append(1))

    with clock.at(NOON):
        assert run_due(house.app, [job]) == ["count"]
        assert run_due(house.app, [job]) == []
    with clock.at(NOON + HOURLY):
        run_due(house.app, [job])

    assert len(runs) == 2


def test_a_failing_job_leaves_nothing_behind_and_says_why(house: House) -> None:
    def fail(session: Session) -> None:
        session.add(SignIn(digest="x", user_id=1, created_at=NOON, last_seen=NOON))
        session.flush()
        raise RuntimeError("no disk")

    with clock.at(NOON):
        run_due(house.app, [Job("fails", HOURLY, fail)])

    with house.app.app_context():
        row = accounts().get(ScheduledJob, "fails")
        assert row is not None
        assert row.outcome == "RuntimeError: no disk"
        assert accounts().scalars(select(SignIn).where(SignIn.digest == "x")).first() is None


def test_a_job_whose_process_died_is_taken_over_when_its_lease_ends(house: House) -> None:
    with house.app.app_context():
        accounts().add(
            ScheduledJob(name="late", due=NOON, lease_until=NOON + timedelta(minutes=10), outcome="")
        )
        accounts.commit()
    job = Job("late", HOURLY, lambda session: None)

    with clock.at(NOON + timedelta(minutes=5)):
        assert run_due(house.app, [job]) == []
    with clock.at(NOON + timedelta(minutes=11)):
        assert run_due(house.app, [job]) == ["late"]


def test_the_sweep_deletes_old_sign_ins_and_keeps_present_ones(house: House) -> None:
    house.browser("marc")
    with clock.at(clock.now() - timedelta(days=4)):
        house.browser("nora")

    run_due(house.app, [Job("sweep", HOURLY, sweep)])

    with house.app.app_context():
        assert len(accounts().scalars(select(SignIn)).all()) == 1


def test_an_import_file_nobody_decided_on_is_gone_after_a_day(house: House) -> None:
    with clock.at(clock.now() - timedelta(hours=25)), house.writing() as session:
        uploads.keep(session, user_id=1, view="ch_fund.company", name="members.csv", content=b"x")
    with house.writing("AK Aaretal") as session:
        uploads.keep(session, user_id=1, view="ch_fund.company", name="members.csv", content=b"x")

    assert "imports.sweep" in run_due(house.app, JOBS)

    with house.reading() as session:
        assert session.scalars(select(Upload)).all() == []
    with house.reading("AK Aaretal") as session:
        assert len(session.scalars(select(Upload)).all()) == 1
