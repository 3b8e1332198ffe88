"""What is refused stands in the log: who, from where, what, when; and nothing in it opens anything."""

from __future__ import annotations

import io
import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from console.cli.demo_people import PASSWORD
from console.shell.logs import Lines
from tests.console.accounts.test_sign_in import sign_in
from tests.console.api.test_reading import LIST, get, key_of
from tests.console.api.test_tokens import ask
from tests.support.house import House, post, token_of
from tests.support.people import key_of as membership_of

FROM = {"REMOTE_ADDR": "203.0.113.7"}


@contextmanager
def logged(level: int = logging.WARNING) -> Iterator[list[dict[str, Any]]]:
    """Give the lines of JSON that are written meanwhile, once the block has ended."""
    said, found, root = io.StringIO(), list[dict[str, Any]](), logging.getLogger()
    handler, before = logging.StreamHandler(said), root.level
    handler.setFormatter(Lines("json"))
    root.addHandler(handler)
    root.setLevel(level)
    try:
        yield found
    finally:
        root.setLevel(before)
        root.removeHandler(handler)
        found.extend(json.loads(line) for line in said.getvalue().splitlines())


def test_who_has_no_right_stands_in_the_log_with_address_and_page(standing_house: House) -> None:
    browser = standing_house.browser("nora")
    with logged() as lines:
        assert browser.get("/users/", environ_overrides=FROM).status_code == 403

    (line,) = lines
    assert (line["level"], line["message"], line["status"]) == ("warning", "refused: Forbidden", 403)
    assert (line["view"], line["method"], line["address"]) == ("UsersView.index", "GET", "203.0.113.7")
    assert line["user"] == standing_house.membership("nora").user_id
    assert line["institution"] == standing_house.institution("CC Léman")


def test_who_asks_for_what_is_somebody_elses_stands_in_the_log(standing_house: House) -> None:
    foreign = membership_of(standing_house, "ruth")
    with logged() as lines:
        assert standing_house.browser("claire").get(f"/users/{foreign}").status_code == 404
    assert [(line["message"], line["view"]) for line in lines] == [("refused: NotFound", "UsersView.show")]


def test_a_mistyped_address_is_no_warning(standing_house: House) -> None:
    with logged() as lines:
        assert standing_house.browser("claire").get("/nowhere").status_code == 404
    assert lines == []


def test_a_system_without_a_valid_key_and_one_without_the_operation_stand_in_the_log(
    lite_house: House,
) -> None:
    key = key_of(lite_house)
    with logged() as lines:
        assert get(lite_house, LIST, "gk_made-up").status_code == 401
        assert ask(lite_house, "gk_made-up").status_code == 401
        assert ask(lite_house, key, {"scope": "everything"}).status_code == 400
    assert [line["message"] for line in lines] == [
        "refused: NoKey",
        "no token: invalid_client",
        "no token: invalid_scope",
    ]
    assert "gk_made-up" not in json.dumps(lines)


def test_the_lines_of_a_system_name_its_key_and_institution(lite_house: House) -> None:
    key = key_of(lite_house)
    with logged(logging.INFO) as lines:
        assert get(lite_house, LIST, key).status_code == 200
    (line,) = [one for one in lines if one["logger"] == "guichet.request"]
    assert line["institution"] == lite_house.institution("CC Léman")
    assert line["key"]
    assert key not in json.dumps(lines)


@pytest.mark.parametrize("token", ["", "made-up"])
def test_a_change_from_a_foreign_page_stands_in_the_log(standing_house: House, token: str) -> None:
    browser = standing_house.browser("claire")
    token_of(browser)
    with logged() as lines:
        answer = browser.post("/me/language", data={"language": "fr", "csrf_token": token})
    assert answer.status_code == 400
    assert [line["message"].partition(":")[0] for line in lines] == ["csrf"]


def test_values_that_no_page_of_ours_sends_and_a_foreign_host_stand_in_the_log(standing_house: House) -> None:
    browser = standing_house.browser("claire")
    with logged() as lines:
        assert post(browser, "/me/language", {"language": "xx"}).status_code == 400
        assert browser.get("/", headers={"Host": "evil.example"}).status_code == 400
    assert [line["message"] for line in lines] == ["refused: BadArgument", "refused: SecurityError"]


def test_tries_beyond_the_limit_stand_in_the_log(lite_house: House) -> None:
    with logged() as lines:
        for _ in range(7):
            sign_in(lite_house.stranger(), "marc", "wrong", address="203.0.113.7")
    assert {(one["message"], one["limit"], one["address"]) for one in lines} == {
        ("too many tries", "account", "203.0.113.7")
    }
    assert "marc" not in json.dumps(lines)


def test_each_line_says_when_with_the_offset_to_universal_time(standing_house: House) -> None:
    with logged(logging.INFO) as lines:
        standing_house.stranger().get("/login/")
    assert lines
    assert all(line["at"].endswith("+00:00") for line in lines)


def test_no_line_holds_what_would_let_somebody_in(lite_house: House) -> None:
    browser = lite_house.stranger()
    with logged(logging.DEBUG) as lines:
        assert sign_in(browser, "marc", PASSWORD).status_code == 303
        browser.get("/ch_fund/employee/list/")
    with browser.session_transaction() as cookie:
        token = cookie["sign_in"]
    text = json.dumps(lines)
    assert PASSWORD not in text
    assert token not in text


def test_the_log_goes_to_standard_error_and_nowhere_else(standing_house: House) -> None:
    ours = [one for one in logging.getLogger().handlers if isinstance(one.formatter, Lines)]
    assert [type(one) for one in ours] == [logging.StreamHandler]
    for name in ("guichet", "guichet.refusals", "flask_appbuilder", "sqlalchemy", "werkzeug"):
        kinds = [type(one) for one in logging.getLogger(name).handlers]
        assert all(issubclass(one, logging.NullHandler) for one in kinds), name
