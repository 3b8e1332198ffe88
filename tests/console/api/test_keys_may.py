"""A key does what it was given, in the open and in no other way: operations, and what is refused."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from console.audit.models import CONSULTATION, AuditEntry
from console.audit.service import person_digest
from tests.console.api.test_reading import LIST, get, key_of
from tests.support.house import House

FORMS = "/api/v1/forms"
CHECK = f"{FORMS}/ch_fund.general_question/check"


@pytest.mark.parametrize(
    ("path", "operation"),
    [(LIST, "employees:read"), (f"{LIST}/1", "employees:read"), (FORMS, "forms:read")],
)
def test_a_key_without_the_operation_is_told_which_one_it_lacks(
    lite_house: House, path: str, operation: str
) -> None:
    answer = get(lite_house, path, key_of(lite_house, operations=("forms:check",)))

    assert answer.status_code == 403
    assert operation in answer.json["detail"]
    assert answer.headers["WWW-Authenticate"] == 'Bearer error="insufficient_scope"'


def test_a_key_that_reads_employees_checks_no_values(lite_house: House) -> None:
    bearer = {"Authorization": f"Bearer {key_of(lite_house, operations=('employees:read',))}"}

    assert lite_house.stranger().post(CHECK, json={}, headers=bearer).status_code == 403


def test_a_key_made_before_operations_were_chosen_does_all_of_its_module(house: House) -> None:
    key = key_of(house, operations=("read",))

    assert get(house, LIST, key).status_code == get(house, FORMS, key).status_code == 200


def test_an_unknown_address_is_unknown_before_the_operation_is_asked(lite_house: House) -> None:
    key = key_of(lite_house, plugin="be_cpas", operations=("forms:check",))

    assert get(lite_house, LIST, key).status_code == 404


@pytest.mark.parametrize("path", ["/api/v1/no/such/thing", f"{LIST}/999999", f"{LIST}?size=0"])
def test_a_refusal_is_a_problem_in_the_language_asked_for(lite_house: House, path: str) -> None:
    bearer = {"Authorization": f"Bearer {key_of(lite_house)}"}
    said = {}
    for language in ("fr", "de", "nl"):
        headers = bearer | {"Accept-Language": language}
        answer = lite_house.stranger().get(path, headers=headers)
        said[language] = answer.json["title"]
        assert answer.mimetype == "application/problem+json"
        assert answer.headers["Content-Language"] == language
        assert answer.json["status"] == answer.status_code
        assert set(answer.json) == {"type", "title", "status", "detail", "reference"}

    assert len(set(said.values())) == 3


def test_the_cookie_of_a_browser_neither_opens_the_interface_nor_is_set_by_it(lite_house: House) -> None:
    browser = lite_house.browser("claire")

    refused = browser.get(LIST)
    answered = browser.get(LIST, headers={"Authorization": f"Bearer {key_of(lite_house)}"})

    assert (refused.status_code, answered.status_code) == (401, 200)
    assert "Set-Cookie" not in refused.headers
    assert "Set-Cookie" not in answered.headers


def test_a_password_in_the_header_opens_nothing(lite_house: House) -> None:
    answer = lite_house.stranger().get(LIST, auth=("claire", "Demo-2026-Guichet"))

    assert answer.status_code == 401


def test_who_is_read_stands_in_the_journal_under_the_name_of_the_key(house: House) -> None:
    key = key_of(house)
    row = get(house, f"{LIST}?q=aebi", key).json["items"][0]
    get(house, f"{LIST}/{row['id']}", key)
    with house.reading() as session:
        listed, single = session.scalars(select(AuditEntry).order_by(AuditEntry.id)).all()
        person = person_digest(house.institution("CC Léman"), row["avs_number"])

    assert {(one.kind, one.actor_id, one.actor_name) for one in (listed, single)} == {
        (CONSULTATION, None, "Payroll")
    }
    assert (listed.action, listed.facts["search"]) == ("ch_fund.employee.listed", "aebi")
    assert row["id"] in listed.facts["rows"]
    assert (single.action, single.person) == ("ch_fund.employee.consulted", person)


def test_the_document_names_only_what_the_key_may_do(lite_house: House) -> None:
    found = get(lite_house, "/api/v1/openapi.json", key_of(lite_house, operations=("forms:check",))).json

    of_any_key = {"/institutions", "/institutions/{institution}", "/themes", "/token"}
    assert set(found["paths"]) == {"/forms/{form}/check", *of_any_key}
    flow = found["components"]["securitySchemes"]["token"]["flows"]["clientCredentials"]
    assert set(flow["scopes"]) == {"forms:check"}
    assert "ch_fund__employees" not in found["components"]["schemas"]
