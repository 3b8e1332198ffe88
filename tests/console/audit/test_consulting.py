"""Who looks at personal data stands in the journal before she sees it."""

from __future__ import annotations

import re
from typing import Any

import pytest
from sqlalchemy import select

from console.audit.models import ACT, CONSULTATION, AuditEntry
from console.audit.service import person_digest
from console.shell.crud import pages
from console.shell.crud.personal import Personal
from plugins.ch_fund.models import Employee
from plugins.ch_fund.views.employees import EmployeeView
from tests.support.books import lines
from tests.support.house import House, post, token_of

LIST = "/ch_fund/employee/list/"


@pytest.fixture
def employee(house: House) -> Employee:
    """Give somebody employed by a member of the fund."""
    with house.reading() as session:
        found = session.scalars(select(Employee).order_by(Employee.id)).first()
        assert found is not None
        session.expunge(found)
    return found


def consultations(house: House) -> list[AuditEntry]:
    """Give the lines about who looked at what, in their order."""
    return [line for line in lines(house) if line.kind == CONSULTATION]


def test_an_entry_that_is_opened_is_noted_with_the_person_it_is_about(
    house: House, employee: Employee
) -> None:
    house.browser("marc").get(f"/ch_fund/employee/show/{employee.id}")

    (line,) = consultations(house)
    with house.app.app_context():
        hers = person_digest(employee.institution_id, employee.avs_number)
    assert (line.action, line.subject_id, line.person) == (
        "ch_fund.employee.consulted",
        str(employee.id),
        hers,
    )
    assert line.actor_id is not None
    assert employee.avs_number not in str(line.facts)


def test_a_page_that_fails_afterwards_leaves_the_line(
    house: House, employee: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any) -> None:
        raise ZeroDivisionError

    house.app.config["PROPAGATE_EXCEPTIONS"] = False
    monkeypatch.setattr(pages, "show_page", fail)

    answer = house.browser("marc").get(f"/ch_fund/employee/show/{employee.id}")

    assert answer.status_code == 500
    assert len(consultations(house)) == 1


def test_the_line_is_committed_before_the_page_is_made(
    house: House, employee: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, real = [], pages.show_page

    def look(*arguments: Any) -> Any:
        seen.append(len(consultations(house)))
        return real(*arguments)

    monkeypatch.setattr(pages, "show_page", look)
    house.browser("marc").get(f"/ch_fund/employee/show/{employee.id}")

    assert seen == [1]


@pytest.mark.parametrize("page", ["edit", "history", "delete"])
def test_every_page_of_an_entry_is_noted(lite_house: House, page: str) -> None:
    with lite_house.reading() as session:
        key = session.scalars(select(Employee.id)).first()

    assert lite_house.browser("marc").get(f"/ch_fund/employee/{page}/{key}").status_code == 200
    assert len(consultations(lite_house)) == 1


def test_a_refused_form_that_shows_the_entry_is_noted(house: House, employee: Employee) -> None:
    browser = house.browser("marc")
    token = token_of(browser)

    answer = browser.post(
        f"/ch_fund/employee/edit/{employee.id}", data={"csrf_token": token, "version": "99"}
    )

    assert answer.status_code == 409
    assert len(consultations(house)) == 1


def test_a_list_is_noted_with_what_was_searched_and_whom_it_showed(house: House, employee: Employee) -> None:
    house.browser("marc").get(f"{LIST}?search={employee.family_name}")

    (line,) = consultations(house)
    assert line.action == "ch_fund.employee.listed"
    assert line.facts["search"] == employee.family_name
    assert employee.id in line.facts["rows"]
    assert line.facts["count"] == len(line.facts["rows"])


def test_a_list_without_anybody_in_it_is_not_noted(lite_house: House) -> None:
    lite_house.browser("marc").get(f"{LIST}?search=Nobodyhasthisname")

    assert consultations(lite_house) == []


def test_what_is_not_there_is_not_noted(lite_house: House) -> None:
    assert lite_house.browser("marc").get("/ch_fund/employee/show/99999").status_code == 404
    assert consultations(lite_house) == []


def test_an_export_of_people_is_a_consultation_and_one_of_companies_an_act(lite_house: House) -> None:
    browser = lite_house.browser("claire")

    browser.get("/ch_fund/employee/export/csv")
    browser.get("/ch_fund/company/export/csv")

    kinds = {line.action: line.kind for line in lines(lite_house) if line.action.endswith("exported")}
    assert kinds == {"ch_fund.employee.exported": CONSULTATION, "ch_fund.company.exported": ACT}


def test_an_act_names_the_person_it_is_about(house: House, employee: Employee) -> None:
    browser = house.browser("marc")
    browser.get(f"/ch_fund/employee/show/{employee.id}")

    assert post(browser, f"/ch_fund/employee/delete/{employee.id}").status_code == 303

    (act,) = (line for line in lines(house) if line.kind == ACT)
    assert (act.action, act.person) == ("ch_fund.employee.deleted", consultations(house)[0].person)


def test_an_entry_that_asks_for_a_purpose_shows_nothing_before_it_is_given(
    lite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    asks = Personal("avs_number", purposes=(("benefit", "Examination of a benefit"), ("audit", "Audit")))
    monkeypatch.setattr(EmployeeView, "personal", asks)
    with lite_house.reading() as session:
        key, name = session.execute(select(Employee.id, Employee.family_name)).first() or (0, "")
    browser = lite_house.browser("marc")

    asked = browser.get(f"/ch_fund/employee/show/{key}").get_data(as_text=True)
    assert name not in asked
    assert consultations(lite_house) == []

    address = re.search(r'href="(/ch_fund/employee/show/\d+\?purpose=benefit)"', asked)
    assert address is not None
    assert name in browser.get(address[1]).get_data(as_text=True)
    assert [line.facts["ground"] for line in consultations(lite_house)] == ["Examination of a benefit"]


def test_the_journal_says_the_ground_and_finds_the_person_by_her_number(
    house: House, employee: Employee, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(EmployeeView, "personal", Personal("avs_number", ground="Article 50a"))
    house.browser("marc").get(f"/ch_fund/employee/show/{employee.id}")
    house.browser("marc").get("/ch_fund/company/export/csv")
    number = employee.avs_number

    found = house.browser("claire").get(
        f"/journal/?concerned={number[:3]}.{number[3:7]}.{number[7:11]}.{number[11:]}"
    )

    rows = _rows(found)
    assert len(rows) == 1
    assert employee.family_name in rows[0]
    assert "Article 50a" in rows[0]


@pytest.mark.parametrize(("kind", "count"), [("act", 1), ("consulted", 1)])
def test_the_journal_shows_acts_or_consultations_alone(lite_house: House, kind: str, count: int) -> None:
    browser = lite_house.browser("claire")
    browser.get("/ch_fund/company/export/csv")
    browser.get("/ch_fund/employee/export/csv")

    assert len(_rows(browser.get(f"/journal/?lines={kind}"))) == count


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_journal_as_a_file_is_noted_itself(house: House, kind: str) -> None:
    browser = house.browser("claire")
    browser.get("/ch_fund/company/export/csv")

    answer = browser.get(f"/journal/export/{kind}")

    assert answer.status_code == 200
    if kind == "csv":
        assert "ch_fund.company.exported" in answer.get_data(as_text=True)
    (line,) = consultations(house)
    assert (line.action, line.facts["count"]) == ("console.journal.exported", 1)


def test_only_administrators_take_the_journal_with_them(lite_house: House) -> None:
    assert lite_house.browser("marc").get("/journal/export/csv").status_code in (302, 303, 403)


def _rows(answer: Any) -> list[str]:
    return re.findall(r"<tr data-row>(.*?)</tr>", answer.get_data(as_text=True), re.S)
