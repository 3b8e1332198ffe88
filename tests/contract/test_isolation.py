"""Nobody reads, changes or even notices what belongs to another institution or company: asked of every route."""

from __future__ import annotations

import itertools

import pytest

from console.audit.models import ACT
from tests.contract.routes import (
    METHODS,
    WORDS,
    ask,
    ask_every_page,
    has_number,
    has_reference,
    paths,
    rules,
    without_chance,
)
from tests.contract.secret import (
    FOREIGN_KEYS,
    OWN_KEYS,
    UNKNOWN_KEY,
    WORD,
    Owner,
    api_key,
    plant,
    task_reference,
)
from tests.support.house import House, token_of

OPEN = {
    "shell.accent": "the colour of an institution, for everybody: its stylesheet is public",
    "shell.logo": "the logo of an institution, for everybody",
}
"""Routes with a number that are the same for everybody."""
WORKS_FOR = {"claire": ("CC Léman", ""), "luca": ("CC Léman", "41002"), "ines": ("Caisse d’essai", "")}
"""For whom somebody works, and whose key asks the API beside her; Inès in the practice institution."""
OWN = {person: tuple(key + 20 * n for key in OWN_KEYS) for n, person in enumerate(WORKS_FOR)}
"""The numbers of their own rows, where they have any."""

# Whose secret, and the people from whom it is kept.
CASES = {
    "another fund": (Owner("AK Aaretal", "", ""), ("claire", "luca", "ines"), True),
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
    for n, (person, (institution, company)) in enumerate(WORKS_FOR.items()):
        if whole:
            plant(
                standing_house, Owner(institution, company, person), OWN[person], f"Eigenes{n}", whole=False
            )
    return standing_house, people, keys


def test_what_belongs_to_others_answers_like_what_does_not_exist(
    secret: tuple[House, tuple[str, ...], tuple[int, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    house, people, keys = secret
    numbered = [rule for rule in rules(house.app) if has_number(rule)]
    asked: set[str] = set()
    leaks = []
    for person in people:
        browser, secret_key = house.browser(person), api_key(house, *WORKS_FOR[person])
        token = token_of(browser)
        for rule in numbered:
            if rule.endpoint in OPEN:
                continue
            for method in METHODS:
                # What the route does not take is refused before any row is looked for: one person and key show it.
                taken = method in (rule.methods or ())
                if not taken and person != people[0]:
                    continue
                [nowhere] = paths(rule, UNKNOWN_KEY)[:1] or [""]
                expected = ask(browser, nowhere, method, token=token, key=secret_key)
                for key in keys if taken else keys[:1]:
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
    assert {rule.endpoint for rule in numbered if rule.rule not in asked} == set(OPEN)


def test_a_reference_of_others_answers_like_one_that_nobody_has(
    secret: tuple[House, tuple[str, ...], tuple[int, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    house, people, keys = secret
    named = [rule for rule in rules(house.app) if has_reference(rule)]
    theirs, nobodys = _named_by(keys[0], keys[5]), _named_by(UNKNOWN_KEY, UNKNOWN_KEY)
    leaks, asked = [], 0
    for person in people:
        browser, secret_key = house.browser(person), api_key(house, *WORKS_FOR[person])
        token = token_of(browser)
        for rule, method in itertools.product(named, METHODS):
            if method not in (rule.methods or ()):
                continue
            for path, nowhere in zip(
                paths(rule, keys[6], theirs), paths(rule, UNKNOWN_KEY, nobodys), strict=True
            ):
                found = ask(browser, path, method, token=token, key=secret_key)
                expected = ask(browser, nowhere, method, token=token, key=secret_key)
                asked += 1
                if (
                    _unnamed(found.text, keys) != _unnamed(expected.text, (UNKNOWN_KEY,))
                    or found.status != expected.status
                ):
                    leaks.append(f"{person} {method} {path}: {found.status}, not {expected.status}")

    with capsys.disabled():
        print(f"\n  isolation: {asked} times asked for a reference of others, by {len(named)} routes")
    assert asked > 0
    assert leaks == []


def _named_by(number: int, file: int) -> dict[str, str]:
    """Give the words of addresses with the references of the rows planted under these numbers."""
    reference = task_reference((number,))
    return {**WORDS, "reference": reference, "named": reference, "file": str(file)}


def _unnamed(text: str, keys: tuple[int, ...]) -> str:
    for key in keys:
        text = without_chance(text, key)
    return text


def test_no_page_export_or_suggestion_holds_a_word_of_others(
    secret: tuple[House, tuple[str, ...], tuple[int, ...]], capsys: pytest.CaptureFixture[str]
) -> None:
    house, people, _keys = secret
    known = {rule.endpoint for rule in rules(house.app) if "GET" in (rule.methods or ())}
    asked: set[str] = set()
    leaks = []
    for person in people:
        browser, secret_key = house.browser(person), api_key(house, *WORKS_FOR[person])
        # Where nobody has a row of her own, one number is as good as any.
        own = OWN[person] if len(people) > 1 else OWN_KEYS[:1]
        for answer in ask_every_page(house.app, browser, search=WORD[:-2], api_key=secret_key, numbers=own):
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
    assert {"/ch_fund/company/list/", "/users/", "/fr_dsn/stoppage/"} <= set(found)
    # Without the consultations, of which the tests above have noted more than a page.
    assert WORD in ask(browser, f"/journal/?lines={ACT}&size=100").text
