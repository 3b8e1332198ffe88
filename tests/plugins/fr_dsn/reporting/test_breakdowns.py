"""How stoppages are shared out: each breakdown adds up to their number, and nothing is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import fields
from datetime import date
from random import Random
from typing import Any

import pytest

from plugins.fr_dsn.reporting import figures
from plugins.fr_dsn.reporting.figures import Breakdowns, Report, Wanted, report, rows
from plugins.fr_dsn.stoppages.guarantee import Cover
from plugins.fr_dsn.stoppages.machine import State
from plugins.fr_dsn.stoppages.measures import REJECTIONS
from tests.plugins.fr_dsn.reporting.test_report import DAY, put
from tests.plugins.fr_dsn.stoppages.conftest import gateway, lite
from tests.plugins.fr_dsn.stoppages.gateway import HEXALIA, START, Gateway

__all__ = ["gateway", "lite"]
YEAR = Wanted(date(2025, 4, 1), date(2026, 4, 1))
TODAY = START.date()


def counted(there: Gateway, wanted: Wanted = YEAR) -> Report:
    with there.house.reading(HEXALIA) as session:
        return report(session, wanted)


def of(there: Gateway, name: str) -> Mapping[Any, int]:
    return getattr(counted(there).breakdowns, name)  # type: ignore[no-any-return]


def scatter(there: Gateway, many: int) -> None:
    """Put stoppages of all kinds there, by chance, always the same."""
    chance = Random(8)
    for number in range(many):
        first = date(2025, 4, 1) + chance.randrange(365) * DAY
        opens = first + 7 * DAY if chance.random() < 0.5 else None
        put(
            there,
            number,
            first,
            f"999000011000{chance.randrange(10, 14)}",
            last_day=first + chance.choice((-1, 0, 2, 6, 29, 89, 200)) * DAY,
            reason=chance.choice(("01", "06", "98")),
            population=chance.choice(("", "CADRE")),
            state=chance.choice(list(State)),
            cover=chance.choice(["", *Cover]),
            rejected_for=chance.choice(("", "R7", *REJECTIONS)),
            guarantee_from=opens,
            guarantee_told=opens if chance.random() < 0.5 else None,
        )


def test_each_breakdown_adds_up_to_the_number_of_stoppages(gateway: Gateway) -> None:
    scatter(gateway, 150)
    found = counted(gateway)

    sums = {one.name: sum(getattr(found.breakdowns, one.name).values()) for one in fields(Breakdowns)}
    assert sums == dict.fromkeys(sums, 150)
    assert found.total.stoppages == sum(one.counts.stoppages for one in found.places) == 150
    for name in ("days", "below", "guaranteed", "late"):
        assert getattr(found.total, name) == sum(getattr(one.counts, name) for one in found.places)
    assert found.total.below == found.breakdowns.covers[figures.BELOW]


def test_the_lines_of_the_sheet_add_up_to_the_report(lite: Gateway) -> None:
    scatter(lite, 150)
    with lite.house.reading(HEXALIA) as session:
        lines = list(rows(session, YEAR))
        found = report(session, YEAR)

    assert figures.sum_of(one.counts for one in lines) == found.total
    for line in lines:
        assert sum(line.lengths.values()) == sum(line.covers.values()) == line.counts.stoppages


@pytest.mark.parametrize(
    ("days", "length"), [(0, 3), (1, 3), (3, 3), (4, 7), (8, 30), (30, 30), (31, 90), (180, 180), (181, 0)]
)
def test_a_stoppage_that_is_over_counts_in_the_class_of_its_days(
    lite: Gateway, days: int, length: int
) -> None:
    put(lite, 1, date(2025, 4, 2), last_day=date(2025, 4, 1) + days * DAY)

    assert of(lite, "lengths") == {length: 1}


@pytest.mark.parametrize(("last", "length"), [(TODAY, figures.RUNNING), (TODAY - DAY, 7)])
def test_until_its_last_day_is_over_it_is_running(lite: Gateway, last: date, length: int) -> None:
    put(lite, 1, last - 4 * DAY, last_day=last)

    assert of(lite, "lengths") == {length: 1}


@pytest.mark.parametrize(
    ("values", "cover"),
    [
        ({"cover": "below"}, figures.BELOW),
        ({"cover": "below", "last_day": TODAY}, figures.WITHIN),
        ({"cover": "below", "state": "rejected"}, figures.NONE),
        ({"cover": "opens", "guarantee_from": TODAY}, figures.DUE),
        ({"cover": "opens", "guarantee_from": TODAY + DAY}, figures.LATER),
        ({"cover": "opens", "guarantee_from": TODAY, "guarantee_told": TODAY}, figures.OPENED),
        ({"cover": "below", "guarantee_told": TODAY}, figures.OPENED),
        ({"cover": "spent"}, figures.SPENT),
        ({"cover": "unknown"}, figures.NO_TERMS),
    ],
)
def test_each_stoppage_stands_somewhere_towards_the_guarantee(
    lite: Gateway, values: dict[str, Any], cover: str
) -> None:
    put(lite, 1, TODAY - 5 * DAY, **{"last_day": TODAY - DAY, **values})

    assert of(lite, "covers") == {cover: 1}


def test_those_that_ended_below_the_deductible_are_counted(gateway: Gateway) -> None:
    put(gateway, 1, TODAY - 5 * DAY, last_day=TODAY - DAY, cover="below")
    put(gateway, 2, TODAY - 5 * DAY, last_day=TODAY + DAY, cover="below")
    found = counted(gateway)

    assert (found.total.stoppages, found.total.below, found.places[0].counts.below) == (2, 1, 1)
