"""Insured persons and providers reach no row of others by any route, and learn of none: asked of every route."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from console.accounts.models import SignIn, User
from console.cli import demo_insured
from console.institutions.sessions import accounts
from tests.contract.routes import METHODS, ask, ask_every_page, has_number, paths, rules, without_chance
from tests.contract.secret import OWN_KEYS, UNKNOWN_KEY, WORD, Owner, plant
from tests.contract.test_isolation import OPEN
from tests.support.house import House, token_of

KEYS = tuple(key + 400 for key in OWN_KEYS)
KINDS = {"insured": "jordan", "provider": "elena"}


@pytest.fixture(scope="module")
def secret(standing_house: House) -> House:
    """Give a house with secrets of another company of the institution that both have to do with."""
    demo_insured.fill(standing_house.app)
    plant(standing_house, Owner("CC Léman", "", ""), KEYS, f"{WORD}drei", whole=False)
    return standing_house


@pytest.fixture(params=KINDS)
def browser(request: pytest.FixtureRequest, secret: House) -> FlaskClient:
    """Give the browser of somebody of the kind, who passed a second factor."""
    username = KINDS[request.param]
    found = secret.browser(username)
    with secret.app.app_context():
        user = accounts().scalars(select(User.id).where(User.username == username)).one()
        for row in accounts().scalars(select(SignIn).where(SignIn.user_id == user)):
            row.factor = "totp"
        accounts.commit()
    return found


def test_what_belongs_to_others_answers_like_what_does_not_exist(secret: House, browser: FlaskClient) -> None:
    token, leaks, asked = token_of(browser), [], 0
    for rule in rules(secret.app):
        if not has_number(rule) or rule.endpoint in OPEN or rule.rule.startswith("/api/"):
            continue
        for method in METHODS:
            [nowhere] = paths(rule, UNKNOWN_KEY)[:1] or [""]
            expected = ask(browser, nowhere, method, token=token)
            for key in KEYS if method in (rule.methods or ()) else KEYS[:1]:
                for path in paths(rule, key):
                    found = ask(browser, path, method, token=token)
                    asked += 1
                    same = without_chance(found.text, key) == without_chance(expected.text, UNKNOWN_KEY)
                    if found.status != expected.status or not same or WORD in found.text:
                        leaks.append(f"{method} {path}: {found.status}, not {expected.status}")

    assert asked > 0
    assert leaks == []


def test_no_page_export_or_suggestion_holds_a_word_of_others(secret: House, browser: FlaskClient) -> None:
    leaks = [
        f"{answer.path}: {answer.status}"
        for answer in ask_every_page(secret.app, browser, search=WORD[:-2], numbers=OWN_KEYS[:1])
        if WORD in answer.text or answer.status >= 500
    ]

    assert leaks == []


def test_the_pages_of_staff_and_companies_are_shut_to_both(secret: House, browser: FlaskClient) -> None:
    """What opens to a provider is her mailbox and its dossiers, to an insured person her own matters."""
    shut: Callable[[str], bool] = lambda path: ask(browser, path).status in (303, 403, 404)  # noqa: E731

    for path in ("/users/", "/journal/", "/desk/", "/forms/", "/campaigns/", "/ch_fund/employee/list/"):
        assert shut(path), path
