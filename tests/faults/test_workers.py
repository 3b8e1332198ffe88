"""Short forms of the faults that meet workers and agencies; `python -m tests.faults` has the long ones."""

from __future__ import annotations

import pytest

from tests.faults import answers, clocks, killing, slowness
from tests.services.plugin import RUN
from tests.services.run import Run

BOTH = ["sqlite", pytest.param("postgresql", marks=pytest.mark.postgresql)]
EACH = [*BOTH, pytest.param("celery", marks=[pytest.mark.postgresql, pytest.mark.redis])]


@pytest.fixture
def run(request: pytest.FixtureRequest, pytestconfig: pytest.Config) -> Run:
    """Give the run whose servers are used; a test is skipped where its servers cannot be."""
    marks = {mark.name for mark in request.node.iter_markers()}
    for marker, fixture in (("postgresql", "postgresql"), ("redis", "redis_url")):
        if marker in marks:
            request.getfixturevalue(fixture)
    return pytestconfig.stash[RUN]


@pytest.mark.parametrize("where", EACH)
def test_of_workers_killed_at_random_nothing_is_lost_doubled_or_overtaken(where: str, run: Run) -> None:
    found = killing.at_random(where, 3, 45, run=run)

    assert found.outcome.faults == []


@pytest.mark.parametrize("where", BOTH)
def test_what_was_accepted_and_not_noted_is_sent_again_under_the_same_key(where: str, run: Run) -> None:
    found = killing.when_accepted(where, 1, 2, run=run)

    assert found.faults == []
    assert (found.outcome.repeated, found.outcome.broken_off) == (1, 1)


@pytest.mark.postgresql
def test_workers_with_wrong_clocks_send_nothing_twice(run: Run) -> None:
    assert clocks.run(15, run=run).faults == []


@pytest.mark.postgresql
def test_bad_receivers_get_all_of_theirs_and_hold_up_nobody_for_long(run: Run) -> None:
    found = slowness.run("postgresql", 40, run=run)

    assert found.outcome.faults == []
    assert found.longest_call < 15


@pytest.mark.postgresql
def test_answers_in_whatever_order_bring_a_state_only_forward(run: Run) -> None:
    assert answers.run("postgresql", 80, run=run).faults == ()
