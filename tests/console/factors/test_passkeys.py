"""Passkeys, with an authenticator in software: as the second factor and instead of the password."""

from __future__ import annotations

import json
from datetime import timedelta
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy import select

from console.accounts.models import User
from console.base import clock
from console.base.errors import BadArgument, Conflict
from console.factors import passkeys, service
from console.factors.models import UsedChallenge
from tests.conftest import SECRET
from tests.support.authenticator import Authenticator
from tests.support.factors import at_once, person
from tests.support.house import House

SITE = service.site_of("https://console.fund.example")
BROWSER = "a random value of the cookie"


def added(house: House, device: Authenticator, username: str = "nora") -> service.Held:
    with person(house, username) as (session, user):
        offer = service.registration_options(session, SECRET, SITE, user)
        answer = device.create(offer.options)
        return service.add_passkey(session, SECRET, SITE, user.id, offer.sealed, answer, "Key")


def enrolled(house: House, username: str = "nora", **device: Any) -> Authenticator:
    made = Authenticator(**device)
    added(house, made, username)
    return made


def offered(house: House, username: str | None = "nora") -> service.PasskeyOffer:
    """Give what the page hands to the browser: for this person, or for nobody."""
    with person(house, username or "nora") as (session, user):
        return service.request_options(session, SECRET, SITE, BROWSER, user.id if username else None)


def opens(house: House, offer: service.PasskeyOffer, answer: str, bound_to: str = BROWSER) -> bool:
    with person(house, "nora") as (session, user):
        return service.check_passkey(session, SECRET, SITE, user.id, offer.sealed, answer, bound_to)


def found(house: House, offer: service.PasskeyOffer, answer: str) -> str | None:
    """Give the user name of who came in by a passkey alone."""
    with person(house, "nora") as (session, _):
        user = service.find_by_passkey(session, SECRET, SITE, offer.sealed, answer, BROWSER)
        return user.username if user is not None else None


def test_a_passkey_opens_as_the_second_factor(house: House) -> None:
    device = enrolled(house)
    offer = offered(house)

    assert opens(house, offer, device.get(offer.options))
    with person(house, "nora") as (session, user):
        (held,) = service.held(session, user.id)
        assert (held.kind, held.name) == ("passkey", "Key")
        assert held.last_used is not None


def test_a_passkey_opens_instead_of_the_password(house: House) -> None:
    device = enrolled(house)
    offer = offered(house, None)

    assert found(house, offer, device.get(offer.options)) == "nora"


def test_the_page_asks_for_the_persons_own_keys_and_for_her_finger(lite_house: House) -> None:
    device = enrolled(lite_house)
    asked = json.loads(offered(lite_house).options)
    anybody = json.loads(offered(lite_house, None).options)

    assert [len(one["id"]) for one in asked["allowCredentials"]] == [43]
    assert anybody["allowCredentials"] == []
    assert asked["userVerification"] == anybody["userVerification"] == "required"
    with person(lite_house, "nora") as (session, user):
        making = json.loads(service.registration_options(session, SECRET, SITE, user).options)
    assert [one["id"] for one in making["excludeCredentials"]] == [asked["allowCredentials"][0]["id"]]
    assert device.handle


def test_an_answer_counts_once(house: House) -> None:
    device = enrolled(house, counts=False)
    offer = offered(house)
    answer = device.get(offer.options)

    assert opens(house, offer, answer)
    assert not opens(house, offer, answer)


def test_used_answers_are_kept_until_they_would_be_too_old_anyway(lite_house: House) -> None:
    device = enrolled(lite_house)
    offer = offered(lite_house)
    opens(lite_house, offer, device.get(offer.options))

    for minutes, kept in ((9, 1), (11, 0)):
        with clock.at(clock.now() + timedelta(minutes=minutes)), person(lite_house, "nora") as (session, _):
            service.sweep(session)
            assert len(session.scalars(select(UsedChallenge)).all()) == kept


def test_of_two_browsers_with_the_same_answer_one_passes(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    device, both = enrolled(house, counts=False), Barrier(2, timeout=20)
    offer = offered(house)
    answer, real = device.get(offer.options), passkeys._spend

    def spend(*args: Any) -> bool:
        both.wait()  # Both answers are verified before either is used up.
        return real(*args)

    monkeypatch.setattr(passkeys, "_spend", spend)
    answers = at_once(
        house,
        "nora",
        lambda session, user: service.check_passkey(
            session, SECRET, SITE, user.id, offer.sealed, answer, BROWSER
        ),
    )

    assert sorted(answers) == [False, True]


def test_a_copy_of_a_key_that_counts_is_found_out(lite_house: House) -> None:
    device = enrolled(lite_house)
    for counter, is_right in ((5, True), (5, False), (4, False), (6, True)):
        offer = offered(lite_house)
        device.counter = counter - 1
        assert opens(lite_house, offer, device.get(offer.options)) is is_right


def test_an_answer_counts_in_the_browser_that_asked_and_within_ten_minutes(lite_house: House) -> None:
    device = enrolled(lite_house, counts=False)
    offer = offered(lite_house)
    answer = device.get(offer.options)

    assert not opens(lite_house, offer, answer, "another browser")
    with clock.at(clock.now() + timedelta(minutes=11)):
        assert not opens(lite_house, offer, answer)
    assert opens(lite_house, offer, answer)


@pytest.mark.parametrize(
    "other",
    [
        {"origin": "https://console.fund.example.evil.example"},
        {"origin": "http://console.fund.example"},
        {"verifies": False},
        {"credential": b"unknown" * 5},
    ],
    ids=["another site", "without encryption", "without finger", "unknown key"],
)
def test_an_answer_from_elsewhere_or_without_proof_is_refused(
    lite_house: House, other: dict[str, Any]
) -> None:
    device = enrolled(lite_house)
    offer = offered(lite_house)
    for name, value in other.items():
        setattr(device, name, value)

    assert not opens(lite_house, offer, device.get(offer.options))


@pytest.mark.parametrize(
    "other",
    [
        {"signature": bytes(70)},
        {"userHandle": b"1"},
        {"clientDataJSON": b"{}"},
        {"authenticatorData": b"\x00"},
    ],
    ids=lambda other: next(iter(other)),
)
def test_a_changed_answer_is_refused(lite_house: House, other: dict[str, bytes]) -> None:
    device = enrolled(lite_house)
    offer = offered(lite_house)

    assert not opens(lite_house, offer, device.get(offer.options, **other))


def test_the_key_of_a_colleague_is_refused(lite_house: House) -> None:
    colleague = enrolled(lite_house, "marc")
    enrolled(lite_house)
    offer = offered(lite_house)

    assert not opens(lite_house, offer, colleague.get(offer.options))


def test_an_offer_for_nobody_and_one_for_somebody_are_not_mixed_up(lite_house: House) -> None:
    device = enrolled(lite_house, counts=False)
    own, anybody = offered(lite_house), offered(lite_house, None)

    assert found(lite_house, own, device.get(own.options)) is None
    assert not opens(lite_house, anybody, device.get(anybody.options))


def test_a_key_that_does_not_say_whose_it_is_does_not_replace_the_password(lite_house: House) -> None:
    device = enrolled(lite_house)
    own, anybody = offered(lite_house), offered(lite_house, None)

    assert found(lite_house, anybody, device.get(anybody.options, userHandle=None)) is None
    assert opens(lite_house, own, device.get(own.options, userHandle=None))


def test_a_person_who_was_switched_off_does_not_come_in_by_her_key(lite_house: House) -> None:
    device = enrolled(lite_house)
    offer = offered(lite_house, None)
    with person(lite_house, "nora") as (session, user):
        session.get_one(User, user.id).active = False

    assert found(lite_house, offer, device.get(offer.options)) is None


def test_a_removed_key_opens_nothing(lite_house: House) -> None:
    device = enrolled(lite_house)
    offer = offered(lite_house, None)
    with person(lite_house, "nora") as (session, user):
        (held,) = service.held(session, user.id)
        service.remove(session, user.id, held.id)

    assert found(lite_house, offer, device.get(offer.options)) is None


@pytest.mark.parametrize("answer", ["", "{}", "[]", "null", '{"id": 1}', "\ud800", "x" * 30_000])
def test_what_is_no_answer_is_refused(lite_house: House, answer: str) -> None:
    enrolled(lite_house)
    assert not opens(lite_house, offered(lite_house), answer)
    assert found(lite_house, offered(lite_house, None), answer) is None
    with person(lite_house, "nora") as (session, user), pytest.raises(BadArgument):
        offer = service.registration_options(session, SECRET, SITE, user)
        service.add_passkey(session, SECRET, SITE, user.id, offer.sealed, answer, "Key")


def test_broken_base64_in_an_answer_is_refused(lite_house: House) -> None:
    device = enrolled(lite_house)
    offer = offered(lite_house, None)
    answer = json.loads(device.get(offer.options))
    answer["response"]["userHandle"] = "a"

    assert found(lite_house, offer, json.dumps(answer)) is None


def test_a_key_belongs_to_one_account(house: House) -> None:
    device = enrolled(house)
    with pytest.raises(Conflict):
        added(house, device, "marc")
    with person(house, "marc") as (session, marc):
        assert not service.has_any(session, marc.id)


def test_a_key_is_added_for_the_person_who_asked(lite_house: House) -> None:
    with person(lite_house, "nora") as (session, nora), person(lite_house, "marc") as (_, marc):
        offer = service.registration_options(session, SECRET, SITE, nora)
        answer = Authenticator().create(offer.options)
        with pytest.raises(BadArgument):
            service.add_passkey(session, SECRET, SITE, marc.id, offer.sealed, answer, "Key")


@pytest.mark.parametrize(
    "device", [{"verifies": False}, {"origin": "https://evil.example"}], ids=["no finger", "elsewhere"]
)
def test_a_key_made_without_proof_or_elsewhere_is_not_added(
    lite_house: House, device: dict[str, Any]
) -> None:
    with pytest.raises(BadArgument):
        enrolled(lite_house, **device)


@pytest.mark.parametrize(
    ("address", "origin", "host"),
    [
        ("https://console.fund.example", "https://console.fund.example", "console.fund.example"),
        ("https://Console.Fund.example:443/", "https://console.fund.example", "console.fund.example"),
        ("http://localhost:8111/login/", "http://localhost:8111", "localhost"),
    ],
)
def test_the_site_is_told_from_the_public_address(address: str, origin: str, host: str) -> None:
    site = service.site_of(address)

    assert (site.origin, site.id) == (origin, host)
