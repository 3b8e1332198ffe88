"""What the health insurance and the insurer answer, and who learns of it."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from console.dispatch.models import Dispatch
from console.dispatch.webhook import service as webhooks
from console.testing.simulators.scenarios import step_of
from plugins.fr_dsn.stoppages.declaration import Wage
from plugins.fr_dsn.stoppages.exchange import INSURER
from tests.plugins.fr_dsn.stoppages.examples import stoppage
from tests.plugins.fr_dsn.stoppages.gateway import HEXALIA, START, Gateway, later
from tests.support.outbox import work


def test_an_acceptance_is_forwarded_to_the_insurer(gateway: Gateway) -> None:
    gateway.declare()
    gateway.poll()

    assert gateway.stoppage().state == "accepted"
    assert gateway.stoppage().accepted_at is not None
    assert gateway.events() == ["create", "acknowledge", "accept"]
    assert gateway.got(INSURER)[-1]["state"] == "accepted"


def test_a_rejection_says_why(gateway: Gateway) -> None:
    gateway.behaves("refuse")
    gateway.declare()
    gateway.poll()

    assert gateway.stoppage().state == "rejected"
    assert gateway.trail()[-2:] == ["health reject", "insurer received"]


def test_a_refusal_of_the_machine_is_known_at_once(lite: Gateway) -> None:
    lite.behaves("reject")
    lite.declare()

    found = lite.stoppage()
    assert (found.state, found.awaits, found.opened_at) == ("refused", "", None)


def test_documents_that_are_asked_for_stop_the_clock(lite: Gateway) -> None:
    lite.behaves("ask")
    lite.declare()
    lite.poll()

    found = lite.stoppage()
    assert (found.state, found.awaits) == ("documents", "")


@pytest.mark.parametrize("behaviour", ["twice", "reordered"])
def test_answers_that_come_twice_or_out_of_order_end_alike(lite: Gateway, behaviour: str) -> None:
    lite.behaves(behaviour)
    lite.declare()
    lite.poll()

    assert lite.stoppage().state == "accepted"
    assert lite.trail().count("health accept") == 1


def test_an_answer_to_what_was_corrected_since_is_noted_and_decides_nothing(lite: Gateway) -> None:
    lite.behaves("late")
    lite.declare()
    lite.behaves("late")
    lite.say("modify", stoppage(planned_end=date(2026, 4, 9)))
    lite.health.acknowledgements._held.pop()
    lite.health.release()
    lite.poll()

    assert lite.stoppage().state == "modified"
    assert "health overtaken" in lite.trail()


def test_a_closed_stoppage_stays_closed_when_its_opening_is_accepted(lite: Gateway) -> None:
    lite.behaves("late", "late")
    lite.declare()
    lite.say("close", date(2026, 3, 20), "01")
    lite.health.release()
    lite.poll()

    found = lite.stoppage()
    assert (found.state, found.accepted_at is not None) == ("closed", True)


def test_without_confirmed_deadlines_nothing_is_late(lite: Gateway) -> None:
    lite.declare()

    assert lite.stoppage().answer_by is None


def test_the_business_answer_is_due_at_the_end_of_the_third_working_day(lite: Gateway) -> None:
    lite.confirm_deadlines()
    lite.behaves("late")
    lite.declare()

    found = lite.stoppage()
    # Thursday 12 March, then Friday, Monday and Tuesday.
    assert (found.awaits, found.answer_by.isoformat()) == ("business", "2026-03-17T23:00:00+00:00")  # type: ignore[union-attr]
    (row,) = lite.all(select(Dispatch).where(Dispatch.kind == "fr_dsn.stoppage"))
    assert row.technical_by is not None
    assert row.business_by is not None


def test_the_technical_answer_is_due_after_an_hour(lite: Gateway) -> None:
    lite.confirm_deadlines()
    lite.behaves("fail")
    lite.declare()

    found = lite.stoppage()
    assert (found.state, found.awaits, (found.answer_by - START).seconds) == ("sent", "technical", 3600)  # type: ignore[operator]


def test_the_guarantee_opens_for_the_insurer_on_its_day_without_anybody_s_doing(gateway: Gateway) -> None:
    gateway.terms(10)
    gateway.declare()
    gateway.poll()

    found = gateway.stoppage()
    assert (found.guarantee_from, found.guarantee_until) == (date(2026, 3, 21), date(2026, 3, 31))
    assert "guarantee" not in gateway.events()
    with later(days=9):
        work(gateway.house)
        assert gateway.got(INSURER)[-1]["guarantee"] == {"from": "2026-03-21", "until": "2026-03-31"}
        assert gateway.events()[-1] == "guarantee"
        assert gateway.trail()[-1] == "insurer guarantee"


def test_a_return_before_the_opening_opens_no_guarantee(lite: Gateway) -> None:
    lite.terms(10)
    lite.declare()
    lite.poll()
    lite.say("close", date(2026, 3, 20), "01")

    with later(days=30):
        work(lite.house)
        assert "guarantee" not in lite.events()
    assert lite.stoppage().guarantee_from is None


def test_a_guarantee_that_opened_is_told_once(lite: Gateway) -> None:
    lite.terms(0)
    lite.declare()
    lite.poll()
    lite.say("modify", stoppage(planned_end=date(2026, 4, 9)))
    lite.poll()
    work(lite.house)

    assert lite.events().count("guarantee") == 1
    assert lite.got(INSURER)[-1]["guarantee"]["until"] == "2026-04-09"


def test_nothing_is_guaranteed_before_the_health_insurance_has_accepted(lite: Gateway) -> None:
    lite.terms(0)
    lite.behaves("late")
    lite.declare()

    assert "guarantee" not in lite.events()


def test_the_employer_s_system_is_told_of_each_answer_and_nothing_of_the_person(lite: Gateway) -> None:
    with lite.house.writing(HEXALIA) as session:
        webhooks.subscribe(session, "https://hr.example/hooks", ["module.news"], company=lite.company)
    lite.declare()
    lite.poll()

    rows = lite.all(select(Dispatch).where(Dispatch.channel == "webhook").order_by(Dispatch.id))
    assert [row.payload.split('"kind":"fr_dsn.stoppage.')[1].split('"')[0] for row in rows] == [
        "create", "acknowledge", "accept",
    ]  # fmt: skip
    assert "MARCHAND" not in "".join(row.payload for row in rows)
    assert "2850369" not in "".join(row.payload for row in rows)


def test_the_insurer_gets_twelve_months_of_wages_from_the_request(lite: Gateway) -> None:
    wages = (
        Wage(date(2025, 3, 1), Decimal(1900)),
        Wage(date(2025, 2, 1), Decimal(1)),
        Wage(date(2026, 2, 1), Decimal(2000)),
    )
    lite.declare(stoppage(wages=wages))

    assert lite.got(INSURER)[0]["wages"] == [
        {"month": "2025-03", "gross": "1900.00"}, {"month": "2026-02", "gross": "2000.00"},
    ]  # fmt: skip


def test_the_insurer_that_is_away_holds_up_nobody_and_loses_nothing(lite: Gateway) -> None:
    lite.simulators.scenarios[INSURER].script(step_of("fail"))
    lite.declare()
    lite.poll()
    assert lite.stoppage().state == "accepted"

    with later(hours=1):
        work(lite.house)
    assert lite.events() == ["create", "acknowledge", "accept"]
