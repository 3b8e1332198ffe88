"""A trustee works for companies of two funds: Petra of the demonstration."""

from __future__ import annotations

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from console.accounts.models import Membership, User
from console.institutions.sessions import accounts
from tests.support.house import House, post

EVERYWHERE = "0"
WRITING = ("/ch_fund/employee/add", "/ch_fund/company/add")


@pytest.fixture
def petra(house: House) -> FlaskClient:
    return house.browser("petra")


@pytest.fixture
def everywhere(petra: FlaskClient) -> FlaskClient:
    assert post(petra, "/me/mandate", {"mandate": EVERYWHERE}).status_code == 303
    return petra


def mandates_of(house: House, username: str) -> dict[str, int]:
    with house.app.app_context():
        rows = accounts().execute(
            select(Membership.company_name, Membership.id).join(User).where(User.username == username)
        )
        return {str(name): int(key) for name, key in rows}


def test_she_starts_with_one_company_and_sees_only_that_one(petra: FlaskClient) -> None:
    page = petra.get("/ch_fund/company/list/").text

    assert page.count("<tr data-row>") == 1


def test_all_my_companies_are_shown_in_one_list_over_two_funds(everywhere: FlaskClient) -> None:
    page = everywhere.get("/ch_fund/company/list/").text

    assert page.count("<tr data-row>") == 3
    for company in ("Menuiserie Favre Sàrl", "Clinique des Alpes fictives SA", "Schreinerei Muster AG"):
        assert company in page


def test_the_list_of_employees_says_for_each_which_company_employs_her(everywhere: FlaskClient) -> None:
    page = everywhere.get("/ch_fund/employee/list/?size=100").text

    assert 'data-label="Mitglied"' in page or 'data-label="Member"' in page
    assert "Menuiserie Favre Sàrl" in page
    assert "Schreinerei Muster AG" in page
    assert "Boulangerie du Lac SA" not in page


def test_all_companies_at_once_can_be_read_but_not_changed(everywhere: FlaskClient) -> None:
    assert "/ch_fund/employee/add" not in everywhere.get("/ch_fund/employee/list/").text
    for path in WRITING:
        assert everywhere.get(path).status_code == 403
        assert post(everywhere, path, {"family_name": "Muster"}).status_code == 403


def test_the_start_page_counts_all_her_companies(everywhere: FlaskClient) -> None:
    answer = everywhere.get("/")

    assert answer.status_code == 200
    assert 'class="g-count">3<' in answer.text


def test_she_goes_back_to_one_company_with_the_quick_switch(house: House, everywhere: FlaskClient) -> None:
    wanted = mandates_of(house, "petra")["Menuiserie Favre Sàrl"]

    assert post(everywhere, "/me/mandate", {"mandate": str(wanted)}).status_code == 303

    page = everywhere.get("/ch_fund/company/list/").text
    assert page.count("<tr data-row>") == 1
    assert "Menuiserie Favre Sàrl" in page


def test_a_mandate_of_somebody_else_is_no_mandate(house: House, petra: FlaskClient) -> None:
    foreign = house.membership("luca").id

    assert post(petra, "/me/mandate", {"mandate": str(foreign)}).status_code == 404


def test_her_own_name_for_a_mandate_shows_in_the_quick_switch(house: House, everywhere: FlaskClient) -> None:
    own = mandates_of(house, "petra")
    first = own["Clinique des Alpes fictives SA"]
    typed = {f"alias-{key}": "" for key in own.values()} | {f"alias-{first}": "Bex, die Klinik"}

    answer = post(everywhere, "/me/mandates/", {"default": str(first), **typed})

    assert answer.status_code == 303
    assert "Bex, die Klinik" in everywhere.get("/").text


def test_the_next_sign_in_starts_with_the_mandate_she_chose(house: House, petra: FlaskClient) -> None:
    own = mandates_of(house, "petra")
    wanted = own["Menuiserie Favre Sàrl"]
    post(petra, "/me/mandates/", {"default": str(wanted), **{f"alias-{key}": "" for key in own.values()}})

    page = house.browser("petra").get("/ch_fund/company/list/").text

    assert "Menuiserie Favre Sàrl" in page
    assert page.count("<tr data-row>") == 1


def test_a_name_for_a_mandate_of_somebody_else_is_not_stored(house: House, petra: FlaskClient) -> None:
    foreign = house.membership("luca").id
    own = mandates_of(house, "petra")

    post(
        petra,
        "/me/mandates/",
        {
            "default": str(next(iter(own.values()))),
            f"alias-{foreign}": "mine now",
            **{f"alias-{key}": "" for key in own.values()},
        },
    )

    assert house.membership("luca").alias == ""


def test_a_name_that_is_too_long_is_refused_with_a_sentence(house: House, petra: FlaskClient) -> None:
    own = mandates_of(house, "petra")
    typed = {f"alias-{key}": "x" * 61 for key in own.values()}

    answer = post(petra, "/me/mandates/", {"default": str(next(iter(own.values()))), **typed})

    assert answer.status_code == 422
    assert house.membership("petra").alias == ""
