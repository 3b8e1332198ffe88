"""Calls are drawn up by themselves only where an institution wants it, and are still sent by somebody."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime

import pytest

from console.base import clock
from plugins.fr_dsn.contributions import monthly
from plugins.fr_dsn.contributions.settings import check_day, day_in
from tests.plugins.fr_dsn.contributions.insurer import FEBRUARY, FILES, Insurer
from tests.plugins.fr_dsn.deposits.hub import change
from tests.plugins.fr_dsn.portfolio.accounts import GATEWAY


@contextmanager
def on(day: str) -> Iterator[None]:
    with clock.at(datetime.fromisoformat(f"{day}T10:00").replace(tzinfo=UTC)):
        yield


def look(insurer: Insurer, day: str) -> int:
    with on(day), insurer.house.writing(GATEWAY) as session:
        return monthly.draw_up(session)


def ready(insurer: Insurer, day: str = "10") -> None:
    insurer.rate()
    insurer.accept(FILES[0])
    change(insurer.house, {"calls_drawn_on": day})


def test_nothing_is_drawn_up_by_itself_before_somebody_wants_it(lite_insurer: Insurer) -> None:
    lite_insurer.rate()
    lite_insurer.accept(FILES[0])

    assert look(lite_insurer, "2025-03-28") == 0
    assert lite_insurer.calls() == []


def test_from_its_day_on_the_month_before_is_drawn_up_once_and_not_sent(insurer: Insurer) -> None:
    ready(insurer)

    assert [look(insurer, f"2025-03-{day}") for day in ("09", "10", "11", "28")] == [0, 1, 0, 0]
    call = insurer.call()
    assert (call.period, call.state, call.sent_at) == ("2025M02", "to_call", None)
    assert insurer.steps().count("drawn") == 1


def test_what_is_accepted_later_in_the_month_is_drawn_up_then(lite_insurer: Insurer) -> None:
    lite_insurer.rate()
    change(lite_insurer.house, {"calls_drawn_on": "10"})
    assert look(lite_insurer, "2025-03-12") == 0
    lite_insurer.hub.connect()  # settings are saved all at once
    lite_insurer.accept(FILES[0])
    change(lite_insurer.house, {"calls_drawn_on": "10"})

    assert look(lite_insurer, "2025-03-14") == 1


def test_a_quarter_is_drawn_up_after_its_last_month(lite_insurer: Insurer) -> None:
    lite_insurer.rate(periodicity="quarterly")
    lite_insurer.accept(*FILES)
    change(lite_insurer.house, {"calls_drawn_on": "1"})

    assert [look(lite_insurer, day) for day in ("2025-03-20", "2025-04-01", "2025-04-02")] == [0, 1, 0]
    assert lite_insurer.call().period == "2025T01"


def test_each_round_draws_up_a_part_and_the_next_one_goes_on(
    lite_insurer: Insurer, monkeypatch: pytest.MonkeyPatch
) -> None:
    ready(lite_insurer)
    monkeypatch.setattr(monthly, "MOST", 0)
    assert look(lite_insurer, "2025-03-12") == 0
    monkeypatch.undo()

    assert look(lite_insurer, "2025-03-12") == 1


def test_a_contract_of_which_nothing_is_declared_waits(lite_insurer: Insurer) -> None:
    ready(lite_insurer)
    lite_insurer.rate(contract="PREV-OTHER")

    with lite_insurer.house.reading(GATEWAY) as session:
        assert [one.contract for one in monthly.wanted(session, FEBRUARY)] == ["PREV-2025-001"]


@pytest.mark.parametrize(("value", "day"), [("", 0), ("0", 0), ("28", 28), ("29", 0), ("x", 0), ("-1", 0)])
def test_a_day_of_the_month(value: str, day: int) -> None:
    assert day_in(value) == day
    assert (check_day(value) is None) is (value in ("0", "28"))
