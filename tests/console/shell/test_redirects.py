"""After signing in a person goes where she wanted to, as long as that is in the console."""

from __future__ import annotations

import pytest

from console.cli.demo_people import PASSWORD
from console.shell.redirects import back_to
from tests.support.house import House

AWAY = [
    "https://evil.example/", "http:evil.example", "//evil.example", "///evil.example", "////evil.example/%2e%2e",
    "/\\evil.example", "\\\\evil.example", "/\t/evil.example", "/\n/evil.example", "https:/evil.example",
    "javascript:alert(1)", "data:text/html,x", "evil.example", " //evil.example", "/ /\u2028/evil.example",
    "\u0000//evil.example", "http://127.0.0.1@evil.example", "@evil.example", "?next=//evil.example", "",
]  # fmt: skip


@pytest.fixture(scope="module")
def start(standing_house: House) -> str:
    with standing_house.app.test_request_context():
        return back_to(None)


@pytest.mark.parametrize("wanted", AWAY)
def test_no_spelling_leads_out_of_the_console(standing_house: House, start: str, wanted: str) -> None:
    with standing_house.app.test_request_context():
        assert back_to(wanted) == start == "/"


@pytest.mark.parametrize(
    "wanted", ["/", "/ch_fund/employee/list/?canton=VD", "/users/7", "/a//b", "/x?next=//y"]
)
def test_a_page_of_the_console_is_where_one_goes(standing_house: House, wanted: str) -> None:
    with standing_house.app.test_request_context():
        assert back_to(wanted) == wanted


def test_signing_in_leads_away_by_no_spelling(standing_house: House) -> None:
    from tests.console.accounts.test_sign_in import sign_in

    for n, wanted in enumerate(AWAY):
        browser = standing_house.stranger()
        answer = sign_in(browser, "marc", PASSWORD, next=wanted, address=f"10.0.9.{n}")
        assert answer.status_code in (303, 400), wanted
        assert answer.status_code == 400 or answer.location == "/", wanted
        again = standing_house.browser("marc").get("/login/", query_string={"next": wanted})
        assert again.status_code in (303, 400)
        assert again.status_code == 400 or again.location == "/", wanted


def test_a_forged_host_name_is_refused(standing_house: House) -> None:
    for path in ("/", "/login/", "/ch_fund/employee/list/"):
        answer = standing_house.stranger().get(path, headers={"Host": "evil.example"})
        assert answer.status_code == 400
        assert "evil.example" not in str(answer.headers)
