"""Case files: each case is answered on its own, and a field that is wrong is named."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from console.plugin import CaseRefused, FileRefused, Given, Phrase, answer_cases


def doubled(given: Given) -> Mapping[str, object]:
    return {"total": str(2 * given.amount("amount"))}


def answered(*cases: object) -> tuple[list[dict[str, Any]], int]:
    answer = answer_cases(json.dumps({"cases": list(cases), "note": "x"}).encode(), doubled)
    found: Any = answer.document["cases"]
    return found, answer.exit_code


def test_cases_are_answered_in_their_order() -> None:
    cases = [{"id": name, "title": "?", "input": {"amount": "1.50"}} for name in ("b", "a")]

    assert answered(*cases) == ([{"id": "b", "total": "3.00"}, {"id": "a", "total": "3.00"}], 0)


@pytest.mark.parametrize(
    ("case", "name", "field"),
    [
        ({"id": "x", "input": {}}, "x", "amount"),
        ({"id": "x", "input": {"amount": None}}, "x", "amount"),
        ({"id": "x", "input": {"amount": "1e9999999"}}, "x", "amount"),
        ({"id": "x"}, "x", "input"),
        ({"id": "x", "input": []}, "x", "input"),
        ({"input": {"amount": "1"}}, None, "id"),
        ("x", None, "id"),
    ],
)
def test_a_case_that_cannot_be_understood_does_not_stop_the_others(
    case: object, name: str | None, field: str
) -> None:
    (wrong, right), code = answered(case, {"id": "y", "input": {"amount": 1}})

    assert (wrong["id"], wrong["error"]["field"], right["total"], code) == (name, field, "2", 1)


def test_a_case_at_which_the_calculation_fails_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    answer = answer_cases(b'{"cases": [{"id": "z", "input": {}}]}', lambda given: {"x": 1 // 0})

    assert answer.document == {
        "cases": [
            {
                "id": "z",
                "error": {
                    "field": "input",
                    "message": "This case could not be computed. Check its values.",
                },
            }
        ]
    }
    assert capsys.readouterr().err == "guichet: case z failed: ZeroDivisionError\n"


@pytest.mark.parametrize(
    ("data", "control"),
    [
        (b"%PDF-1.7", "NOT_JSON"),
        (b"\xff\xfe", "NOT_JSON"),
        (b'{"cases": [', "NOT_JSON"),
        (b'{"cases": [NaN]}', "NOT_JSON"),
        (b"[" * 200_000, "NOT_JSON"),
        (b'{"cases": ' + b"9" * 5000 + b"}", "NOT_JSON"),
        (b"[]", "NO_CASES"),
        (b'{"cases": {}}', "NO_CASES"),
    ],
)
def test_a_file_without_cases_is_another_kind_of_file(data: bytes, control: str) -> None:
    with pytest.raises(FileRefused) as refused:
        answer_cases(data, doubled)

    assert [finding.control for finding in refused.value.findings] == [control]


def test_a_byte_order_mark_does_no_harm() -> None:
    assert answer_cases(b'\xef\xbb\xbf{"cases": []}', doubled).document == {"cases": []}


GIVEN = Given(
    {
        "kind": "a",
        "days": 3,
        "yes": False,
        "on": "2025-03-31",
        "amounts": ["1.10", 2, Decimal("3.3")],
        "people": [{"name": "A"}, {"name": 7}],
    }
)


def test_fields_are_given_as_what_they_must_be() -> None:
    assert (GIVEN.choice("kind", ("a", "b")), GIVEN.count("days"), GIVEN.flag("yes")) == ("a", 3, False)
    assert GIVEN.day("on") == date(2025, 3, 31)
    assert GIVEN.amounts("amounts") == [Decimal("1.10"), Decimal(2), Decimal("3.3")]
    assert next(GIVEN.each("people")).text("name") == "A"
    assert "absent" not in GIVEN


@pytest.mark.parametrize(
    ("method", "value"),
    [
        ("day", "2025-02-30"), ("day", "20250331"), ("day", 20250331), ("day", "2025-W01-1"),
        ("count", -1), ("count", True), ("count", "3"), ("count", 10**30), ("count", Decimal("1.5")),
        ("amount", "1,50"), ("amount", "NaN"), ("amount", True), ("amount", "٣"), ("amount", "1" * 41),
        ("amount", Decimal("1e999999")), ("amount", ""), ("amount", "1\n"), ("amount", "."), ("amount", []),
        ("amounts", "1.00"), ("amounts", [None]), ("text", 1), ("flag", 1), ("flag", "true"), ("under", []),
    ],
)  # fmt: skip
def test_a_field_that_is_something_else_is_refused_by_its_name(method: str, value: object) -> None:
    with pytest.raises(CaseRefused) as refused:
        getattr(Given({"field": value}), method)("field")

    assert refused.value.field == "field"


def test_an_unknown_choice_is_told_what_is_known() -> None:
    with pytest.raises(CaseRefused) as refused:
        Given({"risk": "flood" * 40}).choice("risk", ("sickness", "accident"))

    assert isinstance(refused.value.message, Phrase)
    said = refused.value.message.message % refused.value.message.params
    assert said.endswith("Known are: sickness, accident.")
    assert len(said) < 150


def test_a_field_of_an_object_in_a_list_is_named_with_its_place() -> None:
    _first, second = GIVEN.each("people")

    with pytest.raises(CaseRefused) as refused:
        second.text("name")
    assert refused.value.field == "people[1].name"
