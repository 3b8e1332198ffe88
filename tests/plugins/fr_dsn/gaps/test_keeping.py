"""What is held of one person among gaps is given to her and erased when its time is over."""

from __future__ import annotations

from datetime import date

from flask import g
from sqlalchemy import select

from console.base.figures import style_of
from plugins.fr_dsn.gaps import retention, service
from plugins.fr_dsn.gaps.models import DeclaredInsured, Gap
from tests.plugins.fr_dsn.gaps.following import (
    FEBRUARY,
    IN_MARCH,
    LUCIE,
    OLIVIER,
    at,
    clear,
    deposit,
    without_contribution,
)
from tests.plugins.fr_dsn.portfolio.accounts import GATEWAY
from tests.support.house import House


def test_a_person_is_told_of_her_gaps_and_of_nobody_elses(lite_house: House) -> None:
    clear(lite_house)
    with at(IN_MARCH):
        deposit(lite_house, without_contribution(FEBRUARY, OLIVIER))

    with lite_house.reading(GATEWAY):
        g.style = style_of("fr", "FR", "Europe/Paris")
        told = [[len(part.rows) for part in retention.export(number)] for number in (OLIVIER, LUCIE)]

    assert told == [[1, 1], [0, 0]]


def test_what_is_settled_before_the_day_is_erased_and_what_is_open_stays(house: House) -> None:
    clear(house)
    with at(IN_MARCH):
        deposit(house, without_contribution(FEBRUARY, OLIVIER))
    before = {"fr_dsn.gaps": date(2026, 1, 1), "fr_dsn.insured": date(2025, 3, 1)}

    with house.writing(GATEWAY) as session:
        first = retention.erase(OLIVIER, before)
        gap = session.scalars(select(Gap).where(Gap.person == OLIVIER)).one()
        with at(IN_MARCH):
            service.close(session, [gap], "explained", "", "Camille")
        second = retention.erase(OLIVIER, before)
        kept = str(session.scalars(select(DeclaredInsured)).one().contracts)

    assert [(one.key, one.count) for one in (*first, *second)] == [
        ("fr_dsn.gaps", 0),
        ("fr_dsn.insured", 1),
        ("fr_dsn.gaps", 1),
        ("fr_dsn.insured", 0),
    ]
    assert OLIVIER not in kept
