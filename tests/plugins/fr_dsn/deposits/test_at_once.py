"""Files of one establishment and month from several threads: each is taken, and the month stands once."""

from __future__ import annotations

import base64
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

from sqlalchemy import func, select

from plugins.fr_dsn.deposits.models import Deposit, Month
from plugins.fr_dsn.portfolio.models import Establishment
from tests.plugins.fr_dsn.deposits.hub import FEBRUARY, Hub, bring
from tests.plugins.fr_dsn.deposits.test_api import PATH, in_portfolio, software
from tests.plugins.fr_dsn.portfolio.accounts import ADMINISTRATOR
from tests.support.outbox import work

THREADS = 4


def variant(number: int) -> bytes:
    """Give the file as another version of the software writes it: other bytes, the same declaration."""
    software_version = b"S10.G00.00.003,'"
    head, _, rest = FEBRUARY.partition(software_version)
    return head + software_version + str(number).encode() + rest


def together(ask: Callable[[int], Any], threads: int = THREADS) -> list[Any]:
    """Ask from several threads at the same moment, and give the answers."""
    start = Barrier(threads)

    def one(number: int) -> Any:
        start.wait()
        return ask(number)

    with ThreadPoolExecutor(threads) as pool:
        return [each.result() for each in [pool.submit(one, number) for number in range(threads)]]


def counted(hub: Hub, model: Any) -> int:
    """Give how many rows there are."""
    with hub.house.reading("Hexalia") as session:
        return session.scalar(select(func.count(model.id))) or 0


def body(content: bytes) -> dict[str, str]:
    """Give what the software sends."""
    return {"name": "mars.dsn", "content": base64.b64encode(content).decode()}


def test_several_files_for_one_month_at_once_are_each_taken(hub: Hub) -> None:
    in_portfolio(hub)
    payroll = software(hub)
    answers = together(lambda number: payroll.post(PATH, body(variant(number))))

    assert [(one.status_code, one.json["state"]) for one in answers] == [(200, "leaving")] * THREADS
    assert (counted(hub, Deposit), counted(hub, Month)) == (THREADS, 1)


def test_one_file_from_several_threads_is_one_deposit(hub: Hub) -> None:
    in_portfolio(hub)
    payroll = software(hub)
    answers = together(lambda _number: payroll.post(PATH, body(FEBRUARY)))
    work(hub.house)

    assert {(one.status_code, one.json["reference"]) for one in answers} == {
        (200, hub.deposits()[0].reference)
    }
    assert sorted(one.json["repeated"] for one in answers) == [False, True, True, True]
    assert hub.effects == [1]


def test_files_for_a_new_establishment_from_several_tabs_add_it_once(hub: Hub) -> None:
    tabs = [hub.house.browser(ADMINISTRATOR) for _ in range(THREADS)]
    answers = together(lambda number: bring(tabs[number], {"mars.dsn": variant(number)}))

    assert [one.status_code for one in answers] == [303] * THREADS
    assert (counted(hub, Deposit), counted(hub, Establishment)) == (THREADS, 1)
