"""Adding a person, and the link she is given."""

from __future__ import annotations

import re
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from console.accounts.models import User
from console.institutions.sessions import accounts
from tests.support.house import House, post
from tests.support.people import ANNA, EMPLOYEES, MEMBERS, edit, key_of, link_in, petra_in_leman

SENTENCE = "un cheval bleu sur le quai"


@pytest.fixture
def claire(lite_house: House) -> FlaskClient:
    return lite_house.browser("claire")


def test_a_new_person_chooses_her_password_with_the_link_and_signs_in(
    lite_house: House, claire: FlaskClient
) -> None:
    shown = post(claire, "/users/add", ANNA)
    assert shown.status_code == 200
    link = link_in(shown.text)
    stranger = lite_house.stranger()
    page = stranger.get(link).text
    token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]

    stranger.post(link, data={"csrf_token": token, "password": SENTENCE, "again": SENTENCE})

    page = stranger.get("/login/").text
    token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    signed = stranger.post("/login/", data={"csrf_token": token, "username": "anna", "password": SENTENCE})
    assert signed.status_code == 303
    assert stranger.get("/ch_fund/employee/list/").status_code == 200
    assert stranger.get("/ch_fund/company/list/").status_code == 404


def test_the_link_is_not_shown_again(lite_house: House, claire: FlaskClient) -> None:
    link = link_in(post(claire, "/users/add", ANNA).text)

    assert link not in claire.get("/users/").text
    assert link not in claire.get(f"/users/{key_of(lite_house, 'anna')}").text
    assert post(claire, "/users/add", ANNA).status_code == 422


def test_an_address_with_an_account_elsewhere_is_answered_in_the_same_words(
    lite_house: House, claire: FlaskClient
) -> None:
    fresh = post(claire, "/users/add", ANNA)
    known = post(claire, "/users/add", {**ANNA, "email": "jean@guichet.example", "username": "anna2"})

    assert (fresh.status_code, known.status_code) == (200, 200)
    plain = [re.sub(r'/password/[\w-]+|name="csrf_token" value="[^"]+"', "…", a.text) for a in (fresh, known)]
    assert plain[0] == plain[1]
    assert lite_house.stranger().get(link_in(known.text)).location.startswith("/login/")
    with lite_house.app.app_context():
        assert accounts().scalars(select(User).where(User.username == "anna2")).first() is None


@pytest.mark.parametrize(
    ("field", "typed"),
    [
        ("first_name", ""),
        ("email", "anna at firma"),
        ("username", "marc"),
        ("username", "anna muster"),
        ("username", "anna@firma.example"),
        ("company", "99999"),
        ("roles", []),
        ("roles", ["company_user"]),
        ("roles", ["emperor"]),
        ("language", "it"),
        (EMPLOYEES, "4"),
        ("email", "marc@guichet.example"),
    ],
)
def test_a_faulty_entry_is_said_at_its_field_and_adds_nobody(
    lite_house: House, claire: FlaskClient, field: str, typed: Any
) -> None:
    answer = post(claire, "/users/add", {**ANNA, field: typed})

    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    with lite_house.app.app_context():
        assert accounts().scalars(select(User).where(User.username == "anna")).first() is None


def test_a_person_is_added_for_a_company_by_its_number(lite_house: House, claire: FlaskClient) -> None:
    post(claire, "/users/add", {**ANNA, "company": "41017", "roles": ["company_user"]})

    assert lite_house.membership("anna").company_name == "Menuiserie Favre Sàrl"


def test_typed_letters_are_answered_with_companies(claire: FlaskClient) -> None:
    found = claire.get("/users/companies?q=menuis").json

    assert [one["value"] for one in found or []] == ["41017\u2003Menuiserie Favre Sàrl"]


def test_a_company_administrator_adds_people_for_her_company_only(lite_house: House) -> None:
    answer = post(
        lite_house.browser("luca"), "/users/add", {**ANNA, "company": "41017", "roles": ["company_user"]}
    )

    assert answer.status_code == 200
    assert lite_house.membership("anna").company_name == "Boulangerie du Lac SA"


@pytest.mark.parametrize("role", ["administrator", "case_worker", "translator"])
def test_a_company_administrator_gives_no_role_of_the_staff(lite_house: House, role: str) -> None:
    luca = lite_house.browser("luca")

    assert f'value="{role}"' not in luca.get("/users/add").text
    assert post(luca, "/users/add", {**ANNA, "roles": [role]}).status_code == 422
    assert edit(lite_house, luca, "nora", roles=[role]).status_code == 422


def test_a_company_administrator_gives_no_higher_level_than_her_own(
    lite_house: House, claire: FlaskClient
) -> None:
    edit(lite_house, claire, "luca", **{EMPLOYEES: "2", MEMBERS: "0"})
    luca = lite_house.browser("luca")

    assert edit(lite_house, luca, "nora", **{EMPLOYEES: "3"}).status_code == 422
    assert edit(lite_house, luca, "nora", **{EMPLOYEES: "1"}).status_code == 303
    assert post(luca, "/users/add", {**ANNA, "roles": ["company_user"], MEMBERS: "1"}).status_code == 422


def test_a_new_link_is_made_for_a_person_of_this_institution_only(
    lite_house: House, claire: FlaskClient
) -> None:
    marc, petra = key_of(lite_house, "marc"), petra_in_leman(lite_house)
    assert claire.get(f"/users/{marc}/link").status_code == 200

    link = link_in(post(claire, f"/users/{marc}/link").text)

    assert lite_house.stranger().get(link).status_code == 200
    answer = post(claire, f"/users/{petra}/link")
    assert answer.status_code == 409
    assert "/password/" not in answer.text


def test_a_company_administrator_makes_no_link_for_who_may_do_more(
    lite_house: House, claire: FlaskClient
) -> None:
    luca, nora = lite_house.browser("luca"), key_of(lite_house, "nora")
    assert post(luca, f"/users/{nora}/link").status_code == 200
    edit(lite_house, claire, "luca", **{EMPLOYEES: "1"})

    assert post(luca, f"/users/{nora}/link").status_code == 409
