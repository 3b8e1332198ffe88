"""Work that cannot end well says so, and is not tried for ever."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from console.base.errors import Conflict
from console.jobs.models import DONE, FAILED, RUNNING
from console.jobs.running import LEASE, TaskRun, run_next
from tests.support.house import House
from tests.support.tasks import (
    Killed,
    add_companies,
    added,
    claims,
    declare,
    interrupted_once,
    later,
    start,
    task,
)


def test_work_that_dies_three_times_at_one_place_fails_and_says_so(house: House) -> None:
    reference, tries = interrupted_once(house), 1

    def die(work: TaskRun) -> None:
        nonlocal tries
        tries += 1
        raise Killed

    declare(house, die)
    for n in range(1, 6):
        with later(n * 2 * LEASE):
            try:
                run_next(house.app)
            except Killed:
                continue

    found = task(house, reference)
    assert (tries, found.state, added(house), claims(house)) == (3, FAILED, 10, [])
    assert reference in found.failure


def test_dying_at_another_place_each_time_is_no_reason_to_give_up(house: House) -> None:
    def die(work: TaskRun) -> None:
        raise Killed

    declare(house, lambda work: add_companies(work, die))
    reference = start(house, 50)
    for n in range(6):
        with later(n * 2 * LEASE):
            try:
                run_next(house.app)
            except Killed:
                continue

    assert (task(house, reference).state, added(house)) == (DONE, 50)


def test_an_unforeseen_fault_is_logged_and_told_without_its_words(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(work: TaskRun) -> None:
        raise KeyError("AVS 756.0000.0000.02")

    declare(house, lambda work: add_companies(work, fail))
    reference = start(house, 50)
    run_next(house.app)

    found = task(house, reference)
    assert (found.state, found.done, added(house), claims(house)) == (FAILED, 10, 10, [])
    assert reference in found.failure
    assert "756" not in found.failure
    assert reference in caplog.text


def test_a_refusal_is_told_in_its_own_words(lite_house: House) -> None:
    def refuse(work: TaskRun) -> None:
        raise Conflict("The file is no longer there. Add it again.")

    declare(lite_house, refuse)
    reference = start(lite_house)
    run_next(lite_house.app)

    assert task(lite_house, reference).failure == "The file is no longer there. Add it again."


def test_work_of_a_module_that_is_gone_fails_and_says_so(lite_house: House) -> None:
    declare(lite_house)
    reference = start(lite_house)
    lite_house.app.extensions["guichet_tasks"].kinds.clear()
    run_next(lite_house.app)

    assert task(lite_house, reference).state == FAILED
    assert task(lite_house, reference).failure


def test_a_database_that_is_away_for_a_moment_does_not_fail_the_work(house: House) -> None:
    def lose(work: TaskRun) -> None:
        raise OperationalError("select", {}, Exception("server closed the connection"))

    declare(house, lambda work: add_companies(work, lose))
    reference = start(house, 50)
    assert run_next(house.app)
    assert task(house, reference).state == RUNNING

    declare(house)
    with later(2 * LEASE):
        run_next(house.app)
    assert (task(house, reference).state, added(house)) == (DONE, 50)
