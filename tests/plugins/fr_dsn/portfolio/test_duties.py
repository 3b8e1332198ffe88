"""Months that are not accepted stand among the deadlines: one line and one alert for an account, however many sites."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import select

from console.base import clock
from console.deadlines import alerting, duties
from console.deadlines import service as deadlines
from console.deadlines.models import DeadlineAlert, DeadlineDuty
from console.notices.declarations import Kind as Told
from plugins.fr_dsn.deposits.models import Month
from plugins.fr_dsn.portfolio.models import Establishment
from tests.plugins.fr_dsn.deposits.hub import _take_samples_away
from tests.plugins.fr_dsn.portfolio.accounts import (
    ADMINISTRATOR,
    COLLEAGUE,
    GATEWAY,
    OTHER,
    STAFF,
    account,
    plant,
    siret,
    text,
)
from tests.support.house import House

FEBRUARY, MARCH = date(2026, 2, 1), date(2026, 3, 1)
TENTH = datetime(2026, 3, 10, 8, 0, tzinfo=UTC)
"""February is due on the 16th, since the 15th is a Sunday."""
PAGE = "/fr_dsn/board/not_accepted?month=2026-02&day=15"


@pytest.fixture(autouse=True)
def _tenth_of_march() -> Iterator[None]:
    with clock.at(TENTH):
        yield


@pytest.fixture
def empty(lite_house: House) -> House:
    _take_samples_away(lite_house)
    return lite_house


def site(house: House, n: int, *states: tuple[date, str], number: str = "C-100", **more: Any) -> int:
    """Add an establishment that is declared for from February on, with months as they stand."""
    key = plant(house, n, number, **{"expected_from": FEBRUARY, **more})
    with house.writing(GATEWAY) as session:
        for month, state in states:
            session.add(
                Month(company_id=account(session, number), establishment_id=key, month=month, state=state)
            )
    return key


def alert(house: House, moment: datetime = TENTH) -> None:
    """Let the job of the deadlines run."""
    with clock.at(moment), house.writing(GATEWAY) as session:
        deadlines.alert(session)


def lines(house: House, number: str = "C-100") -> list[str]:
    """Give what an account owes, the earliest first."""
    with house.reading(GATEWAY) as session:
        asked = select(DeadlineDuty.key).where(DeadlineDuty.company_id == account(session, number))
        return list(session.scalars(asked.order_by(DeadlineDuty.due_at, DeadlineDuty.key)))


def test_a_month_is_owed_until_it_is_accepted_for_every_establishment(house: House) -> None:
    _take_samples_away(house)
    site(house, 1, (FEBRUARY, "accepted"))
    second = site(house, 2, (FEBRUARY, "deposited"))
    third = site(house, 3, (FEBRUARY, "refused"))
    alert(house)
    before = lines(house)
    with house.writing(GATEWAY) as session:
        for row in session.scalars(select(Month).where(Month.establishment_id.in_((second, third)))):
            row.state = "accepted"
    alert(house)

    assert before == ["2026-02-15", "2026-03-15"]
    assert lines(house) == ["2026-03-15"]


def test_due_days_are_lines_of_their_own_at_noon_of_a_day_on_which_people_work(empty: House) -> None:
    site(empty, 1, due_day="5")
    site(empty, 2, due_day="15")
    alert(empty)

    with empty.reading(GATEWAY) as session:
        found = {one.key: one.due_at for one in session.scalars(select(DeadlineDuty))}
    assert found == {
        "2026-02-05": datetime(2026, 3, 5, 11, tzinfo=UTC),
        "2026-02-15": datetime(2026, 3, 16, 11, tzinfo=UTC),
        # After Easter Monday, in summer time.
        "2026-03-05": datetime(2026, 4, 7, 10, tzinfo=UTC),
        "2026-03-15": datetime(2026, 4, 15, 10, tzinfo=UTC),
    }


def test_nothing_is_owed_for_what_is_removed_has_no_due_day_or_begins_later(empty: House) -> None:
    site(empty, 1, removed_at=TENTH)
    site(empty, 2, due_day="")
    site(empty, 3, expected_from=date(2026, 4, 1))
    alert(empty)

    assert lines(empty) == []


def test_a_month_that_was_accepted_before_it_was_expected_hides_no_other(empty: House) -> None:
    site(empty, 1, (FEBRUARY, "accepted"), expected_from=MARCH)
    site(empty, 2, expected_from=FEBRUARY)
    alert(empty)

    assert lines(empty) == ["2026-02-15", "2026-03-15"]


def test_three_hundred_establishments_are_one_line_and_one_alert(
    empty: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[Any] = []
    monkeypatch.setattr(alerting.notices, "tell", lambda _session, news: said.append(news))
    with empty.writing(GATEWAY) as session:
        company = account(session)
        session.add_all(
            Establishment(
                company_id=company,
                siret=siret(200 + n),
                name=f"Site {n}",
                due_day="15",
                expected_from=FEBRUARY,
            )
            for n in range(300)
        )
    for day in (10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20):
        alert(empty, TENTH.replace(day=day))
        alert(empty, TENTH.replace(day=day))

    assert lines(empty) == ["2026-02-15", "2026-03-15"]
    assert [(one.company, one.kind, one.due) for one in said] == [
        (company, Told.DUE, date(2026, 3, 16)),
        (company, Told.DUE, date(2026, 3, 16)),
        (company, Told.OVERDUE, date(2026, 3, 16)),
    ]
    with empty.reading(GATEWAY) as session:
        asked = select(DeadlineAlert.stage).where(DeadlineAlert.kind == "duty").order_by(DeadlineAlert.id)
        stages = list(session.scalars(asked))
    assert stages == ["before", "day", "after"]


def test_what_stays_late_is_told_to_the_administrators_of_the_institution(
    empty: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[Any] = []
    monkeypatch.setattr(alerting.notices, "tell", lambda _session, news: said.append(news))
    site(empty, 1)
    alert(empty, TENTH.replace(day=27))

    assert [(one.company, one.kind) for one in said] == [(None, Told.ESCALATED)]


def test_asking_again_changes_nothing(empty: House) -> None:
    site(empty, 1)
    alert(empty)
    with empty.writing(GATEWAY) as session:
        before = [(one.id, one.key) for one in session.scalars(select(DeadlineDuty))]
        duties.ask(session)
        after = [(one.id, one.key) for one in session.scalars(select(DeadlineDuty))]

    assert before == after


@pytest.mark.parametrize("who", [ADMINISTRATOR, STAFF])
def test_the_page_of_deadlines_leads_to_the_establishments(empty: House, who: str) -> None:
    site(empty, 1, (FEBRUARY, "refused"))
    site(empty, 2)
    site(empty, 3, (FEBRUARY, "accepted"))
    alert(empty)
    with clock.at(TENTH.replace(day=17)):
        browser = empty.browser(who)
        listed, shown = text(browser, "/deadlines/"), text(browser, PAGE)
        narrowed = text(browser, "/deadlines/?kind=duty&when=late")

    assert "/fr_dsn/board/not_accepted?month=2026-02&amp;day=15&amp;company=" in listed
    assert "02/2026" in narrowed
    assert "2026-03-15" not in narrowed
    assert [f"Site {n}" in shown for n in (1, 2, 3)] == [True, True, False]


def test_another_account_sees_neither_line_nor_establishments(empty: House) -> None:
    site(empty, 1)
    alert(empty)
    stranger = empty.browser(OTHER)
    with empty.reading(GATEWAY) as session:
        company = account(session)

    assert "2026-02-15" not in text(stranger, "/deadlines/")
    assert "Site 1" not in text(stranger, f"{PAGE}&company={company}")


def test_a_colleague_without_a_profile_sees_no_establishment_behind_the_line(empty: House) -> None:
    site(empty, 1)

    assert "Site 1" not in text(empty.browser(COLLEAGUE), PAGE)


def test_the_staff_see_those_of_the_account_of_the_line(empty: House) -> None:
    site(empty, 1)
    site(empty, 2, number="C-200")
    with empty.reading(GATEWAY) as session:
        company = account(session, "C-200")
    page = text(empty.browser(STAFF), f"{PAGE}&company={company}")

    assert ("Site 1" in page, "Site 2" in page) == (False, True)


def test_who_lacks_something_for_longest_stands_first(empty: House) -> None:
    site(empty, 1, (FEBRUARY, "refused"), name="Alpha", accepted_until=date(2026, 1, 1))
    site(empty, 2, name="Beta", expected_from=date(2025, 12, 1), accepted_until=date(2025, 12, 1))
    page = text(empty.browser(ADMINISTRATOR), PAGE)

    assert page.index(">Beta<") < page.index(">Alpha<")


def test_the_establishments_go_on_page_by_page(empty: House) -> None:
    for n in range(51):
        site(empty, n, name=f"Site {n:03}")
    browser = empty.browser(ADMINISTRATOR)
    first = text(browser, PAGE)
    with empty.reading(GATEWAY) as session:
        last = session.scalars(select(Establishment.id).where(Establishment.name == "Site 049")).one()
    second = text(browser, f"{PAGE}&after={last}.1900-01-01")

    assert f"after={last}.1900-01-01" in first
    assert (">Site 049<" in first, ">Site 050<" in first) == (True, False)
    assert (">Site 049<" in second, ">Site 050<" in second) == (False, True)


@pytest.mark.parametrize("asked", ["day=7", "month=2026-13", "company=x", "after=x", "after=1.x"])
def test_what_an_address_asks_wrongly_is_told(lite_house: House, asked: str) -> None:
    assert lite_house.browser(STAFF).get(f"/fr_dsn/board/not_accepted?{asked}").status_code == 400
