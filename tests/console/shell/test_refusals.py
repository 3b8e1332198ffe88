"""Every error is a page with a sentence and a reference, never a trace."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import IntegrityError, OperationalError, PendingRollbackError
from sqlalchemy.orm.exc import StaleDataError

from console.base.errors import Conflict, NotAllowed, NotFound, TooManyTries, Unavailable
from tests.support.house import House, post


@pytest.mark.parametrize(
    ("fault", "status"),
    [
        (NotFound("x"), 404),
        (NotAllowed("x"), 403),
        (Conflict("x"), 409),
        (Unavailable("x"), 503),
        (TooManyTries("x", seconds=90), 429),
        (StaleDataError("secret sql"), 409),
        (IntegrityError("secret sql", {}, Exception("secret sql")), 409),
        (OperationalError("secret sql", {}, Exception("secret sql")), 503),
        (PendingRollbackError("secret sql", code="8s2b"), 503),  # The connection broke earlier in this page.
        (PendingRollbackError("secret sql", code="7s2a"), 500),  # A flush of ours failed, and we went on.
        (ValueError("secret sql"), 500),
    ],
    ids=lambda value: type(value).__name__,
)
def test_each_fault_has_its_page(
    standing_house: House, monkeypatch: pytest.MonkeyPatch, fault: Exception, status: int
) -> None:
    def fail() -> None:
        raise fault

    browser = standing_house.browser("claire")
    monkeypatch.setitem(standing_house.app.view_functions, "HomeView.home", fail)
    answer = browser.get("/")

    assert answer.status_code == status
    assert "secret sql" not in answer.get_data(as_text=True)
    assert "Traceback" not in answer.get_data(as_text=True)
    assert answer.headers["X-Request-ID"][:8] in answer.get_data(as_text=True)
    if status == 429:
        assert answer.headers["Retry-After"] == "90"


def test_a_wrong_method_says_which_ones_are_right(standing_house: House) -> None:
    answer = standing_house.browser("claire").delete("/ch_fund/employee/list/")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_an_old_page_is_told_apart_from_a_fault(standing_house: House) -> None:
    browser = standing_house.browser("claire")
    assert browser.post("/me/language", data={"language": "de"}).status_code == 400
    assert post(browser, "/me/language", {"language": "xx"}).status_code == 400
