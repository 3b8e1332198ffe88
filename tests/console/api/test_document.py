"""The OpenAPI document says exactly what the answers are."""

from __future__ import annotations

from typing import Any

from tests.console.api.test_reading import LIST, get, key_of
from tests.support.api import key_for
from tests.support.house import House


def test_the_document_names_the_collections_of_the_key_with_every_refusal(lite_house: House) -> None:
    found = get(lite_house, "/api/v1/openapi.json", key_of(lite_house)).json

    assert found["openapi"] == "3.1.0"
    assert set(found["paths"]) == {
        "/ch_fund/employees",
        "/ch_fund/employees/{id}",
        "/forms",
        "/forms/{form}/schema",
        "/forms/{form}/check",
        "/institutions",
        "/institutions/{institution}",
        "/themes",
        "/token",
    }
    listing = found["paths"]["/ch_fund/employees"]["get"]
    assert set(listing["responses"]) == {"200", "400", "401", "403", "404", "406", "414", "429"}
    assert [p["name"] for p in listing["parameters"]] == ["q", "sort", "size", "after"]
    assert listing["security"] == [{"key": []}, {"token": ["employees:read"]}]


def test_every_reference_in_the_document_leads_somewhere(lite_house: House) -> None:
    found = get(lite_house, "/api/v1/openapi.json", key_of(lite_house)).json

    for reference in references(found):
        place: Any = found
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]


def test_the_rows_fit_their_schema(house: House) -> None:
    key = key_of(house)
    schema = get(house, "/api/v1/openapi.json", key).json["components"]["schemas"]["ch_fund__employees"]
    kinds = {"string": str, "integer": int, "null": type(None)}

    for row in get(house, f"{LIST}?size=100", key).json["items"]:
        assert set(row) == set(schema["required"]) == set(schema["properties"])
        for name, field in schema["properties"].items():
            allowed = [field["type"]] if isinstance(field["type"], str) else field["type"]
            assert type(row[name]) in [kinds[one] for one in allowed], name
            assert len(str(row[name])) <= field.get("maxLength", 99)


def test_a_missing_day_is_null_and_said_to_be_possible(house: House) -> None:
    key = key_of(house)
    fields = get(house, "/api/v1/openapi.json", key).json["components"]["schemas"]["ch_fund__employees"][
        "properties"
    ]

    assert fields["exit_date"] == {"type": ["string", "null"], "format": "date"}
    assert fields["entry_date"] == {"type": "string", "format": "date"}
    assert None in {row["exit_date"] for row in get(house, f"{LIST}?size=100", key).json["items"]}


def references(value: Any) -> list[str]:
    if isinstance(value, dict):
        mine = [value["$ref"]] if "$ref" in value else []
        return mine + [found for one in value.values() for found in references(one)]
    return [found for one in value for found in references(one)] if isinstance(value, list) else []


def test_the_document_is_valid_openapi(lite_house: House) -> None:
    import openapi_spec_validator

    key = key_of(lite_house)
    for path in ("/api/v1/openapi.json", "/api/v1/openapi.json?whole=true"):
        openapi_spec_validator.validate(get(lite_house, path, key).json)


def test_who_is_signed_in_reads_the_whole_document(lite_house: House) -> None:
    whole = lite_house.browser("luca").get("/interface/openapi.json").json

    assert whole == get(lite_house, "/api/v1/openapi.json?whole=true", key_of(lite_house)).json
    assert {"/messages", "/dossiers/{reference}", "/ch_fund/employees"} <= set(whole["paths"])
    assert lite_house.stranger().get("/interface/openapi.json").status_code == 303


def test_no_address_of_the_document_answers_without_a_key(lite_house: House) -> None:
    whole = get(lite_house, "/api/v1/openapi.json?whole=true", key_of(lite_house)).json

    for path, item in whole["paths"].items():
        for method in item:
            address = "/api/v1" + path.replace("{id}", "1").replace("{institution}", "1")
            answer = lite_house.stranger().open(address, method=method.upper())
            assert answer.status_code == (400 if path == "/token" else 401), (method, path)


def test_the_page_shows_every_operation_without_a_script(lite_house: House) -> None:
    page = lite_house.browser("claire").get("/interface/").get_data(as_text=True)
    whole = lite_house.browser("claire").get("/interface/openapi.json").json

    for path, item in whole["paths"].items():
        assert path in page
        assert all(f'id="{told["operationId"]}"' in page for told in item.values())
    assert all(f'id="schema-{name}"' in page for name in whole["components"]["schemas"])


def test_what_only_other_keys_may_do_is_said_at_the_path_and_refused_as_that(lite_house: House) -> None:
    key = key_for(lite_house, name="Institution")
    mine = get(lite_house, "/api/v1/openapi.json", key).json["paths"]
    whole = get(lite_house, "/api/v1/openapi.json?whole=true", key).json["paths"]
    asked = 0

    for path, item in mine.items():
        others = {method.upper() for method in set(whole[path]) - set(item)}
        said = item.get("description", "").removeprefix("Other keys may do more here: ").removesuffix(".")
        assert others == set(filter(None, said.split(", "))), path
        address = "/api/v1" + path.replace("{id}", "1").replace("{institution}", "1")
        sent = {"Authorization": f"Bearer {key}"}
        for method in others:
            asked += 1
            assert lite_house.stranger().open(address, method=method, headers=sent).status_code == 403
        refused = lite_house.stranger().open(address, method="PATCH", headers=sent)
        there = {method.upper() for method in whole[path]} | {"OPTIONS"}
        assert refused.status_code == 405
        assert refused.allow.as_set(preserve_casing=True) - {"HEAD"} == there, path

    assert asked > 0
