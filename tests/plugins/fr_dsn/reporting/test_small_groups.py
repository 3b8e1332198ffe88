"""Groups so small that one could recognise whose illness it is stand together."""

from __future__ import annotations

import io
import re
from datetime import date

import openpyxl
import pytest
from flask.testing import FlaskClient

from tests.plugins.fr_dsn.reporting.test_report import LILLE, LYON, PAGE, put
from tests.plugins.fr_dsn.stoppages.conftest import lite
from tests.plugins.fr_dsn.stoppages.gateway import Gateway
from tests.plugins.fr_dsn.stoppages.test_pages import give_the_theme

__all__ = ["lite"]
SPRING = "first=2026-02&last=2026-03"


@pytest.fixture
def camille(lite: Gateway) -> FlaskClient:
    """Sickness nine times in Lyon and once in Lille, five work accidents, two deaths of a child."""
    for number, (reason, siret) in enumerate(
        [("01", LYON)] * 9 + [("01", LILLE)] + [("06", LYON)] * 5 + [("19", LILLE)] * 2
    ):
        put(lite, number, date(2026, 3, 1 + number), siret, reason=reason)
    give_the_theme(lite)
    return lite.house.browser("camille")


def parts(page: str) -> dict[str, str]:
    """Give the figures of all breakdowns by the words beside them."""
    found = re.findall(r'<th scope="row">([^<]+)<svg.*?</th>\s*<td[^>]*>([^<]+)<', page)
    return {label.replace("\u2019", "'"): figure for label, figure in found}


def test_reasons_with_few_stoppages_stand_together(camille: FlaskClient) -> None:
    page = camille.get(f"{PAGE}?{SPRING}&siret={LILLE}").text

    assert ("Deuil" in page.split("g-shares", 1)[1], "Maladie" in page.split("g-shares", 1)[1]) == (
        False,
        False,
    )


def test_a_reason_with_five_stands_by_itself(camille: FlaskClient) -> None:
    found = parts(camille.get(f"{PAGE}?{SPRING}").text)

    assert (found["Maladie"], found["Accident du travail"], "Deuil d'un enfant" in found) == (
        "10",
        "5",
        False,
    )


def test_fewer_than_five_of_one_reason_are_not_shown_at_all(camille: FlaskClient) -> None:
    page = camille.get(f"{PAGE}?{SPRING}&reason=19").text

    assert ("g-figures" in page, "g-shares" in page, "999\u00a0000" in page) == (False, False, False)
    sheets = openpyxl.load_workbook(
        io.BytesIO(camille.get(f"{PAGE}sheet?{SPRING}&reason=19").data)
    ).worksheets
    assert [sheet.max_row for sheet in sheets] == [1, 1, 1]


def test_narrowed_to_a_reason_an_establishment_with_one_is_not_named(camille: FlaskClient) -> None:
    page = camille.get(f"{PAGE}?{SPRING}&reason=01").text.replace("\u00a0", " ")

    assert ("011 00018" in page, "011 00026" in page) == (True, False)
    sheet = openpyxl.load_workbook(
        io.BytesIO(camille.get(f"{PAGE}sheet?{SPRING}&reason=01").data)
    ).worksheets[0]
    lines = [[cell.value for cell in row][1:4] for row in sheet.iter_rows(min_row=2)]
    assert [(siret == LYON, count) for siret, _name, count in lines] == [(True, 9), (False, 1)]
    assert not any(siret == LILLE for siret, _name, _count in lines)
