"""Daily benefits in the report: the staff counts all, a company what was paid to itself."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from console.base import clock
from console.institutions.scope import Scope
from console.institutions.sessions import acting
from plugins.fr_dsn.benefits.models import Benefit
from plugins.fr_dsn.reporting import figures
from plugins.fr_dsn.reporting.figures import Wanted, report, rows
from plugins.fr_dsn.reporting.slips import NO_SLIPS, Slips
from tests.plugins.fr_dsn.benefits.conftest import lite as lite_slips
from tests.plugins.fr_dsn.benefits.conftest import slips
from tests.plugins.fr_dsn.benefits.service import Slips as Service
from tests.plugins.fr_dsn.reporting.test_report import DAY, HOUR, put
from tests.plugins.fr_dsn.stoppages.conftest import gateway, lite
from tests.plugins.fr_dsn.stoppages.gateway import HEXALIA, START, Gateway

__all__ = ["gateway", "lite", "lite_slips", "slips"]
MARCH = Wanted(date(2026, 3, 1), date(2026, 4, 1))


def pay(there: Gateway, number: int, stoppage: int, net: str, to: str, after: timedelta, **more: Any) -> None:
    """Let a slip tell of a daily benefit."""
    amount = Decimal(net)
    values: dict[str, Any] = {
        "reference": f"B-{number}", "company_id": there.company if to == "employer" else None, "slip": "S-1",
        "stoppage": f"S-{stoppage:05}", "state": "matched", "siret": "", "person": "", "month": date(2026, 3, 1),
        "kind": "payment", "days": 1, "gross": amount, "deductions": Decimal(), "net": amount, "paid_to": to,
        "automatic": True, "identity": str(number), "came_at": START + after,
    }  # fmt: skip
    with there.house.writing(HEXALIA) as session:
        session.add(Benefit(**(values | more)))


@pytest.fixture
def three(gateway: Gateway) -> Gateway:
    """Three stoppages: one paid twice to the employer, one to the person, one with a repeat alone."""
    for number in (1, 2, 3):
        put(gateway, number, date(2026, 3, number))
    pay(gateway, 1, 1, "100.10", "employer", 2 * DAY)
    pay(gateway, 2, 1, "-20.05", "employer", 3 * DAY, kind="cancellation")
    pay(gateway, 3, 2, "50.00", "person", 4 * DAY)
    pay(gateway, 4, 3, "70.00", "employer", DAY, state="repeat")
    return gateway


def test_the_staff_counts_what_was_paid_to_whom_and_after_how_long(three: Gateway) -> None:
    with three.house.reading(HEXALIA) as session:
        found = report(session, MARCH).slips
        (line,) = rows(session, MARCH)

    seconds = int((6 * DAY).total_seconds())
    assert found == Slips(2, 3, seconds, Decimal("130.05"), Decimal("80.05"), Decimal("50.00"))
    assert line.slips == found


def test_a_company_never_counts_what_a_person_got_herself(three: Gateway) -> None:
    scope = Scope((three.house.institution(HEXALIA),), (three.company,), purpose="test")
    with three.house.app.app_context(), acting(scope) as session:
        found = report(session, MARCH).slips

    assert (found.stoppages, found.net, found.to_person) == (1, Decimal("80.05"), Decimal("0.00"))


def test_a_slip_before_its_stoppage_is_no_delay(lite: Gateway) -> None:
    put(lite, 1, date(2026, 3, 1))
    pay(lite, 1, 1, "10.00", "employer", -HOUR)

    with lite.house.reading(HEXALIA) as session:
        assert report(session, MARCH).slips.after == 0


def test_slips_of_other_months_count_there(lite: Gateway) -> None:
    put(lite, 1, date(2026, 2, 1))
    pay(lite, 1, 1, "10.00", "employer", HOUR)

    with lite.house.reading(HEXALIA) as session:
        assert report(session, MARCH).slips == NO_SLIPS


def test_the_case_of_the_brief_stands_in_the_report(slips: Service) -> None:
    there = slips.gateway
    there.terms(10)
    there.declare()
    there.poll()
    slips.paid()
    with clock.at(START + 10 * DAY):
        there.poll()
        with there.house.reading(HEXALIA) as session:
            found = report(session, MARCH)

    assert (found.total.stoppages, found.total.acknowledged, found.total.decided) == (1, 1, 1)
    assert found.breakdowns.covers == {figures.OPENED: 1}
    assert (found.total.opened, found.slips.stoppages, found.slips.net) == (1, 1, Decimal("738.00"))
