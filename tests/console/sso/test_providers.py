"""The administrator sets up the providers of her institution."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from flask import g
from sqlalchemy import select

from console.audit.models import AuditEntry
from console.base import clock
from console.base.figures import style_of
from console.institutions.sessions import accounts
from console.shell.sso import provider_pages
from console.sso.models import SsoProvider
from tests.support.house import House, post
from tests.support.saml import ENTITY, add_saml, metadata
from tests.support.sso import CLIENT, REFERENCE, Crooked, add_provider, is_in, link

TYPED = {"name": "Office", "client_id": CLIENT, "secret": "hunter2 hunter2", "levels": "urn:two\nurn:three\n"}


def only(house: House) -> SsoProvider:
    """Give the one provider there is."""
    with house.app.app_context():
        return accounts().scalars(select(SsoProvider)).one()


def test_a_provider_is_added_checked_put_into_use_and_offered(open_house: House, crooked: Crooked) -> None:
    browser = open_house.browser("claire")

    added = post(browser, "/single-sign-on/add/oidc", {**TYPED, "issuer": crooked.issuer})
    row = only(open_house)
    page = html.unescape(browser.get(added.location).get_data(as_text=True))
    before = open_house.stranger().post(f"/sso/{row.reference}/login")
    checked = post(browser, f"{added.location}/check")
    post(browser, f"{added.location}/switch")

    assert added.status_code == 303
    assert (row.active, row.levels, row.issuer) == (False, ["urn:two", "urn:three"], crooked.issuer)
    assert f"/sso/{row.reference}/callback" in page
    assert "hunter2" not in page
    assert "hunter2" not in row.secret
    assert before.status_code == 400
    assert checked.status_code == 200
    assert only(open_house).active
    with open_house.reading() as session:
        acts = session.scalars(select(AuditEntry.action).order_by(AuditEntry.id)).all()
    assert acts == ["console.sso.added", "console.sso.switched_on"]


def test_a_saml_provider_is_added_from_its_metadata(house: House) -> None:
    browser = house.browser("claire")

    added = post(browser, "/single-sign-on/add/saml", {"name": "Office", "metadata": metadata()})

    assert added.status_code == 303
    assert only(house).issuer == ENTITY
    reference = only(house).reference
    assert house.stranger().get(f"/sso/{reference}/metadata").status_code == 200
    assert post(browser, f"{added.location}/check").status_code == 200


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        ("oidc", {"issuer": "http://169.254.169.254"}),
        ("oidc", {"issuer": "https://localhost:1/x"}),
        ("oidc", {"issuer": "not an address"}),
        ("oidc", {"issuer": "https://name:word@provider.example"}),
        ("oidc", {"issuer": "https://10.0.0.1"}),
        ("saml", {"metadata": "<x/>"}),
        ("saml", {"metadata": ""}),
    ],
)
def test_what_cannot_be_used_is_refused_at_its_field(
    lite_house: House, kind: str, typed: dict[str, str]
) -> None:
    answer = post(lite_house.browser("claire"), f"/single-sign-on/add/{kind}", {**TYPED, **typed})

    assert answer.status_code == 422
    assert "aria-invalid" in answer.get_data(as_text=True)
    with lite_house.app.app_context():
        assert accounts().scalars(select(SsoProvider)).all() == []


def test_a_name_stands_once_and_the_issuer_stays(open_lite_house: House, crooked: Crooked) -> None:
    browser = open_lite_house.browser("claire")
    added = post(browser, "/single-sign-on/add/oidc", {**TYPED, "issuer": crooked.issuer})

    again = post(browser, "/single-sign-on/add/oidc", {**TYPED, "issuer": crooked.issuer})
    other = {**TYPED, "version": "1", "issuer": "https://another.example", "secret": ""}
    changed = post(browser, f"{added.location}/edit", other)
    stale = post(browser, f"{added.location}/edit", {**other, "version": "7"})

    assert (again.status_code, changed.status_code, stale.status_code) == (422, 303, 409)
    assert only(open_lite_house).issuer == crooked.issuer
    assert only(open_lite_house).secret, "an empty field keeps the secret"


def test_metadata_of_another_provider_do_not_replace_the_stored_ones(lite_house: House) -> None:
    add_saml(lite_house)
    typed = {"name": "P", "version": "1", "metadata": metadata("https://another.example")}

    answer = post(lite_house.browser("claire"), f"/single-sign-on/{REFERENCE}/edit", typed)

    assert answer.status_code == 422
    assert only(lite_house).issuer == ENTITY


def test_deleting_a_provider_ends_what_it_vouched_for(open_house: House, crooked: Crooked) -> None:
    add_provider(open_house, crooked.issuer)
    link(open_house, "claire", crooked.issuer)
    browser = open_house.browser("claire")

    assert post(browser, f"/single-sign-on/{REFERENCE}/delete").status_code == 303
    assert is_in(browser), "she signed in with her password"
    with open_house.app.app_context():
        assert accounts().scalars(select(SsoProvider)).all() == []


@pytest.mark.parametrize("act", ["", "/edit", "/delete"])
def test_another_institutions_provider_answers_like_an_unknown_one(lite_house: House, act: str) -> None:
    add_saml(lite_house)
    ruth = lite_house.browser("ruth")

    foreign = ruth.get(f"/single-sign-on/{REFERENCE}{act}")
    unknown = ruth.get(f"/single-sign-on/UNKNOWN{act}")

    assert (foreign.status_code, unknown.status_code) == (404, 404)
    assert [post(ruth, f"/single-sign-on/{REFERENCE}/{act}").status_code for act in ("switch", "check")] == [
        404,
        404,
    ]
    assert only(lite_house).active


def test_a_case_worker_does_not_see_the_providers(lite_house: House) -> None:
    assert lite_house.browser("luca").get("/single-sign-on/").status_code in (403, 404)


def test_a_certificate_that_runs_out_is_announced(lite_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    add_saml(lite_house)
    later = clock.now() + timedelta(days=290)
    monkeypatch.setattr(provider_pages.clock, "now", lambda: later)
    row = only(lite_house)

    with lite_house.app.test_request_context("/"):
        g.style = style_of("en", "CH")
        assert provider_pages.checked_facts(row)[0].tone == "warn"
