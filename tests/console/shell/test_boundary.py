"""A request is committed as a whole or not at all, and says so truly."""

from __future__ import annotations

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from console.institutions.sessions import ConsoleSession
from console.parties.models import Company
from tests.support.house import House, post

SAVED = "is saved"


def company(house: House) -> tuple[int, str, int]:
    with house.reading() as session:
        row = session.scalars(select(Company).where(Company.number == "41002")).one()
        return row.id, row.name, row.version


def form(house: House, **changes: str) -> dict[str, str]:
    _, name, version = company(house)
    return {"version": str(version), "number": "41002", "name": name, "language": "fr", **changes}


def test_a_saved_entry_is_there_and_said_once(house: House) -> None:
    browser, key = house.browser("claire"), company(house)[0]
    answer = post(
        browser, f"/ch_fund/company/edit/{key}", form(house, name="Nouvelle SA"), follow_redirects=True
    )

    assert company(house)[1] == "Nouvelle SA"
    assert "Nouvelle SA" in answer.get_data(as_text=True)
    assert (
        answer.get_data(as_text=True).count(" SA is saved")
        + answer.get_data(as_text=True).count("enregistré")
        <= 2
    )


@pytest.mark.parametrize(
    "changes", [{"name": ""}, {"member_since": "no day"}, {"number": "41017", "name": "Changed"}]
)
def test_a_refused_edit_leaves_nothing(house: House, changes: dict[str, str]) -> None:
    browser, before = house.browser("claire"), company(house)
    answer = post(browser, f"/ch_fund/company/edit/{before[0]}", form(house, **changes))

    assert answer.status_code == 422
    assert company(house) == before
    with browser.session_transaction() as cookie:
        assert "_flashes" not in cookie


def test_the_second_of_two_edits_is_told_and_overwrites_nothing(house: House) -> None:
    first, second, key = house.browser("claire"), house.browser("marc"), company(house)[0]
    seen = form(house)

    assert post(first, f"/ch_fund/company/edit/{key}", {**seen, "name": "First"}).status_code == 303
    answer = post(second, f"/ch_fund/company/edit/{key}", {**seen, "name": "Second"})

    assert answer.status_code == 409
    assert "First" in answer.get_data(as_text=True)
    assert company(house)[1] == "First"


def test_a_failing_commit_gives_an_error_page_and_no_success(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser, before = house.browser("claire"), company(house)

    def fail(_self: ConsoleSession) -> None:
        raise OperationalError("commit", {}, Exception("disk full"))

    with monkeypatch.context() as broken:
        broken.setattr(ConsoleSession, "commit", fail)
        answer = post(browser, f"/ch_fund/company/edit/{before[0]}", form(house, name="Never"))

    assert answer.status_code == 503
    assert "disk full" not in answer.get_data(as_text=True)
    with browser.session_transaction() as cookie:
        assert "_flashes" not in cookie
    assert company(house) == before
    assert post(browser, f"/ch_fund/company/edit/{before[0]}", form(house, name="Later")).status_code == 303


def test_a_view_that_raises_leaves_neither_rows_nor_messages(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from console.shell.crud import view

    browser, before = house.browser("claire"), company(house)
    monkeypatch.setattr(view, "say_done", lambda _text: 1 / 0)
    answer = post(browser, f"/ch_fund/company/edit/{before[0]}", form(house, name="Never"))

    assert answer.status_code == 500
    assert company(house) == before


def test_a_failing_hook_shows_its_part_as_unavailable_and_the_page_stands(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    from plugins.ch_fund import tiles

    monkeypatch.setattr(tiles, "tiles", lambda: 1 / 0)
    answer = house.browser("claire").get("/")

    assert answer.status_code == 200
