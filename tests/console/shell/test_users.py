"""Users and rights as administrators look at them."""

from __future__ import annotations

import re
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from console.accounts.models import ThemeRight, User
from console.institutions.sessions import accounts
from tests.support.house import House, post
from tests.support.mail_pages import pages_of
from tests.support.mailbox import ACCOUNTING
from tests.support.people import EMPLOYEES, edit, key_of


@pytest.fixture
def claire(lite_house: House) -> FlaskClient:
    return lite_house.browser("claire")


def test_an_administrator_sees_everybody_with_roles_and_levels(claire: FlaskClient) -> None:
    page = claire.get("/users/").text

    assert page.count("<tr data-row>") == 7
    nora = page[page.index("Nora Blanc") : page.index("Marc Dubois")]
    assert "Boulangerie du Lac SA" in nora
    assert "Ruth Bieri" not in page


def test_a_company_administrator_sees_the_people_of_the_company_alone(lite_house: House) -> None:
    page = lite_house.browser("luca").get("/users/").text

    assert page.count("<tr data-row>") == 2
    assert "Claire Favre" not in page.split("<tbody>")[1]


@pytest.mark.parametrize("path", ["/users/", "/users/add", "/roles/"])
def test_who_has_no_right_to_users_is_refused(lite_house: House, path: str) -> None:
    assert lite_house.browser("nora").get(path).status_code == 403


@pytest.mark.parametrize("what", ["", "/edit", "/link", "/remove"])
@pytest.mark.parametrize(("viewer", "foreign"), [("claire", "ruth"), ("luca", "petra"), ("luca", "claire")])
def test_people_beyond_reach_answer_like_people_who_do_not_exist(
    lite_house: House, viewer: str, foreign: str, what: str
) -> None:
    browser, key = lite_house.browser(viewer), key_of(lite_house, foreign)
    asked = [browser.get(f"/users/{pk}{what}") for pk in (key, 99_999)]
    asked += [post(browser, f"/users/{pk}{what}") for pk in (key, 99_999) if what]

    assert {answer.status_code for answer in asked} == {404}
    texts = {re.search(r"<h1>.*?</h1>\s*<p.*?</p>", answer.text, re.S).group() for answer in asked}  # type: ignore[union-attr]
    assert len(texts) == 1


@pytest.mark.parametrize(
    "arguments",
    ["page=-1", "page=0", "page=x", "page=9999999999", "size=7", "size=-25", "state=asleep", "role=emperor",
     "theme=ch_fund", "group=all", "company=nowhere", "unknown=1", "search=" + "x" * 201],
)  # fmt: skip
def test_a_list_address_that_means_nothing_gets_a_clear_answer(claire: FlaskClient, arguments: str) -> None:
    assert claire.get(f"/users/?{arguments}").status_code == 400


@pytest.mark.parametrize(
    ("arguments", "rows"),
    [
        ("search=blanc", 1),
        ("company=41002", 2),
        ("group=staff", 3),
        ("role=company_user", 3),
        ("theme=ch_fund.employees", 7),
        ("state=active", 7),
        ("state=dormant", 0),
        ("search=nobody+here", 0),
        ("page=2", 0),
    ],
)
def test_the_list_is_narrowed_by_its_filters(claire: FlaskClient, arguments: str, rows: int) -> None:
    answer = claire.get(f"/users/?{arguments}")

    assert answer.status_code == 200
    assert answer.text.count("<tr data-row>") == rows


def test_who_has_not_signed_in_for_ninety_days_is_marked(lite_house: House, claire: FlaskClient) -> None:
    with lite_house.app.app_context():
        accounts().execute(
            update(User).where(User.username == "marc").values(last_login=datetime(2020, 3, 5, 9, 7))
        )
        accounts().commit()

    assert claire.get("/users/?state=dormant").text.count("<tr data-row>") == 1
    assert claire.get("/users/").text.count("g-tag g-warn") == 1


def test_a_theme_in_which_nobody_of_the_staff_may_send_is_warned_of(
    lite_house: House, claire: FlaskClient
) -> None:
    assert "g-message g-warn" not in claire.get("/users/").text
    edit(lite_house, claire, "marc", **{EMPLOYEES: "2"})
    edit(lite_house, claire, "claire", **{EMPLOYEES: "2"})

    assert "g-message g-warn" in claire.get("/users/").text


def test_the_roles_page_tells_for_each_right_who_has_it(claire: FlaskClient) -> None:
    page = claire.get("/roles/").text

    assert page.count('scope="col"') == 7
    assert page.count('scope="rowgroup"') == 2


def test_roles_of_a_module_that_is_off_are_left_out(lite_house: House) -> None:
    assert lite_house.browser("sofie").get("/roles/").text.count('scope="rowgroup"') == 1


def test_nobody_is_offered_a_new_link_to_her_own_account(lite_house: House) -> None:
    own = lite_house.membership("claire").id

    page = lite_house.browser("claire").get(f"/users/{own}").get_data(as_text=True)

    assert f"/users/{own}/edit" in page
    assert f"/users/{own}/link" not in page


def test_a_companys_administrator_is_warned_of_a_theme_that_nobody_sees(lite_house: House) -> None:
    mailbox = pages_of(lite_house)
    with lite_house.app.app_context():
        for right in accounts().scalars(select(ThemeRight).where(ThemeRight.theme == "accounting")):
            accounts().delete(right)
        accounts().commit()
    luca = lite_house.browser("luca")
    post(luca, "/me/language", {"language": "en"})
    before = luca.get("/users/").text

    mailbox.ask(theme=ACCOUNTING, type_="query", delegable=False)

    assert "Nobody has a right in: Accounting." in before
    assert "Messages wait unseen, because nobody has a right in: Accounting." in luca.get("/users/").text
