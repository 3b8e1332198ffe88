"""Conditions and computed values, over canonical values."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from jsonschema import Draft202012Validator

from console.forms.conditions import (
    All,
    AnyTest,
    AtLeast,
    Either,
    Equals,
    Inexpressible,
    Not,
    any_of,
    equals,
    filled,
)
from console.forms.expressions import AnyExpression, Count, Difference, Product, Sum, rounded
from console.forms.fields import Computed

CASES: list[tuple[AnyTest, dict[str, Any], bool]] = [
    (equals("a", "x"), {"a": "x"}, True),
    (equals("a", "x"), {"a": "X"}, False),
    (equals("a", "x"), {}, False),
    (equals("a", "x"), {"a": ["x"]}, False),
    (equals("a", True), {"a": True}, True),
    (equals("a", True), {"a": 1}, False),
    (equals("a", True), {"a": "true"}, False),
    (equals("a", False), {"a": False}, True),
    (equals("a", False), {}, False),
    (any_of("a", "x", "y"), {"a": "y"}, True),
    (any_of("a", "x", "y"), {"a": "z"}, False),
    (any_of("a", "x", "y"), {"a": ["z", "x"]}, True),
    (any_of("a", "x", "y"), {"a": []}, False),
    (any_of("a", "x", "y"), {}, False),
    (filled("a"), {"a": "0"}, True),
    (filled("a"), {"a": False}, True),
    (filled("a"), {"a": [{}]}, True),
    (filled("a"), {"a": {"from": "2026-01-01"}}, True),
    (filled("a"), {"a": ""}, False),
    (filled("a"), {"a": []}, False),
    (filled("a"), {"a": None}, False),
    (filled("a"), {}, False),
    (All((equals("a", "x"), filled("b"))), {"a": "x", "b": "y"}, True),
    (All((equals("a", "x"), filled("b"))), {"a": "x"}, False),
    (Either((equals("a", "x"), filled("b"))), {"b": "y"}, True),
    (Either((equals("a", "x"), filled("b"))), {}, False),
    (Not(filled("a")), {}, True),
    (Not(Either((filled("a"), filled("b")))), {"b": "x"}, False),
]
AMOUNTS: list[tuple[str, Any, bool]] = [
    ("100", "100.00", True),
    ("100", "99.99", False),
    ("100", "1000", True),
    ("-5", "-4.50", True),
    ("0", None, False),
    ("0", True, False),
    ("0", "x", False),
    ("0", "NaN", False),
]


@pytest.mark.parametrize(("test", "values", "holds"), CASES)
def test_a_condition_holds_for_these_values(test: AnyTest, values: dict[str, Any], holds: bool) -> None:
    assert test(values) is holds


@pytest.mark.parametrize(("test", "values", "holds"), CASES)
def test_json_schema_says_the_same(test: AnyTest, values: dict[str, Any], holds: bool) -> None:
    assert Draft202012Validator(test.schema()).is_valid(values) is holds


@pytest.mark.parametrize(("least", "value", "holds"), AMOUNTS)
def test_amounts_are_compared_as_amounts_and_not_as_texts(least: str, value: Any, holds: bool) -> None:
    assert AtLeast("a", least)({"a": value}) is holds
    with pytest.raises(Inexpressible):
        All((filled("a"), AtLeast("a", least))).schema()


@pytest.mark.parametrize("test", [case[0] for case in CASES])
def test_a_condition_goes_to_json_and_back(test: AnyTest) -> None:
    assert msgspec.json.decode(msgspec.json.encode(test), type=AnyTest) == test
    assert set(test.fields()) <= {"a", "b"}
    assert any(isinstance(inner, Equals) or list(inner.fields()) for inner in test.tests())


ROWS: tuple[dict[str, Decimal], ...] = ({"x": Decimal("0.10"), "y": Decimal(2)}, {"x": Decimal("0.20")}, {})


@pytest.mark.parametrize(
    ("expression", "values", "result"),
    [
        (Sum(("a", "b")), {"a": Decimal("0.1"), "b": Decimal("0.2")}, "0.3"),
        (Sum(("a", "b")), {"a": Decimal("0.1")}, "0.1"),
        (Sum(("a", "b")), {}, None),
        (Sum(("rows.x", "a")), {"rows": ROWS, "a": Decimal(1)}, "1.30"),
        (Sum(("rows.x",)), {"rows": ()}, None),
        (Difference("a", "b"), {"a": Decimal(5), "b": Decimal("0.05")}, "4.95"),
        (Difference("a", "b"), {"b": Decimal(5)}, "-5"),
        (Difference("rows.x", "rows.y"), {"rows": ROWS}, "-1.70"),
        (Product("a", "0.053"), {"a": Decimal("1234.56")}, "65.43168"),
        (Product("a", "0.053"), {}, None),
        (Product("rows.x", "2"), {"rows": ROWS}, "0.60"),
        (Count("rows"), {"rows": ROWS}, "3"),
        (Count("rows"), {}, "0"),
    ],
)
def test_a_value_is_computed_exactly(
    expression: AnyExpression, values: dict[str, Any], result: str | None
) -> None:
    assert expression(values) == (None if result is None else Decimal(result))


@pytest.mark.parametrize(
    ("value", "step", "result"),
    [
        ("0.025", "0.05", "0.05"),
        ("0.024999", "0.05", "0.00"),
        ("-0.025", "0.05", "-0.05"),
        ("0.005", "0.01", "0.01"),
        ("0.015", "0.01", "0.02"),
        ("2.5", "1", "3"),
        ("-2.5", "1", "-3"),
        ("149.99", "100", "100"),
        ("1234567890123.455", "0.01", "1234567890123.46"),
        ("1.004999999999999999", "0.01", "1.00"),
    ],
)
def test_half_is_rounded_up_and_away_from_zero(value: str, step: str, result: str) -> None:
    assert rounded(Decimal(value), step) == Decimal(result)


def test_a_computed_value_is_rounded_to_its_step_and_shown_like_an_amount() -> None:
    contribution = Computed("c", "C", value=Product("wage", "0.053"), currency="CHF", step="0.05")
    value = contribution.compute({"wage": Decimal("1234.56")})
    assert value == Decimal("65.45")
    assert contribution.to_json(value) == "65.45"


def test_a_computed_number_has_the_decimals_of_its_step() -> None:
    shares = Computed("c", "C", value=Sum(("a",)), step="0.001")
    assert shares.to_json(shares.compute({"a": Decimal("1.0005")})) == "1.001"
    assert Computed("c", "C", value=Sum(("a",)), step="10").to_json(Decimal(120)) == "120"
