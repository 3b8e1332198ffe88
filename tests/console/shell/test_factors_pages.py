"""The pages on which a person adds and removes her second factors."""

from __future__ import annotations

import re
from datetime import timedelta

import pyotp
import pytest
from flask.testing import FlaskClient
from sqlalchemy import update

from console.accounts.models import SignIn
from console.factors import service as factors
from tests.support.authenticator import Authenticator
from tests.support.factors import person
from tests.support.house import House, post
from tests.support.outbox import later, receive, work
from tests.support.second_step import allow, app_of, at_the_door, code_of, hidden

PAGES = ("app", "passkey", "number", "codes")


def kinds(house: House, username: str) -> list[str]:
    with person(house, username) as (session, user):
        return [one.kind for one in factors.held(session, user.id)]


def key_on(page: str) -> pyotp.TOTP:
    found = re.search(r'class="g-secret"[^>]*>([^<]+)<', page)
    assert found is not None
    return pyotp.TOTP(found[1].replace(" ", ""))


def add_app(browser: FlaskClient, name: str = "Telephone") -> str:
    """Add an authenticator app on its page; give the page that follows."""
    page = browser.get("/me/factors/app").text
    form = {**hidden(page, "g-form"), "name": name, "code": code_of(key_on(page))}
    return browser.post("/me/factors/app", data=form, follow_redirects=True).text


def test_the_first_factor_brings_recovery_codes_and_a_mail_and_ends_other_sessions(house: House) -> None:
    mails = receive(house, key="email")
    marc, elsewhere = house.browser("marc"), house.browser("marc")

    page = add_app(marc)
    work(house)

    codes = re.findall(r"<li><code>([^<]+)</code>", page)
    assert len(codes) == 10
    assert kinds(house, "marc") == ["totp"]
    assert [letter.envelope.kind for letter in mails.got] == ["console.factor_added"]
    assert marc.get("/me/profile").status_code == 200
    assert elsewhere.get("/me/profile").status_code == 303
    with person(house, "marc") as (session, user):
        assert factors.use_recovery(session, user.id, codes[3])


def test_where_a_factor_is_required_nothing_opens_until_one_is_added(house: House) -> None:
    allow(house, factor="required")
    marc = house.browser("marc")
    assert marc.get("/ch_fund/employee/list/").location == "/me/factors/"
    assert "g-warn" in marc.get("/me/factors/").text

    add_app(marc)

    assert marc.get("/ch_fund/employee/list/").status_code == 200


def test_a_wrong_first_code_shows_the_same_key_again(lite_house: House) -> None:
    marc = lite_house.browser("marc")
    page = marc.get("/me/factors/app").text
    form = {**hidden(page, "g-form"), "name": "Telephone", "code": "000000"}

    again = marc.post("/me/factors/app", data=form)

    assert again.status_code == 422
    assert key_on(again.text).secret == key_on(page).secret
    assert kinds(lite_house, "marc") == []


def test_a_second_factor_brings_no_new_codes(lite_house: House) -> None:
    marc = lite_house.browser("marc")
    add_app(marc)
    assert "<li><code>" not in add_app(marc, "Tablet")
    assert kinds(lite_house, "marc") == ["totp", "totp"]


def test_a_passkey_is_added_by_the_browser(lite_house: House) -> None:
    from html import unescape

    marc, device = lite_house.browser("marc"), Authenticator("http://localhost")
    page = marc.get("/me/factors/passkey").text
    found = re.search(r'data-passkey="([^"]*)"', page)
    assert found is not None
    answer = device.create(unescape(found[1]))
    form = {**hidden(page, "g-card g-pad g-ask"), "name": "Laptop", "credential": answer}

    assert marc.post("/me/factors/passkey", data={**form, "credential": "{}"}).status_code == 422
    assert marc.post("/me/factors/passkey", data=form).status_code == 200
    assert kinds(lite_house, "marc") == ["passkey"]


def test_a_mobile_number_counts_once_its_code_was_typed(house: House) -> None:
    texts, marc = receive(house, key="sms"), house.browser("marc")

    wrong = post(marc, "/me/factors/number", {"number": "021 555", "name": "Mobile"})
    sent = post(marc, "/me/factors/number", {"number": "079 123 45 67", "name": "Mobile"})
    work(house)

    assert (wrong.status_code, sent.status_code) == (422, 303)
    assert kinds(house, "marc") == []
    code = texts.got[-1].envelope.payload["words"]["code"]
    assert post(marc, sent.location, {"code": "000000"}).status_code == 422
    assert post(marc, sent.location, {"code": code}).status_code == 200
    assert kinds(house, "marc") == ["sms"]


def test_the_last_factor_stays_where_one_is_required(house: House) -> None:
    mails, marc = receive(house, key="email"), house.browser("marc")
    add_app(marc)
    with person(house, "marc") as (session, user):
        mine = factors.held(session, user.id)[0].id
    allow(house, factor="required")
    assert post(marc, f"/me/factors/{mine}/remove").status_code == 409
    assert kinds(house, "marc") == ["totp"]

    allow(house, factor="optional")
    assert post(marc, f"/me/factors/{mine}/remove").status_code == 303
    work(house)

    assert kinds(house, "marc") == []
    assert mails.got[-1].envelope.kind == "console.factor_removed"


def test_a_factor_of_somebody_else_is_as_unknown_as_none(lite_house: House) -> None:
    app_of(lite_house, "claire")
    with person(lite_house, "claire") as (session, user):
        hers = factors.held(session, user.id)[0].id
    marc = lite_house.browser("marc")

    answers = [marc.get(f"/me/factors/{key}/remove") for key in (hers, 999_999)]

    assert [one.status_code for one in answers] == [404, 404]


def test_a_session_that_only_showed_the_password_cannot_add_a_factor_of_its_own(house: House) -> None:
    """Somebody signed in with a stolen password before the owner added her second factor."""
    thief = house.browser("marc")
    app = app_of(house, "marc")

    assert thief.get("/me/factors/").status_code == 401
    for page in PAGES:
        answer = thief.get(f"/me/factors/{page}") if page != "codes" else post(thief, "/me/factors/codes")
        assert answer.status_code == 401, page
    assert code_of(app) not in thief.get("/me/factors/app").text


def test_changing_factors_asks_again_after_ten_minutes(lite_house: House) -> None:
    marc = lite_house.browser("marc")
    with later(timedelta(minutes=11)):
        assert marc.get("/me/factors/").status_code == 200
        assert marc.get("/me/factors/app").status_code == 401


@pytest.mark.parametrize("page", ["app", "passkey"])
def test_a_session_that_one_institutions_provider_vouches_for_changes_no_factor(
    lite_house: House, page: str
) -> None:
    """Petra works for two institutions."""
    petra, fund = lite_house.browser("petra"), lite_house.institution("CC Léman")
    with person(lite_house, "petra") as (session, user):
        session.execute(update(SignIn).where(SignIn.user_id == user.id).values(vouched_by=fund))

    assert petra.get(f"/me/factors/{page}").status_code == 403


def test_new_recovery_codes_end_the_older_ones(lite_house: House) -> None:
    marc = lite_house.browser("marc")
    old = re.findall(r"<li><code>([^<]+)</code>", add_app(marc))
    new = re.findall(r"<li><code>([^<]+)</code>", post(marc, "/me/factors/codes").text)

    with person(lite_house, "marc") as (session, user):
        assert not factors.use_recovery(session, user.id, old[0])
        assert factors.use_recovery(session, user.id, new[0])


def test_who_adds_an_app_signs_in_with_it_next_time(lite_house: House) -> None:
    add_app(lite_house.browser("marc"))
    assert at_the_door(lite_house.stranger()).location.startswith("/login/second")
