"""What cannot be understood gets a clear page in the reader's language, never a fault of the program."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from plugins.ch_fund.models import Employee
from tests.support.house import House, token_of

LIST = "/ch_fund/employee/list/"
FORM = "/ch_fund/employee/add"


def cursor(*values: Any) -> str:
    """Write a cursor as the list does, with any content."""
    return base64.urlsafe_b64encode(json.dumps(values).encode()).decode().rstrip("=")


def assert_refused(answer: TestResponse, status: int, language: str = "fr") -> None:
    """Check that an answer is a page of the console that says what is wrong, and nothing of the inside."""
    page = answer.get_data(as_text=True)
    assert answer.status_code == status, page[-1500:]
    assert f'<html lang="{language}"' in page
    assert 'class="g-reference"' in page
    assert "Traceback" not in page
    assert answer.headers["Content-Security-Policy"]


@pytest.fixture(scope="module")
def marc(standing_house: House) -> FlaskClient:
    """Give the browser of a case worker who reads French."""
    return standing_house.browser("marc")


ARGUMENTS = {
    "an unknown order": "sort=salary",
    "a page before the first": "page=-1",
    "a size in words": "size=many",
    "a size of a million": "size=1000000",
    "a negative size": "size=-5",
    "Flask-AppBuilder's order": "_oc_EmployeeView=family_name&_od_EmployeeView=asc",
    "Flask-AppBuilder's page": "page_EmployeeView=2",
    "Flask-AppBuilder's size": "psize_EmployeeView=9",
    "Flask-AppBuilder's filter": "_flt_0_family_name=a",
    "broken rison": "q=(filters:!((col:",
    "a search with NUL": "search=a%00b",
    "a search too long": f"search={'a' * 300}",
    "a cursor that is no base64": "after=%E2%82%AC",
    "a cursor of words": "after=garbage",
    "a cursor with three values": f"after={cursor('a', 1, 2)}",
    "a cursor of another type": f"after={cursor(5, 5)}",
    "a cursor with a key in words": f"after={cursor('a', 'b')}",
    "a cursor with a huge key": f"after={cursor('a', 2**70)}",
    "a cursor with NUL": f"after={cursor(chr(0), 1)}",
    "a cursor with half a character": "after=" + base64.urlsafe_b64encode(b'["\\ud800",1]').decode(),
    "a cursor with a day that is none": f"sort=entry_date&after={cursor('2020-13-01', 1)}",
    "a cursor that is an object": "before=e30",
}


@pytest.mark.parametrize("case", ARGUMENTS)
def test_a_list_refuses(case: str, marc: FlaskClient) -> None:
    assert_refused(marc.get(f"{LIST}?{ARGUMENTS[case]}"), 400)


ADDRESSES = {
    "a row number beyond any": ("/ch_fund/employee/show/99999999999999999999", 404),
    "the largest row number": ("/ch_fund/employee/show/2147483647", 404),
    "row nought": ("/ch_fund/employee/show/0", 404),
    "a negative row": ("/ch_fund/employee/show/-1", 404),
    "a row in words": ("/ch_fund/employee/show/abc", 404),
    "an unknown address": ("/nowhere", 404),
    "an address with NUL": ("/ch_fund/%00", 400),
    "an address that is no UTF-8": ("/%ff%fe", 400),
    "a file with NUL": ("/static/guichet/%00", 400),
    "an address too long": (f"/?{'x' * 6000}", 414),
    "the colour of an institution beyond any": ("/institution/99999999999/accent.css", 404),
    "a preset value with NUL": (f"{FORM}?family_name=%00", 400),
}


@pytest.mark.parametrize("case", ADDRESSES)
def test_is_refused(case: str, marc: FlaskClient) -> None:
    path, status = ADDRESSES[case]
    assert_refused(marc.get(path, headers={"Accept-Language": "fr"}), status)


def test_a_row_of_another_institution_is_as_unknown_as_one_that_does_not_exist(
    standing_house: House, marc: FlaskClient
) -> None:
    with standing_house.reading("AK Aaretal") as session:
        theirs = session.scalars(select(Employee.id).limit(1)).one()

    for act in ("show", "edit", "delete", "history"):
        assert_refused(marc.get(f"/ch_fund/employee/{act}/{theirs}"), 404)


@pytest.mark.parametrize("method", ["DELETE", "PUT", "PATCH", "TRACE", "INVENTED"])
def test_a_method_that_an_address_does_not_take_is_refused_with_those_it_takes(
    method: str, marc: FlaskClient
) -> None:
    answer = marc.open(LIST, method=method)

    assert_refused(answer, 405)
    assert "GET" in answer.headers["Allow"]


def test_a_form_refuses_bytes_that_are_no_text(marc: FlaskClient) -> None:
    body = f"csrf_token={token_of(marc)}&family_name=".encode() + b"\xff\xfe"

    assert_refused(marc.post(FORM, data=body, content_type="application/x-www-form-urlencoded"), 400)


def test_a_form_refuses_nul(marc: FlaskClient) -> None:
    assert_refused(marc.post(FORM, data={"csrf_token": token_of(marc), "family_name": "a\0b"}), 400)


def test_a_form_refuses_more_than_it_can_hold(marc: FlaskClient) -> None:
    assert_refused(marc.post(FORM, data=b"x" * 13_000_000, content_type="application/octet-stream"), 413)


def test_a_form_refuses_too_many_parts(marc: FlaskClient) -> None:
    data = {"csrf_token": token_of(marc), **{f"field{n}": "x" for n in range(2500)}}

    assert_refused(marc.post(FORM, data=data, content_type="multipart/form-data"), 413)


def test_a_form_refuses_json(marc: FlaskClient) -> None:
    assert_refused(marc.post(FORM, json={"family_name": "Rochat"}), 400)


@pytest.mark.parametrize("kind", ["multipart/form-data", "multipart/form-data; boundary=none"])
def test_a_form_refuses_parts_without_an_end(kind: str, marc: FlaskClient) -> None:
    assert_refused(marc.post(FORM, data=b"no parts", content_type=kind), 400)


def test_a_form_with_values_beyond_all_measure_is_shown_again(marc: FlaskClient) -> None:
    typed = {
        "family_name": "x" * 10_000,
        "avs_number": "é" * 500,
        "entry_date": "0000-00-00",
        "company": "\u2003",
    }

    answer = marc.post(FORM, data={"csrf_token": token_of(marc), **typed})

    assert answer.status_code == 422
    assert "Traceback" not in answer.get_data(as_text=True)


def test_a_language_that_the_console_does_not_speak_is_refused(marc: FlaskClient) -> None:
    answer = marc.post("/me/language", data={"csrf_token": token_of(marc), "language": "xx"})

    assert answer.status_code in (303, 400, 422)
    assert '<html lang="fr"' in marc.get("/").get_data(as_text=True)


def test_a_browser_that_asks_for_no_known_language_gets_english(standing_house: House) -> None:
    answer = standing_house.stranger().get("/nowhere", headers={"Accept-Language": "xx-\"';;q=a"})

    assert_refused(answer, 404, "en")


@pytest.mark.parametrize("path", [LIST, "/login/", "/nowhere"])
def test_a_foreign_host_is_refused(path: str, standing_house: House) -> None:
    headers = {"Host": "evil.example", "Accept-Language": "de"}

    answer = standing_house.stranger().get(path, headers=headers)

    assert_refused(answer, 400, "de")
    assert "evil.example" not in answer.get_data(as_text=True)


def test_a_cookie_of_somebody_else_is_no_sign_in(standing_house: House) -> None:
    browser = standing_house.stranger()
    browser.set_cookie("guichet", "eyJzaWduX2luIjoieCJ9.garbage.garbage")

    assert browser.get(LIST).status_code == 303


GARBAGE = {"int": ("0", "2147483647"), "string": ("%F0%9F%98%80", "a" * 200, "..%2F..", "'--")}


def test_no_address_answers_garbage_with_a_fault_of_the_program(standing_house: House) -> None:
    claire = standing_house.browser("claire")
    asked = []
    for rule in standing_house.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()):
            continue
        kind = "int" if "<int" in rule.rule else "string"
        for value in GARBAGE[kind] if rule.arguments else ("",):
            path = "/".join(value if part.startswith("<") else part for part in rule.rule.split("/"))
            asked += [path, f"{path}?page=-1&after=%00", f"{path}?sort=salary&search=%27&size=9"]

    faults = [path for path in asked if claire.get(path).status_code == 500]

    assert faults == []
    assert len(asked) > 100
