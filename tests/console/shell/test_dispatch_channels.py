"""The pages about channels: their figures, holding one, trying a system that is left alone."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import event, select

from console.audit.models import AuditEntry
from console.base import clock
from console.base.sheets.phrases import Phrase
from console.dispatch import figures
from console.dispatch.declarations import Delivered, Envelope, Later, Misconfigured, Outcome, Pace, Rejected
from console.dispatch.models import DELIVERED, PARKED, WAITING
from console.dispatch.running import Pipeline
from console.dispatch.service import enqueue
from console.institutions.sessions import db
from tests.support.house import House, post
from tests.support.outbox import later, put, receive, row_of, work

WHY = Phrase("Wait.")
REASON = {"reason": "Maintenance at the agency."}


def held(house: House) -> list[str]:
    with house.reading() as session:
        lines = session.scalars(select(AuditEntry).where(AuditEntry.subject == "console.channel"))
        return [line.action.rpartition(".")[2] for line in lines]


def test_the_figures_say_what_waits_what_is_stuck_and_what_got_through(house: House) -> None:
    answers: dict[str, Outcome] = {"a": Rejected(WHY), "b": Later(WHY), "c": Delivered()}
    receive(house, lambda letter: answers[letter.envelope.key])
    put(house, "a", "b", "c")
    work(house)
    put(house, "d")

    with house.reading() as session:
        found = figures.open_in(session, ["test", "email"])
        through = figures.delivered_since(session, clock.now() - timedelta(hours=1))
        hours = figures.delivered_between(
            session, "test", [clock.now() + timedelta(hours=n) for n in (-2, -1, 1)]
        )
    opened = found["test"]
    assert (opened.waiting, opened.failing, opened.parked, opened.in_flight) == (2, 1, 1, 0)
    assert opened.oldest == row_of(house, "b").created_at
    assert found["email"].waiting == 0
    assert through == {"test": 1}
    assert hours == [0, 1]


def test_another_institution_is_not_counted(lite_house: House) -> None:
    receive(lite_house)
    put(lite_house, "a", institution="AK Aaretal")

    with lite_house.reading() as session:
        assert figures.open_in(session, ["test"])["test"].waiting == 0
    assert lite_house.browser("claire").get("/dispatch/channels/test").status_code == 200


def test_a_page_costs_as_many_statements_with_a_thousand_as_with_one(lite_house: House) -> None:
    receive(lite_house)
    claire = lite_house.browser("claire")

    def counted() -> int:
        sent: list[str] = []
        with lite_house.app.app_context():
            engine = db.engine

        def note(_c: object, _k: object, statement: str, *_: object) -> None:
            sent.append(statement)

        event.listen(engine, "before_cursor_execute", note)
        assert claire.get("/dispatch/channels/test").status_code == 200
        event.remove(engine, "before_cursor_execute", note)
        return len(sent)

    put(lite_house, "a")
    counted()  # The first one connects.
    few = counted()
    put(lite_house, *(f"n{number}" for number in range(300)))
    assert counted() == few


def test_the_chart_has_its_figures_as_a_table_and_no_style_of_its_own(lite_house: House) -> None:
    receive(lite_house)
    put(lite_house, "a")
    work(lite_house)
    page = lite_house.browser("claire").get("/dispatch/channels/test").text

    assert "<svg viewBox" in page
    assert page.count("<rect") == 2
    assert "style=" not in page


def test_a_held_channel_sends_nothing_until_it_is_let_go(lite_house: House) -> None:
    receive(lite_house)
    claire = lite_house.browser("claire")
    assert post(claire, "/dispatch/channels/test/hold").status_code == 422
    assert post(claire, "/dispatch/channels/test/hold", REASON).status_code == 303
    put(lite_house, "a")
    work(lite_house)
    assert row_of(lite_house, "a").state == WAITING
    page = claire.get("/dispatch/channels/test").text
    assert "Maintenance at the agency." in page
    assert "Claire" in page

    assert post(claire, "/dispatch/channels/test/let-go").status_code == 303
    work(lite_house)
    assert row_of(lite_house, "a").state == DELIVERED
    assert held(lite_house) == ["held", "released"]


def test_holding_twice_keeps_the_first_reason_and_letting_go_twice_is_once(lite_house: House) -> None:
    receive(lite_house)
    claire = lite_house.browser("claire")
    post(claire, "/dispatch/channels/test/hold", REASON)
    post(claire, "/dispatch/channels/test/hold", {"reason": "Another one."})
    assert "Another one." not in claire.get("/dispatch/channels/test").text

    post(claire, "/dispatch/channels/test/let-go")
    post(claire, "/dispatch/channels/test/let-go")
    assert held(lite_house) == ["held", "released"]


def test_a_system_that_is_left_alone_is_tried_at_once_when_somebody_asks(lite_house: House) -> None:
    answer: list[Outcome] = [Later(WHY, away=True)]
    receiver = receive(lite_house, lambda letter: answer[0], pace=Pace(tries=9))
    put(lite_house, "a")
    for minutes in (0, 5, 10):
        with later(timedelta(minutes=minutes)):
            work(lite_house)
    put(lite_house, "b")
    answer[0] = Delivered()
    claire = lite_house.browser("claire")
    with later(timedelta(minutes=10, seconds=1)):
        work(lite_house)
        assert len(receiver.got) == 3
        page = claire.get("/dispatch/channels/test").text
        peer = page.split('name="peer" value="')[1].split('"')[0]
        post(claire, "/dispatch/channels/test/try-now", {"peer": peer})
        work(lite_house)

    assert row_of(lite_house, "a").state == DELIVERED
    assert held(lite_house) == ["tried"]


def test_a_system_that_works_is_not_there_to_be_tried(lite_house: House) -> None:
    receive(lite_house)

    answer = post(lite_house.browser("claire"), "/dispatch/channels/test/try-now", {"peer": "x" * 32})
    assert answer.status_code == 404


def test_who_corrected_the_settings_does_not_wait_for_a_worker_that_remembers_the_fault(
    lite_house: House,
) -> None:
    answer: list[Outcome] = [Misconfigured(WHY)]
    receive(lite_house, lambda letter: answer[0])
    (reference,) = put(lite_house, "a")
    pipeline = Pipeline(lite_house.app)
    pipeline.run(lite_house.app)
    answer[0] = Delivered()
    post(lite_house.browser("claire"), f"/dispatch/{reference}/retry")
    pipeline.run(lite_house.app)

    assert row_of(lite_house, "a").state == DELIVERED


def test_the_channel_of_a_module_that_is_off_is_listed_only_while_something_of_it_waits(
    lite_house: House,
) -> None:
    claire, fund = lite_house.browser("claire"), "/dispatch/channels/ch_fund.core_system"
    assert fund in claire.get("/dispatch/channels/").text
    post(claire, "/modules/ch_fund/switch", {"to": "off", "confirmed": "yes"})

    assert fund not in claire.get("/dispatch/channels/").text
    with lite_house.writing() as session:
        enqueue(session, Envelope("ch_fund.core_system", "core", {}, "ch_fund.announcement", "a"))
    assert fund in claire.get("/dispatch/channels/").text


@pytest.mark.parametrize("path", ["nonsense", "nonsense/hold", "nonsense/let-go"])
def test_a_channel_that_is_not_set_up_is_not_there(lite_house: House, path: str) -> None:
    assert lite_house.browser("claire").get(f"/dispatch/channels/{path}").status_code in (404, 200)
    assert post(lite_house.browser("claire"), f"/dispatch/channels/{path}", REASON).status_code in (404, 405)


def test_a_case_worker_sees_no_channels(lite_house: House) -> None:
    receive(lite_house, lambda letter: Rejected(WHY))
    put(lite_house, "a")
    work(lite_house)
    assert row_of(lite_house, "a").state == PARKED

    assert lite_house.browser("marc").get("/dispatch/channels/test").status_code == 403
