"""What an attacker tries at the door, in the log and with the rights of a colleague, and what it gets."""

from __future__ import annotations

import logging
import re
from html.parser import HTMLParser

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from console.accounts.models import User
from console.accounts.throttles import ACCOUNT, ADDRESS
from console.cli.demo_people import PASSWORD
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from console.parties.models import Company
from console.shell.logs import Lines
from plugins.ch_fund.models import Employee
from tests.support.house import House, post, token_of
from tests.support.people import ANNA

NUMBER = "756.1234.5678.97"
EMPLOYEE = {
    "company": "41002",
    "avs_number": NUMBER,
    "family_name": "Geheim",
    "given_name": "Eva",
    "canton": "",
    "entry_date": "2026-01-01",
}
TEXTS = "/translations/console/fr/"


def sign_in(house: House, username: str, password: str, address: str) -> int:
    browser = house.stranger()
    form = {"csrf_token": token_of(browser, "/login/"), "username": username, "password": password}
    return browser.post("/login/", data=form, environ_base={"REMOTE_ADDR": address}).status_code


def say_in_french(browser: FlaskClient, source: str, text: str) -> TestResponse:
    """Give a text of the console other words, as a translator does on the page."""
    page = browser.get(f"{TEXTS}?search={source}").get_data(as_text=True)
    hidden = {name: re.findall(rf'name="{name}" value="([^"]+)"', page)[0] for name in ("key", "was")}
    answer: TestResponse = post(browser, f"{TEXTS}save?search={source}", {**hidden, "text": text})
    return answer


def attributes_of(page: str, tag: str) -> list[dict[str, str | None]]:
    """Give the attributes of each such tag as a browser reads them."""
    found: list[dict[str, str | None]] = []

    class Reader(HTMLParser):
        def handle_starttag(self, name: str, attributes: list[tuple[str, str | None]]) -> None:
            if name == tag:
                found.append(dict(attributes))

    Reader().feed(page)
    return found


def test_a_translators_quotation_mark_does_not_end_the_attribute_it_stands_in(lite_house: House) -> None:
    text = 'Fil" data-x="y'
    assert say_in_french(lite_house.browser("heidi"), "Breadcrumb", text).status_code == 303

    page = lite_house.browser("marc").get("/ch_fund/employee/add").get_data(as_text=True)
    assert {"class": "g-crumbs", "aria-label": text} in attributes_of(page, "nav")


@pytest.mark.parametrize("text", ["Fil <b>gras</b>", "Fil <img src=x", "Fil %(name)s", "Fil %"])
def test_a_translator_brings_no_tag_and_no_placeholder_into_a_page(lite_house: House, text: str) -> None:
    assert say_in_french(lite_house.browser("heidi"), "Breadcrumb", text).status_code == 422


@pytest.mark.parametrize("username", ["marc", "nobody"])
def test_spaces_around_a_user_name_tell_nobody_whether_the_account_exists(
    house: House, username: str
) -> None:
    tries = [sign_in(house, username, "wrong", "10.0.0.1") for _ in range(ACCOUNT.tries)]
    assert tries == [401] * ACCOUNT.tries
    assert [sign_in(house, typed, "wrong", "10.0.0.2") for typed in (f" {username}", f"{username} ")] == [
        429
    ] * 2


def test_an_office_behind_one_address_signs_in_all_morning(house: House) -> None:
    people = ["claire", "marc", "heidi", "luca", "nora"]
    found = {sign_in(house, people[n % 5], PASSWORD, "10.0.0.1") for n in range(ADDRESS.tries + 5)}
    assert found == {303}


def test_somebody_with_an_account_guesses_no_longer_than_others_from_his_address(lite_house: House) -> None:
    statuses = []
    for n in range(ADDRESS.tries + 1):
        statuses.append(sign_in(lite_house, f"nobody{n}", "wrong", "10.0.0.1"))
        sign_in(lite_house, "marc", PASSWORD, "10.0.0.1")
    assert statuses == [401] * ADDRESS.tries + [429]


def test_made_up_methods_do_not_fill_the_counters(lite_house: House) -> None:
    browser = lite_house.stranger()
    for n in range(3):
        browser.open("/nowhere", method=f"EVIL{n}")
    figures = browser.get("/metrics").get_data(as_text=True)
    assert "EVIL" not in figures
    assert 'guichet_requests_total{endpoint="unknown",method="other",status="404"} 3.0' in figures


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"])
def test_a_proxy_on_this_machine_opens_the_figures_to_nobody(lite_house: House, header: str) -> None:
    browser = lite_house.stranger()
    assert browser.get("/metrics").status_code == 200
    assert browser.get("/metrics", headers={header: "127.0.0.1"}).status_code == 404


@pytest.mark.parametrize("path", ["/password/{}", "/password/{}/", "/password/{}/x"])
def test_the_log_never_tells_a_one_time_link(
    lite_house: House, caplog: pytest.LogCaptureFixture, path: str
) -> None:
    caplog.set_level(logging.INFO, "guichet.request")
    token = "Rk3vQ9xTf2LhY7wZp5Nc8Jd1Mb6Sg4Ae"
    for method in ("GET", "POST", "PUT"):
        lite_house.stranger().open(path.format(token), method=method)
    lite_house.stranger().get(path.format(token), base_url="http://elsewhere.example")
    assert "/password/…" in caplog.text
    assert token not in caplog.text


def test_an_address_cannot_write_a_second_line_into_the_log_or_command_the_terminal() -> None:
    record = logging.makeLogRecord({"msg": "GET /a\r\nINFO b\x1b[31m\u2028c\x85d é", "levelname": "INFO"})
    line = Lines("text").format(record)
    assert line.isprintable()
    assert "\\r\\nINFO b\\x1b[31m" in line
    assert line.rstrip().endswith("é")


def test_a_row_the_database_refuses_does_not_appear_in_the_log(
    house: House, caplog: pytest.LogCaptureFixture
) -> None:
    institution = house.institution("CC Léman")

    def add_twice() -> str:
        with acting(Scope((institution,), purpose="test"), writes=True) as session:
            company = session.scalars(select(Company).where(Company.number == "41002")).one()
            for _ in range(2):
                session.add(
                    Employee(
                        company_id=company.id,
                        avs_number="7561234567897",
                        family_name="Geheim",
                        given_name="Eva",
                        entry_date=company.member_since,
                    )
                )
                session.flush()
        return ""

    house.app.add_url_rule("/twice", "twice", add_twice)
    assert house.stranger().get("/twice").status_code == 409
    assert "constraint refused" in caplog.text
    assert "7561234567897" not in caplog.text
    assert "Geheim" not in caplog.text


def test_the_history_of_a_new_entry_is_not_that_of_a_deleted_one_with_its_number(house: House) -> None:
    """SQLite gives the highest number anew; the deleted entry may have belonged to another company."""
    marc = house.browser("marc")
    first = post(marc, "/ch_fund/employee/add", EMPLOYEE).headers["Location"].rsplit("/", 1)[1]
    assert post(marc, f"/ch_fund/employee/delete/{first}").status_code == 303
    with house.reading() as session:
        other = session.scalars(select(Company.number).where(Company.number != "41002").limit(1)).one()
    changed = {**EMPLOYEE, "company": other, "family_name": "Neu", "avs_number": "756.0000.0000.02"}
    second = post(marc, "/ch_fund/employee/add", changed).headers["Location"].rsplit("/", 1)[1]

    page = marc.get(f"/ch_fund/employee/history/{second}").get_data(as_text=True)
    assert "Geheim" not in page
    assert "7561234567897" not in page
    assert "Neu" in page


@pytest.mark.parametrize(
    ("name", "status"), [("Anna\u202eannA", 422), ("Anna\x1b[31m", 422), ("Anna\r\nBcc: x", 200)]
)
def test_a_persons_name_holds_no_sign_that_cannot_be_seen_and_no_second_line(
    lite_house: House, name: str, status: int
) -> None:
    assert (
        post(lite_house.browser("claire"), "/users/add", {**ANNA, "first_name": name}).status_code == status
    )
    with lite_house.app.app_context():
        stored = accounts().scalars(select(User.first_name).where(User.username == "anna")).all()
    assert stored == (["Anna Bcc: x"] if status == 200 else [])


@pytest.mark.parametrize("typed", ["[" * 100_000, "{}", "[[1, 2]]", "[[]]", "null", "5"])
def test_garbage_in_the_place_of_what_was_typed_before_is_no_fault_of_the_sign_in_page(
    lite_house: House, typed: str
) -> None:
    browser = lite_house.stranger()
    form = {
        "csrf_token": token_of(browser, "/login/"),
        "username": "nobody",
        "password": "wrong",
        "kept": typed,
    }
    assert browser.post("/login/", data=form).status_code == 401
