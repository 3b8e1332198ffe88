"""Signing in through a provider that we did not write."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import select

from console.accounts import links
from console.accounts import service as people
from console.accounts.models import SignIn
from console.institutions.sessions import accounts
from console.sso import service
from console.sso.models import SsoFlow, SsoIdentity
from tests.support.house import House, post
from tests.support.sso import (
    REFERENCE,
    add_provider,
    asked_of,
    at_the_provider,
    foreign_provider,
    is_in,
    leave,
    link,
)

LEVEL = "urn:example:two"


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """Run `oidc-provider-mock`, whose person paula signs in with two factors."""
    with foreign_provider(acr=LEVEL) as found:
        yield found


def sign_ins(house: House, username: str) -> list[SignIn]:
    """Give the sign-ins of a person."""
    with house.app.app_context():
        user = people.find(accounts(), username)
        assert user is not None
        return list(accounts().scalars(select(SignIn).where(SignIn.user_id == user.id)))


def test_a_linked_person_signs_in_and_lands_where_she_wanted(open_house: House, issuer: str) -> None:
    add_provider(open_house, issuer, levels=(LEVEL,))
    link(open_house, "claire", issuer)
    browser = open_house.stranger()

    back = at_the_provider(leave(browser, next="/me/devices"))
    answer = browser.get(back)

    assert (answer.status_code, answer.location) == (303, "/me/devices")
    [opened] = sign_ins(open_house, "claire")
    assert (opened.way, opened.factor) == ("oidc", "provider")
    assert opened.vouched_by == open_house.institution("CC Léman")


def test_the_request_carries_pkce_state_nonce_and_the_levels(open_lite_house: House, issuer: str) -> None:
    add_provider(open_lite_house, issuer, levels=(LEVEL,))

    asked = asked_of(leave(open_lite_house.stranger()))

    assert asked["response_type"] == "code"
    assert asked["code_challenge_method"] == "S256"
    assert len(asked["code_challenge"]) == 43
    assert asked["acr_values"] == LEVEL
    assert asked["redirect_uri"].endswith(f"/sso/{REFERENCE}/callback")
    assert asked["state"] != asked["nonce"]


def test_a_level_that_is_not_on_the_list_is_no_second_factor(open_lite_house: House, issuer: str) -> None:
    add_provider(open_lite_house, issuer, levels=("another",))
    link(open_lite_house, "claire", issuer)
    browser = open_lite_house.stranger()

    browser.get(at_the_provider(leave(browser)))

    [opened] = sign_ins(open_lite_house, "claire")
    assert opened.factor == ""


def test_an_unknown_identity_is_refused_even_with_a_known_e_mail(open_house: House, issuer: str) -> None:
    add_provider(open_house, issuer)
    browser = open_house.stranger()
    with open_house.app.app_context():
        known = people.find(accounts(), "claire")
        assert known is not None
        email = known.email

    answer = browser.get(at_the_provider(leave(browser), email))

    assert answer.status_code == 400
    assert "We could not recognise you" in answer.get_data(as_text=True)
    assert not is_in(browser)


def test_the_way_back_works_once_and_in_the_browser_that_left_only(open_house: House, issuer: str) -> None:
    add_provider(open_house, issuer)
    link(open_house, "claire", issuer)
    browser, other = open_house.stranger(), open_house.stranger()
    back = at_the_provider(leave(browser))

    stolen = other.get(back)
    mine = browser.get(back)
    again = browser.get(back)

    assert (stolen.status_code, mine.status_code, again.status_code) == (400, 303, 400)
    assert not is_in(other)
    assert is_in(browser)


def test_a_way_that_took_too_long_is_refused(open_lite_house: House, issuer: str) -> None:
    add_provider(open_lite_house, issuer)
    link(open_lite_house, "claire", issuer)
    browser = open_lite_house.stranger()
    back = at_the_provider(leave(browser))
    with open_lite_house.app.app_context():
        row = accounts().scalars(select(SsoFlow)).one()
        row.expires_at = row.begun_at
        accounts().commit()

    assert browser.get(back).status_code == 400
    assert not is_in(browser)


def test_only_the_institution_that_vouches_is_opened(open_house: House, issuer: str) -> None:
    """Else the provider of one institution could open another one."""
    add_provider(open_house, issuer)
    with open_house.app.app_context():
        user = people.find(accounts(), "claire")
        assert user is not None
        people.join(accounts(), user, open_house.institution("AK Aaretal"), roles=["administrator"])
        accounts().commit()
    link(open_house, "claire", issuer)
    browser = open_house.stranger()

    browser.get(at_the_provider(leave(browser)))

    assert "AK Aaretal" not in browser.get("/").get_data(as_text=True)
    assert "AK Aaretal" in open_house.browser("claire").get("/").get_data(as_text=True)


def test_a_person_links_herself_and_signs_in_afterwards(open_house: House, issuer: str) -> None:
    add_provider(open_house, issuer)
    browser = open_house.browser("claire")

    linked = browser.get(at_the_provider(leave(browser, f"/me/identities/{REFERENCE}/link")))
    stranger = open_house.stranger()
    stranger.get(at_the_provider(leave(stranger)))

    assert linked.location == "/me/identities/"
    assert is_in(stranger)
    assert "Provider" in browser.get("/me/identities/").get_data(as_text=True)
    with open_house.reading() as session:
        from console.audit.models import AuditEntry

        assert session.scalars(select(AuditEntry.action)).all() == ["console.sso.identity_linked"]


def test_an_identity_of_somebody_else_is_not_linked_twice(open_lite_house: House, issuer: str) -> None:
    add_provider(open_lite_house, issuer)
    link(open_lite_house, "claire", issuer)
    browser = open_lite_house.browser("luca")

    answer = browser.get(at_the_provider(leave(browser, f"/me/identities/{REFERENCE}/link")))

    assert answer.status_code == 400
    with open_lite_house.app.app_context():
        assert len(accounts().scalars(select(SsoIdentity)).all()) == 1


def test_an_invited_person_links_instead_of_choosing_a_password(open_house: House, issuer: str) -> None:
    add_provider(open_house, issuer)
    with open_house.app.app_context():
        user = people.create_user(accounts(), people.Person("nina", "Nina", "Neu", "nina@fund.example"))
        people.join(accounts(), user, open_house.institution("CC Léman"), roles=["case_worker"])
        token = links.offer_link(accounts(), user)
        accounts().commit()
    browser, second = open_house.stranger(), open_house.stranger()

    answer = browser.get(at_the_provider(leave(browser, f"/sso/{REFERENCE}/invited/{token}"), "nina-at-work"))
    late = second.post(f"/sso/{REFERENCE}/invited/{token}", data={})

    assert answer.status_code == 303
    assert is_in(browser)
    assert late.status_code == 400
    assert second.get(f"/password/{token}").status_code == 404


def test_a_provider_out_of_use_answers_like_an_unknown_one(open_lite_house: House, issuer: str) -> None:
    add_provider(open_lite_house, issuer)
    link(open_lite_house, "claire", issuer)
    browser = open_lite_house.stranger()
    browser.get(at_the_provider(leave(browser)))
    administrator = open_lite_house.browser("claire")

    post(administrator, f"/single-sign-on/{REFERENCE}/switch")

    assert not is_in(browser), "its sign-ins end"
    with open_lite_house.app.app_context():
        assert service.offers(accounts()) == ()
    assert administrator.get(f"/sso/{REFERENCE}/callback").status_code == 404
    assert administrator.get("/sso/UNKNOWN/callback").status_code == 404


def test_what_was_typed_before_the_session_ended_is_there_after_the_provider(
    open_lite_house: House, issuer: str
) -> None:
    add_provider(open_lite_house, issuer)
    link(open_lite_house, "claire", issuer)
    browser = open_lite_house.stranger()
    with open_lite_house.app.app_context():
        user = people.find(accounts(), "claire")
        assert user is not None
        key = str(user.id)
    with browser.session_transaction() as cookie:
        cookie["ended"] = key

    back = at_the_provider(leave(browser, next="/me/profile", kept='[["language", "nl"]]'))
    page = browser.get(back).get_data(as_text=True)

    assert 'name="language" value="nl"' in page
