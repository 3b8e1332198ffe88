"""What a provider says counts only as it must be."""

from __future__ import annotations

import time
from typing import Any

import pytest
from joserfc.jwk import OctKey, RSAKey
from sqlalchemy import select

from console.accounts.models import SignIn
from console.base.errors import BadArgument
from console.institutions.sessions import accounts
from console.sso import discovery, oidc
from tests.support.house import House
from tests.support.sso import CLIENT, REFERENCE, Crooked, add_provider, asked_of, is_in, leave, link

NOW = int(time.time())
TWISTS: dict[str, dict[str, Any]] = {
    "another issuer": {"iss": "https://another.example"},
    "for another client": {"aud": "another"},
    "for several clients, without saying who asked": {"aud": [CLIENT, "another"]},
    "asked by another client": {"aud": [CLIENT, "another"], "azp": "another"},
    "run out": {"exp": NOW - 3600},
    "without an end": {"exp": None},
    "from the future": {"iat": NOW + 7200},
    "another nonce": {"nonce": "another"},
    "without a nonce": {"nonce": None},
    "without a subject": {"sub": None},
    "an empty subject": {"sub": ""},
    "a subject that is no text": {"sub": 7},
    "for another access token": {"at_hash": "AAAAAAAAAAAAAAAAAAAAAA"},
}


def come_back(house: House, crooked: Crooked, **more: str) -> Any:
    """Leave for the provider and come back with a code."""
    browser = house.stranger()
    asked = asked_of(leave(browser))
    crooked.nonce = asked["nonce"]
    arguments = {"code": "c", "state": asked["state"], **more}
    return browser, browser.get(f"/sso/{REFERENCE}/callback", query_string=arguments)


@pytest.fixture
def linked(open_lite_house: House, crooked: Crooked) -> House:
    """Give a console in which Claire is linked to our own provider."""
    oidc._KEYS.clear()
    add_provider(open_lite_house, crooked.issuer)
    link(open_lite_house, "claire", crooked.issuer)
    return open_lite_house


def test_the_honest_answer_counts_and_the_verifier_is_sent(linked: House, crooked: Crooked) -> None:
    browser, answer = come_back(linked, crooked)

    assert answer.status_code == 303
    assert is_in(browser)
    assert len(crooked.asked[0]["code_verifier"]) == 43
    assert crooked.asked[0]["redirect_uri"].endswith(f"/sso/{REFERENCE}/callback")


@pytest.mark.parametrize("twist", TWISTS)
def test_a_twisted_token_is_refused(linked: House, crooked: Crooked, twist: str) -> None:
    crooked.twist = TWISTS[twist]

    browser, answer = come_back(linked, crooked)

    assert answer.status_code == 400
    assert not is_in(browser)


def test_a_token_signed_with_another_key_is_refused(linked: House, crooked: Crooked) -> None:
    crooked.signs_with = RSAKey.generate_key(2048, {"kid": "one"})

    assert come_back(linked, crooked)[1].status_code == 400


def test_a_token_signed_with_a_shared_secret_is_refused(linked: House, crooked: Crooked) -> None:
    crooked.signs_with = OctKey.generate_key(256)  # type: ignore[assignment]
    crooked.algorithm = "HS256"

    assert come_back(linked, crooked)[1].status_code == 400


@pytest.mark.parametrize(
    "more",
    [{"state": "another"}, {"code": ""}, {"error": "access_denied"}, {"iss": "https://another.example"}],
    ids=["another state", "without a code", "refused there", "mixed up"],
)
def test_a_twisted_way_back_is_refused(linked: House, crooked: Crooked, more: dict[str, str]) -> None:
    browser, answer = come_back(linked, crooked, **more)

    assert answer.status_code == 400
    assert not is_in(browser)


def test_every_refusal_reads_the_same(linked: House, crooked: Crooked) -> None:
    texts = set()
    for twist in ({"sub": "nobody-here"}, {"nonce": "another"}):
        crooked.twist = twist
        page = come_back(linked, crooked)[1].get_data(as_text=True)
        texts.add(page.split("<main", 1)[1])

    assert len(texts) == 1


def test_a_new_key_of_the_provider_is_found(linked: House, crooked: Crooked) -> None:
    oidc._KEYS[f"{crooked.issuer}/keys"] = (
        time.monotonic() - 120,
        discovery.usable_keys({"keys": [RSAKey.generate_key(2048, {"kid": "old"}).as_dict(private=False)]}),
    )

    assert come_back(linked, crooked)[1].status_code == 303


def logout_token(crooked: Crooked, **claims: Any) -> str:
    """Give a log-out token."""
    event = {"http://schemas.openid.net/event/backchannel-logout": {}}
    said = {"typ": "logout+jwt", "events": event, "jti": "1", "nonce": None, "sid": "s1"}
    return crooked.token(**{**said, **claims})


def signed_in(house: House, crooked: Crooked) -> Any:
    """Sign Claire in, in the provider's session s1."""
    crooked.twist = {"sid": "s1"}
    return come_back(house, crooked)[0]


def test_the_provider_ends_the_sign_ins_of_one_session(linked: House, crooked: Crooked) -> None:
    browser, own = signed_in(linked, crooked), linked.browser("claire")

    answer = linked.stranger().post(
        f"/sso/{REFERENCE}/backchannel", data={"logout_token": logout_token(crooked, sub=None)}
    )

    assert answer.status_code == 200
    assert not is_in(browser)
    assert is_in(own), "a sign-in by password is not the provider's to end"


@pytest.mark.parametrize(
    "claims",
    [
        {"events": None},
        {"nonce": "n"},
        {"aud": "another"},
        {"iss": "https://another.example"},
        {"sid": None, "sub": None},
        {"jti": None},
        {"exp": NOW - 3600},
        {"typ": "JWT"},
    ],
    ids=[
        "an ID token",
        "with a nonce",
        "another audience",
        "another issuer",
        "nobody",
        "no number",
        "run out",
        "another kind of token",
    ],
)
def test_a_crooked_log_out_token_ends_nothing(
    linked: House, crooked: Crooked, claims: dict[str, Any]
) -> None:
    browser = signed_in(linked, crooked)

    answer = linked.stranger().post(
        f"/sso/{REFERENCE}/backchannel", data={"logout_token": logout_token(crooked, **claims)}
    )

    assert answer.status_code == 400
    assert is_in(browser)


def test_signing_out_here_leads_to_the_providers_own_log_out(
    open_lite_house: House, crooked: Crooked
) -> None:
    crooked.metadata = {"end_session_endpoint": f"{crooked.issuer}/end"}
    add_provider(open_lite_house, crooked.issuer)
    link(open_lite_house, "claire", crooked.issuer)
    browser, _ = come_back(open_lite_house, crooked)

    url = leave(browser, "/logout/")

    asked = asked_of(url)
    assert url.startswith(f"{crooked.issuer}/end?")
    assert asked["post_logout_redirect_uri"].endswith("/login/")
    assert asked["id_token_hint"].count(".") == 2
    assert not is_in(browser)


def test_asking_again_who_she_is_needs_a_fresh_answer(linked: House, crooked: Crooked) -> None:
    browser, _ = come_back(linked, crooked)
    stale = confirm(linked, crooked, browser, NOW - 3600)
    fresh = confirm(linked, crooked, browser, int(time.time()))

    assert (stale.status_code, fresh.status_code, fresh.location) == (400, 303, "/me/devices")


def confirm(house: House, crooked: Crooked, browser: Any, moment: int) -> Any:
    """Have the provider ask Claire again."""
    asked = asked_of(leave(browser, "/sso/confirm", next="/me/devices"))
    assert (asked["prompt"], asked["max_age"]) == ("login", "0")
    crooked.nonce, crooked.twist = asked["nonce"], {"auth_time": moment}
    return browser.get(f"/sso/{REFERENCE}/callback", query_string={"code": "c", "state": asked["state"]})


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        ({"issuer": "https://another.example"}, "calls itself"),
        ({"code_challenge_methods_supported": ["plain"]}, "PKCE"),
        ({"response_types_supported": ["token"]}, "authorisation code"),
        ({"id_token_signing_alg_values_supported": ["HS256", "none"]}, "signatures"),
        ({"token_endpoint": "ftp://provider.example/"}, "https://"),
        ({"authorization_endpoint": "http://provider.example/"}, "https://"),
        ({"jwks_uri": "https://169.254.169.254/keys"}, "own network"),
    ],
)
def test_a_provider_that_does_not_fit_is_not_set_up(
    open_lite_house: House, crooked: Crooked, metadata: dict[str, Any], said: str
) -> None:
    crooked.metadata = metadata

    with pytest.raises(BadArgument, match=said), open_lite_house.app.test_request_context():
        discovery.discover(crooked.issuer, open_lite_house.settings.outward)


def test_no_secret_is_readable_in_the_database(linked: House, crooked: Crooked) -> None:
    from console.sso.models import SsoFlow, SsoSession

    come_back(linked, crooked)

    with linked.app.app_context():
        assert accounts().scalars(select(SsoFlow)).all() == []
        [kept] = accounts().scalars(select(SsoSession)).all()
        assert kept.hint
        assert kept.hint.count(".") == 0
        assert accounts().scalars(select(SignIn.way).where(SignIn.id == kept.sign_in_id)).all() == ["oidc"]
