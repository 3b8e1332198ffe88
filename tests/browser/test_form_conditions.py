"""The script of a form judges and computes as the server does: thousands of invented cases through both."""

from __future__ import annotations

from decimal import Decimal
from random import Random
from typing import Any

import msgspec
from playwright.sync_api import Browser

from console.base.figures import Misread, style_of
from console.forms.conditions import All, AnyOf, AnyTest, AtLeast, Either, Equals, Filled, Not
from console.forms.expressions import AnyExpression, Count, Difference, Product, Sum
from console.forms.fields import Computed

CASES = 6_000
FIELDS = ("a", "b", "c", "constructor")
VALUES: tuple[Any, ...] = (
    "", "yes", "no", "studies", "0", "12", "12.00", "-3.50", "1e3", "NaN", "2026-03-05", True, False, None,
    [], ["yes"], ["no", "studies"],
)  # fmt: skip
STEPS = ("0.01", "0.05", "1", "0.5", "100")
_RUN = """async ({url, tests, sums, typed}) => {
  const { judge, compute, readAmount } = await import(url);
  return {
    tests: tests.map(([test, values]) => judge(test, values)),
    sums: sums.map(([expression, values, step, places]) => compute(expression, values, step, places)),
    typed: typed.map((text) => readAmount(text, '’', 'CHF')),
  };
}"""


def a_test(chance: Random, depth: int = 0) -> AnyTest:
    field = chance.choice(FIELDS)
    kind = chance.randrange(7 if depth < 3 else 4)
    if kind == 0:
        return Equals(field, chance.choice([one for one in VALUES if isinstance(one, str | bool)]))
    if kind == 1:
        return AnyOf(field, tuple(chance.sample(("yes", "no", "studies", "12"), 2)))
    if kind == 2:
        return Filled(field)
    if kind == 3:
        return AtLeast(field, chance.choice(("0", "12", "-3.5", "12.01")))
    if kind == 4:
        return Not(a_test(chance, depth + 1))
    several = tuple(a_test(chance, depth + 1) for _ in range(chance.randrange(4)))
    return All(several) if kind == 5 else Either(several)


def values_of(chance: Random) -> dict[str, Any]:
    found = {field: chance.choice(VALUES) for field in FIELDS if chance.random() < 0.8}
    return {field: value for field, value in found.items() if value is not None}


def an_amount(chance: Random) -> str:
    sign = "-" if chance.random() < 0.2 else ""
    return f"{sign}{chance.randrange(10 ** chance.randrange(1, 13))}.{chance.randrange(100):02}"


def amounts_of(chance: Random) -> dict[str, Any]:
    found: dict[str, Any] = {key: an_amount(chance) for key in ("x", "y") if chance.random() < 0.8}
    if chance.random() < 0.8:
        rows = range(chance.randrange(4))
        found["rows"] = [{"amount": an_amount(chance)} if chance.random() < 0.8 else {} for _ in rows]
    return found


def an_expression(chance: Random) -> AnyExpression:
    path = lambda: chance.choice(("x", "y", "rows.amount"))  # noqa: E731
    return chance.choice(
        (
            Sum(tuple(path() for _ in range(chance.randint(1, 3)))),
            Difference(path(), path()),
            Product(path(), chance.choice(("0.053", "1.5", "-2", "0.005"))),
            Count("rows"),
        )
    )


def typed_amounts(chance: Random) -> list[str]:
    signs = "0123456789.,' ’-"
    made = ["".join(chance.choice(signs) for _ in range(chance.randint(1, 9))) for _ in range(2_000)]
    usual = [
        "1’234.50",
        "1'234.5",
        "1,234",
        "1.234",
        "CHF 12.-",
        "12.–",
        "Fr. 3",
        "€ 4",
        "1 234,50",
        "65.50",
        "0.005",
    ]
    return made + usual


def test_conditions_expressions_and_amounts_are_the_same_in_page_and_server(
    browser: Browser, address: str
) -> None:
    chance = Random(7)
    tests = [(a_test(chance), values_of(chance)) for _ in range(CASES)]
    sums = [(an_expression(chance), amounts_of(chance), chance.choice(STEPS)) for _ in range(CASES)]
    typed = typed_amounts(chance)
    page = browser.new_context().new_page()
    page.goto(f"{address}/login/")

    found = page.evaluate(
        _RUN,
        {
            "url": f"{address}/static/guichet/conditions.js",
            "tests": [(msgspec.to_builtins(test), values) for test, values in tests],
            "sums": [(msgspec.to_builtins(one), values, step, _places(step)) for one, values, step in sums],
            "typed": typed,
        },
    )

    page.context.close()
    assert found["tests"] == [test(values) for test, values in tests]
    assert found["sums"] == [_result(one, values, step) for one, values, step in sums]
    assert dict(zip(typed, found["typed"], strict=True)) == {text: _amount(text) for text in typed}


def _places(step: str) -> int:
    return max(0, -int(Decimal(step).normalize().as_tuple().exponent))


def _result(expression: AnyExpression, values: dict[str, Any], step: str) -> str | None:
    field = Computed("r", "R", value=expression, step=step)
    result = field.compute(values)
    return None if result is None else f"{result + 0:.{_places(step)}f}"


def _amount(text: str) -> str | None:
    try:
        return f"{style_of('de', 'CH').read_amount(text, 'CHF') + 0:.2f}"
    except Misread:
        return None
