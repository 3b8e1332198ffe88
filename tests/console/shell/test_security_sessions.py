"""Ending the other browsers: after a factor changed, by an administrator, and only by who just showed who she is."""

from __future__ import annotations

from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from console.audit.models import AuditEntry
from console.cli.demo_people import PASSWORD
from console.factors import service as factors
from tests.console.shell.test_devices import keys, parts, remember
from tests.support.factors import person
from tests.support.house import House, post
from tests.support.outbox import later
from tests.support.people import key_of, petra_in_leman
from tests.support.second_step import allow, app_of, code_of, confirm, hidden

WHILE = timedelta(minutes=11)
"""Longer than a confirmation counts for what belongs to the account."""
OTHERS = "/me/devices/end-others"


def is_in(browser: FlaskClient) -> bool:
    return browser.get("/me/profile").status_code == 200


def test_after_a_factor_changed_all_other_browsers_can_be_signed_out(house: House) -> None:
    app = app_of(house, "marc")
    here, other = house.browser("marc"), house.browser("marc")
    confirm(here, here.get("/me/factors/"), code=code_of(app))
    with person(house, "marc") as (session, user):
        (held,) = factors.held(session, user.id)

    page = post(here, f"/me/factors/{held.id}/remove", follow_redirects=True)
    assert f'action="{OTHERS}"' in page.text

    assert post(here, OTHERS).status_code == 303
    assert (is_in(here), is_in(other)) == (True, False)


@pytest.mark.parametrize("path", ["/me/devices/end-one", "/me/devices/end", OTHERS])
def test_who_showed_long_ago_who_she_is_ends_no_other_browser_before_she_shows_it_again(
    house: House, path: str
) -> None:
    other = house.browser("marc")
    key = keys(parts(other)[0])[0]
    here = house.browser("marc")
    with later(WHILE):
        asked = post(here, path, {"key": key})
        assert (asked.status_code, is_in(other)) == (401, True)

        right = confirm(here, asked, password=PASSWORD)
        assert (right.status_code, right.location) == (307, path)
        here.post(path, data=hidden(asked.text))
        assert not is_in(other)


def test_the_browser_at_hand_is_signed_out_without_a_question(lite_house: House) -> None:
    here = lite_house.browser("marc")
    key = keys(parts(here)[0])[0]
    with later(WHILE):
        assert post(here, "/me/devices/end-one", {"key": key}).status_code == 303
        assert not is_in(here)


def test_an_administrator_signs_a_person_out_of_all_her_browsers(house: House) -> None:
    first, second = house.browser("marc"), house.browser("marc")
    remember(house, "marc")
    claire, path = house.browser("claire"), f"/users/{key_of(house, 'marc')}/sign-out"
    assert path in claire.get(path.removesuffix("/sign-out")).text

    assert claire.get(path).status_code == 200
    assert is_in(first)
    assert post(claire, path).status_code == 303

    assert (is_in(first), is_in(second), is_in(claire)) == (False, False, True)
    assert keys(parts(house.browser("marc"))[1]) == []
    with house.reading() as session:
        acts = session.scalars(select(AuditEntry.action)).all()
    assert "console.user.signed_out" in acts


def test_an_administrator_is_asked_again_before_she_signs_somebody_out(lite_house: House) -> None:
    allow(lite_house, confirm_minutes=5)
    marc, claire = lite_house.browser("marc"), lite_house.browser("claire")
    with later(timedelta(minutes=6)):
        assert post(claire, f"/users/{key_of(lite_house, 'marc')}/sign-out").status_code == 401
        assert is_in(marc)


@pytest.mark.parametrize(("viewer", "foreign"), [("claire", "ruth"), ("luca", "petra"), ("luca", "claire")])
def test_nobody_beyond_reach_is_signed_out(lite_house: House, viewer: str, foreign: str) -> None:
    somebody, browser = lite_house.browser(foreign), lite_house.browser(viewer)
    hers = post(browser, f"/users/{key_of(lite_house, foreign)}/sign-out")
    nobody = post(browser, "/users/999999/sign-out")

    assert (hers.status_code, nobody.status_code) == (404, 404)
    assert is_in(somebody)


def test_who_lost_every_factor_is_taken_out_and_begins_anew_by_an_invitation(house: House) -> None:
    app_of(house, "nora")
    claire = house.browser("claire")

    assert post(claire, f"/users/{key_of(house, 'nora')}/remove").status_code == 303

    with person(house, "nora") as (session, user):
        assert not user.active
        assert factors.held(session, user.id) == ()


def test_who_works_elsewhere_too_keeps_her_factors(house: House) -> None:
    app_of(house, "petra")
    claire = house.browser("claire")

    assert post(claire, f"/users/{petra_in_leman(house)}/remove").status_code == 303

    with person(house, "petra") as (session, user):
        assert user.active
        assert len(factors.held(session, user.id)) == 1


@pytest.mark.parametrize("path", ["/", "/me/devices", "/me/factors/", "/ch_fund/employee/list/", "/nowhere"])
def test_every_page_behind_the_door_offers_to_sign_out(standing_house: House, path: str) -> None:
    assert 'action="/logout/"' in standing_house.browser("claire").get(path).text
