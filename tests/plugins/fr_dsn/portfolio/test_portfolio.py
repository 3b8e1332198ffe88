"""What an account does with the establishments it declares for, and what it never sees of another's."""

from __future__ import annotations

import io
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from console.audit.models import AuditEntry
from console.base.sheets import write_csv
from plugins.fr_dsn.contributions.models import ContributionRate
from plugins.fr_dsn.portfolio.models import Partner
from tests.plugins.fr_dsn.portfolio.accounts import (
    ADMINISTRATOR,
    GATEWAY,
    LIST,
    OTHER,
    STAFF,
    add,
    plant,
    row_of,
    siret,
    text,
)
from tests.plugins.fr_dsn.portfolio.accounts import account as account_of
from tests.support.house import House, post

SHOW = "/fr_dsn/establishment/show"


def test_an_establishment_added_by_hand_is_verified_and_found_by_the_beginning_of_its_name(
    house: House,
) -> None:
    browser = house.browser(ADMINISTRATOR)

    answer = add(browser, 1, name="Atelier des Essais")

    assert answer.status_code == 303
    row = row_of(house, 1)
    assert (row.state, row.came, row.due_day) == ("verified", "hand", "5")
    assert "Atelier des Essais" in text(browser, f"{LIST}?search=essa")
    assert "Atelier des Essais" not in text(browser, f"{LIST}?search=zzz")


@pytest.mark.parametrize(
    "typed", ["9990000450001", "99900004500017", "ABCDEFGHIJKLMN"], ids=["too short", "wrong key", "letters"]
)
def test_a_siret_that_cannot_be_is_refused_at_its_field(lite_house: House, typed: str) -> None:
    answer = add(lite_house.browser(ADMINISTRATOR), 1, siret=typed)

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.get_data(as_text=True)


def test_an_establishment_of_la_poste_has_another_key(lite_house: House) -> None:
    assert add(lite_house.browser(ADMINISTRATOR), 1, siret="356 000 000 49837").status_code == 303


def test_the_same_siret_in_two_accounts_opens_nothing_of_the_other(house: House) -> None:
    key = plant(house, 1, "C-200", name="Secret de Denise")
    browser = house.browser(ADMINISTRATOR)

    answer = add(browser, 1, name="A nous")

    assert answer.status_code == 303
    assert "Secret" not in text(browser, LIST) + text(browser, f"{LIST}?search={siret(1)}")
    assert browser.get(f"{SHOW}/{key}").status_code == 404
    assert "A nous" not in text(house.browser(OTHER), LIST)
    assert row_of(house, 1, "C-200").name == "Secret de Denise"


def test_what_is_there_already_is_not_added_twice(lite_house: House) -> None:
    plant(lite_house, 1)

    assert add(lite_house.browser(ADMINISTRATOR), 1).status_code == 422


def test_what_was_removed_is_gone_from_the_pages_and_can_be_added_again(house: House) -> None:
    key, browser = plant(house, 1, name="Site perdu"), house.browser(ADMINISTRATOR)

    assert browser.get(f"/fr_dsn/establishment/remove/{key}").status_code == 200
    assert post(browser, f"/fr_dsn/establishment/remove/{key}").status_code == 303
    assert row_of(house, 1).state == "removed"
    text(browser, LIST)  # The page that follows says once more that it was removed.
    assert "Site perdu" not in text(browser, LIST)
    assert browser.get(f"{SHOW}/{key}").status_code == 404

    assert add(browser, 1, name="Site revenu").status_code == 303
    row = row_of(house, 1)
    assert (row.id, row.name, row.state, row.removed_at) == (key, "Site revenu", "verified", None)


def test_a_removed_one_stays_removed_when_what_is_typed_is_wrong(lite_house: House) -> None:
    key, browser = plant(lite_house, 1), lite_house.browser(ADMINISTRATOR)
    post(browser, f"/fr_dsn/establishment/remove/{key}")

    assert add(browser, 1, name="").status_code == 422
    assert row_of(lite_house, 1).state == "removed"


def test_one_that_came_by_itself_is_verified_once_name_and_due_day_are_known(lite_house: House) -> None:
    key = plant(lite_house, 1, state="to_verify", came="deposit", name="", due_day="")
    browser = lite_house.browser(ADMINISTRATOR)

    assert post(browser, f"/fr_dsn/establishment/verify/{key}").status_code == 409
    edited = {"version": "1", "siret": siret(1), "name": "Boutique", "due_day": "15", "partner": ""}
    assert post(browser, f"/fr_dsn/establishment/edit/{key}", edited).status_code == 303
    assert row_of(lite_house, 1).state == "verified"


def test_priming_data_are_asked_by_the_account_and_decided_by_the_institution(house: House) -> None:
    key, account, staff = plant(house, 1), house.browser(ADMINISTRATOR), house.browser(STAFF)
    place = f"/fr_dsn/establishment/priming/{key}?act="

    assert post(staff, f"{place}ask").status_code == 403
    assert post(account, f"{place}lost").status_code == 400
    assert post(account, f"{place}ask").status_code == 303
    assert post(account, f"{place}grant").status_code == 403
    assert post(staff, f"{place}grant").status_code == 303
    assert post(staff, f"{place}refuse").status_code == 409
    assert post(account, f"{place}end").status_code == 303

    row = row_of(house, 1)
    assert (row.priming, row.priming_asked is not None, row.priming_decided is not None) == (
        "ended",
        True,
        True,
    )
    with house.reading(GATEWAY) as session:
        acts = session.scalars(
            select(AuditEntry.action).where(AuditEntry.action.like("%priming%")).order_by(AuditEntry.id)
        )
        assert [act.rpartition("_")[2] for act in acts] == ["asked", "granted", "ended"]


def test_granted_priming_data_show_the_parameters_of_the_account_s_contracts_alone(house: House) -> None:
    key = plant(house, 1, priming="asked")
    over = date(2025, 12, 31)
    with house.writing(GATEWAY) as session:
        for number, contract, until in (
            ("C-100", "PREV-A", None),
            ("C-100", "PREV-OLD", over),
            ("C-200", "PREV-B", None),
        ):
            session.add(
                ContributionRate(
                    company_id=account_of(session, number), contract=contract, option="*", population="CADRE",
                    base="11", percent=Decimal("1.28"), first=date(2025, 1, 1), until=until, periodicity="monthly",
                )
            )  # fmt: skip
    agnes, path = house.browser(ADMINISTRATOR), f"/fr_dsn/establishment/show/{key}"
    assert "PREV-A" not in text(agnes, path)

    assert post(house.browser(STAFF), f"/fr_dsn/establishment/priming/{key}?act=grant").status_code == 303

    page = text(agnes, path)
    assert [one in page for one in ("PREV-A", "CADRE", "PREV-OLD", "PREV-B")] == [True, True, False, False]
    assert post(agnes, f"/fr_dsn/establishment/priming/{key}?act=end").status_code == 303
    assert "PREV-A" not in text(agnes, path)


def test_the_staff_read_every_portfolio_and_change_none(house: House) -> None:
    key = plant(house, 1, name="Site lu")
    plant(house, 2, "C-200", name="Autre site")
    staff = house.browser(STAFF)

    page = text(staff, LIST)

    assert "Site lu" in page
    assert "Autre site" in page
    assert "/fr_dsn/establishment/add" not in page
    assert post(staff, f"/fr_dsn/establishment/remove/{key}").status_code in (403, 404)
    assert add(staff, 3).status_code in (403, 404)


def test_a_sheet_adds_all_of_its_establishments_or_none(house: House) -> None:
    browser = house.browser(ADMINISTRATOR)
    _partner(house)

    wrong = _sheet(browser, (siret(1), "Premier", "P0943", "15"), ("99900004500017", "Deux", "P9999", "7"))
    page = wrong.get_data(as_text=True)
    assert wrong.status_code == 422
    assert all(word in page for word in ("99900004500017", "P9999"))
    assert "Premier" not in text(browser, f"{LIST}?search=premier")

    right = _sheet(browser, (siret(1), "Premier", "P0943", "15"), (siret(2), "Deux", "", "5"))
    assert _agreed(browser, right.location) == 303
    assert (row_of(house, 1).came, row_of(house, 2).due_day) == ("sheet", "5")


def test_a_sheet_does_not_bring_back_what_was_removed(lite_house: House) -> None:
    key, browser = plant(lite_house, 1), lite_house.browser(ADMINISTRATOR)
    post(browser, f"/fr_dsn/establishment/remove/{key}")

    answer = _sheet(browser, (siret(1), "Site 1", "", "15"))

    assert answer.status_code == 422
    assert row_of(lite_house, 1).state == "removed"


def test_the_template_of_the_sheet_can_be_taken_along(lite_house: House) -> None:
    answer = lite_house.browser(ADMINISTRATOR).get("/fr_dsn/establishment/import/template")

    assert (answer.status_code, answer.get_data()[:2]) == (200, b"PK")


def _partner(house: House) -> None:
    with house.writing(GATEWAY) as session:
        session.add(Partner(code="P0943", name="Mutuelle fictive", extras="insured"))


def _sheet(browser: FlaskClient, *rows: Sequence[str]) -> Any:
    """Send a sheet."""
    content = write_csv(("siret", "name", "partner", "due_day"), rows)
    data = {"file": (io.BytesIO(content), "sites.csv")}
    return post(browser, "/fr_dsn/establishment/import", data, content_type="multipart/form-data")


def _agreed(browser: FlaskClient, place: str) -> int:
    """Agree to a preview; gives the status."""
    digest = text(browser, place).split('name="digest" value="', 1)[1].split('"', 1)[0]
    return int(post(browser, place, {"digest": digest}).status_code)
