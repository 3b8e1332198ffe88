"""Lists go out as files: whole, as filtered, with all columns, and noted in the journal."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from console.audit.models import AuditEntry
from console.base.sheets import Sheet, read_sheet
from console.parties.models import Company
from console.shell.crud import exporting
from tests.support.house import House, post

EMPLOYEES = "/ch_fund/employee/export"


def sheet_of(answer: Any, kind: str) -> Sheet:
    assert answer.status_code == 200, answer.get_data(as_text=True)[:500]
    return read_sheet(answer.get_data(), f"list.{kind}")


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_the_whole_list_goes_out_with_all_columns(house: House, kind: str) -> None:
    found = sheet_of(house.browser("marc").get(f"{EMPLOYEES}/{kind}"), kind)

    assert len(found.rows) == 48
    assert len(found.header) == 9


def test_the_file_follows_the_filters_and_the_order_of_the_list(house: House) -> None:
    found = sheet_of(house.browser("marc").get(f"{EMPLOYEES}/csv?canton=VS&sort=-entry_date"), "csv")

    cantons = {row.cells[6] for row in found.rows}
    entries = [row.cells[7] for row in found.rows]
    assert cantons == {"VS"}
    assert entries == sorted(entries, key=str, reverse=True)


def test_days_are_days_in_a_workbook(lite_house: House) -> None:
    found = sheet_of(lite_house.browser("marc").get(f"{EMPLOYEES}/xlsx"), "xlsx")

    assert isinstance(found.rows[0].cells[7], date)


def test_the_name_of_the_file_says_list_and_day(lite_house: House) -> None:
    answer = lite_house.browser("marc").get(f"{EMPLOYEES}/csv")

    assert "filename=employee_20" in answer.headers["Content-Disposition"]
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_name_that_looks_like_a_formula_is_made_harmless(lite_house: House) -> None:
    with lite_house.writing() as session:
        session.scalars(select(Company).order_by(Company.id)).first().name = "=HYPERLINK(1)"

    raw = lite_house.browser("marc").get("/ch_fund/company/export/csv").get_data(as_text=True)

    assert '"\'=HYPERLINK(1)"' in raw
    assert '"=HYPERLINK' not in raw


def test_an_export_is_noted_in_the_journal_with_its_filters(house: House) -> None:
    file = sheet_of(house.browser("marc").get(f"{EMPLOYEES}/csv?canton=VD&search=b"), "csv")

    with house.reading() as session:
        line = session.scalars(
            select(AuditEntry).where(AuditEntry.action == "ch_fund.employee.exported")
        ).one()
        assert line.actor_name == "Marc Dubois"
        assert line.request_id
        assert line.facts["filters"] == {"canton": "VD", "search": "b"}
        assert line.facts["count"] == len(file.rows) > 0


def test_a_trustee_exports_all_her_companies_and_each_fund_is_told(house: House) -> None:
    browser = house.browser("petra")
    post(browser, "/me/mandate", {"mandate": "0"})

    found = sheet_of(browser.get(f"{EMPLOYEES}/csv"), "csv")

    told = {}
    for fund in ("CC Léman", "AK Aaretal"):
        with house.reading(fund) as session:
            line = session.scalars(
                select(AuditEntry).where(AuditEntry.action == "ch_fund.employee.exported")
            ).one()
            told[fund] = line.facts["count"]
    assert told == {"CC Léman": 24, "AK Aaretal": 12}
    assert len(found.rows) == 36


def test_people_of_a_company_export_their_own_employees_only(house: House) -> None:
    found = sheet_of(house.browser("luca").get(f"{EMPLOYEES}/csv"), "csv")

    assert {str(row.cells[0])[:5] for row in found.rows} == {"41002"}


def test_who_may_not_export_gets_neither_link_nor_file(lite_house: House) -> None:
    browser = lite_house.browser("luca")

    page = browser.get("/ch_fund/company/list/").get_data(as_text=True)

    assert "/company/export/" not in page
    assert browser.get("/ch_fund/company/export/csv").status_code in (302, 303, 403)


def test_too_long_a_list_is_refused_with_what_to_do(
    lite_house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "MOST_ROWS", 47)

    answer = lite_house.browser("marc").get(f"{EMPLOYEES}/csv")

    assert answer.status_code == 400
    with lite_house.reading() as session:
        assert not session.scalars(select(AuditEntry).where(AuditEntry.action.like("%exported"))).all()


@pytest.mark.parametrize(
    "path", [f"{EMPLOYEES}/pdf", f"{EMPLOYEES}/csv?colour=red", f"{EMPLOYEES}/csv?sort=x"]
)
def test_an_export_nobody_can_mean_is_refused(lite_house: House, path: str) -> None:
    assert lite_house.browser("marc").get(path).status_code in (400, 404)


def test_the_list_leads_to_its_files_with_the_present_filters(lite_house: House) -> None:
    page = lite_house.browser("marc").get("/ch_fund/employee/list/?canton=VS").get_data(as_text=True)

    assert f"{EMPLOYEES}/csv?canton=VS" in page
    assert f"{EMPLOYEES}/xlsx?canton=VS" in page
    assert "/ch_fund/employee/import" in page
