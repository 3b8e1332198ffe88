"""HR software that sends the same from several threads: one stoppage, one answer, and nobody is told of a fault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from threading import Barrier
from typing import Any

from sqlalchemy import func, select

from plugins.fr_dsn.stoppages import shapes
from plugins.fr_dsn.stoppages.models import Stoppage, StoppageVersion
from tests.plugins.fr_dsn.stoppages.gateway import Gateway
from tests.plugins.fr_dsn.stoppages.systems import hr_of
from tests.support.outbox import work

THREADS = 6
SENT = {key: value for key, value in shapes.EXAMPLE.items() if key != "sequence"}
PATH = "/fr_dsn/stoppages/HR-1"


def together(ask: Callable[[int], Any]) -> list[Any]:
    """Ask from several threads at the same moment, and give the answers."""
    start = Barrier(THREADS)

    def one(number: int) -> Any:
        start.wait()
        return ask(number)

    with ThreadPoolExecutor(THREADS) as pool:
        asked = [pool.submit(copy_context().run, one, number) for number in range(THREADS)]
        return [each.result() for each in asked]


def test_a_stoppage_sent_under_several_keys_at_once_is_one_and_the_others_are_told_which(
    gateway: Gateway,
) -> None:
    hr = hr_of(gateway)
    answers = together(lambda number: hr._ask("PUT", f"/fr_dsn/stoppages/K-{number}", SENT, {}))

    assert Counter(one.status_code for one in answers) == {200: 1, 422: THREADS - 1}
    (taken,) = (one.json["reference"] for one in answers if one.status_code == 200)
    told = [one.json["faults"][0] for one in answers if one.status_code == 422]
    assert all(one["code"] == "overlap" and taken in one["text"] for one in told)
    assert gateway.one(select(func.count(Stoppage.id))) == 1


def test_one_call_from_several_threads_is_one_stoppage_with_one_answer(gateway: Gateway) -> None:
    hr = hr_of(gateway)
    answers = together(lambda _number: hr._ask("PUT", PATH, SENT, {}))
    work(gateway.house)

    assert [one.status_code for one in answers] == [200] * THREADS
    assert len({one.data for one in answers}) == 1
    assert gateway.one(select(func.count(StoppageVersion.id))) == 1
    assert [one["act"] for one in gateway.got()] == ["open"]


def test_changes_closings_and_a_cancellation_at_once_are_each_taken_or_refused_in_words(
    gateway: Gateway,
) -> None:
    hr = hr_of(gateway)
    hr._ask("PUT", PATH, SENT, {})
    said: list[tuple[str, Any]] = [
        ("change", {**SENT, "planned_end": "2026-04-02"}),
        ("close", {"resumed_on": "2026-03-20", "resumption": "01"}),
        ("cancel", {}),
    ]

    def ask(number: int) -> Any:
        act, body = said[number % len(said)]
        return hr.post(f"{PATH}/{act}", body)

    answers = together(ask)
    assert {one.status_code for one in answers} <= {200, 409}
    assert all(one.json.get("detail") for one in answers if one.status_code == 409)
    assert hr.get(PATH).json["state"] == "cancelled"
    numbers = gateway.all(select(StoppageVersion.number).order_by(StoppageVersion.number))
    assert [*numbers] == list(range(1, len(numbers) + 1))
