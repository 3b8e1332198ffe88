"""The second step at the door: who is asked, what is right, and that nothing opens before."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from console.accounts.models import SignIn, User
from console.accounts.tries import STEP
from console.factors import service as factors
from console.factors.settings import certificates_from
from console.institutions.sessions import accounts
from console.shell.access.pending import LASTS
from tests.console.factors.test_certificates import HEADER, NORA
from tests.support.authenticator import Authenticator
from tests.support.factors import person
from tests.support.house import House, token_of
from tests.support.outbox import later, receive, work
from tests.support.second_step import (
    allow,
    app_of,
    at_the_door,
    certificate_of,
    code_of,
    codes_of,
    hidden,
    number_of,
    step,
)

REFUSED = "This is not right."


def is_in(browser: FlaskClient) -> bool:
    return browser.get("/me/profile").status_code == 200


def sign_ins(house: House, username: str) -> list[tuple[str, str]]:
    with person(house, username) as (session, user):
        found = session.execute(select(SignIn.way, SignIn.factor).where(SignIn.user_id == user.id))
        return [(way, factor) for way, factor in found]


def test_a_password_alone_opens_nothing_to_who_has_a_second_factor(house: House) -> None:
    app_of(house, "marc")
    browser = house.stranger()

    answer = at_the_door(browser, next="/ch_fund/employee/list/")

    assert answer.location == "/login/second?next=/ch_fund/employee/list/"
    assert sign_ins(house, "marc") == []
    assert not is_in(browser)
    assert browser.get("/ch_fund/employee/list/").status_code == 303


def test_the_code_of_the_app_lets_her_in_and_leads_on(house: House) -> None:
    app = app_of(house, "marc")
    browser = house.stranger()
    page = browser.get(at_the_door(browser, next="/ch_fund/employee/list/").location)

    answer = step(browser, page, code=code_of(app))

    assert (answer.status_code, answer.location) == (303, "/ch_fund/employee/list/")
    assert sign_ins(house, "marc") == [("password", "totp")]


def test_a_pasted_code_with_spaces_is_as_good(lite_house: House) -> None:
    app = app_of(lite_house, "marc")
    browser = lite_house.stranger()
    at_the_door(browser)
    code = code_of(app)

    assert step(browser, code=f" {code[:3]} {code[3:]}\n").status_code == 303


def test_a_code_that_was_used_is_refused_in_another_browser(lite_house: House) -> None:
    app = app_of(lite_house, "marc")
    first, second = lite_house.stranger(), lite_house.stranger()
    code = code_of(app)
    for browser in (first, second):
        at_the_door(browser)

    assert step(first, code=code).status_code == 303
    assert step(second, code=code).status_code == 401
    assert not is_in(second)


@pytest.mark.parametrize("way", ["totp", "recovery", "passkey", "certificate", "sms-1", "nothing"])
def test_every_refusal_says_the_same(lite_house: House, way: str) -> None:
    app_of(lite_house, "marc")
    codes_of(lite_house, "marc")
    browser = lite_house.stranger()
    at_the_door(browser)

    answer = step(browser, way=way, code="000000")

    assert answer.status_code == 401
    assert answer.text.count(REFUSED) == 1


def test_the_tries_are_limited_and_a_new_password_does_not_begin_them_anew(lite_house: House) -> None:
    app = app_of(lite_house, "marc")
    browser = lite_house.stranger()
    at_the_door(browser)
    statuses = [step(browser, code="000000").status_code for _ in range(STEP.tries + 1)]
    assert statuses == [401] * STEP.tries + [429]

    again = lite_house.stranger()
    at_the_door(again)

    assert step(again, code=code_of(app)).status_code == 429


def test_a_recovery_code_lets_her_in_once_and_she_is_told(house: House) -> None:
    mails = receive(house, key="email")
    app_of(house, "marc")
    code = codes_of(house, "marc")[0]
    browser = house.stranger()
    at_the_door(browser)

    assert step(browser, way="recovery", code=code).status_code == 303
    assert sign_ins(house, "marc") == [("password", "recovery")]
    work(house)
    assert [letter.envelope.kind for letter in mails.got] == ["console.recovery_used"]
    assert code not in mails.got[0].envelope.text

    other = house.stranger()
    at_the_door(other)
    assert step(other, way="recovery", code=code).status_code == 401


def test_the_second_step_waits_ten_minutes(lite_house: House) -> None:
    app = app_of(lite_house, "marc")
    browser = lite_house.stranger()
    at_the_door(browser)
    page = browser.get("/login/second")

    with later(LASTS + timedelta(seconds=1)):
        answer = step(browser, page, code=code_of(app))

    assert answer.location.startswith("/login/")
    assert not is_in(browser)


def test_a_new_password_ends_what_waits_for_the_second_step(lite_house: House) -> None:
    app = app_of(lite_house, "marc")
    browser = lite_house.stranger()
    at_the_door(browser)
    page = browser.get("/login/second")
    with person(lite_house, "marc") as (session, user):
        session.execute(update(User).where(User.id == user.id).values(password="another"))

    assert step(browser, page, code=code_of(app)).location.startswith("/login/")
    assert not is_in(browser)


def test_nobody_comes_to_the_second_step_without_the_first(lite_house: House) -> None:
    assert lite_house.stranger().get("/login/second?next=/tasks/").location == "/login/?next=/tasks/"


def test_the_cookie_before_signing_in_is_worth_nothing_afterwards(lite_house: House) -> None:
    app = app_of(lite_house, "marc")
    browser, planted = lite_house.stranger(), lite_house.stranger()
    at_the_door(browser)
    with browser.session_transaction() as before, planted.session_transaction() as copy:
        copy.update(before)
    step(browser, code=code_of(app))

    assert is_in(browser)
    assert not is_in(planted)


def test_what_was_typed_when_the_session_ended_survives_the_second_step(lite_house: House) -> None:
    app = app_of(lite_house, "marc")
    marc = lite_house.browser("marc")
    token = token_of(marc)
    with lite_house.app.app_context():
        accounts().execute(SignIn.__table__.delete())
        accounts().commit()
    typed = {"family_name": "Zbinden", "given_name": "Rosa"}
    ended = marc.post("/ch_fund/employee/add", data={"csrf_token": token, **typed})

    first = marc.post(
        "/login/", data={**hidden(ended.text), "username": "marc", "password": "Demo-2026-Guichet"}
    )
    assert json.loads(hidden(first.text)["kept"]) == [[name, value] for name, value in typed.items()]
    answer = step(marc, first, code=code_of(app))

    assert answer.status_code == 200
    assert 'name="family_name" value="Zbinden"' in answer.text


def test_a_remembered_browser_is_not_asked_until_the_days_are_over(house: House) -> None:
    app = app_of(house, "marc")
    allow(house, remember_days=7)
    browser = house.stranger()
    at_the_door(browser)
    step(browser, code=code_of(app), remember="y")
    browser.post("/logout/", data={"csrf_token": token_of(browser)})

    with later(timedelta(days=6)):
        assert at_the_door(browser).location == "/"
        assert sign_ins(house, "marc") == [("password", "remembered")]
    browser.delete_cookie("guichet")
    with later(timedelta(days=8)):
        assert at_the_door(browser).location.startswith("/login/second")


def test_no_browser_is_remembered_where_one_institution_forbids_it(lite_house: House) -> None:
    app = app_of(lite_house, "petra")
    allow(lite_house, "CC Léman", remember_days=30)
    allow(lite_house, "AK Aaretal", remember_days=0)
    browser = lite_house.stranger()
    at_the_door(browser, "petra")
    page = browser.get("/login/second")
    step(browser, page, code=code_of(app), remember="y")

    assert 'name="remember"' not in page.text
    assert browser.get_cookie("guichet_remembered") is None


def test_a_foreign_address_is_no_way_on_after_the_second_step(lite_house: House) -> None:
    app = app_of(lite_house, "marc")
    browser = lite_house.stranger()
    at_the_door(browser, next="//evil.example/")

    assert step(browser, next="https://evil.example/", code=code_of(app)).location == "/"


def test_a_code_by_sms_counts_only_for_the_sign_in_that_asked_for_it(house: House) -> None:
    texts = receive(house, key="sms")
    number = number_of(house, "marc")
    one, other = house.stranger(), house.stranger()
    for browser in (one, other):
        at_the_door(browser)
    sent = step(one, way=f"sms-{number}", do="send")
    work(house)
    code = json.loads(texts.got[-1].envelope.text)["words"]["code"]

    assert 'name="code"' in sent.text
    assert step(other, way=f"sms-{number}", code=code).status_code == 401
    assert step(one, way=f"sms-{number}", code=code).status_code == 303
    assert sign_ins(house, "marc") == [("password", "sms")]


def test_a_passkey_is_the_second_step(lite_house: House) -> None:
    device = _passkey_of(lite_house, "marc")
    browser = lite_house.stranger()
    at_the_door(browser)
    page = browser.get("/login/second")

    answer = step(browser, page, credential=device.get(_options(page.text)))

    assert answer.status_code == 303
    assert sign_ins(lite_house, "marc") == [("password", "passkey")]


def test_a_passkey_opens_without_user_name_and_password(house: House) -> None:
    device = _passkey_of(house, "marc")
    browser = house.stranger()
    page = browser.get("/login/?next=/tasks/")
    form = {**hidden(page.text, "g-ask-or"), "passkey-credential": device.get(_options(page.text))}

    answer = browser.post("/login/passkey", data=form)

    assert (answer.status_code, answer.location) == (303, "/tasks/")
    assert sign_ins(house, "marc") == [("passkey", "passkey")]
    assert house.stranger().post("/login/passkey", data=form).status_code == 400
    thief = house.stranger()
    stolen = {**form, "csrf_token": token_of(thief, "/login/")}
    assert thief.post("/login/passkey", data=stolen).status_code == 401


@pytest.mark.parametrize(("proxy", "status"), [("127.0.0.1", 303), ("10.9.9.9", 401)])
def test_a_certificate_counts_from_the_proxy_only(lite_house: House, proxy: str, status: int) -> None:
    believed = certificates_from(
        {"GUICHET_CERTIFICATE_HEADER": HEADER.upper(), "GUICHET_CERTIFICATE_PROXIES": "127.0.0.1"}, []
    )
    lite_house.app.extensions["guichet_settings"] = replace(lite_house.settings, certificates=believed)
    certificate_of(lite_house, "marc", believed, quote(NORA))
    browser = lite_house.stranger()
    at_the_door(browser)
    form = {**hidden(browser.get("/login/second").text), "do": "check"}

    answer = browser.post(
        "/login/second",
        data=form,
        headers={HEADER: quote(NORA)},
        environ_base={"REMOTE_ADDR": proxy},
    )

    assert answer.status_code == status


def _passkey_of(house: House, username: str) -> Authenticator:
    device, secret = Authenticator("http://localhost"), house.settings.secret_key
    site = factors.site_of(device.origin)
    with person(house, username) as (session, user):
        offer = factors.registration_options(session, secret, site, user)
        factors.add_passkey(
            session, secret, site, user.id, offer.sealed, device.create(offer.options), "Laptop"
        )
    return device


def _options(page: str) -> Any:
    found = re.search(r'data-passkey="([^"]*)"', page)
    assert found is not None
    return unescape(found[1])
