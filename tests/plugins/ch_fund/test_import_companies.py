"""Members come in from a sheet by their member number."""

from __future__ import annotations

import io
from typing import Any

from sqlalchemy import select

from console.accounts.models import Membership
from console.base.sheets import write_csv
from console.institutions.sessions import accounts
from console.parties.models import Company
from tests.plugins.ch_fund.test_import_employees import digest_of
from tests.support.house import House, post

TITLES = ("number", "name", "official_number", "language", "member_since", "member_until")


def take_over(house: House, who: str, *rows: tuple[Any, ...]) -> Any:
    browser = house.browser(who)
    file = {"file": (io.BytesIO(write_csv(TITLES, rows)), "members.csv")}
    sent = post(browser, "/ch_fund/company/import", file, content_type="multipart/form-data")
    if sent.status_code != 303:
        return sent
    page = browser.get(sent.location).get_data(as_text=True)
    return post(browser, sent.location, {"digest": digest_of(page)})


def names(house: House, fund: str = "CC Léman") -> dict[str, str]:
    with house.reading(fund) as session:
        return {row.number: row.name for row in session.scalars(select(Company))}


def test_a_member_is_known_again_by_the_number_and_renamed_everywhere(house: House) -> None:
    answer = take_over(house, "claire", ("41002", "Boulangerie du Port SA", "", "fr", None, None))

    assert answer.status_code == 303
    assert names(house)["41002"] == "Boulangerie du Port SA"
    with house.app.app_context():
        mandates = accounts().scalars(
            select(Membership.company_name).where(Membership.company_name.like("Boul%"))
        )
        assert set(mandates) == {"Boulangerie du Port SA"}


def test_the_same_number_in_another_fund_is_another_member(house: House) -> None:
    before = names(house, "AK Aaretal")

    assert take_over(house, "claire", ("7001", "Atelier du Lac", "", "fr", None, None)).status_code == 303

    assert names(house)["7001"] == "Atelier du Lac"
    assert names(house, "AK Aaretal") == before


def test_the_rules_of_the_page_hold_for_the_sheet(lite_house: House) -> None:
    before = names(lite_house)

    answer = take_over(
        lite_house,
        "claire",
        ("41002", "Renamed SA", "", "fr", None, None),
        ("50001", "New SA", "CHE000000014", "fr", None, None),
        ("50002", "Late SA", "", "fr", "2024-02-01", "2024-01-01"),
        ("50003", "Odd SA", "", "it", None, None),
    )

    assert answer.status_code == 422
    assert answer.get_data(as_text=True).count('<td class="g-number"><span class="g-cards-only">') == 3
    assert names(lite_house) == before


def test_the_same_number_twice_in_a_sheet_is_a_fault(lite_house: House) -> None:
    row = ("50001", "New SA", "", "fr", None, None)

    assert take_over(lite_house, "claire", row, row).status_code == 422
    assert "50001" not in names(lite_house)


def test_a_case_worker_may_not_import_members(lite_house: House) -> None:
    browser = lite_house.browser("marc")

    assert browser.get("/ch_fund/company/import").status_code in (302, 303, 403)
    assert "/company/import" not in browser.get("/ch_fund/company/list/").get_data(as_text=True)
