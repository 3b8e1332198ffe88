"""Sensitive acts ask again who she is, carry what was typed, and go on by themselves."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from console.accounts.models import SignIn, User
from console.accounts.tries import STEP
from console.cli.demo_people import PASSWORD
from console.institutions.sessions import accounts
from console.shell.access.remembered import REMEMBERED
from tests.support.factors import person
from tests.support.house import House, post
from tests.support.outbox import later
from tests.support.people import ANNA
from tests.support.second_step import allow, app_of, code_of, confirm, hidden

WHILE = timedelta(minutes=31)
"""Longer than the half hour of `browser_of`."""
ASKS = 'action="/me/confirm/"'
EXPORT = "/ch_fund/employee/export/csv?search=a"


def browser_of(house: House, username: str) -> FlaskClient:
    """Give a browser of somebody whose institution asks again after half an hour."""
    allow(house, confirm_minutes=30)
    return house.browser(username)


def came_in_with(house: House, username: str, factor: str) -> FlaskClient:
    """Give a browser whose sign-in says that it passed this factor."""
    browser = browser_of(house, username)
    with person(house, username) as (session, user):
        session.execute(update(SignIn).where(SignIn.user_id == user.id).values(factor=factor))
    return browser


def added(house: House) -> bool:
    with house.app.app_context():
        return accounts().scalars(select(User.id).where(User.username == "anna")).first() is not None


def test_a_fresh_sign_in_is_asked_nothing(lite_house: House) -> None:
    assert post(lite_house.browser("claire"), "/users/add", ANNA).status_code == 200
    assert added(lite_house)


def test_after_a_while_writing_rights_asks_for_the_password_and_then_goes_on(house: House) -> None:
    claire = browser_of(house, "claire")
    with later(WHILE):
        asked = post(claire, "/users/add", ANNA)
        assert (asked.status_code, ASKS in asked.text) == (401, True)
        assert not added(house)

        right = confirm(claire, asked, password=PASSWORD)
        assert (right.status_code, right.location) == (307, "/users/add")
        done = claire.post("/users/add", data=hidden(asked.text))

    assert done.status_code == 200
    assert added(house)


def test_a_wrong_password_keeps_what_was_typed_and_never_shows_the_answer(lite_house: House) -> None:
    claire = browser_of(lite_house, "claire")
    with later(WHILE):
        asked = post(claire, "/users/add", ANNA)
        wrong = confirm(claire, asked, password="not her password at all")
        assert wrong.status_code == 401
        assert hidden(wrong.text)["email"] == ANNA["email"]
        assert "not her password" not in wrong.text
        statuses = {confirm(claire, asked, password="wrong").status_code for _ in range(STEP.tries)}

    assert statuses == {401, 429}
    assert not added(lite_house)


def test_who_has_a_second_factor_is_asked_for_that_and_not_for_the_password(house: House) -> None:
    claire = came_in_with(house, "claire", "totp")
    app = app_of(house, "claire")
    with later(WHILE):
        asked = post(claire, "/users/add", ANNA)
        assert 'name="confirm-password"' not in asked.text
        assert confirm(claire, asked, way="password", password=PASSWORD).status_code == 401
        assert confirm(claire, asked, code=code_of(app)).status_code == 307


@pytest.mark.parametrize("factor", ["", REMEMBERED])
def test_a_fresh_session_without_her_second_factor_is_not_enough(lite_house: House, factor: str) -> None:
    claire = came_in_with(lite_house, "claire", factor)
    app = app_of(lite_house, "claire")
    asked = post(claire, "/users/add", ANNA)
    assert asked.status_code == 401

    confirm(claire, asked, code=code_of(app))

    assert post(claire, "/users/add", ANNA).status_code == 200


def test_the_strictest_of_her_institutions_says_how_long_a_confirmation_lasts(lite_house: House) -> None:
    allow(lite_house, confirm_minutes=5)
    claire = lite_house.browser("claire")
    with later(timedelta(minutes=4)):
        assert claire.get(EXPORT).status_code == 200
    with later(timedelta(minutes=6)):
        assert claire.get(EXPORT).status_code == 401


def test_after_the_confirmation_a_file_is_offered_and_the_way_back(lite_house: House) -> None:
    marc = browser_of(lite_house, "marc")
    with later(WHILE):
        asked = marc.get(EXPORT, headers={"Referer": "http://localhost/ch_fund/employee/list/"})
        assert asked.status_code == 401
        page = confirm(marc, asked, password=PASSWORD)
        assert page.status_code == 200
        assert f'href="{EXPORT}"' in page.text
        assert 'href="/ch_fund/employee/list/"' in page.text
        assert marc.get(EXPORT).mimetype == "text/csv"


def test_the_cookie_from_before_the_confirmation_opens_nothing_any_more(lite_house: House) -> None:
    marc, thief = browser_of(lite_house, "marc"), lite_house.stranger()
    with marc.session_transaction() as mine, thief.session_transaction() as stolen:
        stolen.update(mine)
    with later(WHILE):
        confirm(marc, marc.get(EXPORT), password=PASSWORD)
        assert marc.get("/me/profile").status_code == 200
        assert thief.get("/me/profile").status_code == 303


def test_the_answer_leads_to_no_foreign_address(lite_house: House) -> None:
    marc = browser_of(lite_house, "marc")
    with later(WHILE):
        asked = marc.get(EXPORT)
        answer = confirm(marc, asked, next="https://evil.example/", password=PASSWORD)
        assert "evil.example" not in answer.text + str(answer.location)


def test_nobody_confirms_from_a_foreign_page(lite_house: House) -> None:
    marc = lite_house.browser("marc")
    form = {"confirm-do": "check", "confirm-password": PASSWORD}
    assert marc.post("/me/confirm/", data=form).status_code == 400


def test_a_new_password_is_chosen_after_a_fresh_confirmation_only(lite_house: House) -> None:
    marc = lite_house.browser("marc")
    assert marc.get("/me/password").status_code == 200
    with later(timedelta(minutes=11)):
        assert marc.get("/me/password").status_code == 401
        typed = {"present": PASSWORD, "password": "ein ganz anderes Wort 17"}
        late = post(marc, "/me/password", typed)
        assert late.status_code == 401
        assert "ganz anderes" not in late.text
