"""What is kept beside a stoppage for its report: its length, its cover, why it was rejected, how long answers took."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from console.base import clock
from plugins.fr_dsn.stoppages.guarantee import Cover, guarantee
from plugins.fr_dsn.stoppages.measures import SERVICE, code_of
from plugins.fr_dsn.stoppages.terms import Counting, Terms
from tests.plugins.fr_dsn.stoppages.examples import spell, stoppage
from tests.plugins.fr_dsn.stoppages.gateway import START, Gateway, later

MARCH = spell("S", "2026-03-01", "2026-03-31")


def test_length_and_month_follow_the_days_of_a_stoppage(lite: Gateway) -> None:
    lite.declare()
    assert (lite.stoppage().days, lite.stoppage().length) == (21, 30)

    lite.say("close", date(2026, 3, 14), "01")

    found = lite.stoppage()
    assert (found.days, found.length, found.month) == (3, 3, date(2026, 3, 1))


@pytest.mark.parametrize(("behaviour", "code"), [("refuse", "days"), ("reject", "schema"), ("", "")])
def test_the_cause_of_a_rejection_is_kept_by_its_code(lite: Gateway, behaviour: str, code: str) -> None:
    if behaviour:
        lite.behaves(behaviour)
    lite.declare()
    lite.poll()

    assert lite.stoppage().rejected_for == code


def test_a_cause_stays_when_the_stoppage_is_accepted_later(lite: Gateway) -> None:
    lite.behaves("refuse")
    lite.declare()
    lite.poll()
    with later(hours=1):
        lite.say("modify", stoppage(planned_end=date(2026, 4, 2)))
        lite.poll()

    assert (lite.stoppage().state, lite.stoppage().rejected_for) == ("accepted", "days")


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("R-12.3", "R-12.3"),
        ("", SERVICE),
        (None, SERVICE),
        (7, SERVICE),
        ("Mme Marchand", SERVICE),
        ("2850369123456", SERVICE),
    ],
)
def test_what_might_name_somebody_is_no_code(said: object, kept: str) -> None:
    assert code_of(said, SERVICE) == kept


def test_answers_are_timed_from_the_declaration_on(lite: Gateway) -> None:
    lite.declare()
    assert (lite.stoppage().receipt_after, lite.stoppage().decision_after) == (0, None)

    with clock.at(START + timedelta(days=2)):
        lite.poll()

    assert lite.stoppage().decision_after == 2 * 86_400 + 600


@pytest.mark.parametrize(
    ("deductible", "most_days", "cover"),
    [(10, None, Cover.OPENS), (31, None, Cover.BELOW), (0, 28, Cover.SPENT)],
)
def test_the_terms_say_how_a_stoppage_is_covered(
    deductible: int, most_days: int | None, cover: Cover
) -> None:
    terms = Terms("PREV-1", date(2026, 1, 1), None, deductible, Counting.CONTINUOUS, most_days)
    before = [spell("A", "2026-02-01", "2026-02-28")] if most_days else []

    assert guarantee(MARCH, before, terms).cover is cover


def test_without_terms_the_cover_is_unknown(lite: Gateway) -> None:
    lite.declare()
    assert lite.stoppage().cover == "unknown"

    lite.terms(30)
    lite.poll()

    assert lite.stoppage().cover == "below"
