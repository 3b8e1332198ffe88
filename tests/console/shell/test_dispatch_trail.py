"""The transmission trail on messages and dossiers: stations for the staff, plain words for the company."""

from __future__ import annotations

from datetime import timedelta

import pytest

from console.base import clock
from console.dispatch import acknowledging
from console.dispatch.declarations import Arrival
from console.hooks.declarations import Level
from console.mailbox import service as mailbox
from console.mailbox.service import Actor, Opening, Role
from tests.support.dossiers import ALLOWANCES, company_of, open_dossier
from tests.support.house import House
from tests.support.outbox import put, receive, work


@pytest.fixture
def matter(lite_house: House) -> tuple[str, str]:
    """Give the references of a request to the bakery and of its dossier, with an agency's channel there."""
    receive(lite_house, key="ch_fund.gateway", title="Gateway of the agency")
    themes = {ALLOWANCES: Level.SEND}
    fund = Actor(Role.FUND, lite_house.institution("CC Léman"), themes=themes, user_id=1, name="Marc")
    dossier = open_dossier(lite_house)
    with lite_house.writing() as session:
        company = company_of(session).id
        asked = Opening(company, ALLOWANCES, "ch_fund.training_confirmation", "Lea", dossier=dossier)
        return mailbox.request(session, fund, asked).reference, dossier


def passed_on(house: House, message: str, verdict: str = "", **more: object) -> None:
    put(house, "a", channel="ch_fund.gateway", subject="console.message", subject_id=message, **more)
    work(house)
    if verdict:
        with house.writing() as session:
            acknowledging.receive(session, Arrival("ch_fund.gateway", "x", "T1", verdict, key="a"), "polled")


def test_the_staff_see_the_stations_on_the_message_and_on_its_dossier(
    lite_house: House, matter: tuple[str, str]
) -> None:
    message, dossier = matter
    passed_on(lite_house, message, technical_by=clock.now() + timedelta(hours=1))

    for path in (f"/mailbox/message/{message}", f"/dossiers/dossier/{dossier}"):
        page = lite_house.browser("marc").get(path).text
        assert "g-track" in page
        assert "Gateway of the agency" in page


def test_only_who_may_see_what_leaves_is_led_to_the_transmission(
    lite_house: House, matter: tuple[str, str]
) -> None:
    passed_on(lite_house, matter[0])

    path = f"/mailbox/message/{matter[0]}"
    assert 'href="/dispatch/' not in lite_house.browser("marc").get(path).text.split('id="trail-title"')[1]
    assert 'href="/dispatch/' in lite_house.browser("claire").get(path).text.split('id="trail-title"')[1]


@pytest.mark.parametrize("verdict", ["", "received", "accepted", "refused"])
def test_the_company_reads_a_sentence_without_technical_detail(
    lite_house: House, matter: tuple[str, str], verdict: str
) -> None:
    passed_on(lite_house, matter[0], verdict)
    page = lite_house.browser("luca").get(f"/mailbox/message/{matter[0]}").text
    trail = page.split('id="trail-title"')[1]

    assert clock.now().strftime("%d.%m.%Y") in trail
    assert "g-track" not in page
    assert "/dispatch/" not in page


def test_the_company_does_not_see_what_went_to_a_person(lite_house: House, matter: tuple[str, str]) -> None:
    receive(lite_house, key="sms")
    put(lite_house, "b", channel="sms", subject="console.delegation", subject_id=matter[0])

    path = f"/mailbox/message/{matter[0]}"
    assert "trail-title" not in lite_house.browser("luca").get(path).text
    assert "trail-title" in lite_house.browser("marc").get(path).text


def test_what_left_about_another_message_does_not_stand_here(
    lite_house: House, matter: tuple[str, str]
) -> None:
    passed_on(lite_house, "XXXX-XXXX")

    assert "trail-title" not in lite_house.browser("marc").get(f"/mailbox/message/{matter[0]}").text
