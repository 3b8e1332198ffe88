"""A person whom two institutions know keeps one account, and no institution comes into the other by it."""

from __future__ import annotations

from typing import Any

import pytest

from console.accounts import memberships, service
from console.accounts.granting import Grants
from console.accounts.models import Membership, User
from console.institutions.sessions import accounts
from tests.support.house import House, post

PAUL = service.Person("paul", "Paul", "Exemple", "paul@b.example", "fr")


def admit(house: House, institution: str, username: str, *roles: str) -> tuple[int, str]:
    """Let an institution admit Paul; gives the number of his membership and the link he is sent."""
    key = house.institution(institution)
    person = service.Person(username, PAUL.first_name, PAUL.last_name, PAUL.email, PAUL.language)
    with house.app.test_request_context():
        made = memberships.admit(accounts(), person, key, Grants(frozenset(roles), {}))
        accounts.commit()
        return made.membership.id, f"/password/{made.token}"


def mandates(house: House, username: str) -> list[str]:
    page = house.browser(username).get("/me/mandates/").get_data(as_text=True)
    return [
        name
        for name in ("CC Léman", "Caisse de compensation du Léman", "Ausgleichskasse Aaretal")
        if name in page
    ]


@pytest.fixture
def paul(house: House) -> House:
    """Give a house in which fund A made Paul's account and fund B admitted him too."""
    admit(house, "CC Léman", "paul", "case_worker")
    return house


def test_who_made_the_account_gets_nothing_of_another_institution_by_it(paul: House) -> None:
    admit(paul, "AK Aaretal", "paul.e", "administrator")

    assert "Ausgleichskasse Aaretal" not in mandates(paul, "paul")


def test_the_person_accepts_with_her_own_account_and_works_for_both(paul: House) -> None:
    _, link = admit(paul, "AK Aaretal", "paul.e", "administrator")
    browser = paul.browser("paul")

    assert "Ausgleichskasse Aaretal" in browser.get(link).get_data(as_text=True)
    assert post(browser, link).status_code == 303

    assert "Ausgleichskasse Aaretal" in mandates(paul, "paul")


def test_an_acceptance_link_opens_for_nobody_else_and_only_once(paul: House) -> None:
    _, link = admit(paul, "AK Aaretal", "paul.e", "administrator")

    assert paul.browser("marc").get(link).status_code == 404
    assert paul.stranger().get(link).status_code == 303
    post(paul.browser("paul"), link)
    assert paul.browser("paul").get(link).status_code == 404


def test_a_pending_mandate_cannot_be_chosen(paul: House) -> None:
    key, _ = admit(paul, "AK Aaretal", "paul.e", "administrator")

    assert post(paul.browser("paul"), "/me/mandate", {"mandate": str(key)}).status_code == 404


def test_setting_a_password_leaves_the_acceptance_link_open(paul: House) -> None:
    _, link = admit(paul, "AK Aaretal", "paul.e", "administrator")
    with paul.app.test_request_context():
        user: Any = service.find(accounts(), "paul")
        service.set_password(accounts(), user, "quatre chevaux sur un quai")
        accounts.commit()

    assert paul.browser("paul").get(link).status_code == 200


def test_whoever_admits_cannot_tell_whether_there_was_an_account(paul: House) -> None:
    known, _ = admit(paul, "AK Aaretal", "paul.e", "case_worker")
    with paul.app.test_request_context():
        user = service.create_user(
            accounts(), service.Person("nadia", "Nadia", "Neuve", "nadia@b.example", "fr")
        )
        accounts.commit()
        fresh = service.join(accounts(), user, paul.institution("AK Aaretal"), roles=["case_worker"])
        accounts.commit()
        assert isinstance(accounts().get(User, user.id), User)
        new = fresh.id

    page = paul.browser("ruth")
    states = [page.get(f"/users/{key}").get_data(as_text=True).count("eingeladen") for key in (known, new)]

    assert states == [1, 1]
    with paul.app.app_context():
        assert accounts().get(Membership, known).pending  # type: ignore[union-attr]
