"""How far everything of an establishment is accepted is written down with each month that moves."""

from __future__ import annotations

from datetime import date

import pytest
from sqlalchemy import select

from plugins.fr_dsn.deposits.months import accepted_until
from plugins.fr_dsn.portfolio.models import NEVER, Establishment
from tests.plugins.fr_dsn.gaps.following import FEBRUARY, IN_MARCH, SIRET, at, clear, deposit
from tests.plugins.fr_dsn.portfolio.accounts import GATEWAY
from tests.support.house import House

JANUARY, MARCH = date(2025, 1, 1), date(2025, 3, 1)
SECOND = date(2025, 2, 1)
YES, NO = "accepted", "refused"


@pytest.mark.parametrize(
    ("states", "until"),
    [
        ({}, NEVER),
        ({JANUARY: NO, SECOND: YES}, NEVER),
        ({SECOND: YES, MARCH: YES}, NEVER),
        ({JANUARY: YES, SECOND: NO, MARCH: YES}, JANUARY),
        ({JANUARY: YES, MARCH: YES}, JANUARY),
        ({JANUARY: YES, SECOND: YES, MARCH: YES}, MARCH),
        ({date(2024, 12, 1): NO, JANUARY: YES}, JANUARY),
    ],
)
def test_all_is_accepted_until_the_first_month_that_is_not(states: dict[date, str], until: date) -> None:
    assert accepted_until(JANUARY, states) == until


def test_returns_of_the_hub_move_how_far_all_is_accepted(house: House) -> None:
    clear(house)
    with at(IN_MARCH):
        deposit(house, FEBRUARY, "KO")
        before = _until(house)
        deposit(house, FEBRUARY.replace(b"S20.G00.05.004,'1'", b"S20.G00.05.004,'2'"))

    assert (before, _until(house)) == (NEVER, SECOND)


def _until(house: House) -> date:
    with house.reading(GATEWAY) as session:
        found: date = session.scalars(
            select(Establishment.accepted_until).where(Establishment.siret == SIRET)
        ).one()
        return found
