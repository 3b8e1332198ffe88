"""Limits at the door slow down an attacker and strangers, never a person at her own desk."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

import pytest

from console.accounts import service, tries
from console.accounts.models import User
from console.accounts.throttles import ACCOUNT, ADDRESS, LINK
from console.base import clock
from console.base.errors import TooManyTries
from console.institutions.sessions import accounts
from tests.support.house import House

HOME, ELSEWHERE = "192.0.2.7", "203.0.113.9"


def is_let_try(house: House, account: str, address: str = ELSEWHERE, browser: str = "") -> bool:
    """Try to sign in; say whether the password would be looked at."""
    with house.app.app_context():
        try:
            tries.guard(accounts(), house.settings, account, address, browser)
        except TooManyTries:
            return False
        return True


def is_let_step(house: House, user_id: int, browser: str = "") -> bool:
    with house.app.app_context():
        try:
            tries.guard_step(accounts(), house.settings, user_id, browser)
        except TooManyTries:
            return False
        return True


def comes_in(house: House, username: str, browser: str = "", address: str = HOME) -> str:
    """Sign in completely; give the mark that the browser keeps."""
    with house.app.app_context():
        user = _user(username)
        mark = tries.right(accounts(), house.settings, user, browser, address)
        accounts.commit()
        return mark


def _user(username: str) -> User:
    user = service.find(accounts(), username)
    assert user is not None
    return user


def key_of(house: House, username: str) -> int:
    with house.app.app_context():
        return int(_user(username).id)


def block(house: House, account: str) -> None:
    """Do what an attacker does from many addresses."""
    for n in range(3 * ACCOUNT.tries):
        is_let_try(house, account, f"203.0.113.{n}")
    assert not is_let_try(house, account, "203.0.113.99")


def test_an_attacker_blocks_strangers_and_not_the_person_at_her_own_browser(house: House) -> None:
    mark = comes_in(house, "marc")
    block(house, "marc")
    block(house, "marc@guichet.example")

    assert not is_let_try(house, "marc", HOME)
    assert is_let_try(house, "marc", HOME, mark)
    assert is_let_try(house, "marc@guichet.example", HOME, mark)


def test_an_attacker_in_the_same_house_does_not_block_a_known_browser_either(house: House) -> None:
    mark = comes_in(house, "marc")
    for n in range(ADDRESS.tries + 1):
        is_let_try(house, f"nobody{n}", HOME)
    assert not is_let_try(house, "claire", HOME)

    assert is_let_try(house, "marc", HOME, mark)


def test_a_known_browser_has_no_more_tries_than_others(house: House) -> None:
    mark = comes_in(house, "marc")

    found = [is_let_try(house, "marc", HOME, mark) for _ in range(tries.BROWSER.tries + 1)]

    assert found == [True] * tries.BROWSER.tries + [False]
    assert is_let_try(house, "marc", ELSEWHERE)


def test_a_browser_known_for_one_person_is_a_stranger_to_all_others(house: House) -> None:
    mark = comes_in(house, "nora")
    block(house, "marc")

    assert not is_let_try(house, "marc", HOME, mark)


def test_several_people_share_a_browser_and_it_is_known_for_the_last_five(house: House) -> None:
    mark = ""
    for name in ("claire", "marc", "heidi", "luca", "nora", "petra"):
        mark = comes_in(house, name, mark)
        block(house, name)

    assert not is_let_try(house, "claire", HOME, mark)
    assert all(is_let_try(house, name, HOME, mark) for name in ("marc", "heidi", "luca", "nora", "petra"))


def test_signing_in_anew_keeps_the_count_of_the_browser_and_its_place(house: House) -> None:
    """A mark per sign-in would be so many fresh counts for whoever may once sign in."""
    first = comes_in(house, "marc")
    for _ in range(2):
        is_let_try(house, "marc", HOME, first)
    second = comes_in(house, "marc", first)
    for _ in range(tries.BROWSER.tries):
        is_let_try(house, "marc", HOME, second)

    assert not is_let_try(house, "marc", HOME, first)
    assert second.count("~") == 0


@pytest.mark.parametrize(
    "forged", ["", "x", "..", "~~", "2026-01-01.nonce.signature", "é.é.é", "a.b.c~" * 900, "\0.\0.\0"]
)
def test_a_forged_mark_is_none(house: House, forged: str) -> None:
    block(house, "marc")
    assert not is_let_try(house, "marc", HOME, forged)


def test_a_mark_with_another_day_or_name_is_none(lite_house: House) -> None:
    mark = comes_in(lite_house, "marc")
    block(lite_house, "marc")
    day, nonce, signature = mark.split(".")

    for forged in (f"2999-01-01.{nonce}.{signature}", f"{day}.{nonce[::-1]}.{signature}"):
        assert not is_let_try(lite_house, "marc", HOME, forged)


def test_a_browser_that_nobody_used_for_half_a_year_is_a_stranger_again(lite_house: House) -> None:
    mark = comes_in(lite_house, "marc")
    with clock.at(clock.now() + tries.LASTS - timedelta(days=1)):
        block(lite_house, "marc")
        assert is_let_try(lite_house, "marc", HOME, mark)
        renewed = comes_in(lite_house, "marc", mark)
    with clock.at(clock.now() + tries.LASTS + timedelta(days=1)):
        block(lite_house, "marc")
        assert not is_let_try(lite_house, "marc", HOME, mark)
        assert is_let_try(lite_house, "marc", HOME, renewed)


def test_the_wait_of_strangers_grows_and_who_waits_as_told_has_a_try(lite_house: House) -> None:
    start, waits, moment = clock.now(), [], timedelta()
    for _ in range(7):
        with clock.at(start + moment), lite_house.app.app_context():
            for _ in range(ACCOUNT.tries + 1):
                try:
                    tries.guard(accounts(), lite_house.settings, "marc", ELSEWHERE, "")
                except TooManyTries as refused:
                    waits.append(refused.seconds)
                    moment += timedelta(seconds=refused.seconds)
                    break
    assert waits == [60, 120, 240, 480, 960, 1920, 3600]


def test_a_name_that_exists_and_one_that_does_not_are_limited_alike(house: House) -> None:
    """Whoever tries cannot tell an account from its limits, nor which address belongs to which name."""
    for account in ("marc", "nobody"):
        found = [
            is_let_try(house, typed) for typed in (account, account.upper(), f" {account} ") for _ in "12"
        ]
        assert found == [True] * ACCOUNT.tries + [False]
    assert is_let_try(house, "marc@guichet.example")
    assert is_let_try(house, "nobody@guichet.example")


def test_a_complete_sign_in_from_a_new_browser_ends_the_block_of_strangers_and_one_from_a_known_one_does_not(
    lite_house: House,
) -> None:
    mark = comes_in(lite_house, "marc")
    block(lite_house, "marc")

    comes_in(lite_house, "marc", mark)
    assert not is_let_try(lite_house, "marc")
    comes_in(lite_house, "marc")
    assert is_let_try(lite_house, "marc")


def test_a_right_password_alone_gives_an_attacker_no_more_tries_of_the_second_factor(house: House) -> None:
    marc = key_of(house, "marc")
    mark = comes_in(house, "marc")
    found = [is_let_step(house, marc) for _ in range(tries.STEP.tries + 1)]

    assert found == [True] * tries.STEP.tries + [False]
    assert is_let_step(house, marc, mark), "the person herself goes on"


def test_of_an_ipv6_network_all_addresses_are_one(lite_house: House) -> None:
    for n in range(ADDRESS.tries):
        is_let_try(lite_house, f"nobody{n}", f"2001:db8:1:2:{n:x}::1")

    assert not is_let_try(lite_house, "somebody", "2001:db8:1:2:ffff::9")
    assert is_let_try(lite_house, "somebody", "2001:db8:1:3::9")


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("", ""),
        ("unknown", "unknown"),
    ],
)
def test_what_counts_as_one_address(address: str, network: str) -> None:
    assert tries.network(address) == network


def test_links_are_limited_by_address(lite_house: House) -> None:
    with lite_house.app.app_context():
        for _ in range(LINK.tries):
            tries.guard_link(accounts(), lite_house.settings, HOME)
        with pytest.raises(TooManyTries):
            tries.guard_link(accounts(), lite_house.settings, HOME)
        tries.guard_link(accounts(), lite_house.settings, ELSEWHERE)
        tries.link_right(accounts(), lite_house.settings, HOME)
        tries.guard_link(accounts(), lite_house.settings, HOME)


def test_of_many_tries_at_once_no_more_are_let_through_than_one_after_the_other(house: House) -> None:
    def attempt(n: int) -> bool:
        return is_let_try(house, "marc", f"203.0.113.{n}")

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(attempt, range(24)))
    with house.app.app_context(), suppress(TooManyTries):
        accounts.rollback()
    assert found.count(True) == ACCOUNT.tries
