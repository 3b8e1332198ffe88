"""Tries are counted before they are looked at, and a wait grows with each one too many."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from console.accounts.models import Throttle
from console.accounts.throttles import Limit, count, forget, take_back
from console.base import clock
from console.base.errors import TooManyTries
from console.institutions.sessions import accounts
from tests.support.house import House

LIMIT = Limit("test", 3, timedelta(minutes=15), timedelta(minutes=1), timedelta(minutes=8))
START = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)


def attempt(house: House, minutes: float, key: str = "marc") -> int:
    """Try at a minute of the morning; give the seconds to wait, 0 when it is let through."""
    with house.app.app_context(), clock.at(START + timedelta(minutes=minutes)):
        try:
            count(accounts(), "a secret", LIMIT, key)
        except TooManyTries as refused:
            return refused.seconds
        return 0


def test_the_limit_is_reached_exactly_and_trying_on_makes_nobody_wait_longer(house: House) -> None:
    assert [attempt(house, 0) for _ in range(6)] == [0, 0, 0, 60, 60, 60]


def test_who_waits_as_told_has_one_try_and_then_waits_twice_as_long_up_to_the_longest(house: House) -> None:
    for _ in range(3):
        attempt(house, 0)
    told, moment = [], 0.0
    for _ in range(5):
        told.append(attempt(house, moment))
        moment += told[-1] / 60
        assert attempt(house, moment) == 0
    assert told == [60, 120, 240, 480, 480]


def test_after_the_wait_and_the_window_all_is_forgotten(house: House) -> None:
    for _ in range(4):
        attempt(house, 0)
    assert attempt(house, 17) == 0
    assert [attempt(house, 17) for _ in range(3)] == [0, 0, 60]


def test_tries_far_apart_block_nobody(house: House) -> None:
    assert [attempt(house, minute) for minute in (0, 14, 16, 17, 32)] == [0] * 5


def test_a_right_try_among_wrong_ones_is_not_counted_and_blocks_nobody_behind_the_same_address(
    house: House,
) -> None:
    for _ in range(3):
        attempt(house, 0, "10.0.0.1")
    with house.app.app_context():
        take_back(accounts(), "a secret", LIMIT, "10.0.0.1")
        accounts.commit()
    assert [attempt(house, 0, "10.0.0.1") for _ in range(2)] == [0, 60]


def test_tries_are_counted_by_key_whatever_its_case_and_forgotten_after_a_right_one(house: House) -> None:
    assert [attempt(house, 0, key) for key in ("marc", "MARC", "Marc", "marc", "claire")] == [0, 0, 0, 60, 0]
    with house.app.app_context():
        forget(accounts(), "a secret", LIMIT, "marc")
        accounts.commit()
    assert attempt(house, 0) == 0


def test_the_table_does_not_tell_whose_tries_it_counts(house: House) -> None:
    attempt(house, 0)
    with house.app.app_context():
        rows = accounts().scalars(select(Throttle)).all()
    assert not any("marc" in f"{row.kind}{row.key}" for row in rows)


def test_a_refused_try_stays_counted_when_the_request_is_rolled_back(house: House) -> None:
    for _ in range(3):
        attempt(house, 0)
    with house.app.app_context(), clock.at(START), pytest.raises(TooManyTries):
        try:
            count(accounts(), "a secret", LIMIT, "marc")
        finally:
            accounts.rollback()
    assert attempt(house, 0) == 60
