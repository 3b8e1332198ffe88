"""Signing in, staying signed in, and ceasing to be."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select, update
from werkzeug.test import TestResponse

from console.accounts.models import AccountEvent, SignIn, User
from console.accounts.throttles import ACCOUNT, ADDRESS
from console.base import clock
from console.cli.demo_people import PASSWORD
from console.institutions.models import Institution
from console.institutions.sessions import accounts, db
from tests.support.house import House, post, token_of

INSIDE = "/ch_fund/employee/list/"


def sign_in(
    browser: FlaskClient, username: str, password: str, *, address: str = "10.0.0.1", **more: Any
) -> TestResponse:
    """Fill in the door's form as a browser does."""
    page = browser.get("/login/").get_data(as_text=True)
    token = page.split('name="csrf_token" value="', 1)[1].split('"', 1)[0]
    return browser.post(
        "/login/",
        data={"username": username, "password": password, "csrf_token": token, **more},
        environ_overrides={"REMOTE_ADDR": address},
    )


def copy_of(house: House, browser: FlaskClient) -> FlaskClient:
    """Give a thief's browser with the same cookie."""
    thief = house.app.test_client()
    with browser.session_transaction() as mine, thief.session_transaction() as stolen:
        stolen.update(mine)
    return thief


@pytest.mark.parametrize("username", ["marc", "MARC", " marc ", "marc@guichet.example"])
def test_the_right_password_opens_the_console(house: House, username: str) -> None:
    browser = house.stranger()
    assert sign_in(browser, username, PASSWORD).status_code == 303
    assert browser.get(INSIDE).status_code == 200


@pytest.mark.parametrize(
    ("username", "password"), [("marc", "wrong"), ("nobody", PASSWORD), ("marc", PASSWORD.lower())]
)
def test_a_refusal_never_says_which_half_was_wrong(house: House, username: str, password: str) -> None:
    browser = house.stranger()
    answer = sign_in(browser, username, password)

    assert answer.status_code == 401
    assert "User name or password is not right" in answer.get_data(as_text=True)
    assert browser.get(INSIDE).status_code == 303
    with house.app.app_context():
        assert accounts().scalars(select(AccountEvent.kind)).all().count("sign_in_refused") == 1


def test_signing_in_gives_a_new_identity(house: House) -> None:
    """A cookie that somebody planted before is worth nothing afterwards."""
    browser = house.stranger()
    with browser.session_transaction() as cookie:
        cookie.update({"sign_in": "planted", "_user_id": "1", "planted": "yes"})
    thief = copy_of(house, browser)

    sign_in(browser, "marc", PASSWORD)

    with browser.session_transaction() as cookie:
        assert cookie["sign_in"] != "planted"
        assert "planted" not in cookie
    assert thief.get(INSIDE).status_code == 303
    assert browser.get(INSIDE).status_code == 200


def test_each_sign_in_is_one_of_its_own(house: House) -> None:
    first, second = house.browser("marc"), house.browser("marc")
    post(first, "/logout/")
    assert (first.get(INSIDE).status_code, second.get(INSIDE).status_code) == (303, 200)


def test_a_cookie_is_dead_after_signing_out(house: House) -> None:
    browser = house.browser("marc")
    thief = copy_of(house, browser)
    assert post(browser, "/logout/").status_code == 303
    assert thief.get(INSIDE).status_code == 303


def test_a_cookie_is_dead_after_signing_out_everywhere(house: House) -> None:
    browser, other = house.browser("marc"), house.browser("marc")
    post(browser, "/me/devices/end")
    assert other.get(INSIDE).status_code == 303


def test_every_cookie_is_dead_after_a_new_password(house: House) -> None:
    browser, other = house.browser("marc"), house.browser("marc")
    new = "une autre phrase bien longue 2026"
    answer = post(browser, "/me/password", {"present": PASSWORD, "password": new, "again": new})

    assert answer.status_code == 303
    assert (browser.get(INSIDE).status_code, other.get(INSIDE).status_code) == (303, 303)
    assert sign_in(house.stranger(), "marc", PASSWORD).status_code == 401
    assert sign_in(house.stranger(), "marc", new).status_code == 303


def test_a_person_who_was_switched_off_is_out_with_the_next_click(house: House) -> None:
    browser = house.browser("marc")
    _activate(house, "marc", False)
    assert browser.get(INSIDE).status_code == 303
    assert sign_in(house.stranger(), "marc", PASSWORD).status_code == 401


def test_a_sign_in_ends_after_an_idle_hour_and_lasts_while_it_is_used(house: House) -> None:
    browser = house.browser("marc")
    start, minutes = clock.now(), house.settings.idle_minutes
    for passed in (minutes - 1, 2 * minutes - 2, 3 * minutes - 3):
        with clock.at(start + timedelta(minutes=passed)):
            assert browser.get(INSIDE).status_code == 200
    with clock.at(start + timedelta(minutes=4 * minutes - 2)):
        assert browser.get(INSIDE).status_code == 303


def test_a_sign_in_ends_after_its_longest_time_however_busy(house: House) -> None:
    browser, start = house.browser("marc"), clock.now()
    step, limit = (
        timedelta(minutes=house.settings.idle_minutes - 1),
        timedelta(hours=house.settings.session_hours),
    )
    moment = start
    while moment + step < start + limit:
        moment += step
        with clock.at(moment):
            assert browser.get(INSIDE).status_code == 200
    with clock.at(start + limit + timedelta(seconds=1)):
        assert browser.get(INSIDE).status_code == 303


def test_being_seen_is_written_once_a_minute_at_most(house: House) -> None:
    browser, start = house.browser("marc"), clock.now()
    writes: list[str] = []
    with house.app.app_context():
        event.listen(
            db.engine, "before_cursor_execute", lambda _c, _k, statement, *_: writes.append(statement)
        )
    for seconds, expected in ((1, 0), (30, 0), (59, 0), (61, 1), (62, 1), (120, 1), (123, 2)):
        with clock.at(start + timedelta(seconds=seconds)):
            browser.get(INSIDE)
        assert sum(s.startswith("UPDATE account_sign_in") for s in writes) == expected, seconds
    assert _last_seen(house) == start + timedelta(seconds=123)


def test_a_made_up_or_forged_cookie_opens_nothing(house: House) -> None:
    for forged in (
        {"sign_in": "x" * 43, "_user_id": "1"},
        {"_user_id": "1", "_fresh": True},
        {"sign_in": 1},
        {"sign_in": ""},
    ):
        browser = house.stranger()
        with browser.session_transaction() as cookie:
            cookie.update(forged)
        assert browser.get(INSIDE).status_code == 303
    browser = house.stranger()
    browser.set_cookie("guichet", "eyJzaWduX2luIjoiYSJ9.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    assert browser.get(INSIDE).status_code == 303


def test_the_database_holds_no_token_that_would_open_the_console(house: House) -> None:
    browser = house.browser("marc")
    with browser.session_transaction() as cookie:
        token = cookie["sign_in"]
    with house.app.app_context():
        rows = accounts().execute(select(SignIn.__table__)).all()
    assert not any(token in str(value) for row in rows for value in row)


def test_tries_on_one_account_are_limited_whatever_its_name_is_typed_like(house: House) -> None:
    spellings = ["marc", "MARC", " marc", "marc ", "\u00a0marc", "Marc", "marC "]
    statuses = [
        sign_in(house.stranger(), s, "wrong", address=f"10.0.1.{n}").status_code
        for n, s in enumerate(spellings)
    ]

    assert statuses == [401] * ACCOUNT.tries + [429] * (len(spellings) - ACCOUNT.tries)
    assert sign_in(house.stranger(), "marc", PASSWORD, address="10.0.1.99").status_code == 429
    assert sign_in(house.stranger(), "claire", PASSWORD, address="10.0.1.99").status_code == 303
    with clock.at(clock.now() + timedelta(hours=2)):
        assert sign_in(house.stranger(), "marc", PASSWORD, address="10.0.1.99").status_code == 303


def test_tries_from_one_address_are_limited_over_all_accounts(house: House) -> None:
    browser = house.stranger()
    statuses = [sign_in(browser, f"nobody{n}", "wrong").status_code for n in range(ADDRESS.tries + 2)]
    assert statuses == [401] * ADDRESS.tries + [429, 429]
    assert sign_in(house.stranger(), "claire", PASSWORD, address="10.0.0.2").status_code == 303


def test_a_person_whose_institution_has_its_own_wording_may_still_save_her_settings(house: House) -> None:
    """The first page after a change of wording reads it from the database, also when that page writes."""
    browser = house.browser("claire")
    token = token_of(browser)
    with house.app.app_context():
        accounts().execute(update(Institution).values(words_version=1))
        accounts.commit()

    answer = browser.post("/me/language", data={"csrf_token": token, "language": "de"})

    assert answer.status_code == 303


def _activate(house: House, username: str, active: bool) -> None:
    with house.app.app_context():
        accounts().execute(update(User).where(User.username == username).values(active=active))
        accounts.commit()


def _last_seen(house: House) -> datetime | None:
    with house.app.app_context():
        return accounts().scalars(select(SignIn.last_seen).order_by(SignIn.id.desc())).first()
