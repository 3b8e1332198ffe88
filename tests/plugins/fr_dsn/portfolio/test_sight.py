"""What profiles say holds for stoppages, daily benefits and their report, too: the same sight on every page."""

from __future__ import annotations

import io
import re
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from flask.testing import FlaskClient

from console.base import clock
from plugins.fr_dsn.benefits.models import Benefit
from plugins.fr_dsn.stoppages.declaration import Declaration, to_json
from plugins.fr_dsn.stoppages.machine import State
from plugins.fr_dsn.stoppages.models import Stoppage
from tests.plugins.fr_dsn.portfolio.accounts import (
    ADMINISTRATOR,
    COLLEAGUE,
    GATEWAY,
    OTHER,
    STAFF,
    account,
    entrust,
    give_themes,
    plant,
    row_of,
    siret,
    text,
)
from tests.support.house import House, post

STOPPAGES, BENEFITS = "/fr_dsn/stoppage/", "/fr_dsn/benefit/"
REPORT = "/fr_dsn/stoppage_report/"
SPRING = "?first=2026-03&last=2026-03"
MINE, THEIRS, UNLISTED = 1, 2, 3
"""Numbers of establishments: entrusted, of the portfolio, and of no portfolio."""
DAY, LAST = date(2026, 3, 11), date(2026, 3, 31)


def stop(house: House, n: int, number: str = "C-100") -> str:
    """Put a stoppage at an establishment, with a benefit that was paid for it; gives its reference."""
    reference, person = f"S{n}-{number}", f"28503691234{n:02}"
    said = Declaration(siret(n), person, "PERSONNE", f"{n}", "1", "01", date(2026, 3, 10), LAST)
    with house.writing(GATEWAY) as session:
        mine = {"company_id": account(session, number), "reference": reference, "siret": siret(n)}
        now = clock.now()
        session.add(
            Stoppage(
                **mine, source="api", person=person, name=f"PERSONNE {n}", contract="1", reason="01", kind="first",
                first_day=DAY, last_day=LAST, declaration=to_json(said), state=State.ACKNOWLEDGED,
                awaits="business", versions=1, opened_at=now, created_at=now, changed_at=now,
            )
        )  # fmt: skip
        session.add(
            Benefit(
                **mine, slip="BPIJ", stoppage=reference, state="matched", person=person, booked_on=LAST, first=DAY,
                until=LAST, month=date(2026, 3, 1), kind="payment", days=21, gross=Decimal(700 + n),
                deductions=Decimal(0), net=Decimal(700 + n), automatic=True, identity=reference, came_at=now,
            )
        )  # fmt: skip
    return reference


@pytest.fixture
def two(house: House) -> House:
    """Two establishments with a stoppage each, of which one is Bruno's to see."""
    give_themes(house)
    mine = plant(house, MINE)
    plant(house, THEIRS)
    for n in (MINE, THEIRS):
        stop(house, n)
    entrust(house, mine, returns=True)
    return house


@pytest.fixture
def bruno(two: House) -> FlaskClient:
    """Give the browser of the colleague."""
    return two.browser(COLLEAGUE)


def shown(browser: FlaskClient, page: str) -> list[int]:
    """Give the establishments that a page tells of."""
    told = text(browser, page).replace("\u202f", "").replace("\u00a0", "").replace(" ", "")
    return [n for n in (MINE, THEIRS, UNLISTED) if siret(n) in told]


PAGES = (f"{STOPPAGES}?search=personne", f"{BENEFITS}totals", f"{REPORT}{SPRING}")


@pytest.mark.parametrize("page", PAGES)
def test_a_colleague_sees_what_is_entrusted_to_her_alone(bruno: FlaskClient, page: str) -> None:
    assert shown(bruno, page) == [MINE]


@pytest.mark.parametrize("who", [ADMINISTRATOR, STAFF])
@pytest.mark.parametrize("page", PAGES)
def test_the_account_s_administrator_and_the_staff_see_all(two: House, page: str, who: str) -> None:
    assert shown(two.browser(who), page) == [MINE, THEIRS]


@pytest.mark.parametrize("page", PAGES)
def test_a_colleague_without_a_profile_sees_nothing_there(lite_house: House, page: str) -> None:
    give_themes(lite_house)
    plant(lite_house, MINE)
    stop(lite_house, MINE)

    assert shown(lite_house.browser(COLLEAGUE), page) == []
    assert lite_house.browser(COLLEAGUE).get(f"{STOPPAGES}S1-C-100").status_code == 404


def test_a_profile_over_all_opens_what_is_in_no_portfolio_too(two: House) -> None:
    stop(two, UNLISTED)
    browser = two.browser(COLLEAGUE)
    assert UNLISTED not in shown(browser, PAGES[0])

    entrust(two, covers_all=True)

    assert shown(browser, PAGES[0]) == [MINE, THEIRS, UNLISTED]


def test_the_same_siret_in_another_account_stays_that_account_s(two: House) -> None:
    stop(two, MINE, "C-200")
    other = two.browser(OTHER)

    assert shown(other, PAGES[0]) == [MINE]
    assert other.get(f"{STOPPAGES}S1-C-100").status_code == 404
    assert two.browser(COLLEAGUE).get(f"{STOPPAGES}S1-C-200").status_code == 404


def test_what_is_not_entrusted_is_not_there_by_its_address_either(bruno: FlaskClient) -> None:
    for of in (STOPPAGES, BENEFITS):
        assert bruno.get(f"{of}S1-C-100").status_code == 200
        assert bruno.get(f"{of}S2-C-100").status_code == bruno.get(f"{of}ZZZZ-ZZZZ").status_code == 404
    assert post(bruno, f"{STOPPAGES}S2-C-100/cancel").status_code == 404


def test_who_only_looks_on_cannot_cancel_and_who_deposits_can(two: House, bruno: FlaskClient) -> None:
    path = f"{STOPPAGES}S1-C-100"
    assert f"{path}/cancel" not in text(bruno, path)
    assert post(bruno, f"{path}/cancel").status_code == 403

    entrust(two, row_of(two, MINE).id, deposits=True)

    assert f"{path}/cancel" in text(bruno, path)
    assert bruno.get(f"{path}/cancel").status_code == 200


def test_the_sheet_of_the_report_has_what_is_entrusted_alone(bruno: FlaskClient) -> None:
    sheet = bruno.get(f"{REPORT}sheet{SPRING}").data

    rows = list(openpyxl.load_workbook(io.BytesIO(sheet)).active.iter_rows(values_only=True))  # type: ignore[union-attr]
    assert [row[1] for row in rows[1:]] == [siret(MINE)]


def test_the_tile_counts_what_is_entrusted_alone(two: House) -> None:
    assert [_waiting(two.browser(who)) for who in (ADMINISTRATOR, COLLEAGUE)] == [2, 1]


def _waiting(browser: FlaskClient) -> int:
    """Give the figure on the tile of stoppages."""
    tile = text(browser, "/").split("<main", 1)[1].split(f'href="{STOPPAGES}"', 1)[1].split("</li>", 1)[0]
    (figure,) = re.findall(r"g-count[^>]*>(\d+)", tile)
    return int(figure)
