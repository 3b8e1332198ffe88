"""The start page tells an account what it deposits for and what waits."""

from __future__ import annotations

import re

import pytest

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
    heads = re.findall(r"<th[^>]*>(.*?)</th>", page, re.S)

    assert any(re.sub(r"<[^>]+>", "", head).strip() in ("Account", "Compte") for head in heads) is named
