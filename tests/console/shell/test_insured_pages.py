"""An insured person signs in and finds her own matters, does them, and reaches nothing else."""

from __future__ import annotations

import io
import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from console.accounts import service
from console.accounts.models import Membership
from console.base import clock
from console.cli import demo_insured
from console.hooks.declarations import Level
from console.institutions.sessions import accounts
from console.mailbox import service as mailbox
from console.mailbox.service import Actor, Opening, Role, State
from console.parties.models import Company
from console.proofs.models import Proof
from tests.support.house import House, post
from tests.support.insured import apprentice, at_home, open_account, open_page
from tests.support.mailbox import TRAINING
from tests.support.private import ALINE, CHILD, LEA, PICTURE, TRAINED, Phone, carried, delegated

TRAINING_THEME = "ch_fund.family_allowances"


@pytest.fixture
def phone(lite_house: House) -> Phone:
    """A person who has opened her account."""
    found = apprentice(lite_house)
    open_account(found)
    return found


def home(phone: Phone) -> FlaskClient:
    return at_home(phone.mailbox.house)


def mine(phone: Phone, page: str = "") -> str:
    return f"/mine/{phone.reference}{page}"


def step(browser: FlaskClient, phone: Phone, section: str, typed: dict[str, Any], **more: Any) -> str:
    """Send a step of her part and give where it leads."""
    path = mine(phone, f"/step/{section}")
    hidden = carried(browser.get(path).text)
    answer = browser.post(path, data={**hidden, **typed}, **more)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def test_her_first_page_is_the_list_of_her_matters(phone: Phone) -> None:
    browser = home(phone)

    assert browser.get("/").location == "/mine/"
    page = browser.get("/mine/").text
    assert mine(phone) in page
    assert "Caisse de compensation du Léman" in page


def test_without_a_second_factor_she_is_led_to_one(phone: Phone) -> None:
    browser = at_home(phone.mailbox.house, factor="")

    for path in ("/", "/mine/", mine(phone, "/start")):
        assert browser.get(path).location == "/me/factors/"


def test_she_answers_in_her_account_and_keeps_proof_and_document(house: House) -> None:
    phone = apprentice(house)
    open_account(phone)
    browser = home(phone)
    step(browser, phone, "child", {**CHILD, "do": "next"})
    picture = {**TRAINED, "file-proof": (io.BytesIO(PICTURE), "carte.png"), "do": "upload:proof"}
    step(browser, phone, "training", picture, content_type="multipart/form-data")

    sent = step(browser, phone, "check-and-send", {"agree": "yes", "do": "send"})
    page = browser.get(sent).text

    assert sent == mine(phone, "/sent")
    assert phone.mailbox.state(phone.reference) == State.SENT
    assert "carte.png" in page
    assert "Sent on" in browser.get("/mine/").text
    with house.reading() as session:
        proof = session.scalars(select(Proof).where(Proof.message == phone.reference)).one()
        assert "bound to the official number" in proof.content.decode() or b"account" in proof.content


def test_what_she_sent_by_her_link_stands_in_her_account(lite_house: House) -> None:
    phone = apprentice(lite_house)
    phone.fill()
    phone.send()
    open_account(phone)
    browser = home(phone)

    page = browser.get(mine(phone, "/start"), follow_redirects=True).text

    assert "Gymnase de Nyon" in page
    assert "carte.png" in page
    assert browser.get(mine(phone, "/proof")).status_code in (200, 303)
    file = page.split(f"{mine(phone)}/document/", 1)[1].split('"', 1)[0]
    assert browser.get(mine(phone, f"/document/{file}")).status_code == 200


def test_once_opened_in_her_account_no_link_leads_to_it(phone: Phone) -> None:
    other = phone.mailbox.house.stranger()
    home(phone).get(mine(phone, "/start"))

    assert other.get(phone.door).status_code == 410
    assert "user account" in other.get(phone.door).text
    assert phone.browser.get(phone.step("child")).status_code == 410


def test_another_persons_matter_answers_like_one_that_does_not_exist(phone: Phone) -> None:
    other = delegated(phone.mailbox, phone.mails, number="756.0000.0700.15", person="Aline Exemple")
    childs = delegated(phone.mailbox, phone.mails)  # about Lea with the same number, in her mother's hands
    browser = home(phone)

    pages = {
        (answer.status_code, re.sub(r"\b[0-9a-f]{8}\b", "", answer.text.split("<main", 1)[1]))
        for reference in (other.reference, childs.reference, "AAAA-AAAA")
        for answer in [browser.get(f"/mine/{reference}/start")]
    }

    assert len(pages) == 1
    assert next(iter(pages))[0] == 404


def test_a_withdrawn_request_is_hers_no_more(phone: Phone) -> None:
    user = phone.mailbox.user()
    with phone.mailbox.acting(user) as session:
        mailbox.withdraw(session, user, phone.reference)
    browser = home(phone)

    assert "Nothing lies with you" in browser.get("/mine/").text
    assert browser.get(mine(phone, "/start")).status_code == 404


def test_one_that_has_run_out_is_told_and_opens_no_more(phone: Phone) -> None:
    with clock.at(clock.now() + timedelta(days=31)):
        browser = home(phone)
        assert "Could be answered until" in browser.get("/mine/").text
        assert browser.get(mine(phone, "/start")).status_code == 410


def test_her_matters_of_two_institutions_stand_in_one_list(phone: Phone) -> None:
    asked_in_bern(phone.mailbox.house)

    page = home(phone).get("/mine/").text

    assert "Ausgleichskasse Aaretal" in page
    assert "Caisse de compensation du Léman" in page
    assert page.count('<h3><a href="/mine/') == 2


def asked_in_bern(house: House) -> str:
    """Let another fund's company hand a request to the same person."""
    institution, themes = house.institution("AK Aaretal"), {TRAINING_THEME: Level.SEND}
    with house.writing("AK Aaretal") as session:
        company = session.scalars(select(Company.id).where(Company.number == "7001")).one()
        fund = Actor(Role.FUND, institution, themes=themes, name="Ruth Bieri")
        user = Actor(Role.USER, institution, company, themes, name="Petra Vogel")
        head = Opening(
            company,
            TRAINING_THEME,
            TRAINING,
            "Ausbildung",
            person_number=LEA,
            person="Aline Exemple",
            delegable=True,
        )
        reference = mailbox.request(session, fund, head).reference
        mailbox.delegate(session, user, reference, ALINE)
        return str(reference)


def test_staff_companies_and_strangers_have_no_matters_here(phone: Phone) -> None:
    house = phone.mailbox.house
    demo_insured.fill(house.app)

    for person in ("claire", "luca", "elena"):
        assert house.browser(person).get("/mine/").status_code == 404
        assert house.browser(person).get(mine(phone, "/start")).status_code == 404
    assert house.stranger().get("/mine/").status_code == 303


def test_signed_out_elsewhere_her_part_is_shut_at_once(phone: Phone) -> None:
    browser = home(phone)
    browser.get(mine(phone, "/start"))
    with phone.mailbox.house.app.app_context():
        user = service.find(accounts(), "aline@exemple.example")
        assert user is not None
        service.sign_out(accounts(), user.id)
        accounts.commit()

    assert browser.get(mine(phone, "/step/child")).status_code == 303


def test_an_account_of_an_insured_person_takes_no_mandate(phone: Phone) -> None:
    from tests.support.people import ANNA, link_in

    house = phone.mailbox.house
    claire = house.browser("claire")
    answer = post(claire, "/users/add", {**ANNA, "email": "aline@exemple.example"})
    with house.app.app_context():
        key = accounts().scalars(select(Membership.id).order_by(Membership.id.desc())).first()
    link = post(claire, f"/users/{key}/link?by=hand").text
    refused = post(home(phone), link_in(link))

    assert answer.status_code == 200
    assert refused.status_code == 409


def test_staff_make_the_code_of_a_letter_and_see_it_once(lite_house: House) -> None:
    demo_insured.fill(lite_house.app)
    browser = lite_house.browser("marc")

    page = post(browser, "/insured/letters/", {"number": LEA}).text

    assert "inscrivez-le maintenant dans la lettre" in page
    assert post(browser, "/insured/letters/", {"number": "756.1234.5678.98"}).status_code == 422
    for person in ("luca", "elena"):
        assert lite_house.browser(person).get("/insured/letters/").status_code in (403, 404)


def test_only_the_person_herself_is_offered_an_account_after_sending(lite_house: House) -> None:
    first = apprentice(lite_house)
    parents = delegated(first.mailbox, first.mails)
    parents.identify()
    for phone, offered in ((first, True), (parents, False)):
        phone.fill()
        phone.send()
        assert (open_page(phone) in phone.browser.get(f"{phone.door}/sent").text) is offered
