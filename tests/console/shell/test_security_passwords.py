"""What the fields and rules of passwords, and of codes by SMS, let people do and tell them."""

from __future__ import annotations

import re
import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from console.accounts import links, passwords, service
from console.accounts.models import Membership
from console.base.errors import BadArgument
from console.cli import upgrade_command
from console.cli.demo_people import PASSWORD
from tests.conftest import settings_for
from tests.console.accounts.test_sign_in import sign_in
from tests.support.factors import person
from tests.support.house import House, post
from tests.support.outbox import later, receive
from tests.support.second_step import app_of

INPUT = re.compile(r"<input [^>]*password[^>]*>")


def pages(house: House) -> list[str]:
    """Give the pages on which a password is typed: the door, the change, the one-time link."""
    with person(house, "marc") as (session, user):
        token = links.offer_link(session, user)
    stranger = house.stranger()
    return [
        stranger.get("/login/").text,
        house.browser("claire").get("/me/password").text,
        stranger.get(f"/password/{token}").text,
    ]


def test_each_password_is_masked_and_may_be_pasted_and_filled_in_by_a_password_manager(
    lite_house: House,
) -> None:
    for page in pages(lite_house):
        typed = [field for field in INPUT.findall(page) if 'type="hidden"' not in field]
        assert typed
        for field in typed:
            assert 'type="password"' in field
            assert re.search(r'autocomplete="(current|new)-password"', field)
            assert not re.search(r"onpaste|readonly", field)
            longest = re.search(r'maxlength="(\d+)"', field)
            assert longest is None or int(longest[1]) >= passwords.LONGEST


def test_a_password_never_has_to_be_changed_because_of_its_age(lite_house: House) -> None:
    with later(timedelta(days=5 * 365)):
        answer = sign_in(lite_house.stranger(), "marc", PASSWORD)
        assert (answer.status_code, answer.location) == (303, "/")


@pytest.mark.parametrize(
    "typed", [PASSWORD.lower(), f"{PASSWORD} ", f" {PASSWORD}", PASSWORD[:-1], f"{PASSWORD}x"]
)
def test_a_password_counts_exactly_as_it_is_typed(lite_house: House, typed: str) -> None:
    assert sign_in(lite_house.stranger(), "marc", typed).status_code == 401


@pytest.mark.parametrize("words", ["guichet", "{person}", "{institution}", "{company}"])
def test_a_password_made_of_names_that_everybody_connects_with_her_is_refused(
    lite_house: House, words: str
) -> None:
    with person(lite_house, "luca") as (session, user):
        mandate = session.scalars(select(Membership).where(Membership.user_id == user.id)).one()
        known = words.format(
            person=f"{user.first_name} {user.last_name}",
            institution=mandate.institution.name,
            company=mandate.company_name,
        )
        with pytest.raises(BadArgument, match="easy to guess"):
            service.set_password(session, user, f"{known} 1".ljust(12, "1"))


def test_a_code_by_sms_is_offered_with_its_risk_and_beside_stronger_ways(lite_house: House) -> None:
    receive(lite_house, key="sms")
    browser = lite_house.browser("claire")
    post(browser, "/me/language", {"language": "en"})
    page = browser.get("/me/factors/").text

    assert "/me/factors/number" in page
    assert "a number can be taken over" in page
    assert "/me/factors/passkey" in page
    assert "/me/factors/app" in page
    assert "a number can be taken over" in browser.get("/me/factors/number").text


def test_a_new_password_by_link_does_not_do_without_the_second_factor(lite_house: House) -> None:
    app_of(lite_house, "marc")
    with person(lite_house, "marc") as (session, user):
        token = links.offer_reset(session, user)
    browser, new = lite_house.stranger(), "violet tractor sings nine"
    csrf = re.findall(r'name="csrf_token" value="([^"]+)"', browser.get(f"/password/{token}").text)[0]
    browser.post(f"/password/{token}", data={"csrf_token": csrf, "password": new, "again": new})

    answer = sign_in(lite_house.stranger(), "marc", new)
    assert answer.location.startswith("/login/second")
    assert browser.get("/me/profile").status_code == 303


def test_no_password_that_leaked_often_enough_to_stand_in_the_lists_is_accepted() -> None:
    from zxcvbn.frequency_lists import FREQUENCY_LISTS

    leaked = [word for word in FREQUENCY_LISTS["passwords"] if len(word) >= passwords.SHORTEST]
    assert len(FREQUENCY_LISTS["passwords"]) > 3_000
    for word in leaked:
        with pytest.raises(BadArgument):
            passwords.check_strength(word)


def test_a_new_installation_has_no_account_that_somebody_could_know(tmp_path: Path) -> None:
    settings = settings_for(f"sqlite:///{tmp_path / 'new.sqlite'}", tmp_path)
    list(upgrade_command.run(settings))

    with closing(sqlite3.connect(tmp_path / "new.sqlite")) as database:
        assert database.execute("SELECT count(*) FROM ab_user").fetchone() == (0,)
        assert database.execute("SELECT count(*) FROM account_api_key").fetchone() == (0,)


def test_nothing_is_asked_at_the_door_but_a_name_and_a_password(lite_house: House) -> None:
    """No hint, no question about what somebody knows: neither when signing in nor when the password is forgotten."""
    asked = re.compile(r'<(?:input|select|textarea)(?![^>]*type="hidden")[^>]* name="([^"]+)"')
    for path in ("/login/", "/forgotten/"):
        page = lite_house.stranger().get(path)
        assert set(asked.findall(page.text)) <= {"username", "password", "language"}
        assert page.status_code == 200
