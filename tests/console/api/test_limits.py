"""A key sends so many requests a minute, whichever process answers, and is told how many are left."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import select

from console.accounts.allowances import Allowances
from console.accounts.models import ApiKey
from console.base import clock
from console.institutions.sessions import accounts
from tests.console.api.test_reading import LIST, get, key_of
from tests.support.house import House

NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
ONE = "/api/v1/openapi.json"


def left(answer: Any) -> tuple[int, int]:
    """Give the requests left and the seconds to the next minute, as the headers say."""
    found = re.fullmatch(r'"key";r=(\d+);t=(\d+)', answer.headers["RateLimit"])
    assert found is not None
    return int(found[1]), int(found[2])


def test_every_answer_says_the_limit_and_what_is_left_of_it(house: House) -> None:
    key = key_of(house, per_minute=100)
    with clock.at(NOON):
        first = get(house, ONE, key)
    with clock.at(NOON + timedelta(seconds=15)):
        unknown = get(house, f"{LIST}/999999", key)

    assert first.headers["RateLimit-Policy"] == '"key";q=100;w=60'
    assert left(first) == (99, 60)
    assert unknown.status_code == 404
    assert left(unknown) == (98, 45)


def test_beyond_its_limit_a_key_is_refused_until_the_minute_is_over(house: House) -> None:
    key = key_of(house, per_minute=20)
    with clock.at(NOON):
        codes = [get(house, ONE, key).status_code for _ in range(20)]
    with clock.at(NOON + timedelta(seconds=40)):
        refused = get(house, ONE, key)
    with clock.at(NOON + timedelta(seconds=61)):
        after = get(house, ONE, key)

    assert set(codes) == {200}
    assert refused.status_code == 429
    assert refused.headers["Retry-After"] == "20"
    assert left(refused) == (0, 20)
    assert refused.mimetype == "application/problem+json"
    assert (after.status_code, left(after)[0]) == (200, 19)


def test_several_processes_together_give_no_more_than_the_limit(house: House) -> None:
    key, given = key_of(house, per_minute=100), 0
    processes = [Allowances() for _ in range(4)]
    with clock.at(NOON):
        for turn in range(200):
            house.app.extensions["guichet_allowances"] = processes[turn % 4]
            given += get(house, ONE, key).status_code == 200

    assert given == 100


def test_what_one_process_holds_unspent_is_at_most_a_portion(house: House) -> None:
    key = key_of(house, per_minute=100)
    with clock.at(NOON):
        get(house, ONE, key)
        house.app.extensions["guichet_allowances"] = Allowances()
        given = [get(house, ONE, key).status_code for _ in range(100)].count(200)

    assert 90 <= given <= 99


def test_a_request_costs_no_write_while_the_portion_lasts(house: House) -> None:
    key, seen = key_of(house, per_minute=600), set()
    with clock.at(NOON):
        for _ in range(10):
            get(house, ONE, key)
            with house.app.app_context():
                seen.add(accounts().scalars(select(ApiKey.taken)).one())

    assert seen == {10}


def test_one_key_does_not_use_up_the_minute_of_another(lite_house: House) -> None:
    busy, quiet = key_of(lite_house, per_minute=5), key_of(lite_house, per_minute=5)
    with clock.at(NOON):
        codes = [get(lite_house, ONE, busy).status_code for _ in range(6)]

        assert codes[-1] == 429
        assert get(lite_house, ONE, quiet).status_code == 200


def test_who_has_no_key_is_told_nothing_of_limits(lite_house: House) -> None:
    assert "RateLimit" not in get(lite_house, ONE, "gk_wrong").headers
