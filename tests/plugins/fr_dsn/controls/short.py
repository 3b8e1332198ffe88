"""Changes in short: `tell("40.007", "02")` writes under S21.G00.40.007, `tell("S89.92.001", "05")` under S89.G00.92.001."""

from __future__ import annotations

from plugins.fr_dsn.rules.controls.crossing import key
from tests.plugins.fr_dsn.controls.harness import Change, add, drop, put

END = {"001": "31032025", "002": "059", "006": "31032025"}
"""End of a contract on the last day of the month, by resignation."""


def tell(rubric: str, value: str, nth: int = 0) -> Change:
    """Write a value under a rubric of the nth block of its code."""
    return put(key(rubric)[:10], key(rubric)[11:], value, nth)


def leave(rubric: str, nth: int = 0) -> Change:
    """Take a rubric out of the nth block of its code."""
    return drop(key(rubric)[:10], key(rubric)[11:], nth=nth)


def end(person: int = 0, **rubrics: str) -> Change:
    """End the contract of a person of the monthly file: `end(n002="043")`."""
    given = {number[1:]: value for number, value in rubrics.items()}
    return add("S21.G00.62", {**END, **given}, ("S21.G00.40", person))
