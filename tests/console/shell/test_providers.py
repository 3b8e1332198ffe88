"""A provider is a party of its own: its people answer what is addressed to it, and nothing else."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from console.accounts.models import User, UserProfile
from console.cli import demo_insured
from console.hooks.declarations import Level
from console.institutions.sessions import accounts
from console.mailbox import service as mailbox
from console.mailbox.service import Actor, Opening, Role
from console.parties.models import Company
from tests.support.house import House, post
from tests.support.people import ANNA, link_in

THEME = "ch_fund.other"
DOCTOR = "P-104\u2003Cabinet médical de la Rive fictive"


@pytest.fixture
def clinic(lite_house: House) -> House:
    """Give a house with the provider of the demonstration."""
    demo_insured.fill(lite_house.app)
    return lite_house


def asked(house: House, number: str, subject: str) -> str:
    """Let the fund ask a party something."""
    fund = Actor(Role.FUND, house.institution("CC Léman"), themes={THEME: Level.SEND}, name="Marc Dubois")
    with house.writing() as session:
        key = session.scalars(select(Company.id).where(Company.number == number)).one()
        return str(mailbox.request(session, fund, Opening(key, THEME, "query", subject, "Text")).reference)


def test_she_reads_what_is_addressed_to_her_and_nothing_of_companies(clinic: House) -> None:
    hers, others = asked(clinic, "P-104", "Rapport médical"), asked(clinic, "41002", "Décompte")
    browser = clinic.browser("elena")

    assert "Rapport médical" in browser.get("/mailbox/inbox").text
    assert "Décompte" not in browser.get("/mailbox/inbox").text
    assert browser.get(f"/mailbox/message/{hers}").status_code == 200
    assert browser.get(f"/mailbox/message/{others}").status_code == 404


def test_she_begins_nothing_of_her_own(clinic: House) -> None:
    browser = clinic.browser("elena")

    assert "/forms/" not in browser.get("/mailbox/inbox").text
    for path in ("/forms/", "/users/", "/campaigns/", "/ch_fund/employee/list/"):
        assert browser.get(path).status_code in (403, 404)


def test_a_provider_is_no_member_of_the_fund(clinic: House) -> None:
    assert "P-104" not in clinic.browser("claire").get("/ch_fund/company/list/").text


def test_its_people_get_accounts_and_a_role_of_their_own(clinic: House) -> None:
    browser = clinic.browser("claire")
    wrong = post(browser, "/users/add", {**ANNA, "company": DOCTOR, "roles": ["company_user"]})
    right = post(browser, "/users/add", {**ANNA, "company": DOCTOR, "roles": ["provider"]})

    assert "pas un rôle pour les personnes des prestataires" in wrong.text
    assert right.status_code == 200
    with clinic.app.app_context():
        kind = (
            select(UserProfile.kind).join(User, User.id == UserProfile.user_id).where(User.username == "anna")
        )
        assert accounts().scalar(kind) == "provider"


def test_nobody_works_for_a_company_and_a_provider_with_one_account(clinic: House) -> None:
    answer = post(
        clinic.browser("claire"),
        "/users/add",
        {**ANNA, "email": "luca@guichet.example", "company": DOCTOR, "roles": ["provider"]},
    )

    refused = post(clinic.browser("luca"), link_in(answer.text))

    assert answer.status_code == 200
    assert refused.status_code == 409
    assert "d’un autre genre" in refused.text


def test_the_role_of_providers_is_for_their_people_only(clinic: House) -> None:
    answer = post(clinic.browser("claire"), "/users/add", {**ANNA, "roles": ["provider"], "company": "41002"})

    assert answer.status_code == 422


def test_an_administrator_adds_a_provider_once_under_a_number(clinic: House) -> None:
    browser = clinic.browser("claire")
    new = {"number": "P-200", "name": "Hôpital Exemple", "language": "fr", "email": "", "town": ""}

    assert post(browser, "/providers/add", new).status_code == 303
    assert "Hôpital Exemple" in browser.get("/providers/").text
    assert post(browser, "/providers/add", new).status_code == 422
    assert clinic.browser("luca").get("/providers/").status_code in (403, 404)
