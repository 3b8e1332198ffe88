"""The start page tells an account what it deposits for and what waits."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from plugins.fr_dsn.deposits.models import Month
from plugins.fr_dsn.portfolio import boards, tiles
from tests.plugins.fr_dsn.portfolio.accounts import GATEWAY, account, plant
from tests.support.house import House


def test_an_account_finds_its_portfolio_and_what_waits_on_the_start_page(lite_house: House) -> None:
    page = lite_house.browser("agnes").get("/").text

    assert {"/fr_dsn/establishment/", "/fr_dsn/board/", "/fr_dsn/stoppage/"} <= {
        place.replace("list/", "")
        for place in re.findall(r'href="(/fr_dsn/[^"?]+)"', page.split("<main", 1)[1])
    }


@pytest.mark.parametrize(("who", "named"), [("camille", True), ("agnes", False)])
def test_the_account_is_named_in_the_list_to_the_institution_alone(
    lite_house: House, who: str, named: bool
) -> None:
    page = lite_house.browser(who).get("/fr_dsn/establishment/list/").text

    assert ("Cabinet fictif d’essai" in page.split("<table", 1)[1].split("</table>", 1)[0]) is named


def test_what_is_many_is_not_counted_to_its_end(lite_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    keys = [plant(lite_house, n + 10) for n in range(3)]
    with lite_house.writing(GATEWAY) as session:
        common = {"company_id": account(session), "month": date(2025, 5, 1), "state": "refused"}
        session.add_all(Month(establishment_id=key, to_handle=1, waits=True, **common) for key in keys)
    for module in (boards, tiles):
        monkeypatch.setattr(module, "MOST_COUNTED", 2)
    page = lite_house.browser("agnes").get("/").text

    assert len(re.findall(r"(?:more than|plus de) 2\s*<", page)) == 2


def test_a_removed_establishment_has_no_month_that_waits(lite_house: House) -> None:
    key = plant(lite_house, 10, removed_at=datetime(2025, 6, 1, tzinfo=UTC))
    before = _figures(lite_house)
    with lite_house.writing(GATEWAY) as session:
        session.add(
            Month(
                company_id=account(session),
                establishment_id=key,
                month=date(2025, 5, 1),
                state="refused",
                to_handle=1,
                waits=True,
            )
        )

    assert _figures(lite_house) == before


def _figures(house: House) -> list[str]:
    """Give the figures of the tiles."""
    return re.findall(r">\s*(\d+)\s*<", house.browser("agnes").get("/").text.split("<main", 1)[1])
