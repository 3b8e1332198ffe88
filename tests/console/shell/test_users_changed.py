"""Changing and ending a person's rights."""

from __future__ import annotations

from typing import Any

import pytest
from flask.testing import FlaskClient

from console.accounts.models import ThemeRight
from console.institutions.sessions import accounts
from tests.support.house import House, post
from tests.support.people import ANNA, EMPLOYEES, edit, journal, key_of, petra_in_leman, rights


@pytest.fixture
def claire(lite_house: House) -> FlaskClient:
    return lite_house.browser("claire")


@pytest.mark.parametrize("changed", [{EMPLOYEES: "3"}, {"roles": ["administrator", "translator"]}])
def test_nobody_raises_her_own_rights(
    lite_house: House, claire: FlaskClient, changed: dict[str, Any]
) -> None:
    edit(lite_house, claire, "claire", **{EMPLOYEES: "1"})

    assert edit(lite_house, claire, "claire", **changed).status_code == 422


@pytest.mark.parametrize("changed", [{"active": None}, {"roles": ["case_worker"]}])
def test_the_last_administrator_is_kept_with_a_sentence(
    lite_house: House, claire: FlaskClient, changed: dict[str, Any]
) -> None:
    edit(lite_house, claire, "marc", roles=["administrator"])
    marcs = lite_house.browser("marc")
    assert edit(lite_house, marcs, "claire", **changed).status_code == 303

    answer = edit(lite_house, marcs, "marc", active=None)

    assert answer.status_code == 422
    assert 'class="g-summary"' in answer.text
    assert post(marcs, f"/users/{key_of(lite_house, 'marc')}/remove").status_code == 409


def test_nobody_adds_herself_for_a_company(claire: FlaskClient) -> None:
    own = {**ANNA, "email": "Claire@guichet.example", "company": "41017", "roles": ["company_administrator"]}

    assert post(claire, "/users/add", own).status_code == 422


def test_a_right_counts_from_the_next_click_of_another_browser(
    lite_house: House, claire: FlaskClient
) -> None:
    nora = lite_house.browser("nora")
    assert nora.get("/ch_fund/employee/add").status_code == 200

    edit(lite_house, claire, "nora", **{EMPLOYEES: "1"})
    assert nora.get("/ch_fund/employee/list/").status_code == 200
    assert nora.get("/ch_fund/employee/add").status_code == 403

    edit(lite_house, claire, "nora", **{EMPLOYEES: "0"})
    assert nora.get("/ch_fund/employee/list/").status_code == 404

    edit(lite_house, claire, "nora", **{EMPLOYEES: "2"}, roles=["company_administrator"])
    assert nora.get("/ch_fund/employee/add").status_code == 200
    assert nora.get("/users/").status_code == 200


def test_who_is_made_inactive_is_signed_out_at_once(lite_house: House, claire: FlaskClient) -> None:
    nora = lite_house.browser("nora")

    edit(lite_house, claire, "nora", active=None)

    assert nora.get("/ch_fund/employee/list/").status_code == 303


def test_a_trustee_who_is_removed_here_works_on_elsewhere(lite_house: House, claire: FlaskClient) -> None:
    petra = lite_house.browser("petra")
    here = petra_in_leman(lite_house)
    post(petra, "/me/mandate", {"mandate": str(here)})

    assert post(claire, f"/users/{here}/remove").status_code == 303

    assert petra.get("/").status_code == 303
    page = lite_house.browser("petra").get("/")
    assert page.status_code == 200
    assert "Menuiserie" not in page.text


def test_a_stale_edit_overwrites_nothing_and_shows_what_stands_now(
    lite_house: House, claire: FlaskClient
) -> None:
    stale = rights(lite_house, "nora", **{EMPLOYEES: "1"})
    edit(lite_house, claire, "nora", **{EMPLOYEES: "3"})

    answer = post(claire, f"/users/{key_of(lite_house, 'nora')}/edit", stale)

    assert answer.status_code == 409
    assert f'id="{EMPLOYEES}-fault"' in answer.text
    assert rights(lite_house, "nora")[EMPLOYEES] == "3"


def test_levels_of_a_module_that_is_switched_off_survive_an_edit(lite_house: House) -> None:
    key = key_of(lite_house, "jean")
    with lite_house.app.app_context():
        accounts().add(ThemeRight(membership_id=key, plugin="ch_fund", theme="employees", level=2))
        accounts().commit()
    posted = rights(lite_house, "jean", roles=["administrator"])

    assert post(lite_house.browser("sofie"), f"/users/{key}/edit", posted).status_code == 303

    assert rights(lite_house, "jean")[EMPLOYEES] == "2"


def test_every_change_stands_in_the_journal_with_before_and_after(
    lite_house: House, claire: FlaskClient
) -> None:
    edit(lite_house, claire, "nora", **{EMPLOYEES: "3"}, roles=["company_administrator"])
    post(claire, "/users/add", ANNA)
    post(claire, f"/users/{key_of(lite_house, 'anna')}/link")
    post(claire, f"/users/{key_of(lite_house, 'anna')}/remove")

    (changed,) = journal(lite_house, "console.user.changed")
    assert changed["changes"] == {
        "roles": ["company_user", "company_administrator"],
        "ch_fund.employees": ["prepare", "send"],
    }
    (added,) = journal(lite_house, "console.user.added")
    assert added["changes"]["roles"] == [None, "case_worker"]
    assert len(journal(lite_house, "console.user.link_made")) == 1
    (removed,) = journal(lite_house, "console.user.removed")
    assert removed["changes"]["ch_fund.employees"] == ["prepare", None]


def test_the_page_of_a_person_tells_her_history(lite_house: House, claire: FlaskClient) -> None:
    edit(lite_house, claire, "nora", **{EMPLOYEES: "3"})

    page = claire.get(f"/users/{key_of(lite_house, 'nora')}").text

    assert 'class="g-timeline"' in page
    assert "Claire Favre" in page[page.index("g-timeline") :]
