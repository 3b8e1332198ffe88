"""Other systems read a fund's rows with a key, and nothing else than with a key."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select, update

from console.accounts import keys
from console.accounts.models import ApiKey
from console.base import clock
from console.institutions.models import PartSwitch, PluginSwitch
from console.institutions.scope import Scope
from console.institutions.sessions import accounts, acting
from tests.support.house import House

LIST = "/api/v1/ch_fund/employees"
ALL = ("employees:read", "forms:check", "forms:read")


def key_of(
    house: House,
    institution: str = "CC Léman",
    plugin: str = "ch_fund",
    days: int = 30,
    operations: tuple[str, ...] = ALL,
    per_minute: int = 600,
) -> str:
    tenant = house.institution(institution)
    with house.app.app_context(), acting(Scope((tenant,)), writes=True) as session:
        _, secret = keys.create(
            session,
            institution=tenant,
            plugin=plugin,
            name="Payroll",
            operations=operations,
            per_minute=per_minute,
            lasts=timedelta(days=days),
            created_by="Test",
        )
    return secret


def get(house: House, path: str, key: str | None, **more: Any) -> Any:
    headers = {"Authorization": f"Bearer {key}"} if key else {}
    return house.stranger().get(path, headers=headers, **more)


def test_a_system_with_a_key_reads_the_employees_of_its_fund(house: House) -> None:
    answer = get(house, LIST, key_of(house))

    assert answer.status_code == 200
    first = answer.json["items"][0]
    assert len(answer.json["items"]) == 25
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", first["entry_date"])
    assert set(first) == {
        "id", "avs_number", "family_name", "given_name", "birth_date", "staff_number", "canton", "entry_date",
        "exit_date", "company_id",
    }  # fmt: skip


def test_the_cursor_leads_through_all_rows_once(house: House) -> None:
    key, seen, after = key_of(house), [], ""
    while after is not None:
        page = get(house, f"{LIST}?size=10&sort=-entry_date{after and '&after=' + after}", key).json
        seen += [row["id"] for row in page["items"]]
        after = page["next"]

    assert len(seen) == len(set(seen)) == 48


def test_words_find_rows_by_their_beginning(house: House) -> None:
    found = get(house, f"{LIST}?q=aebi", key_of(house)).json["items"]

    assert {row["family_name"] for row in found} == {"Aebischer"}


def test_a_single_row_is_read_by_its_number(house: House) -> None:
    key = key_of(house)
    row = get(house, LIST, key).json["items"][0]

    assert get(house, f"{LIST}/{row['id']}", key).json == row


def test_a_key_never_reads_the_rows_of_another_fund(house: House) -> None:
    mine, theirs = key_of(house), key_of(house, "AK Aaretal")
    foreign = get(house, LIST, theirs).json["items"][0]["id"]

    unknown, known = get(house, f"{LIST}/999999", mine), get(house, f"{LIST}/{foreign}", mine)
    listed = {row["id"] for row in get(house, f"{LIST}?size=100", mine).json["items"]}

    assert foreign not in listed
    assert unknown.status_code == known.status_code == 404
    assert unknown.json["detail"] == known.json["detail"]


@pytest.mark.parametrize("key", [None, "", "gk_wrong", "é" * 40])
def test_without_a_valid_key_nothing_is_read(lite_house: House, key: str | None) -> None:
    headers = {} if key is None else {"Authorization": f"Bearer {key}".encode().decode("latin-1")}

    answer = lite_house.stranger().get(LIST, headers=headers)

    assert answer.status_code == 401
    assert answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.mimetype == "application/problem+json"
    assert answer.json["status"] == 401


def test_a_signed_in_browser_is_nobody_here(lite_house: House) -> None:
    browser = lite_house.browser("claire")

    assert browser.get(LIST).status_code == 401
    assert browser.get("/api/v1/openapi.json").status_code == 401


def test_a_key_in_the_browser_of_another_fund_reads_by_the_key_alone(lite_house: House) -> None:
    browser, key = lite_house.browser("ruth"), key_of(lite_house)
    bearer = {"Authorization": f"Bearer {key}"}

    assert browser.get(LIST, headers=bearer).json == get(lite_house, LIST, key).json


def test_an_ended_key_opens_nothing_from_the_next_request_on(house: House) -> None:
    key = key_of(house)
    assert get(house, LIST, key).status_code == 200

    with house.app.app_context():
        keys.end(accounts(), accounts().scalars(select(ApiKey.id)).one())
        accounts.commit()

    assert get(house, LIST, key).status_code == 401


def test_an_expired_key_opens_nothing(lite_house: House) -> None:
    key = key_of(lite_house, days=30)

    with clock.at(clock.now() + timedelta(days=31)):
        assert get(lite_house, LIST, key).status_code == 401


def test_a_module_switched_off_closes_its_collections_on_the_next_request(house: House) -> None:
    key = key_of(house)
    assert get(house, LIST, key).status_code == 200

    switch(house, update(PluginSwitch).values(enabled=False))

    assert get(house, LIST, key).status_code == 404
    assert get(house, "/api/v1/openapi.json", key).json["paths"].keys() == {
        "/institutions",
        "/institutions/{institution}",
        "/themes",
        "/token",
    }


def test_a_theme_switched_off_closes_its_collections_on_the_next_request(house: House) -> None:
    key = key_of(house)
    part = PartSwitch(
        institution_id=house.institution("CC Léman"),
        plugin="ch_fund",
        kind="theme",
        key="employees",
        enabled=False,
        pilots=[],
    )
    with house.app.app_context():
        accounts().add(part)
        accounts.commit()

    assert get(house, LIST, key).status_code == 404


def test_a_key_for_another_module_does_not_open_this_one(lite_house: House) -> None:
    key = key_of(lite_house, plugin="be_cpas")

    assert get(lite_house, LIST, key).status_code == 404


@pytest.mark.parametrize(
    "arguments",
    [
        "page=-1", "page_size=10", "q=(((", "q=", "size=0", "size=101", "size=-1", "size=ten", "size=%D9%A1",
        "sort=digest", "sort=", "after=x", "after=bm9wZQ", "size=1&size=2", "before=x", f"q={'a' * 201}",
        "after=WyJcdWQ4MDAiLCAxXQ&sort=family_name", "q=%00", "filter[id]=1",
    ],
)  # fmt: skip
def test_arguments_that_mean_nothing_are_refused_in_json(house: House, arguments: str) -> None:
    answer = get(house, f"{LIST}?{arguments}", key_of(house))

    assert answer.status_code == 400
    assert answer.json["detail"]


@pytest.mark.parametrize("row", ["99999999999999999999", "9" * 400, "-1", "abc", "1.5"])
def test_a_number_no_row_can_have_is_an_unknown_address(lite_house: House, row: str) -> None:
    answer = get(lite_house, f"{LIST}/{row}", key_of(lite_house))

    assert answer.status_code == 404
    assert answer.json["status"] == 404


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete"])
def test_nothing_can_be_changed_here(lite_house: House, method: str) -> None:
    answer = getattr(FlaskClient, method)(
        lite_house.stranger(), LIST, headers={"Authorization": f"Bearer {key_of(lite_house)}"}
    )

    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]
    assert answer.json["status"] == 405


def test_the_use_of_a_key_is_noted_to_the_minute(house: House) -> None:
    key, noon = key_of(house), datetime(2026, 11, 2, 12, tzinfo=UTC)

    def used_at(moment: datetime) -> datetime | None:
        with clock.at(moment):
            get(house, LIST, key)
        with house.app.app_context():
            return accounts().scalars(select(ApiKey.last_used)).one()

    # The key was made later than these moments: only its end counts.
    assert used_at(noon) == noon
    assert used_at(noon + timedelta(seconds=50)) == noon
    assert used_at(noon + timedelta(seconds=70)) == noon + timedelta(seconds=70)


def test_only_a_digest_of_the_key_is_stored(lite_house: House) -> None:
    secret = key_of(lite_house)
    with lite_house.app.app_context():
        stored = accounts().scalars(select(ApiKey)).one()

    assert secret.startswith("gk_")
    assert len(secret) >= 46
    assert all(secret not in str(value) for value in vars(stored).values())


def switch(house: House, statement: Any) -> None:
    with house.app.app_context():
        accounts().execute(statement.where(PluginSwitch.institution_id == house.institution("CC Léman")))
        accounts.commit()
