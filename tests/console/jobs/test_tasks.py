"""Long work goes piece by piece: seen while it runs, stopped, interrupted, taken up again, never done twice."""

from __future__ import annotations

from datetime import timedelta
from threading import Barrier, Event, Thread

import pytest
from flask import g
from sqlalchemy import select, update

from console.audit.models import AuditEntry
from console.audit.service import Actor
from console.base.errors import NotFound, ProgrammingError
from console.institutions.scope import Scope
from console.institutions.sessions import accounts
from console.jobs.models import DONE, RUNNING, STOPPED, WAITING, Task, TaskClaim
from console.jobs.running import LEASE, LetGo, TaskRun, run_next
from console.jobs.service import run_due
from console.jobs.tasks import KEPT, ask_stop, start_task, task_of
from console.jobs.worker import Worker
from console.parties.models import Company
from console.shell.schedule import JOBS
from tests.support.house import House, acting_in
from tests.support.tasks import (
    KIND,
    add_companies,
    added,
    claims,
    declare,
    interrupted_once,
    later,
    other_process,
    start,
    stored,
    task,
)


def stop(house: House, reference: str, institution: str = "CC Léman") -> None:
    with house.writing(institution) as session:
        ask_stop(session, stored(session, reference))


def test_work_runs_to_its_end_and_says_how_far_it_is_while_it_runs(house: House) -> None:
    seen: list[tuple[str, int, int, int | None]] = []
    reference = ""

    def look(work: TaskRun) -> None:
        now = task(house, reference)
        seen.append((now.state, now.done, now.faults, now.total))

    declare(house, lambda work: add_companies(work, look))
    reference = start(house, 25)
    assert task(house, reference).state == WAITING

    assert run_next(house.app)

    assert seen == [(RUNNING, 10, 1, 25), (RUNNING, 20, 2, 25), (RUNNING, 25, 3, 25)]
    assert (task(house, reference).state, added(house), claims(house)) == (DONE, 25, [])
    assert not run_next(house.app)


def test_what_is_started_is_there_with_its_act_or_not_at_all(house: House) -> None:
    declare(house)
    with pytest.raises(RuntimeError), house.writing() as session:
        g.actor = Actor(1, "Claire")
        start_task(session, KIND, {"companies": 5})
        raise RuntimeError("the act failed")

    assert claims(house) == []
    assert not run_next(house.app)


def test_a_stop_keeps_the_committed_pieces_and_begins_no_other(house: House) -> None:
    reference = ""

    def ask_once(work: TaskRun) -> None:
        if work.done == 10:
            stop(house, reference)

    declare(house, lambda work: add_companies(work, ask_once))
    reference = start(house, 50)
    run_next(house.app)

    found = task(house, reference)
    assert (found.state, found.done, added(house), claims(house)) == (STOPPED, 20, 20, [])


def test_work_that_nobody_has_begun_is_stopped_at_once(house: House) -> None:
    declare(house)
    reference = start(house, 50)

    stop(house, reference)

    assert task(house, reference).state == STOPPED
    assert not run_next(house.app)
    with house.reading() as session:
        lines = session.scalars(select(AuditEntry.action).where(AuditEntry.subject_id == reference))
        assert sorted(lines) == ["console.task.started", "console.task.stopped"]


def test_an_interrupted_work_whose_person_wants_it_stopped_is_not_taken_up(house: House) -> None:
    reference = interrupted_once(house)
    stop(house, reference)
    with later(2 * LEASE):
        run_next(house.app)

    assert (task(house, reference).state, added(house)) == (STOPPED, 10)


def test_a_worker_that_dies_between_two_pieces_is_followed_by_one_that_doubles_nothing(house: House) -> None:
    reference = interrupted_once(house)
    assert (task(house, reference).done, added(house)) == (10, 10)
    assert not run_next(house.app), "the lease still runs"

    with later(LEASE + timedelta(seconds=1)):
        assert run_next(house.app)

    found = task(house, reference)
    assert (found.state, found.done, found.faults, added(house)) == (DONE, 50, 5, 50)


def test_a_process_killed_at_once_is_followed_by_one_that_doubles_nothing(house: House) -> None:
    declare(house)
    reference = start(house, 50)
    with other_process(house) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        assert process.stdout.readline() == "10\n"
        process.stdin.write("\n")
        process.stdin.flush()
        assert process.stdout.readline() == "20\n"
        assert not run_next(house.app), "the other process has it"
        process.kill()

    with later(LEASE + timedelta(seconds=1)):
        assert run_next(house.app)

    found = task(house, reference)
    assert (found.state, found.done, added(house)) == (DONE, 50, 50)


def test_two_workers_at_once_take_two_different_tasks_and_each_only_once(house: House) -> None:
    begun: list[str] = []
    both = Barrier(2, timeout=20)

    def note(work: TaskRun) -> None:
        begun.append(work.public_id)
        both.wait()

    declare(house, note)
    references = {start(house), start(house)}
    threads = [Thread(target=run_next, args=(house.app,)) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)

    assert sorted(begun) == sorted(references)
    assert {task(house, reference).state for reference in references} == {DONE}


def test_a_worker_that_lost_its_lease_commits_nothing_more(house: House) -> None:
    refused: list[bool] = []

    def sleep_long(work: TaskRun) -> None:
        """Meanwhile another worker does it all."""
        declare(house)
        with later(LEASE + timedelta(seconds=1)):
            thread = Thread(target=run_next, args=(house.app,))
            thread.start()
            thread.join(20)
        try:
            work.session.add(Company(number="T777", name="Too late"))
            work.advance(done=10, cursor={"next": 20})
        except LetGo:
            refused.append(True)
            raise

    declare(house, lambda work: add_companies(work, sleep_long))
    reference = start(house, 50)
    run_next(house.app)

    found = task(house, reference)
    assert refused == [True]
    assert (found.state, found.done, added(house)) == (DONE, 50, 50)


def test_a_lease_taken_over_by_a_worker_that_is_not_done_yet_refuses_the_late_one(house: House) -> None:
    def overtaken(work: TaskRun) -> None:
        with house.app.app_context():
            accounts().execute(update(TaskClaim).values(turn=TaskClaim.turn + 1))
            accounts.commit()

    declare(house, lambda work: add_companies(work, overtaken))
    reference = start(house, 50)
    run_next(house.app)

    assert (task(house, reference).state, task(house, reference).done, added(house)) == (RUNNING, 10, 10)


def test_a_worker_that_ends_lets_go_after_its_piece_and_the_next_one_need_not_wait(house: House) -> None:
    declare(house)
    reference = start(house, 50)

    assert run_next(house.app, ends=lambda: True)
    assert (task(house, reference).state, added(house)) == (RUNNING, 10)

    assert run_next(house.app)
    assert (task(house, reference).state, added(house)) == (DONE, 50)


def test_work_for_a_company_writes_as_its_people_may_and_no_more(house: House) -> None:
    seen: list[int] = []

    def count(work: TaskRun) -> None:
        seen.append(len(work.session.scalars(select(Company)).all()))

    declare(house, count)
    start(house, person="luca", company="41002")
    run_next(house.app)

    assert seen == [1]


def test_another_institution_and_another_company_do_not_see_it(house: House) -> None:
    declare(house)
    staff = start(house, 10)
    for_company = start(house, 10, person="luca", company="41002")
    with house.reading("AK Aaretal") as session:
        for reference in (staff, for_company):
            with pytest.raises(NotFound):
                task_of(session, reference, user_id=None)
    with house.reading() as session:
        other = session.scalars(select(Company.id).where(Company.number != "41002")).first()
    assert other is not None
    scope = Scope((house.institution("CC Léman"),), (other,), "test")
    with acting_in(house.app, scope) as session:
        assert session.scalars(select(Task)).all() == []


def test_what_every_worker_may_read_names_no_person_and_no_content() -> None:
    columns = {"task_id", "institution_id", "due", "lease_until", "priority", "turn"}
    assert set(TaskClaim.__table__.columns.keys()) == columns


def test_nobody_starts_work_that_no_one_declared_or_without_a_person(lite_house: House) -> None:
    declare(lite_house)
    with lite_house.writing() as session:
        with pytest.raises(ProgrammingError, match="no kind of task"):
            start_task(session, "test.unknown", {})
        with pytest.raises(ProgrammingError, match="needs a person"):
            start_task(session, KIND, {})


def test_the_embedded_worker_begins_when_the_act_is_committed(house: House) -> None:
    done = Event()
    declare(house, lambda work: done.set())
    worker = Worker(house.app, ())
    worker.start()
    try:
        reference = start(house)
        assert done.wait(20)
    finally:
        worker.stop()

    assert task(house, reference).state == DONE


def test_finished_work_is_forgotten_after_its_time_and_running_work_never(house: House) -> None:
    declare(house)
    old, fresh = start(house, 10), start(house, 10, institution="AK Aaretal", person="ruth")
    run_next(house.app)
    with later(KEPT + timedelta(days=1)):
        assert "tasks.sweep" in run_due(house.app, JOBS)

    with house.reading() as session:
        assert session.scalars(select(Task).where(Task.public_id == old)).first() is None
    assert task(house, fresh, "AK Aaretal").state == WAITING
