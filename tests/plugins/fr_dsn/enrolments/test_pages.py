"""What the pages of enrolments show and refuse."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from console.audit.models import AuditEntry
from plugins.fr_dsn.gateways.slip_service_simulator import decided
from tests.plugins.fr_dsn.benefits.service import NIR, SIRET, Slips
from tests.plugins.fr_dsn.stoppages.test_pages import give_the_theme
from tests.support.house import post

PEOPLE, COMPANIES, FILES = "/fr_dsn/enrolled_person", "/fr_dsn/enrolled_company", "/fr_dsn/enrolment/"
VALUES = {
    "company": SIRET, "nir": "2 85 03 69 123 456", "name": "MARCHAND", "given_name": "LUCIE", "cover": "PREV-1",
    "first": "01.01.2026", "until": "", "back_to": "",
}  # fmt: skip


@pytest.fixture
def camille(lite: Slips) -> FlaskClient:
    """Give the browser of the administrator, with her right in the theme."""
    give_the_theme(lite.gateway)
    return lite.gateway.house.browser("camille")


def add(browser: FlaskClient, **values: str) -> Any:
    return post(browser, f"{PEOPLE}/add", VALUES | values)


def test_a_company_and_a_person_are_entered_and_sent(lite: Slips, camille: FlaskClient) -> None:
    made = post(camille, f"{COMPANIES}/add", {"number": "999 000 011 00018", "name": "ATELIER"})
    assert made.status_code == 303
    assert add(camille).status_code == 303
    assert post(camille, f"{FILES}send").status_code == 303
    lite.poll()

    assert [one.state for one in lite.people()] == ["asked"] or lite.people()[0].state == "enrolled"
    page = camille.get(f"{FILES}").text
    assert "GUICH-D" in page


def test_a_person_shows_what_was_asked_and_why_it_was_refused(lite: Slips, camille: FlaskClient) -> None:
    lite.behaves("refuse")
    lite.enter(NIR)
    lite.send()
    lite.poll()

    text = camille.get(f"{PEOPLE}/show/{lite.people()[0].id}").text
    assert "SIM-001" in text
    assert "act=enter" in text


def test_who_is_not_enrolled_or_was_refused_is_found(lite: Slips, camille: FlaskClient) -> None:
    lite.enter(NIR)
    assert "MARCHAND" in camille.get(f"{PEOPLE}/list/?enrolled=out").text
    assert "MARCHAND" not in camille.get(f"{PEOPLE}/list/?enrolled=in").text
    lite.behaves("refuse")
    lite.send()
    lite.poll()
    assert "MARCHAND" in camille.get(f"{PEOPLE}/list/?state=refused&enrolled=out").text


@pytest.mark.parametrize(
    "wrong",
    [
        {"nir": "2850369"},
        {"nir": "2999999999999"},
        {"until": "31.12.2025"},
        {"company": "123"},
        {"back_to": "01.01.2025"},
    ],
)
def test_what_is_not_right_is_said_at_its_field(
    lite: Slips, camille: FlaskClient, wrong: dict[str, str]
) -> None:
    lite.enter()

    assert add(camille, **wrong).status_code == 422
    assert lite.people() == []


def test_a_cover_reaches_back_only_as_far_as_was_confirmed(lite: Slips, camille: FlaskClient) -> None:
    lite.enter()
    lite.gateway.settings({"prestij_back_days": "90"})

    assert add(camille, back_to="01.06.2025").status_code == 422
    assert add(camille, back_to="13.03.2026").status_code == 422
    assert add(camille, back_to="01.02.2026").status_code == 303


def test_what_was_asked_for_is_neither_edited_nor_deleted(lite: Slips, camille: FlaskClient) -> None:
    lite.enter(NIR)
    lite.send()
    path = lite.people()[0].id

    changed = post(camille, f"{PEOPLE}/edit/{path}", VALUES | {"name": "AUTRE", "version": "2"})
    assert changed.status_code in (409, 422)
    assert lite.people()[0].name == "MARCHAND"
    assert post(camille, f"{PEOPLE}/delete/{path}").status_code == 409
    assert len(lite.people()) == 1


def test_a_removal_is_noted_and_taken_back(lite: Slips, camille: FlaskClient) -> None:
    lite.enter(NIR)
    lite.send()
    lite.poll()
    path = f"{PEOPLE}/step/{lite.people()[0].id}"

    assert post(camille, f"{path}?act=remove").status_code == 303
    assert lite.people()[0].state == "to_remove"
    assert post(camille, f"{path}?act=keep").status_code == 303
    assert post(camille, f"{path}?act=keep").status_code == 409
    assert post(camille, f"{path}?act=dance").status_code == 400
    assert lite.people()[0].state == "enrolled"
    done = select(AuditEntry).where(AuditEntry.action == "fr_dsn.enrolled_person.remove")
    assert len(lite.gateway.all(done)) == 1


def test_answers_that_fit_no_line_are_listed(lite: Slips, camille: FlaskClient) -> None:
    lite.take(decided("GUICH-D1", [("CRE", SIRET, NIR)]))

    assert "GUICH-D1" in camille.get(f"{FILES}unknown").text


def test_a_sheet_is_asked_for(lite: Slips, camille: FlaskClient) -> None:
    assert camille.get(f"{PEOPLE}/import").status_code == 200
    assert camille.get(f"{PEOPLE}/import/template").status_code == 200
    assert lite.people() == []


def test_an_account_gets_nowhere_near_enrolments(lite: Slips) -> None:
    give_the_theme(lite.gateway)
    lite.enter(NIR)
    agnes = lite.gateway.house.browser("agnes")

    for path in (f"{PEOPLE}/list/", f"{COMPANIES}/list/", FILES, f"{FILES}unknown"):
        assert agnes.get(path).status_code == 403
