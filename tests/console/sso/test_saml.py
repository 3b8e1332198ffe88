"""Signing in with SAML 2.0, with answers that the tests sign."""

from __future__ import annotations

import base64
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from console.accounts.models import SignIn
from console.base.errors import BadArgument
from console.institutions.sessions import accounts
from console.sso import saml
from tests.support.house import House
from tests.support.saml import ENTITY, HERE, LEVEL, Answer, add_saml, asked_in, logout_request, metadata, pair
from tests.support.sso import REFERENCE, is_in, leave, link, path_of


@pytest.fixture
def linked(lite_house: House) -> House:
    """Give a console in which Claire is linked to a SAML provider."""
    add_saml(lite_house, levels=(LEVEL,))
    link(lite_house, "claire", ENTITY)
    return lite_house


def depart(house: House) -> tuple[FlaskClient, str, str]:
    """Leave for the provider; give the browser, the number of the request and the state."""
    browser = house.stranger()
    return (browser, *asked_in(leave(browser)))


def bring(house: House, answer: str, state: str) -> Any:
    """Bring an answer as a form of another site does: without any cookie."""
    return house.stranger().post(f"/sso/{REFERENCE}/acs", data={"SAMLResponse": answer, "RelayState": state})


def test_a_linked_person_signs_in(house: House) -> None:
    add_saml(house, levels=(LEVEL,))
    link(house, "claire", ENTITY)
    browser, request, state = depart(house)

    brought = bring(house, Answer(request).response(), state)
    answer = browser.get(path_of(brought.location))

    assert (brought.status_code, answer.status_code) == (303, 303)
    assert is_in(browser)
    with house.app.app_context():
        opened = accounts().scalars(select(SignIn).where(SignIn.way == "saml")).one()
        assert (opened.factor, opened.vouched_by is not None) == ("provider", True)


def test_the_answer_opens_nothing_without_the_browser_that_left(linked: House) -> None:
    """Else somebody could let another person answer for him and walk in."""
    _browser, request, state = depart(linked)
    brought = bring(linked, Answer(request).response(), state)
    other = linked.stranger()
    other.get("/login/")

    assert other.get(path_of(brought.location)).status_code == 400
    assert not is_in(other)


def test_the_browser_that_left_opens_nothing_without_the_answers_ticket(linked: House) -> None:
    browser, request, state = depart(linked)
    bring(linked, Answer(request).response(), state)

    answer = browser.get(f"/sso/{REFERENCE}/arrive", query_string={"state": state, "ticket": ""})

    assert answer.status_code == 400
    assert not is_in(browser)


def test_a_replayed_answer_is_refused(linked: House) -> None:
    browser, request, state = depart(linked)
    text = Answer(request).response()
    first = bring(linked, text, state)
    twice = bring(linked, text, state)
    browser.get(path_of(first.location))
    _other, _request, another = depart(linked)

    assert twice.status_code == 400
    assert bring(linked, text, state).status_code == 400, "its way was used"
    assert bring(linked, text, another).status_code == 400, "it answers another request"


TWISTS: dict[str, dict[str, Any]] = {
    "another issuer": {"issuer": "https://another.example"},
    "another audience": {"audience": "https://another.example/metadata"},
    "no audience": {"audience": ""},
    "another address": {"recipient": "https://another.example/acs"},
    "run out": {"ends_in": timedelta(hours=-2)},
    "unsigned": {"signed": False},
    "signed by somebody else": {"signer": pair("mallory")},
    "an answer to another request inside": {"confirmed_request": "_another"},
    "an answer to no request inside": {"confirmed_request": ""},
    "a name for one time only": {"format": "urn:oasis:names:tc:SAML:2.0:nameid-format:transient"},
    "an unknown person": {"subject": "nobody"},
}


@pytest.mark.parametrize("twist", TWISTS)
def test_a_twisted_answer_is_refused(linked: House, twist: str) -> None:
    browser, request, state = depart(linked)

    brought = bring(linked, Answer(request, **TWISTS[twist]).response(), state)
    if twist == "an unknown person":
        brought = browser.get(path_of(brought.location))

    assert brought.status_code == 400
    assert not is_in(browser)


def test_a_changed_assertion_is_refused(linked: House) -> None:
    _browser, request, state = depart(linked)
    honest = Answer(request, subject="mallory")

    changed = honest.response(honest.assertion().replace(">mallory<", ">paula<"))

    assert bring(linked, changed, state).status_code == 400


@pytest.mark.parametrize("place", ["before", "after", "in the signature", "around"])
def test_a_wrapped_signature_is_refused(linked: House, place: str) -> None:
    """The signed assertion names Mallory, who is linked to nobody; an unsigned one beside it names Paula."""
    _browser, request, state = depart(linked)
    signed = Answer(request, subject="mallory").assertion("_signed")
    forged = Answer(request, signed=False).assertion("_forged")
    wrapped = {
        "before": forged + signed,
        "after": signed + forged,
        "in the signature": forged.replace(
            "<saml:Subject>", f"<saml:Advice>{signed}</saml:Advice><saml:Subject>"
        ),
        "around": forged.replace("</saml:Assertion>", f"{signed}</saml:Assertion>"),
    }[place]

    brought = bring(linked, Answer(request).response(wrapped), state)

    assert brought.status_code == 400


def test_a_document_with_entities_is_refused(linked: House) -> None:
    _browser, request, state = depart(linked)
    text = base64.b64decode(Answer(request).response()).decode()
    bomb = f'<!DOCTYPE x [<!ENTITY a "paula">]>{text.replace(">paula<", ">&a;<")}'

    assert bring(linked, base64.b64encode(bomb.encode()).decode(), state).status_code == 400


@pytest.mark.parametrize(
    "answer", ["", "no base64 at all", base64.b64encode(b"<x/>").decode(), "A" * 200_000]
)
def test_what_is_no_answer_is_refused(linked: House, answer: str) -> None:
    _browser, _request, state = depart(linked)

    assert bring(linked, answer, state).status_code == 400


def test_the_provider_ends_the_sign_ins_of_a_person(linked: House) -> None:
    browser, request, state = depart(linked)
    browser.get(path_of(bring(linked, Answer(request).response(), state).location))

    forged = linked.stranger().get(f"/sso/{REFERENCE}/slo", query_string=logout_request())
    foreign = linked.stranger().get(
        f"/sso/{REFERENCE}/slo", query_string=logout_request(signer=pair("mallory"))
    )
    assert (forged.status_code, foreign.status_code, is_in(browser)) == (400, 400, True)
    done = linked.stranger().get(f"/sso/{REFERENCE}/slo", query_string=logout_request(signer=pair()))

    assert done.status_code == 303
    assert done.location.startswith("https://idp.example/slo?SAMLResponse=")
    assert not is_in(browser)


def test_signing_out_here_asks_the_provider_to_end_its_session(linked: House) -> None:
    browser, request, state = depart(linked)
    browser.get(path_of(bring(linked, Answer(request).response(), state).location))

    assert leave(browser, "/logout/").startswith("https://idp.example/slo?SAMLRequest=")
    assert not is_in(browser)


def test_our_metadata_name_our_addresses(linked: House) -> None:
    text = linked.stranger().get(f"/sso/{REFERENCE}/metadata").get_data(as_text=True)

    assert f'entityID="{HERE}/metadata"' in text
    assert f'Location="{HERE}/acs"' in text
    assert 'WantAssertionsSigned="true"' in text


@pytest.mark.parametrize(
    "xml",
    [
        "",
        "no XML",
        "<x/>",
        metadata(sign_in="http://idp.example/sign-in"),
        metadata(sign_in="javascript:alert(1)"),
        metadata().replace("urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect", "urn:other"),
        '<!DOCTYPE x [<!ENTITY a "b">]>' + metadata(),
    ],
    ids=["empty", "no XML", "other XML", "without https", "a script", "without redirect", "with entities"],
)
def test_metadata_that_do_not_fit_are_refused(lite_house: House, xml: str) -> None:
    with pytest.raises(BadArgument), lite_house.app.test_request_context():
        saml.described(xml, lite_house.settings.outward)


def test_metadata_give_issuer_addresses_and_certificate(lite_house: House) -> None:
    issuer, found = saml.described(metadata(), lite_house.settings.outward)

    assert issuer == ENTITY
    assert found.end_session == "https://idp.example/slo"
    assert found.certificates == (pair().bare,)
