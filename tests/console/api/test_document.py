"""The OpenAPI document says exactly what the answers are."""

from __future__ import annotations

from typing import Any

from tests.console.api.test_reading import LIST, get, key_of
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
    }
    listing = found["paths"]["/ch_fund/employees"]["get"]
    assert set(listing["responses"]) == {"200", "400", "401", "404", "429"}
    assert [p["name"] for p in listing["parameters"]] == ["q", "sort", "size", "after"]
    assert found["security"] == [{"key": []}]


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
