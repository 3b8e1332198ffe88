"""A person sees the browsers that are hers, and ends one of them or all."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from console.accounts.models import SignIn, User
from console.base import clock
from console.factors import service as factors
from console.institutions.sessions import accounts
from tests.support.house import House, post

FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


def parts(browser: FlaskClient) -> list[str]:
    """Give the two cards of the page: signed in, remembered."""
    page = browser.get("/me/devices").text
    return re.findall(r'<section class="g-card".*?</section>', page, re.S)


def keys(card: str) -> list[int]:
    return [int(key) for key in re.findall(r'name="key" value="(\d+)"', card)]


def remember(house: House, username: str) -> int:
    """Let a browser of a person be remembered; give its key."""
    with house.app.test_request_context():
        user = accounts().scalars(select(User.id).where(User.username == username)).one()
        factors.remember(accounts(), user, 30, FIREFOX)
        accounts.commit()
        return factors.remembered(accounts(), user)[-1].id


def sign_in_of(house: House, browser: FlaskClient) -> int:
    """Give the key of the sign-in that the page marks as its own."""
    card = parts(browser)[0]
    row = next(row for row in card.split("<tr data-row>") if "<small>" in row)
    return keys(row)[0]


def test_every_browser_is_shown_and_the_one_at_hand_is_marked(house: House) -> None:
    here, _other, _somebody = house.browser("marc"), house.browser("marc"), house.browser("claire")

    signed_in, remembered = parts(here)

    assert len(keys(signed_in)) == 2
    assert signed_in.count("<small>") == 1
    assert keys(remembered) == []


def test_one_browser_is_ended_and_the_others_go_on(house: House) -> None:
    here, lost, third = (house.browser("marc") for _ in range(3))
    answer = post(here, "/me/devices/end-one", {"key": sign_in_of(house, lost)})

    assert answer.status_code == 303
    assert lost.get("/me/profile").status_code == 303
    assert (here.get("/me/profile").status_code, third.get("/me/profile").status_code) == (200, 200)


def test_ending_the_browser_at_hand_leads_to_the_door(house: House) -> None:
    here, other = house.browser("marc"), house.browser("marc")
    answer = post(here, "/me/devices/end-one", {"key": sign_in_of(house, here)})

    assert answer.headers["Location"].endswith("/login/")
    assert here.get("/me/profile").status_code == 303
    assert other.get("/me/profile").status_code == 200


def test_all_are_ended_and_none_is_remembered_any_more(house: House) -> None:
    here, other, somebody = house.browser("marc"), house.browser("marc"), house.browser("claire")
    remember(house, "marc")
    remember(house, "claire")

    assert post(here, "/me/devices/end").status_code == 303

    assert (here.get("/me/profile").status_code, other.get("/me/profile").status_code) == (303, 303)
    assert keys(parts(house.browser("marc"))[1]) == []
    assert len(keys(parts(somebody)[1])) == 1


def test_a_remembered_browser_is_shown_with_its_end_and_forgotten(house: House) -> None:
    here, first, second = house.browser("marc"), remember(house, "marc"), remember(house, "marc")
    card = parts(here)[1]
    assert keys(card) == [first, second]
    assert "Firefox" in card

    post(here, "/me/devices/forget", {"key": first})

    assert keys(parts(here)[1]) == [second]


@pytest.mark.parametrize("path", ["/me/devices/end-one", "/me/devices/forget"])
def test_somebody_elses_browser_answers_as_one_that_does_not_exist(house: House, path: str) -> None:
    here, claire = house.browser("marc"), house.browser("claire")
    key = sign_in_of(house, claire) if path.endswith("end-one") else remember(house, "claire")

    hers, unknown = post(here, path, {"key": key}), post(here, path, {"key": 999_999})

    assert (hers.status_code, unknown.status_code) == (404, 404)
    assert _without_reference(hers.text) == _without_reference(unknown.text)
    assert claire.get("/me/profile").status_code == 200
    assert len(keys(parts(claire)[1])) == (0 if path.endswith("end-one") else 1)


@pytest.mark.parametrize("key", ["", "x", "-1", "1 or 1=1", "9" * 30, "٣"])
def test_what_is_no_key_is_not_found(lite_house: House, key: str) -> None:
    for path in ("/me/devices/end-one", "/me/devices/forget"):
        assert post(lite_house.browser("marc"), path, {"key": key}).status_code == 404


def test_an_ended_sign_in_is_said_to_have_ended(lite_house: House) -> None:
    here, lost = lite_house.browser("marc"), lite_house.browser("marc")
    key = sign_in_of(lite_house, lost)
    with lite_house.app.app_context():
        accounts().delete(accounts().get_one(SignIn, key))
        accounts.commit()
    assert post(here, "/me/devices/end-one", {"key": key}).status_code == 404


def test_a_remembered_browser_whose_time_has_passed_is_shown_no_more(lite_house: House) -> None:
    remember(lite_house, "marc")
    with clock.at(clock.now() + timedelta(days=31)):
        assert keys(parts(lite_house.browser("marc"))[1]) == []


def _without_reference(page: str) -> str:
    return re.sub(r'value="[^"]+"|data-reference">[0-9a-f]+<|reference">[0-9a-f]+<', "", page)
