"""The administrator makes, replaces and ends the keys of other systems; each is shown once."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from console.accounts.models import ApiKey, Membership, SignIn
from console.audit.models import AuditEntry
from console.base import clock
from console.hooks.declarations import Level
from console.institutions.sessions import accounts
from tests.console.api.test_reading import LIST, get, key_of
from tests.support.house import House, post

ADD = "/keys/add/ch_fund"
ENTRIES = {"name": "Payroll", "operations": ["employees:read"], "lasts": "90", "per_minute": "60"}


def make(browser: FlaskClient, **more: Any) -> Any:
    return post(browser, ADD, ENTRIES | more)


def secret_in(answer: Any) -> str:
    found = re.search(r">(gk_[\w-]+)</textarea>", answer.get_data(as_text=True))
    assert found is not None
    return found[1]


def rows(house: House) -> list[ApiKey]:
    with house.app.app_context():
        return list(accounts().scalars(select(ApiKey).order_by(ApiKey.id)))


def test_a_key_is_shown_once_and_opens_what_was_chosen(house: House) -> None:
    browser = house.browser("claire")
    answer = make(browser)
    secret = secret_in(answer)
    [row] = rows(house)

    assert answer.status_code == 200
    assert row.client in answer.get_data(as_text=True)
    assert get(house, LIST, secret).status_code == 200
    assert get(house, "/api/v1/forms", secret).status_code == 403
    for path in ("/keys/", f"/keys/{row.id}"):
        page = browser.get(path).get_data(as_text=True)
        assert "Payroll" in page
        assert secret not in page


def test_what_was_chosen_is_stored_with_who_chose_it(lite_house: House) -> None:
    make(lite_house.browser("claire"))
    [row] = rows(lite_house)

    assert row.institution_id == lite_house.institution("CC Léman")
    assert (row.plugin, row.operations, row.per_minute) == ("ch_fund", ["employees:read"], 60)
    assert row.expires_at - row.created_at == timedelta(days=90)
    assert row.created_by == "Claire Favre"


def test_with_one_module_alone_nobody_is_asked_for_which(lite_house: House) -> None:
    answer = lite_house.browser("claire").get("/keys/add")

    assert (answer.status_code, answer.location) == (303, ADD)


@pytest.mark.parametrize(
    "entries",
    [
        {"name": ""},
        {"name": "x" * 81},
        {"name": "a\u202eb"},
        {"operations": []},
        {"operations": ["employees:write"]},
        {"lasts": "9999"},
        {"per_minute": "1000000"},
    ],
)
def test_a_key_that_would_not_be_what_the_page_offers_is_not_made(
    lite_house: House, entries: dict[str, Any]
) -> None:
    answer = make(lite_house.browser("claire"), **entries)

    assert answer.status_code == 422
    assert rows(lite_house) == []


def test_a_name_stands_for_one_system_at_a_time(lite_house: House) -> None:
    browser = lite_house.browser("claire")
    make(browser)

    again = make(browser, name="payroll")

    assert again.status_code == 422
    assert len(rows(lite_house)) == 1


def test_a_key_is_replaced_with_both_working_meanwhile(house: House) -> None:
    browser = house.browser("claire")
    old = secret_in(make(browser))
    new = secret_in(post(browser, "/keys/1/rotate", {"overlap": "7", "lasts": "365"}))

    assert get(house, LIST, old).status_code == get(house, LIST, new).status_code == 200
    assert 'href="/keys/2"' in browser.get("/keys/1").get_data(as_text=True)
    assert browser.get("/keys/1/rotate").status_code == 404
    with clock.at(clock.now() + timedelta(days=8)):
        assert get(house, LIST, old).status_code == 401
        assert get(house, LIST, new).status_code == 200


def test_an_ended_key_opens_nothing_more(house: House) -> None:
    browser = house.browser("claire")
    secret = secret_in(make(browser))

    assert browser.get("/keys/1/end").status_code == 200
    assert post(browser, "/keys/1/end").status_code == 303
    assert get(house, LIST, secret).status_code == 401
    assert post(browser, "/keys/1/end").status_code == 404


def test_each_act_stands_in_the_journal(lite_house: House) -> None:
    browser = lite_house.browser("claire")
    make(browser)
    post(browser, "/keys/1/rotate", {"overlap": "7", "lasts": "365"})
    post(browser, "/keys/1/end")
    with lite_house.reading() as session:
        acts = session.execute(
            select(AuditEntry.action, AuditEntry.subject_id, AuditEntry.actor_name)
            .where(AuditEntry.subject == "console.key")
            .order_by(AuditEntry.id)
        ).all()

    assert [tuple(act) for act in acts] == [
        ("console.key.added", "1", "Claire Favre"),
        ("console.key.rotated", "2", "Claire Favre"),
        ("console.key.ended", "1", "Claire Favre"),
    ]


@pytest.mark.parametrize("person", ["marc", "nora", "heidi"])
def test_only_administrators_see_keys(lite_house: House, person: str) -> None:
    key_of(lite_house)
    browser = lite_house.browser(person)

    assert browser.get("/keys/").status_code in (302, 303, 403)
    assert post(browser, ADD, ENTRIES).status_code in (302, 303, 403)
    assert len(rows(lite_house)) == 1


@pytest.mark.parametrize("path", ["", "/rotate", "/end"])
def test_the_key_of_another_institution_answers_like_one_that_is_not_there(
    lite_house: House, path: str
) -> None:
    key_of(lite_house, "AK Aaretal")
    browser, entries = lite_house.browser("claire"), {"overlap": "7", "lasts": "365"}

    for ask in (
        lambda key: browser.get(f"/keys/{key}{path}"),
        lambda key: post(browser, f"/keys/{key}{path}", entries),
    ):
        theirs, nobody = ask(1), ask(999_999)
        assert theirs.status_code == nobody.status_code
        assert theirs.status_code in (404, 405)
    assert "Payroll" not in browser.get("/keys/").get_data(as_text=True)
    assert rows(lite_house)[0].ended_at is None


@pytest.mark.parametrize("path", [ADD, "/keys/1/rotate", "/keys/1/end"])
def test_who_showed_long_ago_that_it_is_her_is_asked_again_before_anything_changes(
    lite_house: House, path: str
) -> None:
    secret, browser = key_of(lite_house), lite_house.browser("claire")
    with lite_house.app.app_context():
        accounts().execute(update(SignIn).values(confirmed_at=clock.now() - timedelta(minutes=61)))
        accounts.commit()

    answer = post(browser, path, ENTRIES | {"name": "Other", "overlap": "0"})

    assert answer.status_code == 401
    assert len(rows(lite_house)) == 1
    assert get(lite_house, LIST, secret).status_code == 200


def test_a_key_that_ends_soon_is_marked(lite_house: House) -> None:
    browser = lite_house.browser("claire")
    post(browser, "/me/language", {"language": "en"})
    make(browser, lasts="30")
    with clock.at(clock.now() + timedelta(minutes=1)):
        page = browser.get("/keys/").get_data(as_text=True)

    assert "Ends soon" in page


def test_the_staff_make_a_key_for_a_company(lite_house: House) -> None:
    answer = make(lite_house.browser("claire"), company="41002", operations=["messages:send"])
    [row] = rows(lite_house)

    assert answer.status_code == 200
    assert row.company_id is not None
    assert row.themes is None
    assert "41002" in lite_house.browser("claire").get("/keys/").get_data(as_text=True)


@pytest.mark.parametrize(
    ("entries", "told"),
    [
        ({"company": "99999"}, "no company with this number"),
        ({"operations": ["messages:send"]}, "Give the number of the company"),
        ({"company": "41002", "operations": ["core.parties:write"]}, "Leave it out"),
    ],
)
def test_company_and_operations_must_fit_together(
    lite_house: House, entries: dict[str, Any], told: str
) -> None:
    browser = lite_house.browser("claire")
    post(browser, "/me/language", {"language": "en", "next": "/"})

    answer = make(browser, **entries)

    assert answer.status_code == 422
    assert told in answer.get_data(as_text=True)
    assert rows(lite_house) == []


def test_a_companys_administrator_makes_keys_for_her_company_and_her_themes_alone(lite_house: House) -> None:
    browser = lite_house.browser("luca")
    secret = secret_in(make(browser, operations=["messages:read", "messages:send"]))
    [row] = rows(lite_house)
    mine = lite_house.membership("luca")
    with lite_house.app.app_context():
        rights = accounts().get_one(Membership, mine.id).theme_rights
        sending = {one.theme for one in rights if one.plugin == "ch_fund" and one.level == Level.SEND}

    assert (row.company_id, set(row.themes or ())) == (mine.company_id, sending)
    shown = get(lite_house, "/api/v1/themes", secret).json["items"]
    assert {one["key"] for one in shown} == {f"ch_fund.{theme}" for theme in sending}


def test_a_companys_administrator_sees_no_key_of_others(lite_house: House) -> None:
    make(lite_house.browser("claire"), name="Core")
    make(lite_house.browser("claire"), name="Neighbour", company="41017")
    browser = lite_house.browser("luca")
    page = browser.get("/keys/").get_data(as_text=True)

    assert "Core" not in page
    assert "Neighbour" not in page
    for row in rows(lite_house):
        for path in (f"/keys/{row.id}", f"/keys/{row.id}/end", f"/keys/{row.id}/rotate"):
            assert browser.get(path).status_code == 404
