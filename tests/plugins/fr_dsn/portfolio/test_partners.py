"""The protection bodies of an institution: its staff keep them, accounts read them."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from plugins.fr_dsn.portfolio.models import Partner
from tests.plugins.fr_dsn.portfolio.accounts import ADMINISTRATOR, GATEWAY, STAFF, text
from tests.support.house import House, post

PAGES = "/fr_dsn/partner"


def first(house: House) -> int:
    """Give the key of a partner."""
    with house.reading(GATEWAY) as session:
        return session.scalars(select(Partner.id).order_by(Partner.id)).all()[0]


@pytest.fixture
def key(house: House) -> int:
    """Give the key of a partner of the demonstration, or of a new one."""
    with house.writing(GATEWAY) as session:
        if session.scalars(select(Partner.id)).first() is None:
            session.add(Partner(code="P0942", name="Mutuelle fictive", extras=""))
    return first(house)


def test_the_staff_see_change_and_follow_a_partner(house: House, key: int) -> None:
    browser = house.browser(STAFF)
    values: dict[str, Any] = {"code": "P0943", "name": "Mutuelle renommée", "extras": "paid"}
    shown = text(browser, f"{PAGES}/edit/{key}")
    version = shown.partition('name="version"')[2].partition('value="')[2].partition('"')[0]
    if version:
        values["version"] = version

    answer = post(browser, f"{PAGES}/edit/{key}", values)

    assert answer.status_code == 303
    assert "Mutuelle renommée" in text(browser, f"{PAGES}/show/{key}")
    assert "Mutuelle renommée" in text(browser, f"{PAGES}/history/{key}")


def test_a_code_that_no_organisation_has_is_refused_at_its_field(lite_house: House) -> None:
    answer = post(lite_house.browser(STAFF), f"{PAGES}/add", {"code": "X1", "name": "Essai", "extras": ""})

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.get_data(as_text=True)


def test_only_an_administrator_is_asked_whether_a_partner_shall_go(house: House, key: int) -> None:
    assert house.browser(STAFF).get(f"{PAGES}/delete/{key}").status_code == 200
    assert house.browser(ADMINISTRATOR).get(f"{PAGES}/delete/{key}").status_code in (403, 404)
