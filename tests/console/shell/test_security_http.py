"""What every answer says of itself, and which headers of a request are believed."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import select

from config import Settings
from console.accounts.models import AccountEvent, Membership, SignIn, UserProfile
from console.app import create_app
from console.cli.demo_people import PASSWORD
from console.institutions.sessions import accounts, db
from plugins.ch_fund.models import Employee
from tests.console.accounts.test_sign_in import sign_in
from tests.contract.routes import paths, rules
from tests.flows.test_attacks import EMPLOYEE
from tests.support.house import House, post

TEXTS = ("text/", "application/javascript")
BY_THEMSELVES = ("application/json", "application/problem+json")
"""Types whose encoding is UTF-8 by their own standard (RFC 8259): a charset has no meaning for them."""


def test_each_answer_says_its_type_and_each_text_its_encoding(standing_house: House) -> None:
    wrong = []
    for browser in (standing_house.stranger(), standing_house.browser("claire")):
        for rule in rules(standing_house.app):
            for path in paths(rule, 1) if "GET" in (rule.methods or ()) else ():
                with browser.get(path) as answer:
                    kind, body = answer.headers.get("Content-Type", ""), answer.get_data()
                is_text = kind.startswith(TEXTS) or kind.partition(";")[0].endswith(("+xml", "/xml"))
                if body and (not kind or (is_text and "charset=utf-8" not in kind)):
                    wrong.append(f"{path}: {kind!r}")
                if kind.startswith(BY_THEMSELVES):
                    body.decode()
    assert wrong == []


def test_an_answer_of_the_console_is_never_the_way_from_http_to_https(standing_house: House) -> None:
    """That is for the proxy, and for pages alone: a system that asks in clear must hear so."""
    for path in ("/", "/login/", "/api/v1/openapi.json", "/healthz"):
        answer = standing_house.stranger().get(path, base_url="http://localhost")
        assert not answer.headers.get("Location", "").startswith("https:")


@pytest.mark.parametrize(
    "header", ["X-Forwarded-For", "X-Real-IP", "Forwarded", "X-Client-IP", "True-Client-IP"]
)
def test_without_a_proxy_no_header_says_where_somebody_is(lite_house: House, header: str) -> None:
    browser = lite_house.stranger()
    browser.environ_base[f"HTTP_{header.upper().replace('-', '_')}"] = "198.51.100.9"
    assert sign_in(browser, "marc", PASSWORD, address="203.0.113.7").status_code == 303
    assert addresses(lite_house) == {"203.0.113.7"}


def test_behind_a_proxy_only_what_the_proxy_itself_added_counts(
    make_settings: Callable[..., Settings],
) -> None:
    settings = make_settings(GUICHET_PROXIES="1")
    house = House(create_app(settings), settings)
    browser = house.stranger()
    browser.environ_base["HTTP_X_FORWARDED_FOR"] = "10.0.0.1, 198.51.100.9"
    try:
        assert sign_in(browser, "marc", PASSWORD, address="127.0.0.1").status_code == 303
        assert addresses(house) == {"198.51.100.9"}
    finally:
        with house.app.app_context():
            db.engine.dispose()


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Forwarded-User", "X-User-ID", "Remote-User"])
def test_no_header_names_a_person_or_another_host(standing_house: House, header: str) -> None:
    answer = standing_house.stranger().get("/me/profile", headers={header: "claire"})
    assert (answer.status_code, answer.location) == (303, "/login/?next=/me/profile")


def addresses(house: House) -> set[str]:
    """Give from where people are said to have signed in."""
    with house.app.app_context():
        noted = select(AccountEvent.address).where(AccountEvent.kind == "signed_in")
        return {*accounts().scalars(noted), *accounts().scalars(select(SignIn.address))}


def test_a_field_that_no_form_of_ours_has_is_not_stored(lite_house: House) -> None:
    """Institution, number of a row, kind of account and roles are never taken from what a browser sends."""
    browser, foreign = lite_house.browser("claire"), lite_house.institution("AK Aaretal")
    more: dict[str, Any] = {
        "institution_id": foreign,
        "id": 999_999,
        "kind": "insured",
        "roles": "translator",
    }

    assert post(browser, "/ch_fund/employee/add", EMPLOYEE | more).status_code == 303
    look = {"language": "fr", "theme": "dark", "density": "normal"}
    assert post(browser, "/me/profile", look | more).status_code == 303

    with lite_house.reading() as session:
        row = session.scalars(select(Employee).where(Employee.family_name == "Geheim")).one()
        assert row.institution_id == lite_house.institution("CC Léman")
        assert row.id != 999_999
    with lite_house.app.app_context():
        user = lite_house.membership("claire").user_id
        profile = accounts().get_one(UserProfile, user)
        mandate = accounts().scalars(select(Membership).where(Membership.user_id == user)).one()
        assert (profile.theme, profile.kind) == ("dark", "member")
        assert [role.name for role in mandate.roles] == ["administrator"]
