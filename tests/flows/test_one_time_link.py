"""A person sets her password through a one-time link."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console.accounts import links, service
from console.base import clock
from console.institutions.sessions import accounts
from tests.support.house import House, token_of

NEW = "quatre chevaux sur un quai"


def link_for(house: House, username: str) -> str:
    with house.app.test_request_context():
        user = service.find(accounts(), username)
        assert user is not None
        token = links.offer_link(accounts(), user)
        accounts.commit()
    return f"/password/{token}"


def set_password(house: House, path: str, password: str, again: str | None = None) -> int:
    browser = house.stranger()
    data = {
        "csrf_token": token_of(browser, "/login/"),
        "password": password,
        "again": password if again is None else again,
    }
    return browser.post(path, data=data).status_code


def test_the_owner_of_a_link_sets_a_password_and_signs_in_with_it(house: House) -> None:
    assert set_password(house, link_for(house, "nora"), NEW) == 303

    with house.app.test_request_context():
        assert service.authenticate(accounts(), "nora", NEW) is not None


def test_a_link_opens_only_once(house: House) -> None:
    path = link_for(house, "nora")
    set_password(house, path, NEW)

    assert house.stranger().get(path).status_code == 404


def test_a_link_is_worthless_after_fourteen_days(lite_house: House) -> None:
    path = link_for(lite_house, "nora")

    with clock.at(clock.now() + timedelta(days=14, minutes=1)):
        assert lite_house.stranger().get(path).status_code == 404


@pytest.mark.parametrize("weak", ["short", "passwordpassword", "aaaaaaaaaaaaaa", "nora blanc 1"])
def test_a_weak_password_is_refused_with_its_reason(lite_house: House, weak: str) -> None:
    assert set_password(lite_house, link_for(lite_house, "nora"), weak) == 422


def test_two_different_passwords_are_refused(lite_house: House) -> None:
    assert set_password(lite_house, link_for(lite_house, "nora"), NEW, again=NEW + "!") == 422
