"""Asking other systems what they have: once at a time, from where the last commit ended, politely when they fail."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta
from pathlib import Path
from threading import Barrier

import pytest
from sqlalchemy import select

from config import Settings
from console.dispatch.inbound import polling
from console.dispatch.models import DispatchPoll
from console.hooks.manager import Plugins
from console.institutions.service import switch
from plugins.ch_fund.gateways.core_system import KEY
from tests.conftest import settings_for
from tests.support.agencies import Agency, agency, says
from tests.support.core_gateway import INSIDE, ROUND, Gateway, change, funds_in, rows
from tests.support.outbox import Killed, later


@pytest.fixture
def fund(make_settings: Callable[..., Settings]) -> Iterator[Gateway]:
    """Give a fund with a core system, on both databases in turn."""
    yield from funds_in(make_settings(**INSIDE))


@pytest.fixture
def lite_fund(sqlite_template: Path, here: Path) -> Iterator[Gateway]:
    """Give the same on SQLite alone."""
    shutil.copyfile(sqlite_template, here / "house.sqlite")
    yield from funds_in(settings_for(f"sqlite:///{here / 'house.sqlite'}", here, **INSIDE))


@pytest.fixture
def other(lite_fund: Gateway) -> Iterator[Agency]:
    """Give a core system that answers what a test wants."""
    with agency() as found:
        change(lite_fund.house, "CC Léman", {"core_url": found.url.replace("localhost", "127.0.0.1")})
        found.usual = says(200, json.dumps({"items": [], "cursor": "9"}).encode())
        yield found


def test_the_next_question_begins_where_the_last_answer_ended(lite_fund: Gateway, other: Agency) -> None:
    lite_fund.poll()
    lite_fund.poll_again()

    assert [one.line.split()[1].partition("?")[2] for one in other.asked] == ["since=0", "since=9"]


def test_it_is_not_asked_again_before_its_pause_is_over(lite_fund: Gateway, other: Agency) -> None:
    lite_fund.poll()
    lite_fund.poll()

    assert len(other.asked) == 1


def test_each_failure_is_counted_and_doubles_the_pause_up_to_an_hour(
    lite_fund: Gateway, other: Agency
) -> None:
    other.usual = says(500)
    lite_fund.poll()
    passed = timedelta()
    for minutes in (2, 4, 8, 16, 32, 60, 60):
        for wait, times in ((timedelta(minutes=minutes, seconds=-20), 0), (timedelta(seconds=30), 1)):
            passed += wait
            before = len(other.asked)
            with later(passed):
                lite_fund.poll()
            assert len(other.asked) - before == times, minutes

    assert lite_fund.poll_row().failures == 8
    other.usual = says(200, b'{"items": [], "cursor": "9"}')
    with later(passed + timedelta(hours=1, minutes=1)):
        lite_fund.poll()
    assert (lite_fund.poll_row().failures, lite_fund.poll_row().why) == (0, {})


@pytest.mark.parametrize(
    "answer",
    [
        says(500),
        says(401),
        says(302, Location="http://10.0.0.1/"),
        says(200, b"<html>Maintenance</html>", Content_Type="text/html"),
        says(200, b"{"),
        says(200, b"[]"),
        says(200, b'{"items": [', length=400),
        b"SSH-2.0-OpenSSH\r\n",
        b"",
    ],
)
def test_an_answer_that_is_none_leaves_the_place_and_says_why_on_the_channel_s_page(
    lite_fund: Gateway, other: Agency, answer: bytes
) -> None:
    lite_fund.poll()
    other.usual = answer
    lite_fund.poll_again()

    row = lite_fund.poll_row()
    assert (row.failures, row.cursor, bool(row.why["message"])) == (1, "9", True)
    page = lite_fund.house.browser("claire").get(f"/dispatch/channels/{KEY}").text
    assert "n’a pas pu être" in page


def test_killed_between_reading_and_keeping_it_reads_once_more(
    fund: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    fund.hand_over()

    def die(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as killing, suppress(Killed):
        killing.setattr(polling, "_keep", die)
        fund.poll()
    before = (fund.answers(), fund.poll_row().cursor)
    fund.poll_again()

    assert before == ([], "")
    assert fund.answers() == [("received", "late"), ("accepted", "applied")]
    assert fund.journal("ch_fund.core_system") == ["accepted"]


def test_what_is_read_twice_after_a_lost_cursor_is_one(fund: Gateway) -> None:
    fund.hand_over()
    fund.poll()
    with fund.house.writing() as session:
        polling._row(session, KEY).cursor = ""
    fund.poll_again()

    assert len(fund.answers()) == 2
    assert fund.journal("ch_fund.core_system") == ["accepted"]


def test_of_several_workers_that_look_at_once_one_asks(fund: Gateway) -> None:
    """For the first time too, when each of them has to write the row."""
    with agency() as other:
        other.usual = says(200, b'{"items": [], "cursor": "9"}')
        change(fund.house, "CC Léman", {"core_url": other.url.replace("localhost", "127.0.0.1")})
        for turn in (timedelta(), ROUND):
            ready = Barrier(4)

            def work(ready: Barrier = ready) -> None:
                ready.wait(10)
                fund.poll()

            with later(turn), ThreadPoolExecutor(4) as workers:
                for one in [workers.submit(work) for _ in range(4)]:
                    one.result(30)

    assert len(other.asked) == 2
    assert fund.poll_row().failures == 0


def test_one_system_that_fails_keeps_no_other_institution_waiting(lite_fund: Gateway, other: Agency) -> None:
    other.usual = says(500)
    change(
        lite_fund.house, "AK Aaretal", {"core_url": lite_fund.agency.address, "core_key": "simulated-key:a"}
    )

    lite_fund.poll()

    assert lite_fund.poll_row().failures == 1
    (there,) = rows(lite_fund.house, select(DispatchPoll), "AK Aaretal")
    assert (there.failures, there.asked_at is not None) == (0, True)


def test_a_module_that_is_switched_off_is_not_asked(lite_fund: Gateway, other: Agency) -> None:
    plugins: Plugins = lite_fund.house.app.extensions["guichet_plugins"]
    with lite_fund.house.writing() as session:
        switch(session, plugins["ch_fund"], False, list(plugins))

    lite_fund.poll()

    assert other.asked == []


def test_a_clock_that_was_ahead_and_is_set_right_stops_no_question(lite_fund: Gateway, other: Agency) -> None:
    with later(timedelta(days=365)):
        lite_fund.poll()
    lite_fund.poll()

    assert len(other.asked) == 2
