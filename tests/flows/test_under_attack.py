"""Somebody tries Marc's password from everywhere, and Marc works on."""

from __future__ import annotations

from datetime import timedelta

from flask.testing import FlaskClient

from console.accounts.policies import AccessPolicy
from console.accounts.throttles import ACCOUNT
from console.base import clock
from console.cli.demo_people import PASSWORD
from console.institutions.sessions import accounts
from tests.support.house import House, post, token_of

COOKIE = "guichet_browser"


def sign_in(browser: FlaskClient, username: str, password: str, address: str = "192.0.2.7") -> int:
    form = {"csrf_token": token_of(browser, "/login/"), "username": username, "password": password}
    return browser.post("/login/", data=form, environ_overrides={"REMOTE_ADDR": address}).status_code


def attack(house: House, *names: str) -> None:
    """Try wrong passwords from many addresses until nothing is looked at any more."""
    for name in names:
        for n in range(ACCOUNT.tries + 2):
            last = sign_in(house.stranger(), name, "wrong", f"203.0.113.{n}")
        assert last == 429


def test_the_person_signs_in_at_her_own_desk_all_the_while(house: House) -> None:
    desk = house.stranger()
    assert sign_in(desk, "marc", PASSWORD) == 303
    post(desk, "/logout/")

    attack(house, "marc", "marc@guichet.example")

    assert sign_in(house.stranger(), "marc", PASSWORD) == 429, "a stranger's browser waits"
    assert sign_in(desk, "marc", "a slip of the finger") == 401
    assert sign_in(desk, "marc", PASSWORD) == 303
    assert desk.get("/ch_fund/employee/list/").status_code == 200


def test_a_colleague_who_shares_her_browser_is_not_let_in_by_it(house: House) -> None:
    desk = house.stranger()
    assert sign_in(desk, "nora", PASSWORD) == 303
    post(desk, "/logout/")
    attack(house, "marc")

    assert sign_in(desk, "marc", PASSWORD) == 429


def test_a_browser_gets_its_mark_only_with_the_right_password(house: House) -> None:
    browser = house.stranger()
    sign_in(browser, "marc", "wrong")
    assert browser.get_cookie(COOKIE) is None
    sign_in(browser, "marc", PASSWORD)

    mark = browser.get_cookie(COOKIE)
    assert mark is not None
    assert (mark.http_only, mark.same_site, mark.path) == (True, "Lax", "/")
    assert mark.max_age == 180 * 24 * 3600


def test_the_mark_alone_opens_nothing(house: House) -> None:
    desk, thief = house.stranger(), house.stranger()
    sign_in(desk, "marc", PASSWORD)
    stolen = desk.get_cookie(COOKIE)
    assert stolen is not None
    thief.set_cookie(COOKIE, stolen.value)

    assert thief.get("/me/profile").status_code == 303
    assert [sign_in(thief, "marc", "wrong") for _ in range(6)] == [401] * 5 + [429]


def test_who_may_not_try_now_is_told_when(house: House) -> None:
    attack(house, "marc")
    browser = house.stranger()
    form = {"csrf_token": token_of(browser, "/login/"), "username": "marc", "password": PASSWORD}
    page = browser.post("/login/", data=form)
    assert page.status_code == 429
    assert "Try again in 1 min" in page.text

    with clock.at(clock.now() + timedelta(seconds=61)):
        assert sign_in(house.stranger(), "marc", PASSWORD) == 303


def test_a_session_lasts_as_long_as_the_strictest_institution_at_hand_says(house: House) -> None:
    with house.app.app_context():
        policy = accounts().get_one(AccessPolicy, house.institution("CC Léman"))
        policy.idle_minutes, policy.session_hours = 10, 2
        accounts.commit()
    start, idle, busy, elsewhere = clock.now(), *(house.browser(name) for name in ("marc", "marc", "ruth"))

    for minutes in range(9, 120, 9):
        with clock.at(start + timedelta(minutes=minutes)):
            assert busy.get("/me/profile").status_code == 200, minutes
            assert elsewhere.get("/me/profile").status_code == 200, minutes
    with clock.at(start + timedelta(minutes=11)):
        assert idle.get("/me/profile").status_code == 303
    with clock.at(start + timedelta(minutes=121)):
        assert busy.get("/me/profile").status_code == 303
        assert elsewhere.get("/me/profile").status_code == 200
