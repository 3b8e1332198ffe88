"""The board and the due dates show each visitor what is hers, page by page."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime

import pytest

from console.base import clock
from plugins.fr_dsn.deposits.models import Month
from plugins.fr_dsn.portfolio import boards
from tests.plugins.fr_dsn.portfolio.accounts import (
    ADMINISTRATOR,
    COLLEAGUE,
    GATEWAY,
    OTHER,
    STAFF,
    account,
    entrust,
    plant,
    text,
)
from tests.support.house import House

BOARD, DUE = "/fr_dsn/board/?last=2025-06", "/fr_dsn/board/due?month=2025-05"


def test_the_board_is_narrowed_to_what_is_refused_or_to_handle(house: House) -> None:
    one, two = plant(house, 1, name="Alpha"), plant(house, 2, name="Beta")
    _month(house, one, "refused", 1)
    _month(house, two, "accepted", 0)
    browser = house.browser(ADMINISTRATOR)

    assert _names(text(browser, BOARD)) == {"Alpha", "Beta"}
    assert _names(text(browser, f"{BOARD}&state=refused")) == {"Alpha"}
    assert _names(text(browser, f"{BOARD}&state=to_handle")) == {"Alpha"}
    assert _names(text(browser, f"{BOARD}&state=accepted")) == {"Beta"}
    assert _names(text(browser, f"{BOARD}&search=bet")) == {"Beta"}


@pytest.mark.parametrize("rare", [0, 500])
def test_the_board_finds_the_same_whether_a_state_is_rare_or_common(
    house: House, monkeypatch: pytest.MonkeyPatch, rare: int
) -> None:
    for n in range(60):
        _month(house, plant(house, n + 10, name=f"Alpha{n:02d}"), "refused" if n % 10 else "accepted", 0)
    monkeypatch.setattr(boards, "RARE", rare)
    browser = house.browser(ADMINISTRATOR)

    first = text(browser, f"{BOARD}&search=alpha&state=refused")
    onward = first.split("after=")[1].split('"')[0] if "after=" in first else ""
    second = text(browser, f"{BOARD}&search=alpha&state=refused&after={onward}")
    rest = text(browser, f"{BOARD}&search=alpha&state=accepted")

    found = [re.findall(r">Alpha(\d\d)<", page) for page in (first, second, rest)]
    refused = [f"{n:02d}" for n in range(60) if n % 10]
    assert [sorted(set(one)) for one in found] == [refused[:50], refused[50:], [f"{n}0" for n in range(6)]]


def test_the_board_goes_on_page_by_page(lite_house: House) -> None:
    for n in range(60):
        plant(lite_house, n + 10, name=f"Alpha{n:02d}")
    browser = lite_house.browser(ADMINISTRATOR)

    first = text(browser, f"{BOARD}&search=alpha")
    onward = first.split("after=")[1].split('"')[0]
    second = text(browser, f"{BOARD}&search=alpha&after={onward}")

    assert (">Alpha49<" in first, ">Alpha50<" in first) == (True, False)
    assert (">Alpha49<" in second, ">Alpha50<" in second) == (False, True)


def test_a_colleague_sees_what_is_hers_on_board_and_due_dates(house: House) -> None:
    mine = plant(house, 1, name="Alpha")
    plant(house, 2, name="Beta")
    browser = house.browser(COLLEAGUE)
    assert _names(text(browser, BOARD) + text(browser, DUE)) == set()

    entrust(house, mine)

    assert _names(text(browser, BOARD)) == {"Alpha"}
    assert _names(text(browser, DUE)) == {"Alpha"}
    assert _names(text(house.browser(OTHER), BOARD)) == set()
    assert _names(text(house.browser(STAFF), BOARD)) == {"Alpha", "Beta"}


def test_who_has_deposited_nothing_is_late_from_noon_of_the_due_day_on(house: House) -> None:
    plant(house, 1, name="Alpha", due_day="5", last_month=date(2025, 4, 1))
    plant(house, 2, name="Beta", due_day="15", last_month=date(2025, 5, 1))
    plant(house, 3, name="Gamma", due_day="15", expected_from=date(2025, 6, 1))

    with clock.at(datetime(2025, 6, 5, 9, tzinfo=UTC)):
        before = text(house.browser(ADMINISTRATOR), DUE)
    with clock.at(datetime(2025, 6, 5, 10, tzinfo=UTC)):
        after = text(house.browser(ADMINISTRATOR), DUE)

    assert _names(before) == _names(after) == {"Alpha"}
    assert "g-bad" not in before
    assert "g-bad" in after


def test_what_an_address_asks_wrongly_is_told(lite_house: House) -> None:
    browser = lite_house.browser(ADMINISTRATOR)

    for wrong in (
        "?state=lost",
        "?last=2025-13",
        "?last=x",
        "?after=x",
        "due?month=1",
        "due?day=5&after=1.x",
    ):
        assert browser.get(f"/fr_dsn/board/{wrong}").status_code == 400


def _month(house: House, establishment: int, state: str, to_handle: int) -> None:
    with house.writing(GATEWAY) as session:
        values = {"state": state, "to_handle": to_handle, "waits": bool(to_handle)}
        session.add(
            Month(
                company_id=account(session), establishment_id=establishment, month=date(2025, 5, 1), **values
            )
        )


def _names(page: str) -> set[str]:
    return {name for name in ("Alpha", "Beta", "Gamma") if name in page}
