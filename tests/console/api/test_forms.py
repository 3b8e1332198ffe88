"""Other systems read which forms there are, and let their values be checked before they send them."""

from __future__ import annotations

import json
from typing import Any

import pytest

from console.forms.canonical import to_canonical
from console.forms.invent import invented
from console.institutions.models import PartSwitch
from console.institutions.sessions import accounts
from plugins.ch_fund.forms import FORMS, GENERAL_QUESTION, INSTALMENT_REQUEST
from tests.console.api.test_reading import get, key_of
from tests.support.house import House

FORM = "/api/v1/forms/ch_fund.general_question"
INSTALMENTS = "/api/v1/forms/ch_fund.instalment_request/check"


def check(house: House, body: Any, path: str = f"{FORM}/check", language: str = "en") -> Any:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    headers = {"Authorization": f"Bearer {key_of(house)}", "Accept-Language": language}
    return house.stranger().post(path, data=data, headers=headers, content_type="application/json")


def switch_off(house: House, kind: str, key: str) -> None:
    tenant = house.institution("CC Léman")
    with house.app.app_context():
        accounts().add(
            PartSwitch(
                institution_id=tenant, plugin="ch_fund", kind=kind, key=key, enabled=False, pilots=[],
            )
        )  # fmt: skip
        accounts().commit()


def test_a_key_sees_the_forms_of_its_plugin_in_the_language_it_asks_for(house: House) -> None:
    headers = {"Authorization": f"Bearer {key_of(house)}", "Accept-Language": "fr"}

    found = house.stranger().get("/api/v1/forms", headers=headers).json["items"]

    assert {one["key"] for one in found} == {form.key for form in FORMS}
    assert all(len(one["revision"]) == 64 for one in found)


def test_without_a_key_there_are_no_forms(lite_house: House) -> None:
    assert get(lite_house, "/api/v1/forms", None).status_code == 401
    assert lite_house.stranger().post(f"{FORM}/check", data=b"{}").status_code == 401


def test_the_schema_of_a_form_is_published(lite_house: House) -> None:
    answer = get(lite_house, f"{FORM}/schema", key_of(lite_house))

    assert answer.mimetype == "application/schema+json"
    assert answer.json["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert answer.json["properties"]["reach"]["enum"] == ["message", "phone"]


def test_right_values_are_valid_and_come_back_in_their_canonical_form(house: House) -> None:
    values = to_canonical(GENERAL_QUESTION, invented(GENERAL_QUESTION, 2))

    found = check(house, values).json

    assert (found["valid"], found["faults"], found["values"]) == (True, [], values)


def test_each_fault_has_its_place_its_code_and_a_text_in_the_language_asked_for(lite_house: House) -> None:
    body = {"subject": "x" * 81, "question": "?", "reach": "pigeon", "colour": "red"}

    found = check(lite_house, body, language="de").json

    assert not found["valid"]
    assert {(one["place"], one["code"]) for one in found["faults"]} == {
        ("subject", "too_long_text"),
        ("reach", "choice"),
        ("colour", "unknown_field"),
    }
    assert found["fault_count"] == 3
    assert "80" in next(one["text"] for one in found["faults"] if one["place"] == "subject")


def test_the_rules_of_the_plugin_are_asked_too(lite_house: House) -> None:
    values = to_canonical(INSTALMENT_REQUEST, invented(INSTALMENT_REQUEST, 1))

    found = check(lite_house, {**values, "due": "1000000.00", "rest": None}, INSTALMENTS).json

    assert ("instalments", "instalments_short") in {(one["place"], one["code"]) for one in found["faults"]}


@pytest.mark.parametrize(
    ("body", "told"),
    [
        (b'{"subject": "a",\n  subject}', "line 2, column 3"),
        (b"", "line 1, column 1"),
        (b"[1]", "one JSON object"),
        (b'{"subject": NaN}', "can be read"),
        (b'{"subject": "\xff"}', "can be read"),
        (b"[" * 200_000, "can be read"),
    ],
)
def test_a_body_that_is_no_object_is_refused_with_its_place(
    lite_house: House, body: bytes, told: str
) -> None:
    answer = check(lite_house, body)

    assert answer.status_code == 400
    assert told in answer.json["detail"]


def test_a_body_above_a_megabyte_is_refused(lite_house: House) -> None:
    answer = check(lite_house, {"subject": "x" * 1024 * 1024})

    assert answer.status_code == 413


def test_a_form_that_is_switched_off_answers_like_an_unknown_one(lite_house: House) -> None:
    switch_off(lite_house, "form", "ch_fund.general_question")

    off = check(lite_house, {})
    unknown = check(lite_house, {}, "/api/v1/forms/ch_fund.nothing/check")

    assert (off.status_code, off.json["detail"]) == (404, unknown.json["detail"])
    assert "ch_fund.general_question" not in {
        one["key"] for one in get(lite_house, "/api/v1/forms", key_of(lite_house)).json["items"]
    }
