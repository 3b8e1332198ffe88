"""Nobody reads, changes or even notices what belongs to another institution or company: asked of every route."""

from __future__ import annotations

import pytest
from werkzeug.routing import Rule

from tests.contract.routes import METHODS, ask, ask_every_page, has_number, paths, rules, without_chance
from tests.contract.secret import FOREIGN_KEYS, OWN_KEYS, UNKNOWN_KEY, WORD, Owner, api_key, plant
from tests.support.house import House, token_of

OPEN = {
    "shell.accent": "the colour of an institution, for everybody: its stylesheet is public",
    "shell.logo": "the logo of an institution, for everybody",
}
"""Routes with a number that are the same for everybody."""

# Whose secret, and the people from whom it is kept.
CASES = {
    "another fund": (Owner("AK Aaretal", "", ""), ("claire", "luca"), True),
    "another company of the fund": (Owner("CC Léman", "", ""), ("luca",), False),
}


@pytest.fixture(scope="module", params=CASES)
def secret(
    request: pytest.FixtureRequest, standing_house: House
) -> tuple[House, tuple[str, ...], tuple[int, ...]]:
    """Give a house with planted secrets, and the people who must not find them."""
    owner, people, whole = CASES[request.param]
    keys = FOREIGN_KEYS if whole else tuple(key + 200 for key in FOREIGN_KEYS)
    plant(standing_house, owner, keys, WORD if whole else f"{WORD}zwei", whole=whole)
    for n, (person, company) in enumerate({"claire": "", "luca": "41002"}.items()):
        if whole:
            own = tuple(key + 20 * n for key in OWN_KEYS)
            plant(standing_house, Owner("CC Léman", company, person), own, f"Eigenes{n}", whole=False)
    return standing_house, people, keys


def test_what_belongs_to_others_answers_like_what_does_not_exist(
    secret: tuple[House, tuple[str, ...], tuple[int, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    house, people, keys = secret
    numbered = [rule for rule in rules(house.app) if has_number(rule)]
    asked: set[str] = set()
    leaks = []
    secret_key = api_key(house, "CC Léman")
    for person in people:
        browser = house.browser(person)
        token = token_of(browser)
        for rule in numbered:
            if rule.endpoint in OPEN or not _concerns(rule, keys):
                continue
            for method in METHODS:
                [nowhere] = paths(rule, UNKNOWN_KEY)[:1] or [""]
                expected = ask(browser, nowhere, method, token=token, key=secret_key)
                # What the route does not take is refused before any row is looked for: one key shows it.
                for key in keys if method in (rule.methods or ()) else keys[:1]:
                    for path in paths(rule, key):
                        found = ask(browser, path, method, token=token, key=secret_key)
                        asked.add(rule.rule)
                        same = without_chance(found.text, key) == without_chance(expected.text, UNKNOWN_KEY)
                        if found.status != expected.status or not same or WORD in found.text:
                            leaks.append(f"{person} {method} {path}: {found.status}, not {expected.status}")

    with capsys.disabled():
        print(
            f"\n  isolation: {len(asked)} of {len(numbered)} routes with a number asked, {len(OPEN)} open to all"
        )
    assert leaks == []
    assert {rule.endpoint for rule in numbered if rule.rule not in asked and _concerns(rule, keys)} == set(
        OPEN
    )


def _concerns(rule: Rule, keys: tuple[int, ...]) -> bool:
    """Leave out the API where a company's people are meant: its keys are the institution's own."""
    return keys == FOREIGN_KEYS or not rule.rule.startswith("/api/")


def test_no_page_export_or_suggestion_holds_a_word_of_others(
    secret: tuple[House, tuple[str, ...], tuple[int, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    house, people, keys = secret
    known = {rule.endpoint for rule in rules(house.app) if "GET" in (rule.methods or ())}
    asked: set[str] = set()
    leaks = []
    secret_key = api_key(house, "CC Léman") if keys == FOREIGN_KEYS else ""
    for person in people:
        browser = house.browser(person)
        for answer in ask_every_page(house.app, browser, search=WORD[:-2], api_key=secret_key):
            asked.add(answer.endpoint)
            if WORD in answer.text or answer.status >= 500:
                leaks.append(f"{person} {answer.path}: {answer.status}")

    with capsys.disabled():
        print(f"\n  isolation: {len(asked)} of {len(known)} routes read for a foreign word")
    assert leaks == []
    assert known - asked == set()


def test_the_secrets_are_there_for_those_they_belong_to(
    secret: tuple[House, tuple[str, ...], tuple[int, ...]],
) -> None:
    """Else the tests above would prove nothing."""
    house, _, keys = secret
    person = "ruth" if keys == FOREIGN_KEYS else "claire"
    browser = house.browser(person)
    found = [path for rule in rules(house.app) if "GET" in (rule.methods or ()) and rule.endpoint not in OPEN
             for path in paths(rule, keys[4]) if WORD in ask(browser, path).text]  # fmt: skip

    assert {
        "/ch_fund/employee/list/",
        f"/ch_fund/employee/show/{keys[4]}",
        "/ch_fund/employee/export/xlsx",
    } <= set(found)
    assert {"/ch_fund/company/list/", "/users/", "/journal/"} <= set(found)
