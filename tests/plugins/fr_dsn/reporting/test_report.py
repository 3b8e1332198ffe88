"""Work stoppages counted for the company and for the staff."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select

from console.audit.models import AuditEntry
from console.institutions.scope import Scope
from console.institutions.sessions import acting
from console.parties.models import Company
from plugins.fr_dsn.reporting.figures import Counts, Wanted, report, rows
from plugins.fr_dsn.stoppages.machine import State
from plugins.fr_dsn.stoppages.models import Stoppage
from tests.plugins.fr_dsn.stoppages.conftest import gateway, lite
from tests.plugins.fr_dsn.stoppages.gateway import HEXALIA, START, Gateway
from tests.plugins.fr_dsn.stoppages.test_pages import give_the_theme

__all__ = ["gateway", "lite"]
PAGE = "/fr_dsn/stoppage_report/"
LYON, LILLE = "99900001100018", "99900001100026"
SPRING = Wanted(date(2026, 2, 1), date(2026, 4, 1))
HOUR, DAY = timedelta(hours=1), timedelta(days=1)


def put(gateway: Gateway, number: int, first: date, siret: str = LYON, **more: Any) -> None:
    """Put a stoppage there, declared at the start of the test."""
    values: dict[str, Any] = {
        "reference": f"S-{number:05}", "company_id": gateway.company, "source": "api", "siret": siret,
        "person": f"1{number:012}", "name": f"PERSONNE {number:05}", "contract": "1", "reason": "01", "kind": "first",
        "first_day": first, "last_day": first + DAY, "declaration": {}, "state": State.SENT, "created_at": START,
        "changed_at": START,
    }  # fmt: skip
    with gateway.house.writing(HEXALIA) as session:
        session.add(Stoppage(**(values | more)))


@pytest.fixture
def five(lite: Gateway) -> Gateway:
    plant(lite)
    return lite


def plant(there: Gateway) -> None:
    """Five stoppages: three of March in Lyon, one of February in Lille, one long before."""
    asked = {"opened_at": START + HOUR, "receipt_after": 3_600, "awaits": "business"}
    put(there, 1, date(2026, 3, 1), state=State.ACKNOWLEDGED, **asked, answer_by=START - DAY)
    put(there, 2, date(2026, 3, 31), state=State.ACKNOWLEDGED, **asked, answer_by=START + 30 * DAY)
    put(there, 3, date(2026, 3, 2), state=State.SENT, awaits="technical", answer_by=START - DAY)
    accepted = {
        "opened_at": START + 3 * HOUR, "receipt_after": 10_800, "decision_after": 172_800, "guarantee_after": 345_600,
        "guarantee_told": date(2026, 3, 1), "cover": "opens",
    }  # fmt: skip
    put(there, 4, date(2026, 2, 28), LILLE, state=State.ACCEPTED, **accepted, reason="06")
    put(there, 5, date(2025, 1, 31), state=State.CLOSED)


@pytest.fixture
def camille(five: Gateway) -> FlaskClient:
    give_the_theme(five)
    return five.house.browser("camille")


def test_stoppages_are_counted_by_state_month_and_establishment(gateway: Gateway) -> None:
    plant(gateway)
    with gateway.house.reading(HEXALIA) as session:
        found = report(session, SPRING)

    march, february = found.months
    assert found.breakdowns.states == {"acknowledged": 2, "sent": 1, "accepted": 1}
    assert (march.month, march.counts) == (
        date(2026, 3, 1),
        Counts(3, days=6, late=1, acknowledged=2, acknowledged_after=7_200),
    )
    assert (february.month, february.counts) == (
        date(2026, 2, 1),
        Counts(1, 2, 0, 1, 0, 1, 1, 1, 10_800, 172_800, 345_600),
    )
    assert [(one.siret, one.company, one.counts.stoppages) for one in found.places] == [
        (LYON, "Atelier fictif", 3),
        (LILLE, "Atelier fictif", 1),
    ]


def test_delays_are_averages_over_those_that_came_so_far(five: Gateway) -> None:
    with five.house.reading(HEXALIA) as session:
        total = report(session, SPRING).total

    assert (total.hours_to_receipt, total.days_to_decision, total.days_to_guarantee) == (
        Decimal("1.7"),
        Decimal("2.0"),
        Decimal("4.0"),
    )
    assert (Counts().hours_to_receipt, Counts().days_to_decision) == (None, None)


def test_the_sheet_has_each_month_of_each_establishment(gateway: Gateway) -> None:
    plant(gateway)
    with gateway.house.reading(HEXALIA) as session:
        found = list(rows(session, Wanted(date(2025, 1, 1), date(2026, 4, 1))))

    assert [(one.month, one.siret, one.counts.stoppages) for one in found] == [
        (date(2025, 1, 1), LYON, 1),
        (date(2026, 2, 1), LILLE, 1),
        (date(2026, 3, 1), LYON, 3),
    ]


def test_the_page_shows_the_figures_and_names_nobody(camille: FlaskClient) -> None:
    page = camille.get(f"{PAGE}?first=2026-02&last=2026-03").text

    assert "999 000 011 00018".replace(" ", "\u00a0") in page
    assert "PERSONNE" not in page


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ("siret=999 000 011 00026", "00026", "00018"),
        ("first=2026-03&last=2026-03", "00018", "00026"),
    ],
)
def test_the_report_is_narrowed(camille: FlaskClient, asked: str, shown: str, hidden: str) -> None:
    page = camille.get(f"{PAGE}?{asked}").text.replace("\u00a0", " ")

    assert (f"011 {shown}" in page, f"011 {hidden}" in page) == (True, False)


@pytest.mark.parametrize(
    "asked", ["first=2026-13", "last=x", "first=2026-05&last=2026-04", "reason=99", "first=2001-01"]
)
def test_what_an_address_asks_wrongly_is_told(camille: FlaskClient, asked: str) -> None:
    assert camille.get(f"{PAGE}?{asked}").status_code == 400


def test_the_sheet_is_taken_along_and_that_stands_in_the_journal(five: Gateway, camille: FlaskClient) -> None:
    answer = camille.get(f"{PAGE}sheet?first=2026-02&last=2026-03")
    book = openpyxl.load_workbook(io.BytesIO(answer.data))
    first, breakdowns, delays = book.worksheets

    assert [[cell.value for cell in row][1:8] for row in first.iter_rows(min_row=2)] == [
        [LILLE, "Atelier fictif", 1, 2, 0, 1, 0],
        [LYON, "Atelier fictif", 3, 6, 0, 0, 1],
    ]
    counted: Counter[Any] = Counter()
    for row in breakdowns.iter_rows(min_row=2):
        counted[row[0].value] += row[2].value
    assert set(counted.values()) == {4}
    assert [row[1].value for row in delays.iter_rows(min_row=2)] == [3, 1, 1, 0]
    (line,) = five.all(select(AuditEntry).where(AuditEntry.action == "fr_dsn.stoppage_report.exported"))
    assert line.facts["count"] == 2


def test_a_company_counts_its_own_alone(five: Gateway) -> None:
    with five.house.writing(HEXALIA) as session:
        other = Company(number="E-2", name="Autre atelier", town="Lille")
        session.add(other)
        session.flush()
        key = other.id
    scope = Scope((five.house.institution(HEXALIA),), (key,), purpose="test")
    with five.house.app.app_context(), acting(scope) as session:
        found = report(session, SPRING)

    assert (found.total, found.places) == (Counts(), [])


def test_people_of_another_company_see_none_of_these_figures(five: Gateway) -> None:
    page = five.house.browser("agnes").get(f"{PAGE}?first=2026-02&last=2026-03")

    assert (page.status_code, "Atelier fictif" in page.text) == (200, False)


@pytest.fixture
def statements(five: Gateway) -> Iterator[list[str]]:
    from sqlalchemy.engine import Engine

    said: list[str] = []

    def note(*arguments: Any) -> None:
        said.append(arguments[2])

    event.listen(Engine, "before_cursor_execute", note)
    yield said
    event.remove(Engine, "before_cursor_execute", note)


def test_the_page_takes_fewer_than_ten_statements(camille: FlaskClient, statements: list[str]) -> None:
    camille.get(PAGE)
    statements.clear()
    camille.get(PAGE)

    counted = [one for one in statements if one.startswith(("SELECT", "INSERT", "UPDATE"))]
    assert len(counted) < 10
